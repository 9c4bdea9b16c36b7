package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tape is a tape of VHS, as far as ours go: see demo/README.md.
type tape struct {
	columns, rows int // of each terminal
	cues          []cue
}

// cue is one thing that a tape has done or waited for.
type cue struct {
	line int
	kind cueKind
	// text is what is typed, or the key that is pressed, as the terminal's driver
	// names it.
	text   string
	wanted *regexp.Regexp
}

type cueKind uint8

const (
	types cueKind = iota
	presses
	sees    // in the terminal that has the focus
	beside  // in the other
	ignored // it is for the recording only
)

// tapeKeys are the keys of VHS by their names here.
var tapeKeys = map[string]string{
	"Enter": "enter", "Escape": "esc", "Tab": "tab", "Space": "space", "Backspace": "backspace", "Delete": "delete",
	"Up": "up", "Down": "down", "Left": "left", "Right": "right", "PageUp": "pgup", "PageDown": "pgdown",
}

var (
	tapeWord = regexp.MustCompile(`^([A-Z][A-Za-z]*)(\+[A-Za-z]+)?(@[0-9]+m?s)?(\s+|$)`)
	tapeText = regexp.MustCompile("^(\"[^\"]*\"|`[^`]*`|'[^']*')(\\s+|$)")
	tapeWait = regexp.MustCompile(`^/(.*)/(\s+|$)`)
	tapeTime = regexp.MustCompile(`^[0-9]+(ms|s)(\s+|$)`)
	tapeMany = regexp.MustCompile(`^([0-9]+)(\s+|$)`)
	tapeSays = regexp.MustCompile(`^# (cells|see|beside): (.*)$`)
)

func readTape(t *testing.T, path string) (p tape) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err = parseTape(string(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

func parseTape(text string) (p tape, err error) {
	for i, line := range strings.Split(text, "\n") {
		if err := p.parseLine(i+1, strings.TrimSpace(line)); err != nil {
			return p, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if p.columns == 0 || p.rows == 0 {
		return p, fmt.Errorf("it does not say how big a terminal is: # cells: 120x30")
	}
	return p, nil
}

func (p *tape) parseLine(n int, line string) error {
	if m := tapeSays.FindStringSubmatch(line); m != nil {
		return p.parseSaid(n, m[1], m[2])
	}
	if strings.HasPrefix(line, "#") {
		return nil
	}
	for rest := line; rest != ""; {
		m := tapeWord.FindStringSubmatch(rest)
		if m == nil {
			return fmt.Errorf("what is %q?", rest)
		}
		rest = rest[len(m[0]):]
		c := cue{line: n}
		many := 1
		take := func(form *regexp.Regexp, what string) (string, error) {
			m := form.FindStringSubmatch(rest)
			if m == nil {
				return "", fmt.Errorf("where is the %s in %q?", what, line)
			}
			rest = rest[len(m[0]):]
			return m[1], nil
		}
		var err error
		key, isKey := tapeKeys[m[1]]
		switch {
		case m[1] == "Output" || m[1] == "Require" || m[1] == "Set" || m[1] == "Env":
			return nil
		case m[1] == "Hide" || m[1] == "Show":
			c.kind = ignored
		case m[1] == "Sleep":
			c.kind = ignored
			_, err = take(tapeTime, "time")
		case m[1] == "Type":
			c.kind = types
			c.text, err = take(tapeText, "text")
			c.text = strings.Trim(c.text, "\"'`")
		case m[1] == "Wait" && m[2] == "+Screen":
			c.kind = sees
			if c.text, err = take(tapeWait, "expression"); err == nil {
				c.wanted, err = regexp.Compile(c.text)
			}
		case m[1] == "Ctrl" && len(m[2]) == 2:
			c.kind, c.text = presses, "ctrl+"+strings.ToLower(m[2][1:])
		case isKey && m[2] == "":
			c.kind, c.text = presses, key
			if m := tapeMany.FindStringSubmatch(rest); m != nil {
				rest = rest[len(m[0]):]
				many, err = strconv.Atoi(m[1])
			}
		default:
			err = fmt.Errorf("%s%s is no command that tapes here have", m[1], m[2])
		}
		if err != nil {
			return err
		}
		for range many {
			p.cues = append(p.cues, c)
		}
	}
	return nil
}

// parseSaid takes a comment that is for the test.
func (p *tape) parseSaid(n int, what, said string) (err error) {
	if what == "cells" {
		_, err = fmt.Sscanf(said, "%dx%d", &p.columns, &p.rows)
		return err
	}
	m := tapeWait.FindStringSubmatch(said)
	if m == nil {
		return fmt.Errorf("%q is no expression", said)
	}
	c := cue{line: n, kind: sees, text: m[1]}
	if what == "beside" {
		c.kind = beside
	}
	c.wanted, err = regexp.Compile(m[1])
	p.cues = append(p.cues, c)
	return err
}

func TestTapesAreRead(t *testing.T) {
	p, err := parseTape("# cells: 80x24\nOutput x.gif\nType@60ms \"ab c\" Sleep 500ms Down@1s 2 Ctrl+O\nWait+Screen /a [/]b/\n# beside: /c/")
	if err != nil || p.columns != 80 || p.rows != 24 || len(p.cues) != 7 {
		t.Fatalf("%+v, %v", p, err)
	}
	if c := p.cues[0]; c.kind != types || c.text != "ab c" || p.cues[2].text != "down" || p.cues[4].text != "ctrl+o" {
		t.Errorf("%+v", p.cues)
	}
	if c := p.cues[5]; c.kind != sees || !c.wanted.MatchString("a /b") || p.cues[6].kind != beside {
		t.Errorf("%+v", p.cues)
	}
	for _, wrong := range []string{
		"Type \"a\"", "# cells: 80x24\nEnd", "# cells: 80x24\nWait /a/", "# cells: 80x24\nType a", "# cells: 80x24\nWait+Screen /(/", "# cells: 80x24\nSleep",
	} {
		if p, err := parseTape(wrong); err == nil {
			t.Errorf("%q is read as %+v", wrong, p)
		}
	}
}
