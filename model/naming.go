package model

// Naming finds what a subject is called among its triples: by the best of some properties
// that it has, and of several values of that by the least, so that it is called the same
// wherever the same is known of it, in whatever order the triples are kept.
type Naming struct {
	labels Labels
	rank   int
	name   string
}

// NewNaming goes by the values of some properties, best first.
func NewNaming(labels Labels) Naming { return Naming{labels: labels, rank: len(labels)} }

// Take takes a triple of the subject into account.
func (n *Naming) Take(t Triple) {
	if !t.O.IsLiteral() || t.O.Value == "" {
		return
	}
	rank := n.labels.Rank(t.P)
	if rank < 0 || rank > n.rank || rank == n.rank && t.O.Value >= n.name {
		return
	}
	n.rank, n.name = rank, t.O.Value
}

// Name is what the subject is called; empty where nothing says that.
func (n Naming) Name() string { return n.name }
