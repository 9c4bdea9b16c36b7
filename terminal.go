package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/internal/sample"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
)

// newTerminalCommand is the command without a name: it opens the terminal.
func newTerminalCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mld-tui [DOMAIN]",
		Short: "See, follow and edit a live m-ld domain together",
		Long: "See, follow and edit a live m-ld domain together.\n\n" +
			"Without DOMAIN it opens the one that was used last; the first time, a small sample.\n" +
			"A domain that is not known yet is started; one that others have is joined with mld-tui join URL.",
		Example: "mld-tui team.example.org\nmld-tui team.example.org --share",
		Args:    terminalArgs,

		SuggestionsMinimumDistance: 2,
	}
	flags := addDomainFlags(cmd).canStart().canShare().canLook()
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := flags.choices()
		if err != nil {
			return err
		}
		if len(args) == 0 {
			domain, isSample, err := usualDomain(c.home)
			if err != nil {
				return err
			}
			return runTerminal(cmd, domain, c, isSample)
		}
		domain, err := domainArg(args[0])
		if err != nil {
			return fmt.Errorf("%w; mld-tui --help lists the commands", err)
		}
		return runTerminal(cmd, domain, c, false)
	}
	return cmd
}

// terminalArgs takes a domain or nothing; what is neither was meant to be a command.
func terminalArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || len(args) == 1 && strings.Contains(args[0], ".") {
		return nil
	}
	if names := cmd.SuggestionsFor(args[0]); len(names) > 0 {
		return fmt.Errorf("there is no command %q: did you mean %q?", args[0], names[0])
	}
	if len(args) > 1 && strings.Contains(args[0], ".") {
		return fmt.Errorf("%q is too much: write mld-tui %s", args[1], args[0])
	}
	if len(args) > 1 {
		return fmt.Errorf("there is no command %q: mld-tui --help lists them", args[0])
	}
	return nil
}

func newJoinCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "join URL",
		Short: "Join a domain that others have, by the URL that one of them shows",
		Long: "Join a domain that others have, by the URL that one of them shows: that of a relay, with the domain as the last\n" +
			"part of its path. The relay is remembered: afterwards, mld-tui DOMAIN opens it.",
		Example: "mld-tui join 'http://192.168.1.7:4141/team.example.org?token=…'",
		Args:    takes(1, 1),
	}
	flags := addDomainFlags(cmd).canStart().canLook()
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		domain, relay, err := joinurl.Parse(args[0])
		if err != nil {
			return err
		}
		flags.relays = append([]string{relay}, flags.relays...)
		c, err := flags.choices()
		if err != nil {
			return err
		}
		return runTerminal(cmd, domain, c, false)
	}
	return cmd
}

// usualDomain is the one to open when none is named: the last, or the sample.
func usualDomain(h home.Home) (domain model.Domain, isSample bool, err error) {
	last, ok, err := h.LastUsed()
	if err != nil || ok {
		return last, false, err
	}
	return sample.NewDomain(), true, nil
}

// runTerminal shows a domain until the person leaves.
func runTerminal(cmd *cobra.Command, domain model.Domain, c choices, isSample bool) (err error) {
	if !isTerminal(cmd.InOrStdin()) || !isTerminal(cmd.OutOrStdout()) {
		return errors.New("this needs a terminal: in scripts, use mld-tui read, write, watch, import or export")
	}
	s, err := openScreen(cmd.Context(), domain, c, &words{say: console{cmd}.say})
	if err != nil {
		return err
	}
	if isSample {
		if err := s.Patch(cmd.Context(), model.Patch{Inserts: sample.Triples(domain)}); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return s.runAll(cmd.Context())
}

// screen is a domain that is open to be shown in a terminal.
type screen struct {
	*handoff

	options  tui.Options
	words    *words
	log      *slog.Logger
	closeLog func()
	files    sync.WaitGroup // that are being saved
	others   *elsewhere
}

// openScreen opens a domain to be shown.
func openScreen(ctx context.Context, domain model.Domain, c choices, w *words) (*screen, error) {
	folder, chosen := c.home.Domain(domain), c
	c, _ = c.in(folder) // What is wrong with it is told when the domain is opened.
	c, forgotten := c.withKept()
	options, err := terminalOptions(c)
	if err != nil {
		return nil, err
	}
	log, closeLog, err := openLog(folder)
	if err != nil {
		return nil, err
	}
	s := &screen{options: options, words: w, log: log, closeLog: closeLog, others: &elsewhere{c: chosen.elsewhere()}}
	if forgotten != nil {
		s.words.add(forgotten.Error())
	}
	p := purpose{command: "in a terminal", create: true, online: true, session: replica.NewSession(), say: s.words.add, log: log}
	open := func(ctx context.Context) (access, error) { return openDomain(ctx, domain, c, p) }
	if place, err := folder.LoadPlace(); err == nil {
		s.options.Place = tui.Place(place)
	} else {
		s.words.add(err.Error())
	}
	s.options.Left = func(p tui.Place) {
		if err := folder.SavePlace(home.Place(p)); err != nil {
			log.Warn(err.Error())
		}
	}
	if s.handoff, err = newHandoff(ctx, open, log); err == nil {
		if err = s.name(folder); err != nil {
			err = errors.Join(err, s.handoff.Close())
		}
	}
	if err != nil {
		closeLog()
		return nil, err
	}
	if c.renamed {
		if err := folder.SaveName(c.As); err != nil {
			s.words.add(err.Error())
		}
	}
	o := &s.options
	o.Rename = func(name string) (string, error) { return s.rename(folder, c, name) }
	o.Export, o.Import, o.Files = s.export, s.bring, filesLike
	o.Domains, o.Open = s.domains, s.goTo
	o.JoinURL, o.Share, o.Unshare, o.IsOpen, o.Hosts = s.JoinURL, s.Share, s.Unshare, s.IsOpen, s.Hosts
	o.Who, o.Log, o.Err = who(domain), log, s.Err
	o.AsOf = func(ctx context.Context, m replica.Moment) (tui.Past, error) { return s.AsOf(ctx, m) }
	return s, nil
}

// name has the screen go by the context of the domain, if there is one.
func (s *screen) name(folder home.Folder) error {
	user, err := folder.Context(s.domain)
	if err != nil || user == nil {
		return err
	}
	names, err := jsonld.New(s.domain, user)
	if err != nil {
		return err
	}
	s.options.Names, s.options.JSON = contextNamer{names}, names
	return nil
}

// rename has the person be called otherwise in the domain, from now on, and says what holds
// for the next time.
func (s *screen) rename(folder home.Folder, c choices, name string) (said string, err error) {
	if err := home.CheckName(name); err != nil {
		return "", err
	}
	s.claim(principal(s.domain, name))
	if err := folder.SaveName(name); err != nil {
		return "But " + err.Error() + ".", nil
	}
	return c.decided(tui.Choice{Setting: "as", Value: name}), nil
}

// run shows the domain until the person leaves.
func (s *screen) run(ctx context.Context) error {
	s.options.Notice = s.words.open(s.log)
	s.options.Program = append(s.options.Program, onKeyboard())
	if err := tui.Run(ctx, s, s.options); err != nil {
		return err
	}
	s.words.close()
	return s.Err()
}

// Close leaves the domain.
func (s *screen) Close() error {
	defer s.closeLog()
	s.files.Wait() // What is not whole is removed.
	return s.handoff.Close()
}

// maxLog is when a log begins anew.
const maxLog = 4 << 20

// openLog opens the file for what is not for the screen; the one before it is
// kept, once.
func openLog(folder home.Folder) (*slog.Logger, func(), error) {
	if err := folder.Make(); err != nil {
		return nil, nil, err
	}
	path := folder.Log()
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, nil, fmt.Errorf("the log cannot be begun anew: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("the log cannot be written: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), func() { _ = file.Close() }, nil
}

// words keeps what a person should know while the screen is the terminal's.
type words struct {
	say func(string)
	// behind: another terminal is up until this one is.
	behind bool

	mu   sync.Mutex
	log  *slog.Logger // while the terminal is up
	kept []string
	said []string // before the terminal was up
}

func (w *words) add(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.log == nil {
		if !w.behind {
			w.say(text)
		}
		w.said = append(w.said, text)
		return
	}
	w.log.Info(text)
	w.kept = append(w.kept, text)
}

// open gives what was said before: the terminal hides it.
func (w *words) open(log *slog.Logger) (said string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log, w.behind = log, false
	return strings.Join(w.said, "; ")
}

func (w *words) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = nil
	for _, text := range w.kept {
		w.say(text)
	}
	w.kept = nil
}

// contextNamer names things by a person's JSON-LD context.
type contextNamer struct{ ctx *jsonld.Context }

// Compact implements tui.Namer.
func (n contextNamer) Compact(iri model.IRI, vocab bool) string {
	if vocab {
		return n.ctx.CompactVocab(iri)
	}
	return n.ctx.CompactID(iri)
}

// Expand implements tui.Namer.
func (n contextNamer) Expand(text string, vocab bool) (model.IRI, error) {
	iri := n.ctx.ExpandID(text)
	if vocab {
		iri = n.ctx.ExpandVocab(text)
	}
	if !model.IsAbsoluteIRI(string(iri)) {
		return "", fmt.Errorf("%q is no name here: the context does not make an IRI of it", text)
	}
	return iri, nil
}
