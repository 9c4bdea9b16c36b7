package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// watchMemory looks now and then, until the process ends, at how much memory it has: a
// process that is busy could not do it in time itself.
func (p *process) watchMemory() {
	for tick := time.Tick(20 * time.Millisecond); p.noteMemory(); {
		select {
		case <-tick:
		case <-p.Exited():
			return
		}
	}
}

// noteMemory notes how much memory the process has now, and reports whether the system
// tells.
func (p *process) noteMemory() bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.anonymous = max(p.anonymous, anonymousIn(status))
	return true
}

// anonymousIn is what is said of memory that is no part of a file, in bytes.
func anonymousIn(status []byte) (n float64) {
	_, rest, _ := bytes.Cut(status, []byte("RssAnon:"))
	if fields := bytes.Fields(rest); len(fields) > 0 {
		n, _ = strconv.ParseFloat(string(fields[0]), 64)
	}
	return n * 1024
}

// memory is the most that the process has had so far that is no part of a file, in bytes:
// pages of the database and of programs, which the system takes back when it needs them,
// do not count, for neither engine. It is zero where the system does not tell.
func (p *process) memory() float64 {
	p.noteMemory()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.anonymous
}
