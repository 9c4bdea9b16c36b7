package tui

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/values"
)

// Data is what the terminal reads: of the present, or of the past.
type Data interface {
	Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error)
	// Find gives subjects by their words, in portions, the best first.
	Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (more bool, err error)
	// Types are the types that subjects have, with how many have each.
	Types(ctx context.Context) ([]replica.TypeCount, error)
	// Referrers is a page of what refers to a subject.
	Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error)
	// Describe gives all triples of a subject; none when there are none.
	Describe(ctx context.Context, id model.IRI) ([]model.Triple, error)
	// List gives items of a list, in order; none of what is no list.
	List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error)
	// Conflicts is a page of what is in conflict, of a subject or of all.
	Conflicts(ctx context.Context, q replica.ConflictsQuery) (replica.ConflictsPage, error)
}

// Past is the data as it was at a moment. It does not change.
type Past interface {
	Data

	// Moment is when the data became what this is.
	Moment() replica.Moment
	Close() error
}

// Clone is what the terminal needs of a replica: a *replica.Replica, or a proxy
// of one that another process owns. Its methods may be called from any
// goroutine, and may take their time.
type Clone interface {
	Data

	Domain() model.Domain
	// Uses are some triples with a property, wherever in the data, and at most so many.
	Uses(ctx context.Context, property model.IRI, most int) ([]model.Triple, error)
	// Patch applies one transaction and returns when it is on disk. An error is
	// a clear sentence.
	Patch(ctx context.Context, p model.Patch) error
	// Undo puts back the last change that was made through this clone, as far as
	// others have not changed it since; Redo puts back the last undo.
	Undo(ctx context.Context) (replica.Undone, error)
	Redo(ctx context.Context) (replica.Undone, error)
	// History is a page of what happened, the newest first.
	History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error)
	// Why tells which transactions hold a triple.
	Why(ctx context.Context, t model.Triple) ([]replica.Holding, error)
	// Revert puts back the update of a number in the history, by the rule of Undo.
	Revert(ctx context.Context, number uint64) (replica.Undone, error)
	// Follow gives the updates after a tick. The channel is closed when the
	// clone closes.
	Follow(after uint64) (updates <-chan replica.Update, stop func())
	// Status is the current status, and a channel that is closed when it or the
	// peers next change.
	Status() (replica.Status, <-chan struct{})
	// Peers are the others who are present, with what they announced.
	Peers() []replica.Peer
	// Self is this clone and its user as they have them, without what was announced.
	Self() replica.Peer
	// Announce tells them who is here, where they are, and how long ago they did
	// something.
	Announce(p replica.Presence, idle time.Duration)
	// NameOf is what the author of an update called themself; it does not block.
	NameOf(a replica.Author) (name string, ok bool)
	// SeatOf is the seat of the user of another clone who is the author of an update, as far
	// as it is known which of several it was; it does not block.
	SeatOf(a replica.Author) (seat uint64, ok bool)
	Link() replica.Link
	// Compare asks the others what their data is; what they answer is in Link soon after.
	Compare()
}

// Namer shortens IRIs for people, and reads what they type.
type Namer = values.Namer

// Options say how the terminal looks and behaves. The zero value works.
type Options struct {
	// Me is what the person calls themself.
	Me string
	// Rename has the person be called otherwise from now on in what they write, and
	// remembers it; said is what else they should know. An error says why not. It is
	// called by a command, and may take its time. Nil where that cannot be done.
	Rename func(name string) (said string, err error)
	// Names shortens IRIs; nil goes by the domain's base and vocabulary.
	Names Namer
	// JSON is the context in which requests are shown and subjects are copied; nil
	// takes the domain's own.
	JSON *jsonld.Context
	// ReadOnly refuses whatever would change data.
	ReadOnly bool
	// Labels are the properties whose value names a subject, best first; nil
	// takes the usual ones.
	Labels model.Labels
	// JoinURL tells the URL by which a teammate joins, where there is one
	// already; it must not block.
	JoinURL func() string
	// IsOpen reports whether this computer lets others in, at the address of JoinURL; it must
	// not block. Nil where it never does.
	IsOpen func() bool
	// Hosts reports whether teammates meet through this process, so that they do not
	// without it; it must not block. Nil where they never do.
	Hosts func() bool
	// Share makes the domain joinable and gives the URL; nil where that cannot
	// be done here. It is called by a command, and may take its time.
	Share func(ctx context.Context) (joinURL string, err error)
	// Unshare ends that, so that nobody can join any more; nil where that cannot be done
	// here. It is called by a command, and may take its time.
	Unshare func(ctx context.Context) error
	// AsOf gives the data as it was at a moment; nil where that cannot be had. It is
	// called by a command, and may take its time.
	AsOf func(ctx context.Context, m replica.Moment) (Past, error)
	// Export saves all data to a file; nil where that cannot be done here. It is called
	// by a command, and may take its time. What is not whole when ctx ends is removed.
	Export func(ctx context.Context, e Export) (Exported, error)
	// Import adds the data of a file; nil where that cannot be done here. It is called by a
	// command, and may take its time. When ctx ends, it stops after a part.
	Import func(ctx context.Context, i Import) (Imported, error)
	// Domains are those whose data is on this computer, the one that is shown left out, and
	// first the one to go back to. Open opens one of them, so that it is shown when this
	// terminal has ended; when ctx ends before that is done, nothing is opened. Both are
	// called by a command, and may take their time; nil where no other domain can be shown.
	Domains func(ctx context.Context) ([]Domain, error)
	Open    func(ctx context.Context, d model.Domain) error
	// Files are the names of files that begin with what is typed, a few; folders end with
	// a slash. Nil completes none.
	Files func(ctx context.Context, typed string) ([]string, error)
	// Who names the author of an update; ok is false where the name is not
	// known. It must not block. Nil knows nobody.
	Who func(replica.Author) (name string, ok bool)
	// Err tells why the clone has closed; nil where it was closed as usual. It
	// must not block. Nil knows no reason.
	Err func() error
	// Theme is how it looks; nil goes by the environment and the terminal.
	Theme *themes.Theme
	// Themes are further themes to choose from: a person's own.
	Themes []themes.Theme
	// MouseOff leaves the mouse to the terminal, to select text with it.
	MouseOff bool
	// Keys are the actions and their keys; nil takes the defaults. Preset is the name of
	// the set that they are; PresetKeys gives the keys of one, nil those of the presets
	// as they are.
	Keys       *keymap.Registry
	Preset     string
	PresetKeys func(preset string) (*keymap.Registry, error)
	// Keep remembers a choice for the next time, and says so, or what to do instead; nil
	// where that cannot be done. It is called by a command, and may take its time.
	Keep func(c Choice) (said string, err error)
	// Log takes what is not for the screen; nil drops it.
	Log *slog.Logger
	// Now is the clock; nil is the time of day.
	Now func() time.Time
	// After gives the time after a while; nil is time.After.
	After func(time.Duration) <-chan time.Time
	// Place is where the screen begins, if that is still there.
	Place Place
	// Left is told where the person was when they left; nil drops it.
	Left func(Place)
	// Notice is said at the foot of the first screen, until a key is pressed.
	Notice string
	// Program are further options of Bubble Tea, such as another input and
	// output.
	Program []tea.ProgramOption
}

func (o Options) withDefaults(d model.Domain) Options {
	if o.Names == nil {
		o.Names = values.DomainNamer(d)
	}
	if o.JSON == nil {
		o.JSON, _ = jsonld.New(d, nil) // It cannot fail without a context of the user's.
	}
	if o.Labels == nil {
		o.Labels = d.Labels()
	}
	if o.Keys == nil {
		o.Keys = keymap.Default()
	}
	if o.Preset == "" {
		o.Preset = keymap.PresetNames()[0]
	}
	if o.PresetKeys == nil {
		o.PresetKeys = keymap.Preset
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	return o
}

// Run shows a clone until the person leaves, and returns nil then; the clone is
// left open. When ctx ends, the terminal is restored and Run returns nil too.
// An error says that the terminal cannot be used, or that the program failed.
func Run(ctx context.Context, c Clone, o Options) error {
	root := New(c, o)
	defer root.Close()
	// Signals end ctx, which has the program leave as a person does: it must not hear them
	// itself, nor be cut off, for then it waits for ever, or still draws when it has ended.
	p := tea.NewProgram(root, append([]tea.ProgramOption{tea.WithoutSignalHandler(), tea.WithFilter(root.Filter)}, o.Program...)...)
	defer context.AfterFunc(ctx, p.Quit)()
	_, err := p.Run()
	if o.Left != nil {
		o.Left(root.Place())
	}
	switch {
	case err == nil, ctx.Err() != nil:
		return nil
	default:
		return fmt.Errorf("the terminal stopped working: %w; the data is safe", err)
	}
}

// chooseTheme is the theme to begin with, and whether the terminal may still say
// that it is light.
func chooseTheme(o Options) (themes.Theme, bool) {
	if o.Theme != nil {
		return *o.Theme, false
	}
	return themes.ForEnv(os.Environ())
}

// namesOf are the names that people see and type.
func namesOf(o Options) values.Names {
	return values.Names{Namer: o.Names, Labels: values.NewLabels(), Settled: values.KindsIn(o.JSON, o.Labels)}
}
