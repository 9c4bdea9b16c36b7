package e2e

import (
	"bytes"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const domain = "live.example.org"

var (
	usual = size{120, 30}
	small = size{80, 24}
	tiny  = size{40, 12}
)

// person is somebody with a data folder, and perhaps a terminal.
type person struct {
	*terminal
	desk *desk
	name string
	data string
}

func (d *desk) person(name string) *person {
	return &person{desk: d, name: name, data: d.path("data-" + name)}
}

// start opens a terminal of that person with the program in it.
func (p *person) start(sz size, args ...string) {
	p.desk.t.Helper()
	p.terminal = p.desk.open(p.name, sz, append(args, "--data", p.data, "--as", p.name)...)
}

// command is another process of that person.
func (p *person) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, append(args, "--data", p.data, "--as", p.name)...)
	cmd.Env = p.desk.env()
	return cmd
}

// run runs a command and gives its output.
func (p *person) run(args ...string) string {
	p.desk.t.Helper()
	cmd := p.command(args...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	timer := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if err := cmd.Run(); err != nil {
		p.desk.t.Fatalf("%s: mld-tui %q: %v: %s", p.name, args, err, complaint.String())
	}
	return out.String()
}

// triples is all the data that a person has, sorted.
func (p *person) triples() []string {
	p.desk.t.Helper()
	lines := strings.Split(strings.TrimSpace(p.run("export", domain, "-", "--format", "nquads", "--wait", "0s")), "\n")
	slices.Sort(lines)
	return lines
}

// sameData fails the test unless two persons have the same data, with some texts in
// it.
func sameData(t *testing.T, p, q *person, texts ...string) {
	t.Helper()
	a, b := p.triples(), q.triples()
	if !slices.Equal(a, b) {
		t.Errorf("%s has\n%s\nand %s has\n%s", p.name, strings.Join(a, "\n"), q.name, strings.Join(b, "\n"))
	}
	all := strings.Join(a, "\n")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%q is not in the data:\n%s", text, all)
		}
	}
}

var joinCommand = regexp.MustCompile(`mld-tui join\s+'(http://[^']+)'`)

// border is what is drawn around the text of a dialog.
var border = regexp.MustCompile(`[│╭╮╰╯─]`)

// share shares the domain and gives the URL that the screen shows.
func (p *person) share() string {
	p.t.Helper()
	p.press("S")
	asks := false // where nobody could join yet
	p.until("the way to share", func(s string) bool {
		asks = strings.Contains(s, "Let a teammate join")
		return asks || strings.Contains(s, "A teammate joins")
	})
	if asks {
		p.press("y")
	}
	var found []string
	p.until("the command to join", func(s string) bool {
		found = joinCommand.FindStringSubmatch(border.ReplaceAllString(s, " "))
		return found != nil && strings.Contains(s, "esc close")
	})
	p.press("Escape")
	p.unsee("╭─ A teammate joins")
	return strings.Join(strings.Fields(found[1]), "") // It may be on two lines.
}

// add adds a subject with the form, and waits until it is there.
func (p *person) add(id, class, name string) {
	p.t.Helper()
	p.fill(id, class, name)
	p.press("Enter")
	p.see("Added \u201c" + name)
}

// fill fills the form for a subject.
func (p *person) fill(id, class, name string) {
	p.t.Helper()
	p.press("n")
	p.see("New subject", "save")
	for i, text := range []string{class, "name", name, id} {
		if i > 0 {
			p.press("Tab")
		}
		p.press("C-u")
		p.write(text)
	}
	p.see(name)
}

// choose goes to a subject by its name.
func (p *person) choose(name string) {
	p.t.Helper()
	p.press("/")
	p.see("show all")
	p.write(name)
	p.called("▌", name, "⌕ "+name)
	p.press("Escape")
	p.unsee("show all")
	p.press("2")
	p.called("╭─ 2", name, "edit")
}

// called waits until a name, that may be in conflict, is behind a sign, and a text is there.
func (p *person) called(sign, name, text string) {
	p.t.Helper()
	shown := regexp.MustCompile(regexp.QuoteMeta(sign) + " (▲ )?" + regexp.QuoteMeta(name))
	p.until(sign+" "+name, func(screen string) bool {
		return shown.MatchString(screen) && strings.Contains(screen, text)
	})
}

// lookAt goes to a property of a subject.
func (p *person) lookAt(name, property string) {
	p.t.Helper()
	p.choose(name)
	p.onto(property + " ")
}

// row is the row with the cursor in the chosen subject: with its type at the end.
var row = regexp.MustCompile(`▌ [^│]* (text|ref) *│`)

// onto moves down in the chosen subject, from its type, to a row with a text.
func (p *person) onto(text string) {
	p.t.Helper()
	p.press("2", "g")
	here := row.FindString(p.until("the first row", func(s string) bool { return strings.Contains(row.FindString(s), "@type") }))
	for range 20 {
		if strings.Contains(here, text) {
			return
		}
		p.press("j")
		s := p.until("the cursor to move", func(s string) bool {
			now := row.FindString(s)
			return now != "" && now != here
		})
		here = row.FindString(s)
	}
	p.t.Fatalf("%s: nowhere is %s", p.name, text)
}

// edit opens the editor of the value under the cursor and types another.
func (p *person) edit(text string) {
	p.t.Helper()
	p.press("e")
	p.typing(text)
}

// typing types a text into the editor, instead of what is there.
func (p *person) typing(text string) {
	p.t.Helper()
	p.see("save", "cancel")
	p.press("C-u")
	p.write(text)
	p.see(text)
}

// change changes the value under the cursor, and waits until it is saved.
func (p *person) change(text string) {
	p.t.Helper()
	p.edit(text)
	p.press("Enter")
	p.see("Saved")
}

// process starts a command that does not end by itself; it gives the lines that it
// prints.
func process(t *testing.T, cmd *exec.Cmd) (lines *output) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	complaint := new(bytes.Buffer)
	cmd.Stderr = complaint
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines = &output{t: t, complaint: complaint, more: make(chan string, 10000), over: make(chan struct{})}
	go lines.read(cmd, out)
	t.Cleanup(func() { stop(cmd, lines) })
	return lines
}

// stop kills a process.
func stop(cmd *exec.Cmd, lines *output) {
	_ = cmd.Process.Kill()
	<-lines.over
}

// output is what a process prints.
type output struct {
	t         *testing.T
	complaint *bytes.Buffer // to be read when it is over
	more      chan string
	over      chan struct{}
	all       []string
}

func (o *output) read(cmd *exec.Cmd, out io.Reader) {
	defer close(o.over)
	defer close(o.more)
	var text bytes.Buffer
	b := make([]byte, 4096)
	for {
		n, err := out.Read(b)
		text.Write(b[:n])
		for {
			line, err := text.ReadString('\n')
			if err != nil {
				text.WriteString(line)
				break
			}
			select {
			case o.more <- strings.TrimSpace(line):
			default: // Nobody reads.
			}
		}
		if err != nil {
			break
		}
	}
	_ = cmd.Wait()
}

// line waits for a line with a text.
func (o *output) line(text string) string {
	o.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case line, ok := <-o.more:
			if !ok {
				<-o.over
				o.t.Fatalf("it ended without %q: %q\n%s", text, o.all, o.complaint)
			}
			o.all = append(o.all, line)
			if strings.Contains(line, text) {
				return line
			}
		case <-deadline:
			o.t.Fatalf("no line has %q: %q", text, o.all)
		}
	}
}
