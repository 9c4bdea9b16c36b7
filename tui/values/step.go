package values

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Step moves what is typed up or down: a number by one, a date or a time by the
// field in which the cursor is (at is the number of characters before it). An empty
// date becomes that of now. ok is false where there is nothing to step; the cursor
// is to go to the place that is returned.
func Step(s string, k Kind, at, by int, now time.Time) (stepped string, cursor int, ok bool) {
	switch k {
	case Integer, Number:
		stepped, ok = stepNumber(s, by)
		return stepped, len(stepped), ok
	case Date, DateTime, Time:
		if strings.TrimSpace(s) == "" {
			stepped = Now(k, now)
			return stepped, len(stepped), true
		}
		return stepMoment(s, k, at, by)
	default:
		return s, at, false
	}
}

// stepNumber keeps the decimals that are there.
func stepNumber(s string, by int) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		s = "0"
	}
	if strings.ContainsAny(s, "eE,") {
		return s, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || max(f, -f) >= 1<<53-1 {
		return s, false
	}
	decimals := 0
	if i := strings.IndexByte(s, '.'); i >= 0 {
		decimals = len(s) - i - 1
	}
	if f += float64(by); f == 0 {
		f = 0 // without a sign
	}
	return strconv.FormatFloat(f, 'f', decimals, 64), true
}

// Now is the present moment as one types it.
func Now(k Kind, now time.Time) string {
	switch k {
	case Date:
		return now.Format(time.DateOnly)
	case Time:
		return now.Format("15:04")
	default:
		return now.Format("2006-01-02 15:04Z07:00")
	}
}

var (
	datePart = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)`)
	timePart = regexp.MustCompile(`^(\d\d):(\d\d)(?::(\d\d))?`)
)

// field is a part of a moment that can be stepped.
type field struct {
	name string
	to   int // where it ends
}

// fields are the fields of what is typed, and the moment that they make; rest is
// what follows them, such as a time zone. They are none where it is not complete.
func fields(s string, k Kind) (fs []field, t time.Time, rest string) {
	n := [6]int{2000, 1, 1}
	at := 0
	add := func(i int, name, digits string) {
		n[i], _ = strconv.Atoi(digits)
		fs = append(fs, field{name, at + len(digits)})
		at += len(digits) + 1
	}
	if k != Time {
		m := datePart.FindStringSubmatch(s)
		if m == nil {
			return nil, t, s
		}
		add(0, "year", m[1])
		add(1, "month", m[2])
		add(2, "day", m[3])
	}
	if k != Date {
		if at > len(s) || at > 0 && s[at-1] != 'T' && s[at-1] != ' ' {
			return nil, t, s
		}
		m := timePart.FindStringSubmatch(s[at:])
		if m == nil {
			return nil, t, s
		}
		add(3, "hour", m[1])
		add(4, "minute", m[2])
		if m[3] != "" {
			add(5, "second", m[3])
		}
	}
	t = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if t.Month() != time.Month(n[1]) || t.Day() != n[2] || t.Hour() != n[3] || t.Minute() != n[4] || t.Second() != n[5] {
		return nil, t, s // no day of the calendar, or no time of the day
	}
	return fs, t, s[at-1:]
}

// FieldAt is the name of the field in which the cursor is, such as "month"; empty
// where there is none.
func FieldAt(s string, k Kind, at int) string {
	switch k {
	case Date, DateTime, Time:
		if fs, _, _ := fields(s, k); fs != nil {
			return fs[fieldAt(fs, at)].name
		}
	}
	return ""
}

// fieldAt is the field in which, or right behind which, the cursor is. At the end of a time it
// is the minute: hardly ever do people mean a second.
func fieldAt(fs []field, at int) int {
	if last := len(fs) - 1; fs[last].name == "second" && at >= fs[last].to {
		return last - 1
	}
	for i, f := range fs {
		if at <= f.to {
			return i
		}
	}
	return len(fs) - 1
}

func stepMoment(s string, k Kind, at, by int) (string, int, bool) {
	s = strings.TrimSpace(s)
	fs, t, rest := fields(s, k)
	if fs == nil {
		return s, at, false
	}
	f := fs[fieldAt(fs, at)]
	switch f.name {
	case "year":
		t = addMonths(t, 12*by)
	case "month":
		t = addMonths(t, by)
	case "day":
		t = t.AddDate(0, 0, by)
	case "hour":
		t = t.Add(time.Duration(by) * time.Hour)
	case "minute":
		t = t.Add(time.Duration(by) * time.Minute)
	default:
		t = t.Add(time.Duration(by) * time.Second)
	}
	if t.Year() < 1 || t.Year() > 9999 {
		return s, at, false
	}
	form := "15:04"
	if fs[len(fs)-1].name == "second" {
		form = "15:04:05"
	}
	switch k {
	case Date:
		form = time.DateOnly
	case DateTime:
		form = fmt.Sprintf("2006-01-02%c%s", s[10], form)
	}
	stepped := t.Format(form) + rest
	return stepped, min(at, len(stepped)), true
}

// addMonths goes to the last day of a month that is shorter.
func addMonths(t time.Time, n int) time.Time {
	first := t.AddDate(0, 0, 1-t.Day()).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// dayWords are the days that have a word, by how far they are from today.
var dayWords = map[string]int{"today": 0, "tomorrow": 1, "yesterday": -1}

// relativeDay is the day that the first words of a text mean, such as tomorrow, friday and
// next friday, which are the one to come, and last friday; and the words after it.
func relativeDay(s string, now time.Time) (day time.Time, rest []string, ok bool) {
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 0 {
		return day, nil, false
	}
	if by, is := dayWords[words[0]]; is {
		return now.AddDate(0, 0, by), words[1:], true
	}
	last := words[0] == "last"
	if last || words[0] == "next" {
		words = words[1:]
	}
	for w := time.Sunday; w <= time.Saturday && len(words) > 0; w++ {
		if name := strings.ToLower(w.String()); words[0] == name || words[0] == name[:3] {
			ahead := (int(w-now.Weekday())+6)%7 + 1
			if last {
				ahead = ahead%7 - 7
			}
			return now.AddDate(0, 0, ahead), words[1:], true
		}
	}
	return day, nil, false
}

// Word is the text that words such as today mean for a date or a time, also with the time
// of the day behind them; and that what is said of the time of the day means, such as 9:05
// and 9 pm. Else a text means itself.
func Word(s string, k Kind, now time.Time) string {
	day, rest, isDay := relativeDay(s, now)
	words := strings.TrimSpace(s)
	switch {
	case strings.EqualFold(words, "now") && (k == Date || k == DateTime || k == Time):
		return Now(k, now)
	case isDay && k == Date && len(rest) == 0:
		return Now(Date, day)
	case isDay && k == DateTime && len(rest) > 0:
		clock, _ := clockOf(strings.Join(rest, " "))
		if zoneless, utc := strings.CutSuffix(clock, "z"); utc {
			clock = zoneless + "Z"
		}
		return Now(Date, day) + " " + clock
	}
	const date = len(time.DateOnly)
	if k == DateTime && len(words) > date && dayShape.MatchString(words[:date]) {
		if clock, ok := clockOf(strings.TrimLeft(words[date:], " T")); ok {
			return words[:date] + " " + clock
		}
	}
	if k == Time {
		if clock, ok := clockOf(words); ok {
			return clock
		}
	}
	return s
}

var spokenClock = regexp.MustCompile(`(?i)^(\d\d?)(:\d\d(?::\d\d)?)?(?: ?([ap])\.?m\.?)?$`)

// clockOf is the time of the day that is said as 9:05 or 9 pm, in two digits each; ok is false
// for what is not said so, which stays as it is.
func clockOf(s string) (clock string, ok bool) {
	said := spokenClock.FindStringSubmatch(s)
	if said == nil || said[3] == "" && (said[2] == "" || len(said[1]) == 2) {
		return s, false
	}
	hour, _ := strconv.Atoi(said[1]) // It is two digits.
	if half := strings.ToLower(said[3]); half != "" {
		if hour < 1 || hour > 12 {
			return s, false
		}
		if hour %= 12; half == "p" {
			hour += 12
		}
	}
	return fmt.Sprintf("%02d%s", hour, cmp.Or(said[2], ":00")), true
}

var zone = regexp.MustCompile(`\d(Z|[+-]\d\d:\d\d)$`)

// InZone is a date and time as it is typed, in the time zone of the one that it is to
// replace where it names none itself. A text that is no date and time stays as it is.
func InZone(s, old string) string {
	was := zone.FindStringSubmatch(old)
	fs, _, rest := fields(strings.TrimSpace(s), DateTime)
	if was == nil || fs == nil || strings.TrimLeft(rest, ".0123456789") != "" {
		return s
	}
	return strings.TrimSpace(s) + was[1]
}
