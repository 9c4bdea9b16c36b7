package main

import (
	"bytes"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

// anonymous is the most memory that this process has had that is not a part of a file,
// in bytes: pages of the database, which the system takes back when it needs them, do
// not count. It is zero where the system does not tell.
var anonymous atomic.Int64

// watchMemory looks at it now and then, for as long as the process lives.
func watchMemory() {
	for ; ; time.Sleep(20 * time.Millisecond) {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return
		}
		_, rest, _ := bytes.Cut(status, []byte("RssAnon:"))
		if fields := bytes.Fields(rest); len(fields) > 0 {
			kB, _ := strconv.ParseInt(string(fields[0]), 10, 64)
			anonymous.Store(max(anonymous.Load(), kB<<10))
		}
	}
}
