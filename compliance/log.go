package compliance

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Log keeps the latest of what happened in each domain, to be shown when a spec fails. Each spec has a domain to itself.
// A nil Log keeps nothing. It may be used from any goroutine.
type Log struct {
	mu      sync.Mutex
	domains map[string][]string
}

// maxEntries is how much is kept of a domain, and maxEntry how much of one message.
const (
	maxEntries = 400
	maxEntry   = 1000
)

// Printf adds an entry.
func (l *Log) Printf(domain, format string, args ...any) {
	l.add(domain, fmt.Sprintf(format, args...))
}

// JSON adds a value as JSON.
func (l *Log) JSON(domain, prefix string, value any) {
	line, err := json.Marshal(value)
	if err != nil {
		line = []byte(err.Error())
	}
	l.Line(domain, prefix, line)
}

// Line adds a line that went to or from a clone.
func (l *Log) Line(domain, prefix string, line []byte) {
	if len(line) > maxEntry {
		l.Printf(domain, "%s%s… (%d bytes)", prefix, line[:maxEntry], len(line))
		return
	}
	l.add(domain, prefix+string(line))
}

func (l *Log) add(domain, entry string) {
	if l == nil {
		return
	}
	stamped := time.Now().Format("15:04:05.000 ") + entry
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.domains == nil {
		l.domains = make(map[string][]string)
	}
	entries := l.domains[domain]
	entries = append(entries, stamped)
	if len(entries) > maxEntries {
		entries = entries[len(entries)-maxEntries:]
	}
	l.domains[domain] = entries
}

// Take returns what is kept of a domain, and forgets it.
func (l *Log) Take(domain string) string {
	if l == nil {
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	entries := l.domains[domain]
	delete(l.domains, domain)
	return strings.Join(entries, "\n")
}
