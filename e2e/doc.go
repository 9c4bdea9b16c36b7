// Package e2e tests the program as a person has it: in real terminals, which tmux
// makes, with the keys that the screen names and nothing but the screen to look at.
// It knows nothing of the program's parts.
//
// Without tmux the tests are skipped; where CI is set they fail then. The program is
// built once for all tests.
package e2e
