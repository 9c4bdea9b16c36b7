package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/sim"
	"github.com/m-ld/mld-tui/replica/store"
)

// growth prints what the note on growth is made of: what a simulated domain comes to with
// so many clones, and what a file does with what it holds.
func growth(w io.Writer) error {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	_, _ = fmt.Fprintf(w, "%-30s%10s%14s%10s%10s%10s%12s\n", "bytes, by clones", "clock", "global clock", "edit", "entry", "state", "snapshot")
	for _, clones := range []int{10, 30, 100} {
		folder := filepath.Join(dir, fmt.Sprint(clones))
		g, err := sim.Grow(folder, clones, 40)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(w, "%-30d%10d%14d%10d%10d%10d%12d\n", clones, g.Clock, g.Global, g.Message, g.Entry, g.State, g.Snapshot)
	}
	_, _ = fmt.Fprintf(w, "\n%-30s%10s%14s\n", "bytes a triple, on disk", "state", "history")
	for _, fill := range []struct {
		how string
		do  func(path string) error
	}{
		{"in bulk", func(path string) error { return writeAlone(path, 4, 5_000) }},
		{"by small edits", func(path string) error { return writeAlone(path, 20_000, 1) }},
		{"with short TIDs", func(path string) error { return putAll(path, clock.Genesis()) }},
		{"with TIDs that are hashes", func(path string) error { return putAll(path, crowded()) }},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(fill.how, " ", "-")+".mld")
		if err := fill.do(path); err != nil {
			return err
		}
		_, size, err := store.Compact(path, store.Options{Domain: domain})
		if err != nil {
			return err
		}
		const triples = 20_000 * properties
		_, _ = fmt.Fprintf(w, "%-30s%10.1f%14.1f\n", fill.how, float64(size.State)/triples, float64(size.History)/triples)
	}
	return nil
}

// writeAlone fills a file by transactions of some subjects each.
func writeAlone(path string, transactions, subjects int) error {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		return err
	}
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		return err
	}
	c := &cloned{Replica: r, context: ctx, domain: domain}
	_, err = c.write(context.Background(), request{Prefix: "p", Transactions: transactions, Subjects: subjects, Outstanding: min(transactions, 1024)})
	return errors.Join(err, r.Close())
}

// putAll fills a file with subjects whose triples are of as many transactions, after a time.
func putAll(path string, time clock.Tree) error {
	s, err := store.Open(path, store.Options{Domain: domain})
	if err != nil {
		return err
	}
	for from := 0; from < 20_000 && err == nil; from += 1000 {
		err = s.Update(func(tx *store.Tx) error {
			var changes []store.Change
			for i := from; i < from+1000; i++ {
				time = time.Tick()
				for _, tt := range operation.Plain(time.TID(), triplesOf(i)) {
					changes = append(changes, store.Change{Triple: tt.Triple, TIDs: tt.TIDs})
				}
			}
			return tx.Put(changes)
		})
	}
	return errors.Join(err, s.Close())
}

// triplesOf are those of person.
func triplesOf(i int) (triples []model.Triple) {
	of := func(p model.IRI, o model.Term) {
		triples = append(triples, model.Triple{S: model.Domain(domain).Base() + model.IRI(fmt.Sprint("p", i)), P: p, O: o})
	}
	vocab := model.Domain(domain).Vocab()
	of(model.RDFType, model.Ref(vocab+"Person"))
	of(vocab+"name", model.String(fmt.Sprint("Person ", i)))
	of(vocab+"age", model.Integer(int64(i%90)))
	of(vocab+"city", model.String(fmt.Sprint("City ", i%100)))
	of(vocab+"email", model.String(fmt.Sprintf("person.%d@example.org", i)))
	return triples
}

// crowded is the clock of a clone among ten.
func crowded() clock.Tree {
	c := clock.Genesis()
	for range 9 {
		c, _ = c.Fork()
		c = c.Tick()
	}
	return c
}
