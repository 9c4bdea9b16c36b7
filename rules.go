package main

import (
	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/constraint"
)

// setConstraints makes the rules in a file those of a domain, from when it is next opened.
func setConstraints(folder home.Folder, file string, domain model.Domain) error {
	user, err := folder.Context(domain)
	if err != nil {
		return err
	}
	ctx, err := jsonld.New(domain, user)
	if err != nil {
		return err
	}
	return folder.SetConstraints(file, func(rules any) error {
		_, err := constraint.FromConfig(rules, ctx)
		return err
	})
}

// constraintsOf are the rules that the user has set for a domain.
func constraintsOf(folder home.Folder, ctx *jsonld.Context) ([]replica.Constraint, error) {
	rules, err := folder.Constraints()
	if err != nil {
		return nil, err
	}
	return constraint.FromConfig(rules, ctx)
}
