package store

import "fmt"

// Report is what can be told of a file by looking at the whole of it.
type Report struct {
	// Faults are what is wrong; none, one hopes. At most a hundred are told.
	Faults []string
	// Unknown is what cannot be told from this file alone, and why.
	Unknown []string
	// Standing says whether the clone takes part in its domain with this file, and
	// Unsupported why it does not in full: a file can be whole, and of no use.
	Standing    Standing
	Unsupported string
}

// Verify looks at the whole file, and tells what is wrong with it: the faults of
// Examine.
func (s *Store) Verify() (faults []string, err error) {
	r, err := s.Examine()
	return r.Faults, err
}

// Examine looks at the whole file. It reads one state, and takes time and memory in
// proportion to the data and the journal. Nobody may write to the file meanwhile.
//
// The pages of the database must be sound; the three orders of triples, the
// indexes of terms, subjects, types, names and words, the list of recent changes,
// the counts and the digest must agree; the
// journal must follow on from where it begins, reach the clocks, and come to what the
// data is: every TID must be of an operation in it, or of one before it.
func (s *Store) Examine() (r Report, err error) {
	err = s.View(func(tx *Tx) error {
		if err := examinePages(s.path); err != nil {
			r.Faults = append(r.Faults, fmt.Sprintf("a page is broken: %v", err))
			return nil
		}
		for fault := range tx.tx.Check() {
			r.Faults = append(r.Faults, fmt.Sprintf("a page is broken: %v", fault))
		}
		if len(r.Faults) > 0 {
			return nil // What else was found would only be its echo.
		}
		r = tx.examine()
		return nil
	})
	return r, err
}

// Examine is Store.Examine but for the pages of the database, so that the file can be
// written to meanwhile.
func (t *Tx) Examine() Report {
	r := t.examine()
	r.Unknown = append(r.Unknown, "the pages of the file were not looked at, for the domain is open: close it, and check again")
	return r
}

func (t *Tx) examine() Report {
	v := &verifier{Tx: t}
	v.triples()
	v.termIndex()
	v.subjectIndexes()
	v.finding()
	v.clocks()
	v.updates()
	v.conflicts()
	return v.Report
}

func (v *verifier) unknown(format string, args ...any) {
	v.Unknown = append(v.Unknown, fmt.Sprintf(format, args...))
}
