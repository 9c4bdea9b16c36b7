// Package tuitest is for tests of the terminal: a clone in memory that keeps what
// a clone promises (Clone), and a driver that runs the real terminal on an
// emulator in the same process (Terminal).
package tuitest
