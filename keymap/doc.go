// Package keymap is the one registry of what a person can do in the terminal:
// each action with its id, its title, its keys, where it applies and whether it
// is dangerous. Dispatch, the footer, the help and the settings all read it, so
// that none of them can say something else than what a key does.
//
// A Registry is built once and not changed afterwards; it may then be read from
// any goroutine. Overrides are given as a map from action to keys (Override);
// two actions that would answer to one key in one place are conflicts, which
// are reported together (Conflicts), not found one by one.
//
// Why an action cannot be done just now is not known here, for it depends on
// the state of the screen: who draws or dispatches an action asks a Disabled
// function for the reason.
package keymap
