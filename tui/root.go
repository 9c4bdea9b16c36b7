package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/referrers"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/subjects"
	"github.com/m-ld/mld-tui/tui/values"
)

// Root is the model of the whole screen.
type Root struct {
	clone  Clone
	o      Options
	domain model.Domain
	names  values.Names
	keys   *keymap.Registry

	ctx    context.Context
	cancel context.CancelFunc

	theme    themes.Theme
	plain    themes.Theme // as it looks when the present is shown
	adaptive bool         // the terminal may still say that it is light
	// onlyASCII: the terminal cannot show other signs.
	onlyASCII bool
	// colourless: nor colours.
	colourless bool

	w, h     int
	footRows int // of the screen, below the panes
	lay      layout.Layout
	focus    layout.Pane
	side     layout.Pane
	split    layout.State // what a person has chosen of the layout

	list    *subjects.Pane
	subj    *subject.Pane
	refs    *referrers.Pane
	feed    *changes.Pane
	dialogs dialog.Stack
	accept  map[dialog.Dialog]func() tea.Cmd
	bar     statusline.State
	notice  notice
	claim   claim // what that tells of
	dragged layout.Grip
	selects bool // in the text that is edited, while the mouse is held
	// mouseOff leaves the mouse to the terminal, to select text.
	mouseOff bool
	begun    string // keys that were pressed of a row of them
	early    early
	toOpen   toOpen
	ahead    ahead
	unsized  unsized
	pointed  model.IRI // the subject at which the list's cursor was put last

	batches   <-chan batch
	batchTick uint64
	batchHeld bool      // the next batch is asked for when all is still: see settled
	feedRead  time.Time // when a page of the changes was read last
	gave      giver     // last
	past      uint64    // the tick up to which changes are history
	unread    int       // changes by others since the changes were last in sight

	cancelList, cancelSubj, cancelFeed context.CancelFunc
	subjGen                            uint64
	subjPending, subjStale             bool
	subjReads                          model.IRI // what is read

	cancelComplete context.CancelFunc
	vocab          vocabulary
	usual          usual
	clip           string // what was copied here
	held           held   // what it was of

	underWay int // commands that will bring a result
	inputs   int
	saved    *ownSave
	// beingSaved is the one of which it is not known yet that it is on disk.
	beingSaved *ownSave
	deleted    model.IRI // what one deleted oneself, until the list has chosen another
	settle     *SettleMsg
	mark       string
	// awaiting waits for the first news after New.
	awaiting tea.Cmd
	record   *history.Dialog // the one that is open
	// recordSlots are the slots of the list that it is about, with their items.
	recordSlots map[model.IRI]model.Term
	together    together
	was         []string // what the person called themself before, since they came

	labelsPending bool
	then          then
	looking       bool // a moment of the past is being made ready

	moving  *transfer // all data, to a file or from one; nil for none
	leaving leaving
	noRoom  bool // a key was pressed for which the card has no room
	drafts  formDrafts
	place   Place    // where one was last, until one is there again
	opening *opening // another domain is opened; nil for none
}

// New makes the model of a terminal, for a Bubble Tea program. Run does so by
// itself. Close must be called in the end.
func New(c Clone, o Options) *Root {
	d := c.Domain()
	o = o.withDefaults(d)
	m := &Root{
		clone: c, o: o, domain: d, names: namesOf(o), keys: new(keymap.Registry),
		footRows: 1, side: layout.Subject, accept: make(map[dialog.Dialog]func() tea.Cmd),
		drafts:     formDrafts{make(map[dialog.Dialog]occasion), make(map[occasion]dialog.Draft)},
		bar:        statusline.State{Domain: string(d), Me: o.Me},
		cancelList: func() {}, cancelSubj: func() {}, cancelFeed: func() {}, cancelComplete: func() {},
	}
	*m.keys = *o.Keys // It may become another while all have it.
	m.theme, m.adaptive = chooseTheme(o)
	m.plain = m.theme
	m.onlyASCII = o.Theme == nil && m.theme.Glyph.ASCII
	m.ctx, m.cancel = context.WithCancel(context.Background())
	m.list = subjects.New(&m.theme, m.keys, m.names, o.Labels)
	m.subj = subject.New(&m.theme, m.keys, m.names, o.Labels)
	m.subj.SetEditing(o.Now, m.newID, o.JSON)
	m.subj.SetWho(m.whoOrYou)
	m.refs = referrers.New(&m.theme, m.names, o.Labels)
	m.feed = changes.New(&m.theme, m.names, o.Now, m.who)
	m.feed.NamedBy(o.Labels)
	m.list.Now, m.mouseOff = o.Now, o.MouseOff
	m.together.roster = people.NewRoster(o.Me)
	m.together.roster.SeatOf = c.SeatOf
	m.goBackTo(o.Place)
	// The first frame shows how things stand, and no welcome to who waits to join.
	st, changed := c.Status()
	m.awaiting = m.status(statusMsg{status: st, changed: changed, self: c.Self(), peers: c.Peers(), link: c.Link(), open: m.letsIn()})
	if o.Notice != "" {
		m.notice = notice{sentence(o.Notice), firstNotice}
	}
	return m
}

// Close ends what the root still does in the background.
func (m *Root) Close() {
	m.cancel()
	if m.then.past != nil {
		_ = m.then.past.Close() // There is nobody to tell.
	}
}

// Init implements tea.Model.
func (m *Root) Init() tea.Cmd {
	cmds := []tea.Cmd{m.follow(), m.awaiting, m.readList(), m.readFeed()}
	if m.adaptive {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(cmds...)
}

// Update implements tea.Model.
func (m *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if d, ok := msg.(done); ok {
		msg = m.ended(d)
	}
	cmd := tea.Batch(m.handle(msg), m.playAhead(), m.announce(), m.sleep())
	m.sayLost()
	m.tellApart()
	m.stray()
	m.point()
	m.subj.SetListType(m.list.Type())
	m.subj.SetSought(m.list.Sought())
	m.list.SetShown(m.shown())
	m.refs.Show(m.subj.Subject())
	read := tea.Batch(
		m.readList(), m.readReferrers(), m.readRecord(), m.readFeed(), m.readLabels(), m.complete(), m.completeNew(),
	)
	m.welcome()
	m.beside()
	m.makeRoom()
	return m, tea.Batch(cmd, read, m.settled())
}

// handle takes a message: of the terminal, or what has arrived.
func (m *Root) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		if m.isUnsized(msg) {
			return nil
		}
		m.inputs++
		m.active()
		return m.key(msg)
	case tea.MouseMsg:
		m.active()
		return m.mouse(msg)
	case tea.PasteMsg:
		if m.isUnsized(msg) {
			return nil
		}
		m.inputs++
		m.active()
		return m.paste(msg.Content)
	case tea.BackgroundColorMsg:
		if m.adaptive && !msg.IsDark() {
			m.setTheme(themes.Light())
		}
	case tea.ModeReportMsg:
		m.measure(msg)
	case tea.ColorProfileMsg:
		m.profile(msg.Profile)
	default:
		return m.arrived(msg)
	}
	return nil
}

// arrived takes what was waited for: news of the clone, and the outcome of what was begun.
func (m *Root) arrived(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case followedMsg:
		m.past, m.batchTick = msg.ticks, max(m.batchTick, msg.ticks)
		m.feed.Refresh() // It may have been read before.
		return m.nextBatch()
	case batchMsg:
		return m.batch(msg.batch)
	case statusMsg:
		return m.status(msg)
	case connectionMsg:
		return m.connectionLooked(msg)
	case wakeMsg:
		m.wake(msg)
	case announcedMsg:
		m.together.telling = false
	case subjectsMsg:
		return m.listed(msg)
	case typesMsg:
		return m.offerTypes(msg)
	case referrersMsg:
		m.refs.Deliver(msg.request, msg.page, msg.err)
	case describeMsg:
		return m.described(msg)
	case checkedTypeMsg:
		return m.checkedType(msg)
	case patchedMsg:
		return m.patched(msg)
	case lateMsg:
		m.isLate(msg)
	case domainsMsg:
		m.offerDomains(msg)
	case openedMsg:
		return m.opened(msg)
	case wentMsg:
		return m.offerWhole(msg)
	case countedMsg:
		return m.counted(msg)
	case knownMsg:
		return m.formKnows(msg.form, msg.form.Deliver(msg.of, msg.known))
	case valuesMsg:
		return m.formKnows(msg.form, msg.form.DeliverValues(msg.of, msg.like))
	case referentsMsg:
		m.refersTo(msg)
	case createdMsg:
		return m.created(msg)
	case renameMsg:
		return m.renaming(msg)
	case renamedMsg:
		return m.renamed(msg)
	case manyMsg:
		return m.gotMany(msg)
	case bulkMsg:
		return m.bulkDone(msg)
	case undoneMsg:
		return m.undone(msg)
	case earlierMsg:
		m.offerEarlier(msg)
	case recordMsg:
		m.gotItems(msg.items)
		msg.dialog.Deliver(msg.request, msg.page, msg.err)
	case leftMsg:
		m.offerDeleted(msg)
	case conflictsMsg:
		m.offerConflicts(msg)
	case feedMsg:
		m.gotFeed(msg)
	case asOfMsg:
		return m.gotPast(msg)
	case keptMsg:
		m.kept(msg)
	case labelsMsg:
		m.gotLabels(msg)
	case putBackMsg:
		m.offerPutBack(msg)
	case revertedMsg:
		m.reverted(msg)
	case copyFormMsg:
		return msg.then()
	case describedFor:
		return m.gotSubject(msg)
	case completedMsg:
		return m.completed(msg)
	case namedMeMsg:
		m.namedMe(msg)
	case glancedMsg:
		msg.editor.Glanced(msg.query)
	case unsharedMsg:
		m.unshared(msg)
	case sharedMsg:
		return m.shared(msg)
	case transferMsg:
		return m.moved(msg)
	case filesMsg:
		m.gotFiles(msg)
	case SettleMsg:
		m.settle = &msg
	}
	return nil
}

// arrange lays out the panes anew; nothing of what they hold is lost.
func (m *Root) arrange() {
	m.split.Focus, m.split.Side = m.focus, m.side
	m.lay = layout.Compute(m.w, m.h, m.split).Shorten(m.footRows - 1)
	m.feed.SetHidden(m.lay.Panes[layout.Changes].IsZero())
	for i, r := range m.lay.Panes {
		if r.IsZero() {
			continue
		}
		switch layout.Pane(i) {
		case layout.Subjects:
			m.list.SetSize(r.W, r.H)
		case layout.Subject:
			m.subj.SetSize(r.W, r.H)
		case layout.Referrers:
			m.refs.SetSize(r.W, r.H)
		case layout.Changes:
			m.feed.SetSize(r.W, r.H)
			m.unread = 0
		}
	}
}

func (m *Root) batch(b batch) tea.Cmd {
	m.batchTick = max(m.batchTick, b.tick)
	for _, u := range b.updates {
		if m.then.past == nil {
			m.tellEditor(u)
		}
	}
	m.besideSaved(b.updates)
	m.contradict(b.updates)
	m.shine(b.updates)
	m.names.Labels.Changed(b.renames, b.touches)
	m.feed.Refresh()
	m.count(b)
	if b.closed {
		m.bar.Closed = true
		m.sayWhyClosed()
		return nil
	}
	m.refreshRecord(b)
	if m.then.past != nil {
		return m.older(b)
	}
	m.list.Refresh()
	if b.all || b.skipped > 0 || b.refersTo(m.subj.Subject()) || m.refs.Shows(b.touches) {
		m.refs.Refresh()
	}
	next := m.anotherBatch()
	if id := m.subj.Subject(); id != "" && m.subj.Touched(b.touches) {
		return tea.Batch(next, m.describe())
	}
	return next
}
