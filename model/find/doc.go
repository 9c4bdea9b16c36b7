// Package find says what a person probably means by what they type: it takes
// texts apart into words without regard to case and accents (Words), and matches
// a few letters with a text (Match). All of it is pure.
package find
