package text

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
)

// ShortIRI shortens an IRI to at most w cells, with an ellipsis in the place of its beginning:
// those of one vocabulary begin alike, and are known by their end. Another name stays as it is.
func ShortIRI(s string, w int, g themes.Glyphs) string {
	if len(s) <= w || !model.IsAbsoluteIRI(s) {
		return s
	}
	over := Width(s) - w
	if over <= 0 {
		return s
	}
	begin := tail(w, g)
	return begin + Right(s, over+Width(begin))
}

// CutName shortens the name of a property, a type or a subject as Cut does a text; of an IRI
// its end stays.
func CutName(s string, w int, g themes.Glyphs) string { return Cut(ShortIRI(s, w, g), w, g) }

// FitName makes such a name exactly w cells wide, as Fit does a text.
func FitName(s string, w int, g themes.Glyphs) string { return Fit(ShortIRI(s, w, g), w, g) }
