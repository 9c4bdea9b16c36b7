package demo

// The Ferry House: neighbours turn a house at the river into a workshop and a café.

type person struct{ id, name, full, role, email, joined string }

// people are the team, first those who are present.
var people = []person{
	{"noor", "Noor", "Noor Haddad", "keeps it all together", "noor@ferry-house.example.org", "2024-03-02"},
	{"sam", "Sam", "Sam Okafor", "carpenter", "sam@ferry-house.example.org", "2024-03-02"},
	{"mira", "Mira", "Mira Lindqvist", "electrician", "mira@ferry-house.example.org", "2024-05-18"},
	{"jonas", "Jonas", "Jonas Weber", "gardener, away until June", "jonas@ferry-house.example.org", "2024-09-01"},
	{"lucia", "Lucía", "Lucía Ortega", "treasurer", "lucia@ferry-house.example.org", "2025-01-11"},
	{"tomasz", "Tomasz", "Tomasz Zieliński", "cook", "tomasz@ferry-house.example.org", "2025-02-14"},
	{"aiko", "Aiko", "Aiko Tanaka", "signs and posters", "aiko@ferry-house.example.org", "2025-06-30"},
}

type project struct {
	id, name, lead     string
	start, due         string
	budget, spent      float64
	about              string
	milestones         []string
	place              string
	tasks              []task
	supplier, supplies string
}

// task is a task of a project. Those of nobody who is present are left to the user.
type task struct {
	id, name, who string
	status        string
	hours         float64 // as estimated
	steps         []string
	note          string
}

// The states of a task.
const (
	toDo  = "to do"
	doing = "doing"
	done  = "done"
)

var projects = []project{
	{
		id: "roof", name: "The roof", lead: "sam", start: "2026-02-09", due: "2026-05-15", budget: 18500, spent: 11240,
		place: "The ferry house", supplier: "Brück Roofing Supplies", supplies: "slates, battens, copper nails",
		about: "The old slates let the rain in at the river side. We strip one half at a time, so that the hall stays dry, " +
			"mend the rafters from inside, and lay new slates on new battens. Nobody goes up alone, and nobody goes up when it rains.",
		milestones: []string{"Scaffold stands", "River side is dry", "Street side is dry", "Scaffold is down"},
		tasks: []task{
			{
				id: "slates", name: "Order the roof slates", who: "jonas", status: toDo, hours: 2, steps: []string{"Measure both sides", "Ask two suppliers", "Compare the offers", "Pay the deposit"},
				note: "The supplier needs three weeks. Ask for a sample first: the last ones were too blue.",
			},
			{id: "scaffold", name: "Put up the scaffold", who: "sam", status: done, hours: 12},
			{id: "rafters", name: "Mend the rafters", who: "sam", status: doing, hours: 26, steps: []string{"Mark what is rotten", "Cut new ends", "Bolt them on"}},
			{id: "battens", name: "Lay the battens", who: "sam", status: toDo, hours: 16},
			{id: "gutter", name: "Clean the gutters", who: "jonas", status: toDo, hours: 4},
			{id: "lightning", name: "Check the lightning rod", who: "mira", status: toDo, hours: 3},
			{id: "skylight", name: "Fit the skylight", who: "sam", status: toDo, hours: 9},
		},
	},
	{
		id: "workshop", name: "The workshop", lead: "mira", start: "2026-01-12", due: "2026-06-01", budget: 9200, spent: 3410,
		place: "The boat hall", supplier: "Elektro Kranich", supplies: "cables, lamps, fuses",
		about:      "A place to mend things: six benches, a lathe, good light, and tools that come back. Wiring first, then the floor, then the benches.",
		milestones: []string{"Wires are in", "Floor is level", "Six benches", "First evening of mending"},
		tasks: []task{
			{id: "wiring", name: "Draw the wiring plan", who: "mira", status: done, hours: 6},
			{id: "fuses", name: "Replace the fuse box", who: "mira", status: doing, hours: 8, steps: []string{"Switch off at the street", "Label the old wires", "Fit the box", "Have it inspected"}},
			{id: "lamps", name: "Hang lamps over the benches", who: "mira", status: toDo, hours: 10},
			{id: "floor", name: "Level the floor", who: "sam", status: doing, hours: 20},
			{id: "benches", name: "Build six benches", who: "sam", status: toDo, hours: 36, steps: []string{"Cut the legs", "Plane the tops", "Oil them twice"}},
			{id: "lathe", name: "Bring the lathe from Petra's barn", who: "jonas", status: toDo, hours: 5},
			{id: "tools", name: "Make a list of the tools", who: "noor", status: doing, hours: 4},
		},
	},
	{
		id: "cafe", name: "The café", lead: "tomasz", start: "2026-03-02", due: "2026-06-20", budget: 7400, spent: 1980,
		place: "The waiting room", supplier: "Mühle am Wehr", supplies: "flour, oats, coffee",
		about:      "Twelve seats, one soup, bread of the day. The counter comes from the old bank in Hafenstraße; the ceiling keeps its paint.",
		milestones: []string{"Permit is there", "Kitchen works", "First soup"},
		tasks: []task{
			{
				id: "permit", name: "Apply for the permit", who: "noor", status: doing, hours: 5, steps: []string{"Plan of the kitchen", "Hygiene course", "Form 14b"},
				note: "The office is open on Tuesdays only. Frau Albers knows the case.",
			},
			{id: "counter", name: "Carry the counter in", who: "sam", status: toDo, hours: 6},
			{id: "oven", name: "Connect the oven", who: "mira", status: toDo, hours: 4},
			{id: "menu", name: "Write the first menu", who: "tomasz", status: toDo, hours: 3},
			{id: "cups", name: "Find sixty cups that match a little", who: "lucia", status: doing, hours: 2},
			{id: "paint", name: "Paint the waiting room", who: "aiko", status: toDo, hours: 14},
		},
	},
	{
		id: "jetty", name: "The jetty", lead: "jonas", start: "2026-04-01", due: "2026-07-10", budget: 5600, spent: 420,
		place: "The river bank", supplier: "Hansen Timber", supplies: "oak planks, posts",
		about:      "Swimmers, canoes and the little ferry on Sundays. The city wants to see the posts before we lay planks.",
		milestones: []string{"City says yes", "Posts are in", "Planks are on"},
		tasks: []task{
			{id: "city", name: "Ask the city about the jetty", who: "noor", status: doing, hours: 3},
			{id: "posts", name: "Drive in the posts", who: "jonas", status: toDo, hours: 18},
			{id: "planks", name: "Choose the planks", who: "sam", status: toDo, hours: 3},
			{id: "ladder", name: "Weld a ladder for swimmers", who: "mira", status: toDo, hours: 7},
			{id: "reeds", name: "Cut the reeds, after nesting", who: "jonas", status: toDo, hours: 5},
		},
	},
	{
		id: "opening", name: "Opening day", lead: "noor", start: "2026-05-04", due: "2026-06-27", budget: 2500, spent: 160,
		place: "The ferry house", supplier: "Druckerei Anker", supplies: "posters, cards",
		about:      "A Saturday from noon to the last dance: tours, mending for free, soup for two hundred, and the ferry until sunset.",
		milestones: []string{"Programme stands", "Posters hang", "Doors open"},
		tasks: []task{
			{id: "programme", name: "Write the programme", who: "noor", status: doing, hours: 6},
			{id: "invite", name: "Invite the neighbours", who: "noor", status: toDo, hours: 4, steps: []string{"Cards for the street", "A letter to the school", "A word with the rowing club"}},
			{id: "poster", name: "Draw the poster", who: "aiko", status: doing, hours: 9},
			{id: "music", name: "Find a band that can walk", who: "tomasz", status: toDo, hours: 3},
			{id: "lights", name: "Lights along the jetty", who: "mira", status: toDo, hours: 8},
			{id: "tent", name: "Borrow the big tent", who: "sam", status: toDo, hours: 2},
		},
	},
}

// ideas are tasks that the team thinks of as time goes by.
var ideas = []struct{ id, name, project string }{
	{"hooks", "Screw hooks for wet coats", "cafe"},
	{"ramp", "Build a ramp for prams", "opening"},
	{"extinguisher", "Have the extinguishers checked", "workshop"},
	{"moss", "Scrape the moss off the north side", "roof"},
	{"buoy", "Hang up a lifebuoy", "jetty"},
	{"bell", "Repair the ferry bell", "opening"},
	{"clamps", "Buy twelve more clamps", "workshop"},
	{"compost", "Set up the compost", "cafe"},
	{"tiles", "Keep the old tiles for the garden wall", "roof"},
	{"sign", "Paint the sign at the tram stop", "opening"},
}

// remarks are what people note at a task.
var remarks = []string{
	"Called them: they ring back on Monday.",
	"Took longer than we thought, the wood is hard.",
	"Needs two people.",
	"Pictures are in the box in the hall.",
	"The invoice is with Lucía.",
	"Half of it is done, the rest after the rain.",
	"Borrowed the long ladder for it.",
	"Please measure again before we cut.",
	"The neighbours asked for no noise before nine.",
	"Found a better price in the harbour.",
	"We can do without the crane.",
	"Keep the receipt, the city pays half.",
	"Looks good from the river.",
	"Left a sample on the window sill.",
}
