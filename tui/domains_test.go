package tui_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// withDomains are options of a terminal from which one can go to two other domains; opened
// takes what is opened.
func withDomains(open func(context.Context, model.Domain) error) tui.Options {
	o := options()
	noon := tuitest.Clock()()
	o.Domains = func(context.Context) ([]tui.Domain, error) {
		return []tui.Domain{
			{Name: "team.example.org", Used: noon.Add(-time.Hour), Bytes: 1 << 20},
			{Name: "a-rather-long-name-of-a-domain.example.org", Used: noon.AddDate(0, -2, 0), Bytes: 300 << 10},
		}, nil
	}
	o.Open = open
	return o
}

func TestDomainsLook(t *testing.T) {
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			term := tuitest.Start(t, sample(t), s[0], s[1], withDomains(nil))
			term.Press("O")
			golden.RequireEqual(t, term.Screen())
		})
	}
}

func TestGoToAnotherDomain(t *testing.T) {
	opened := make(chan model.Domain, 1)
	term := tuitest.Start(t, sample(t), 120, 30, withDomains(func(_ context.Context, d model.Domain) error {
		opened <- d
		return nil
	}))
	term.Press("O").See("▌ team.example.org").PressOnly("enter")
	if d := <-opened; d != "team.example.org" {
		t.Errorf("%s was opened", d)
	}
	term.Ended()
}

// What cannot be opened is said, and one is where one was.
func TestStayWhereADomainCannotBeOpened(t *testing.T) {
	term := tuitest.Start(t, sample(t), 120, 30, withDomains(func(context.Context, model.Domain) error {
		return errors.New("the file is damaged: run mld-tui check team.example.org")
	}))
	term.Press("O", "enter").See("▲ The file is damaged", "1 Subjects").DontSee("Opening")
	term.Press("O", "up").See("▌ bedrock.m-ld.org").Press("enter").DontSee("▲", "Domains on")
}

// While another domain is opened, that can be given up.
func TestStopOpeningADomain(t *testing.T) {
	asked := make(chan context.Context, 1)
	term := tuitest.Start(t, sample(t), 120, 30, withDomains(func(ctx context.Context, _ model.Domain) error {
		asked <- ctx
		<-ctx.Done()
		return ctx.Err()
	}))
	term.Press("O").See("▌ team").PressOnly("enter")
	ctx := <-asked
	term.See("Opening team.example.org").PressOnly("esc")
	<-ctx.Done()
	term.Settle().DontSee("Opening", "▲")
}

// What was typed and dismissed is given up: nobody is asked about it before they go.
func TestWhatWasDismissedKeepsNobody(t *testing.T) {
	opened := make(chan model.Domain, 1)
	o := withDomains(func(_ context.Context, d model.Domain) error {
		opened <- d
		return nil
	})
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press("down", "down", "down", "enter", "e").Type("!").Press("esc").See("Not saved")
	term.Press("O").PressOnly("enter")
	<-opened
	term.Ended()
}

// In the demo, and where nothing else is known, the action says why it cannot be done.
func TestOneDomainOnly(t *testing.T) {
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("O").See("This terminal shows this domain only")
}
