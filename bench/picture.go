package main

import (
	"fmt"
	"html"
	"io"
	"math"
	"slices"
)

// Sizes in the picture.
const (
	rowHeight = 30
	labels    = 430
	bars      = 420
	margin    = 24
)

// The colours of what is reached, or nothing is wanted of, and of what is not.
const (
	blue  = "#3b82a0"
	amber = "#c98a2b"
)

// picture writes the ratios as bars on a logarithmic scale, with a line from the least to
// the greatest, and in words what else is wanted, as SVG.
func picture(w io.Writer, all []compared) error {
	var rows []compared
	top := 10.
	for _, c := range all {
		ratios := c.ratios()
		if _, wanted := c.reached(); len(ratios) > 0 || wanted {
			rows = append(rows, c)
		}
		for _, ratio := range ratios {
			top = max(top, ratio)
		}
	}
	decades := math.Ceil(math.Log10(top))
	x := func(ratio float64) float64 { return labels + bars*max(0, math.Log10(ratio))/decades }
	height := margin*3 + rowHeight*len(rows)
	out := &printer{w: w}
	out.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">`+"\n", labels+bars+90, height)
	out.printf(`<rect width="100%%" height="100%%" fill="white"/>` + "\n")
	out.printf(`<text x="%d" y="18" font-weight="bold">How many times less than the JavaScript engine, and the spread over the rounds (%s)</text>`+"\n",
		margin/2, html.EscapeString(machine()))
	for d := 0; d <= int(decades); d++ {
		at := x(math.Pow10(d))
		out.printf(`<line x1="%.0f" y1="%d" x2="%.0f" y2="%d" stroke="#ddd"/><text x="%.0f" y="%d" fill="#666" text-anchor="middle">%.0f×</text>`+"\n",
			at, margin+8, at, height-margin, at, height-6, math.Pow10(d))
	}
	for i, c := range rows {
		y := margin + 14 + rowHeight*i
		colour := blue
		if reached, ok := c.reached(); ok && !reached {
			colour = amber
		}
		out.printf(`<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", labels-10, y+13, html.EscapeString(c.workload.name+": "+c.goal.figure))
		ratios := c.ratios()
		if len(ratios) == 0 {
			out.printf(`<text x="%d" y="%d" fill="%s">%s</text>`+"\n",
				labels+6, y+13, colour, html.EscapeString(number(median(c.ours))+" "+c.goal.unit+", wanted: "+c.goal.wanted()))
			continue
		}
		least, most := x(slices.Min(ratios)), x(slices.Max(ratios))
		out.printf(`<rect x="%d" y="%d" width="%.0f" height="18" fill="%s"/><text x="%.0f" y="%d">%s</text>`+"\n",
			labels, y, max(1, x(median(ratios))-labels), colour, most+6, y+13, number(median(ratios)))
		out.printf(`<path d="M%.1f %dH%.1fm0 -4v8M%.1f %dv8" stroke="#444" fill="none"/>`+"\n", least, y+9, most, least, y+5)
		if c.goal.ratio > 0 {
			at := x(1 / c.goal.ratio)
			out.printf(`<line x1="%.0f" y1="%d" x2="%.0f" y2="%d" stroke="black"/>`+"\n", at, y-2, at, y+20)
		}
	}
	out.printf("</svg>\n")
	return out.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}
