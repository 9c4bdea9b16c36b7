package relay

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"slices"
)

// WriteMetrics writes the statistics of this moment in Prometheus' text form,
// version 0.0.4. No clone, domain or address is named in it.
func (r *Relay) WriteMetrics(w io.Writer) error {
	st := r.Stats()
	m := metrics{bufio.NewWriter(w)}
	m.one("clients", "gauge", "Clients that are connected.", st.Clients)
	m.one("clients_websocket", "gauge", "Clients that are connected by WebSocket.", st.Upgraded)
	m.one("domains", "gauge", "Domains that clients are in.", st.Domains)
	m.one("queued_bytes", "gauge", "Bytes that wait to be written to clients.", st.QueuedBytes)
	m.one("connections_total", "counter", "Clients that came.", st.Connections)
	m.one("refused_total", "counter", "Handshakes that were not accepted.", st.Refused)
	m.head("messages_total", "counter", "Messages from clients, and queued for them.")
	m.labelled("messages_total", "direction", "in", st.MessagesIn)
	m.labelled("messages_total", "direction", "out", st.MessagesOut)
	m.head("bytes_total", "counter", "Bytes from clients, and written to them.")
	m.labelled("bytes_total", "direction", "in", st.BytesIn)
	m.labelled("bytes_total", "direction", "out", st.BytesOut)
	m.head("disconnections_total", "counter", "Clients that went or were sent away, by why.")
	for _, why := range slices.Sorted(slices.Values(reasons)) {
		m.labelled("disconnections_total", "reason", string(why), st.Dropped[why])
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	m.one("memory_bytes", "gauge", "Memory that this process has from the system, for its heap and stacks.", memory.HeapSys+memory.StackSys-memory.HeapReleased)
	m.one("goroutines", "gauge", "Goroutines of this process.", runtime.NumGoroutine())
	return m.Flush()
}

// metrics writes a form of text; its writer remembers the first error.
type metrics struct{ *bufio.Writer }

const namespace = "mld_relay_"

func (m metrics) head(name, kind, help string) {
	_, _ = fmt.Fprintf(m, "# HELP %s%s %s\n# TYPE %s%s %s\n", namespace, name, help, namespace, name, kind)
}

func (m metrics) one(name, kind, help string, value any) {
	m.head(name, kind, help)
	_, _ = fmt.Fprintf(m, "%s%s %d\n", namespace, name, value)
}

func (m metrics) labelled(name, label, is string, value any) {
	_, _ = fmt.Fprintf(m, "%s%s{%s=%q} %d\n", namespace, name, label, is, value)
}
