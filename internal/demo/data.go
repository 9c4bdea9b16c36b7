package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// Chapter is a part of the data, told by one of the team.
type Chapter struct {
	// Who tells it, by the place in People.
	Who int
	// Patch is what is told, as one transaction.
	Patch model.Patch
	// Last is a subject that is there once the chapter is.
	Last model.IRI
}

// Chapters are the domain's data as it is at the beginning. Names and texts are
// always the same, how much was done so far goes by the seed.
func Chapters(seed uint64) []Chapter {
	w := &writer{random: random(seed, 1)}
	all := []Chapter{w.chapter(0, w.house)}
	for i := range projects {
		all = append(all, w.chapter(i%team, func() { w.project(&projects[i]) }))
	}
	return append(all, w.chapter(0, w.meetings))
}

// writer puts data together.
type writer struct {
	random *rand.Rand
	now    model.Patch
	id     model.IRI // of the subject that is written
	slots  int
}

func (w *writer) chapter(who int, write func()) Chapter {
	w.now = model.Patch{}
	write()
	return Chapter{who, w.now, w.id}
}

// subject begins a subject.
func (w *writer) subject(id, class string) {
	w.id = Domain.Base() + model.IRI(id)
	w.put(model.RDFType, model.Ref(Domain.Vocab()+model.IRI(class)))
}

func (w *writer) put(p model.IRI, o model.Term) {
	w.now.Inserts = append(w.now.Inserts, model.Triple{S: w.id, P: p, O: o})
}

func property(name string) model.IRI { return Domain.Vocab() + model.IRI(name) }

func (w *writer) text(name, s string)           { w.put(property(name), model.String(s)) }
func (w *writer) number(name string, n float64) { w.put(property(name), model.Number(n)) }
func (w *writer) day(name, day string)          { w.put(property(name), model.Literal(day, model.XSDDate)) }

func (w *writer) ref(name, id string) { w.put(property(name), model.Ref(Domain.Base()+model.IRI(id))) }

// list puts items in order, as a value of the subject: nobody looks for it by itself.
func (w *writer) list(name string, items []string) {
	if len(items) == 0 {
		return
	}
	id := listOf(w.id, name)
	w.put(property(name), model.Ref(id))
	w.now.Inserts = append(w.now.Inserts, list.Insert(id, 0, w.slot, terms(items)...).Inserts...)
}

// listOf is the id of the list that a subject has as a property.
func listOf(id model.IRI, name string) model.IRI {
	short := strings.TrimPrefix(string(id), string(Domain.Base()))
	return Domain.GenID(strings.ReplaceAll(short, "/", "-") + "-" + name)
}

// slot is the identity of a new place in a list.
func (w *writer) slot() model.IRI {
	w.slots++
	return Domain.GenID(fmt.Sprintf("told%d", w.slots))
}

func terms(texts []string) []model.Term {
	all := make([]model.Term, len(texts))
	for i, s := range texts {
		all[i] = model.String(s)
	}
	return all
}

// house is what is there before all projects: the people and the places.
func (w *writer) house() {
	for _, p := range people {
		w.subject("person/"+p.id, "Person")
		w.text("name", p.full)
		w.text("role", p.role)
		w.text("email", p.email)
		w.day("joined", p.joined)
		w.put(property("keyholder"), model.Boolean(w.random.IntN(2) == 0 || p.id == "noor"))
	}
	places := make(map[string]bool)
	for _, p := range projects {
		if !places[p.place] {
			places[p.place] = true
			w.subject("place/"+slug(p.place), "Place")
			w.text("name", p.place)
			w.number("area", float64(20+10*w.random.IntN(15)))
		}
	}
	w.subject("_start-here", "Guide")
	w.text("name", "★ Start here")
	w.text("about", "The Ferry House: neighbours turn an old house at the river into a workshop and a café. "+
		"Noor, Sam and Mira are at work in it right now, and all of this is made up: change what you like.")
	w.ref("see", "project/roof")
	w.ref("see", "task/slates")
	w.ref("see", "person/noor")
	w.list("try", []string{
		"/ finds: type slates, and press enter",
		"e changes a value, u undoes that",
		"3 shows what the others are doing",
		"H shows what happened to a subject",
	})
}

func (w *writer) project(p *project) {
	w.subject("supplier/"+slug(p.supplier), "Supplier")
	w.text("name", p.supplier)
	for _, s := range strings.Split(p.supplies, ", ") {
		w.text("supplies", s)
	}
	w.put(property("rating"), model.Number(float64(30+w.random.IntN(21))/10))
	for _, t := range p.tasks {
		w.task(p, &t)
	}
	w.subject("project/"+p.id, "Project")
	w.text("name", p.name)
	w.text("about", p.about)
	w.ref("lead", "person/"+p.lead)
	w.ref("place", "place/"+slug(p.place))
	w.ref("supplier", "supplier/"+slug(p.supplier))
	w.day("start", p.start)
	w.day("due", p.due)
	w.number("budget", p.budget)
	w.number("spent", p.spent)
	w.list("milestones", p.milestones)
}

func (w *writer) task(p *project, t *task) {
	w.subject("task/"+t.id, "Task")
	w.text("name", t.name)
	w.ref("project", "project/"+p.id)
	w.ref("assignee", "person/"+t.who)
	w.text("status", t.status)
	w.number("estimate", t.hours)
	switch t.status {
	case done:
		w.number("hours", t.hours+float64(w.random.IntN(5))-1)
	case doing:
		w.number("hours", float64(1+w.random.IntN(max(1, int(t.hours)/2))))
	default:
		w.number("hours", 0)
	}
	w.put(property("urgent"), model.Boolean(w.random.IntN(5) == 0))
	due, _ := time.Parse(time.DateOnly, p.due) // The tables are right: a test reads them.
	w.day("due", due.AddDate(0, 0, -w.random.IntN(60)).Format(time.DateOnly))
	if t.note != "" {
		w.text("note", t.note)
	}
	w.list("steps", t.steps)
}

// meetings are when they all come together.
func (w *writer) meetings() {
	for i, day := range []string{"2026-04-14", "2026-04-28", "2026-05-12"} {
		w.subject("meeting/"+day, "Meeting")
		name := []string{"Spring meeting", "Roof and money", "Before the opening"}[i]
		w.text("name", name)
		w.put(property("when"), model.Literal(day+"T17:30:00Z", model.XSDDateTime).Canonical())
		w.ref("place", "place/"+slug(projects[0].place))
		for _, p := range people {
			if w.random.IntN(3) > 0 {
				w.ref("guest", "person/"+p.id)
			}
		}
		w.list("agenda", []string{projects[i].name, projects[i+1].name, "What it costs", "Who brings cake"})
	}
}

// slug makes an id of a name.
func slug(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "The ")), " ", "-")
}
