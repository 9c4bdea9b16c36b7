package changes

import (
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// The sizes of pages, of the newest changes and of those after them, and the most changes
// that are held. What is older can be of one burst, which is drawn in a few lines.
const (
	pageSize   = 60
	olderSize  = maxBurst
	maxEntries = 3000
)

// entry is one change.
type entry struct {
	replica.Entry

	who     Who
	subject model.IRI // the main one
	renamed []renamed
	// together: it is of one burst with the change after it.
	together bool
}

// Request is a page that the pane wants: its filter, and where in the log. What the
// filter's words mean is for the one to say who reads the page.
type Request struct {
	Gen    uint64
	Filter Filter
	// Before, After and Limit are as in replica.HistoryQuery.
	Before, After uint64
	Limit         int
	// Found: some of what the filter selects is held already.
	Found bool
}

// Page is the answer to a Request.
type Page struct {
	replica.HistoryPage

	// Subject and Property are what the filter's words mean, and Named is how the subject
	// is called.
	Subject, Property model.IRI
	Named             string
	// Came is when all the data came at once, where the filter leaves the word of that
	// out; zero where it did not.
	Came time.Time
}

// feed is the part of the log that is held.
type feed struct {
	entries []*entry // the newest first
	next    uint64   // for the page after the last; zero for none
	newest  uint64   // up to where the log is known
	loaded  bool
	err     error
	notKept bool
	cut     time.Time
	came    time.Time // when all came at once, as far as the filter leaves that out
	looked  int       // the changes that were looked at, selected or not
	back    time.Time // when the oldest of them was

	// behind: so much has come since that it is read anew when one goes there.
	behind bool

	gen     uint64
	pending bool
	wanted  wants
}

// wants is what is to be read next.
type wants struct{ first, newer, older bool }

// begin reads all anew, from the newest on; what is held stays until that is here.
func (f *feed) begin() {
	*f = feed{gen: f.gen + 1, entries: f.entries, wanted: wants{first: true}}
}

// Refresh asks for what is new.
func (p *Pane) Refresh() { p.feed.wanted.newer = p.aside == nil }

// Next is the page that the pane wants, while it is in sight; it is then under way until
// Deliver.
func (p *Pane) Next() (Request, bool) {
	f := &p.feed
	r := Request{Filter: p.filter, Limit: pageSize, Found: f.loaded && len(f.entries) > 0}
	switch w := &f.wanted; {
	case f.pending || p.hidden:
		return Request{}, false
	case w.first:
		*w = wants{}
	case w.newer && f.loaded && !f.behind:
		w.newer = false
		r.After = f.newest
	case w.older && f.next != 0:
		w.older = false
		r.Before, r.Limit = f.next, olderSize
	default:
		return Request{}, false
	}
	f.gen++
	f.pending, r.Gen = true, f.gen
	return r, true
}

// Deliver brings a page. It reports whether it was awaited.
func (p *Pane) Deliver(r Request, page Page, err error) bool {
	f := &p.feed
	if r.Gen != f.gen || !f.pending {
		return false
	}
	f.pending, p.dirty = false, true
	if f.err = err; err != nil {
		if !f.loaded {
			f.loaded, f.entries = true, nil
			p.arrange()
		}
		return true
	}
	entries := make([]*entry, len(page.Entries))
	for i, e := range page.Entries {
		entries[i] = &entry{Entry: e, who: p.who(e.Author), subject: mainSubject(&e), renamed: renames(e.Shifts, p.labels)}
		p.meet(entries[i])
	}
	if slices.ContainsFunc(entries, func(e *entry) bool { return len(e.renamed) > 0 }) {
		defer p.Redraw() // What came before is of an earlier name.
	}
	switch {
	case r.After > 0 && page.Next == 0:
		f.entries = slices.Concat(entries, f.entries)
		f.newest = page.Newest
		f.trim(p.oldestKept())
	case r.After > 0 && p.cursor > 0: // More has come than a page holds.
		f.behind = true
		return true
	case r.Before > 0:
		f.entries = append(f.entries, entries...)
		f.older(page)
	default:
		f.entries, f.newest, f.behind, f.looked = entries, page.Newest, false, 0
		p.items, p.cursor, p.top = nil, 0, 0
		f.older(page)
	}
	f.looked += page.Looked
	if f.came.IsZero() || r.After > 0 && !page.Came.IsZero() {
		f.came = page.Came
	}
	if f.loaded = true; r.After == 0 && r.Before == 0 {
		p.named = page.Named
		p.marks = marksOf(r.Filter, page)
	}
	p.arrange()
	return true
}

// writer is somebody who wrote, and the tag of their process: several may share one.
type writer struct{ tag, name string }

// maxPeople is of how many that is remembered.
const maxPeople = 1000

// meet takes note of what a change tells of people.
func (p *Pane) meet(e *entry) {
	if e.Author.Principal == "" {
		if len(p.people) >= maxPeople {
			clear(p.people)
		}
		p.people[writer{e.Author.Tag(), e.who.Name}] = struct{}{}
	}
}

// Tags are those of the processes whose writer is called so, as far as they were seen.
func (p *Pane) Tags(name string) (tags []string) {
	for w := range p.people {
		if strings.Contains(strings.ToLower(w.name), strings.ToLower(name)) {
			tags = append(tags, w.tag)
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// older takes note of what comes after a page.
func (f *feed) older(page Page) {
	f.next, f.notKept, f.cut = page.Next, page.NotKept, page.CutTime
	if !page.Back.IsZero() {
		f.back = page.Back
	}
}

// trim drops the oldest of too many, which are read again when one goes there.
func (f *feed) trim(keep int) {
	if most := max(maxEntries, keep); len(f.entries) > most {
		f.entries = slices.Clone(f.entries[:most])
		f.next = f.entries[most-1].Number
		f.notKept = false
	}
}

// oldestKept is how many changes are up to the cursor, and a little more.
func (p *Pane) oldestKept() int {
	if i, ok := p.here(); ok {
		return i.to + pageSize
	}
	return 0
}

// fetch asks for older changes where the last that are held are in sight: they may be
// but a part of a burst. It goes by lines, for a burst of many changes has few.
func (p *Pane) fetch() {
	p.askNames()
	f := &p.feed
	if !f.loaded || f.next == 0 || f.err != nil || len(f.entries) >= 2*maxEntries {
		return
	}
	lines := 0
	for i := p.top; i < len(p.items)-1 && lines < p.h; i++ {
		if drawn := len(p.items[i].drawn); drawn > 0 {
			lines += 1 + drawn
		} else {
			lines += 2 + min(p.items[i].to-p.items[i].from, 2)
		}
	}
	f.wanted.older = lines < p.h || p.cursor >= len(p.items)-1
}
