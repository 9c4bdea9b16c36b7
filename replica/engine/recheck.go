package engine

// A clone that cannot give a rev-up has something in its data that the asker has
// not seen, and that is not in its journal. Another may have given what it is; or
// that one lacked it as well, and then nobody would notice. So who could not help
// is asked again when a recovery is through, and if it still cannot, for a
// snapshot.

// maxRechecks is how often a clone is asked again that does not answer so.
const maxRechecks = 3

// isUnable remembers that a clone could not give a rev-up.
func (e *Engine) isUnable(id string) {
	if e.intake.unable == nil {
		e.intake.unable = make(map[string]int)
	}
	if _, known := e.intake.unable[id]; !known {
		e.intake.unable[id] = 0
	}
}

// recheck asks one of those again who could not help.
func (e *Engine) recheck() {
	for _, id := range e.link.others {
		if _, unable := e.intake.unable[id]; unable {
			e.log.Info("asking again", "from", id)
			e.recoverFrom(id, false)
			return
		}
	}
}

// wasRechecked counts an attempt that came to nothing.
func (e *Engine) wasRechecked(id string) {
	if e.intake.unable[id]++; e.intake.unable[id] >= maxRechecks {
		delete(e.intake.unable, id)
	}
}
