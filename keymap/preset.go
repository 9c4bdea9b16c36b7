package keymap

import (
	"fmt"
	"strings"
)

// presets are the keys that differ from the default ones, by the name of the
// preset.
var presets = map[string]map[ID][]string{
	"default": {},
	"vim": {
		First: {"g g", "home"}, Quit: {"q", "Z Z", "Z Q", "ctrl+c"},
		NextPane: {"tab", "ctrl+w w", "ctrl+w l"}, PrevPane: {"shift+tab", "ctrl+w W", "ctrl+w h"},
		DelValue: {"d d", "x", "delete"}, DelSubj: {"D"}, CopyValue: {"y y"}, CopyJoin: {"y y"}, CopyID: {"y i", "Y"},
		CopySubj: {"C"}, EditValue: {"i", "c c", "e"}, AddValue: {"o", "a"}, AddProp: {"O", "p"}, Domains: {"g d"},
		Back: {"ctrl+o", "backspace", "[", "alt+left"}, Forward: {"]", "alt+right"},
		Save: {"enter", "ctrl+s"}, Cancel: {"esc", "ctrl+c", "ctrl+["},
	},
	"emacs": {
		Palette: {"alt+x", ":"}, Find: {"ctrl+s", "/"}, Quit: {"ctrl+x ctrl+c", "q"},
		Up: {"up", "ctrl+p"}, Down: {"down", "ctrl+n"},
		PageUp: {"pgup", "alt+v"}, PageDown: {"pgdown", "ctrl+v"}, HalfUp: {}, HalfDown: {},
		First: {"home", "alt+<"}, Last: {"end", "alt+>"},
		Open: {"enter", "right", "ctrl+f"}, Follow: {"enter", "right", "ctrl+f"}, Jump: {"enter", "right", "ctrl+f"},
		Leave: {"esc", "left", "ctrl+b", "ctrl+g"}, LeaveRefs: {"esc", "left", "ctrl+b", "ctrl+g"}, OpenRef: {"enter", "right", "ctrl+f"},
		NextPane: {"tab", "ctrl+x o"}, PrevPane: {"shift+tab", "ctrl+x O"},
		DelValue: {"ctrl+d", "delete"}, DelSubj: {"ctrl+x k"}, CopyValue: {"alt+w"}, CopyJoin: {"alt+w"}, CopyID: {"ctrl+x w"},
		ClearFind: {"esc", "ctrl+g"}, Newest: {"esc", "ctrl+g"},
		Save: {"enter", "ctrl+x ctrl+s"}, Cancel: {"esc", "ctrl+g"},
		EditCopy: {"alt+w"}, EditCut: {"ctrl+w"}, EditPaste: {"ctrl+y"},
		DropFilter: {"esc", "ctrl+g"}, DropFeed: {"esc", "ctrl+g"}, CloseRecord: {"esc", "q", "ctrl+g"},
		ClosePeople: {"esc", "q", "@", "ctrl+g"},
		Accept:      {"enter", "ctrl+x ctrl+s"}, Dismiss: {"esc", "ctrl+g"},
	},
}

// PresetNames lists the sets of keys to choose from.
func PresetNames() []string { return []string{"default", "vim", "emacs"} }

// Preset is the registry of the terminal with the keys of a preset. The error
// lists the presets that there are.
func Preset(name string) (*Registry, error) {
	keys, ok := presets[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("there is no preset of keys %q; the presets are %s", name, strings.Join(PresetNames(), ", "))
	}
	bindings := make([]Binding, 0, len(keys))
	for id, k := range keys {
		bindings = append(bindings, Binding{ID: id, Keys: k})
	}
	return Default().Override(bindings)
}
