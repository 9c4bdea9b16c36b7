package engine

import "github.com/m-ld/mld-tui/model"

// m-ld's status numbers, as far as the engine gives them. Protocol page,
// section 14.
const (
	StatusTooBig   = 4002
	StatusUnknown  = model.StatusUnknown
	StatusRejected = 5003
	StatusOffline  = 5004
	StatusNoClones = 5031
	StatusClosed   = 5032
	StatusOutdated = 5035
)
