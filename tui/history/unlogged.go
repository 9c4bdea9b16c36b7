package history

import "github.com/m-ld/mld-tui/tui/changes"

// unlogged are the columns of what the log does not have, as far as they are known.
func (d *Dialog) unlogged(item Item) (when, who, how string) {
	who, how = "not known", "came with all the data, or long ago"
	if item.Maker.Process != "" {
		who = d.Who(item.Maker).Name
	}
	if e := item.Snapshot; e != nil {
		when, how = changes.When(e.Time, d.Now()), "came with all the data from "+d.giver(e)
	}
	return when, who, how
}

// sayUnlogged says all that is known of it.
func (d *Dialog) sayUnlogged(item Item, say func(head, s string)) {
	how := "it came with all the data from a teammate, or is older than what is kept here"
	if e := item.Snapshot; e != nil {
		say("came", d.exactTime(e))
		how = "it was in all the data that came from " + d.giverInFull(e)
	}
	if item.Maker.Process == "" {
		say("who", "Not known: "+how+".")
	} else {
		say("who", d.authorInFull(item.Maker))
		say("how", how+"; when it was written is not known here")
	}
	if item.TID != "" {
		say("id", item.TID)
	}
}
