package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
)

// runMain in the environment has the test binary be the program itself.
const runMain = "MLD_TUI_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		os.Exit(run())
	}
	testscript.Main(m, map[string]func(){"mld-tui": main})
}

// patience bounds every wait for what is sure to come.
const patience = time.Minute

// TestScripts runs the commands as people and scripts do; see testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("MLD_TUI_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("MLD_TUI_AS", "tester")
			env.Setenv("GORACE", "atexit_sleep_ms=0") // Else each command takes a second.
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await-owner":    awaitOwner,
			"await-data":     awaitData,
			"await-url":      awaitURL,
			"free-port":      freePort,
			"damage":         damage,
			"mark":           mark,
			"write-bytes":    writeBytes,
			"large-requests": largeRequests,
		},
		RequireUniqueNames: true,
	})
}

// awaitOwner waits until a process has the domain of a folder open, and its data,
// and can be met by others.
func awaitOwner(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await-owner folder")
	}
	socket := filepath.Join(ts.MkAbs(args[0]), "owner.sock")
	err := poll(func(ctx context.Context) error {
		c, err := owner.Attach(ctx, socket, nil)
		if err != nil {
			return err
		}
		defer func() { _ = c.Close() }()
		if st, _ := c.Status(); st.Joining || !st.Present {
			return errors.New("it has no data yet, or is not seen")
		}
		return nil
	})
	ts.Check(err)
}

// awaitData waits until the process that has the domain of a folder open knows of a
// subject, or of a value of it.
func awaitData(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: await-data folder subject [value]")
	}
	folder := home.Folder(ts.MkAbs(args[0]))
	ts.Check(poll(func(ctx context.Context) error {
		c, err := owner.Attach(ctx, folder.Socket(), nil)
		if err != nil {
			return err
		}
		defer func() { _ = c.Close() }()
		triples, err := c.Describe(ctx, c.Domain().Base()+model.IRI(args[1]))
		for _, triple := range triples {
			if len(args) == 2 || triple.O.Value == args[2] {
				return nil
			}
		}
		if err == nil {
			err = fmt.Errorf("of %s, what is said is %v", args[1], triples)
		}
		return err
	}))
}

// awaitURL waits until a URL answers.
func awaitURL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await-url url")
	}
	ts.Check(poll(func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, args[0], nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer func() { _ = answer.Body.Close() }()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("it answers %s", answer.Status)
		}
		return nil
	}))
}

// poll tries until it succeeds: other processes have no channel to wait on.
func poll(try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// unusedPort is a port that nobody listens on. It is none of those that systems give out by
// themselves: of those, another process could have got it before it is listened on.
func unusedPort() (port string, err error) {
	for range 100 {
		port = strconv.Itoa(10_000 + rand.IntN(20_000))
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
			return port, l.Close()
		}
	}
	return "", err
}

// freePort sets an environment variable to a port that nobody listens on.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: free-port NAME")
	}
	port, err := unusedPort()
	ts.Check(err)
	ts.Setenv(args[0], port)
}

// mark puts before texts what editors on Windows do.
func mark(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: mark file...")
	}
	for _, name := range args {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte("\ufeff"+ts.ReadFile(name)), 0o600))
	}
}

// writeBytes makes a file of bytes, given in hexadecimal.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write-bytes file hex")
	}
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// damage cuts off all but the beginning of a file; or turns a bit over wherever it has
// a text.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: damage file [text]")
	}
	path := ts.MkAbs(args[0])
	if len(args) == 1 {
		ts.Check(os.Truncate(path, 10_000))
		return
	}
	data, err := os.ReadFile(path)
	ts.Check(err)
	other := []byte(args[1])
	other[0] ^= 1
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(data, []byte(args[1]), other), 0o600))
}
