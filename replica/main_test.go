package replica

import (
	"testing"

	"github.com/m-ld/mld-tui/net/transporttest"
)

func TestMain(m *testing.M) { transporttest.Main(m) }
