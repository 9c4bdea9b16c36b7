// Package themes gives the terminal its colours and glyphs. Both are semantic: a
// pane asks for "what was added" or "a reference", never for green or an arrow,
// so that a theme can be exchanged while the program runs, and so that what a
// colour means is said by a glyph as well.
//
// A Theme is a value that is not changed after it was made; it may be read from
// any goroutine.
package themes
