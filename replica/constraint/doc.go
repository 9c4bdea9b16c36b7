// Package constraint has the rules that a clone keeps over its data: the default
// list, which every clone of m-ld has, and those that an app configures.
//
// Its values implement engine.Constraint; they hold no state of their own, and are
// used in the engine's goroutine. Package model/list has the positions of lists.
package constraint
