// Command ttyd stands in for the program of that name where there is none: it
// shows one shell in a web page, for VHS to record. It takes the flags that VHS
// gives, and goes by the port alone.
package main

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/gorilla/websocket"
	"golang.org/x/sys/unix"
)

//go:embed page.html
var page []byte

func main() {
	port := flag.Int("port", 7681, "port to listen on")
	flag.String("interface", "127.0.0.1", "always that of this computer")
	flag.Func("t", "option of xterm.js; page.html has them", func(string) error { return nil })
	flag.Bool("once", true, "always")
	flag.Bool("writable", true, "always")
	version := flag.Bool("version", false, "say which version of ttyd this stands in for")
	flag.Parse()
	if *version {
		fmt.Println("ttyd version 1.7.7")
		return
	}
	modules := os.Getenv("XTERM_MODULES")
	if modules == "" {
		modules = filepath.Join(filepath.Dir(os.Args[0]), "node_modules")
	}
	files := http.FileServer(http.Dir(modules))
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
	http.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err == nil {
			err = show(c, flag.Args())
		}
		if err != nil {
			log.Print(err)
		}
	})
	log.Fatal(http.ListenAndServe(fmt.Sprintf("127.0.0.1:%d", *port), nil))
}

// show runs a command in a terminal of its own, as long as the page is there.
func show(c *websocket.Conn, command []string) error {
	control, terminal, err := openTerminal()
	if err != nil {
		return err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = terminal.Close()
	go func() {
		b := make([]byte, 1<<16)
		for {
			n, err := control.Read(b)
			if err != nil || c.WriteMessage(websocket.BinaryMessage, b[:n]) != nil {
				_ = c.Close()
				return
			}
		}
	}()
	for {
		_, message, err := c.ReadMessage()
		if err != nil {
			_ = control.Close() // The command is hung up on.
			return cmd.Wait()
		}
		if len(message) == 0 {
			continue
		}
		switch message[0] {
		case '0':
			_, err = control.Write(message[1:])
		case '1':
			var size struct{ Columns, Rows uint16 }
			if err = json.Unmarshal(message[1:], &size); err == nil {
				err = unix.IoctlSetWinsize(int(control.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: size.Columns, Row: size.Rows})
			}
		}
		if err != nil {
			log.Print(err)
		}
	}
}

// openTerminal makes a pair of pseudo-terminals.
func openTerminal() (control, terminal *os.File, err error) {
	if control, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err != nil {
		return nil, nil, err
	}
	number, err := unix.IoctlGetInt(int(control.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(control.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	return control, terminal, err
}
