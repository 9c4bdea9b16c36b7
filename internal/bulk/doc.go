// Package bulk moves much data at once: files of JSON-LD or N-Quads into a
// domain, and a domain into a file.
//
// An import is checked as a whole before anything is written: a file with a fault
// is refused, with the line or member where it is, and changes nothing. It is then
// written in operations that every relay takes. Subjects without an identity are
// given one that depends on the file's content alone, so that importing the same
// file again changes nothing.
package bulk
