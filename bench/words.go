package main

// request is a line to a worker: some work, by name, and what it needs.
type request struct {
	N     int    `json:"n"`
	Do    string `json:"do"`
	Clone string `json:"clone,omitempty"`

	// To open a clone.
	Dir     string `json:"dir,omitempty"`
	Relay   string `json:"relay,omitempty"`
	Domain  string `json:"domain,omitempty"`
	ID      string `json:"id,omitempty"`
	Genesis bool   `json:"genesis,omitempty"`

	// To write, to watch and to read.
	Prefix       string `json:"prefix,omitempty"`
	Transactions int    `json:"transactions,omitempty"`
	Subjects     int    `json:"subjects,omitempty"`
	Outstanding  int    `json:"outstanding,omitempty"`
	Times        int    `json:"times,omitempty"`
	City         string `json:"city,omitempty"`
	// Gap is how long to wait before each edit, or commit, in milliseconds.
	Gap int `json:"gap,omitempty"`
}

// answer is what a worker says of it.
type answer struct {
	N   int    `json:"n"`
	Err string `json:"err,omitempty"`
	// MS is how long the work took, in milliseconds, and US each part of it, in
	// microseconds.
	MS float64   `json:"ms,omitempty"`
	US []float64 `json:"us,omitempty"`
	// At are moments, in microseconds since the epoch.
	At   []float64 `json:"at,omitempty"`
	Rows int       `json:"rows,omitempty"`
	// CPU is what the process has used so far, in milliseconds.
	CPU float64 `json:"cpu,omitempty"`
	// State and History are the bytes of a compacted file.
	State   float64 `json:"state,omitempty"`
	History float64 `json:"history,omitempty"`
}
