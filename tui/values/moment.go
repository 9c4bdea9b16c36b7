package values

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// How a time of the day and a time zone are written. Package time takes others too, such as
// 9:30 and 18:30:15,5, which no other app reads.
const (
	strictTime = `\d\d:\d\d(?::\d\d(?:\.\d+)?)?`
	strictZone = `(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?`
)

var (
	strictClock  = regexp.MustCompile(`^` + strictTime + strictZone + `$`)
	strictMoment = regexp.MustCompile(`^\d{4}-\d\d-\d\dT` + strictTime + strictZone + `$`)
)

// parseMoment reads a date or a time. Where only its beginning is one, the error says how
// far that goes.
func parseMoment(s string, k Kind) (t model.Term, err error) {
	if t, err = parseWhole(s, k); err == nil {
		return t, nil
	}
	if words, rest := Reading(s, k); rest != "" {
		return t, fmt.Errorf("%q is not understood, after what is read as %s", rest, words)
	}
	return t, err
}

func parseWhole(s string, k Kind) (model.Term, error) {
	switch k {
	case Date:
		return parseDate(s)
	case Time:
		return parseTime(s)
	default:
		return parseDateTime(s)
	}
}

// maxMoment is more than a date and time is long.
const maxMoment = 64

// Reading is how a date or a time is understood, in words, and the rest of it that is not
// understood. What is understood is the longest beginning that is a value of the kind; both
// are empty where there is none.
func Reading(s string, k Kind) (words, rest string) {
	if k != Date && k != Time && k != DateTime {
		return "", ""
	}
	s = strings.TrimSpace(s)
	if _, err := parseWhole(s, k); err == nil {
		return inWords(s, k), ""
	}
	for end := min(len(s), maxMoment); end > 0; end-- {
		if _, err := parseWhole(strings.TrimSpace(s[:end]), k); err == nil {
			words = strings.TrimSuffix(inWords(strings.TrimSpace(s[:end]), k), noZone) // The rest may be meant for one.
			return words, strings.TrimSpace(s[end:])
		}
	}
	return "", ""
}

const noZone = ", of no time zone"

// inWords is a date or a time that is understood, with nothing that was not typed.
func inWords(s string, k Kind) string {
	if k == Time {
		return s
	}
	_, day, _ := fields(s[:len("2006-01-02")], Date)
	read := day.Format("Monday 2 January 2006")
	if k == Date {
		return read
	}
	clock := strings.TrimLeft(s[len("2006-01-02")+1:], " ")
	named := ""
	if at := strings.IndexAny(clock, "Z+-"); at >= 0 {
		clock, named = clock[:at], clock[at:]
	}
	switch read += ", " + clock; named {
	case "":
		return read + noZone
	case "Z":
		return read + " UTC"
	default:
		return read + " " + named
	}
}

func parseDate(s string) (model.Term, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return model.Term{}, noDay(s)
	}
	return model.Literal(s, model.XSDDate), nil
}

var dayShape = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func noDay(s string) error {
	return fmt.Errorf("%q is not a day of the calendar; write it as 2025-12-31", s)
}

func noTime(day string) error {
	return fmt.Errorf("the time of the day is missing behind %s: write it as %s 18:30", day, day)
}

func parseTime(s string) (model.Term, error) {
	refused := fmt.Errorf("%q is not a time of the day; write it as 18:30 or 18:30:15", s)
	if !strictClock.MatchString(s) {
		return model.Term{}, refused
	}
	for _, layout := range []string{"15:04:05.999999999", "15:04:05.999999999Z07:00"} {
		if _, err := time.Parse(layout, s); err == nil {
			return model.Literal(s, xsdTime), nil
		}
	}
	for _, layout := range []string{"15:04", "15:04Z07:00"} {
		if _, err := time.Parse(layout, s); err == nil {
			return model.Literal(s[:5]+":00"+s[5:], xsdTime), nil
		}
	}
	return model.Term{}, refused
}

func parseDateTime(s string) (model.Term, error) {
	t := s
	if len(t) > 10 && t[10] == ' ' {
		t = t[:10] + "T" + strings.TrimLeft(t[10:], " ")
	}
	if strictMoment.MatchString(t) {
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
			if _, err := time.Parse(layout, t); err == nil {
				return model.Literal(t, model.XSDDateTime), nil
			}
		}
		for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04Z07:00"} {
			if _, err := time.Parse(layout, t); err == nil {
				return model.Literal(t[:16]+":00"+t[16:], model.XSDDateTime), nil
			}
		}
	}
	if len(s) >= 10 && dayShape.MatchString(s[:10]) {
		switch _, err := time.Parse(time.DateOnly, s[:10]); {
		case err != nil:
			return model.Term{}, noDay(s[:10])
		case len(s) == 10:
			return model.Term{}, noTime(s)
		}
	}
	if _, rest, ok := relativeDay(s, time.Time{}); ok && len(rest) == 0 {
		return model.Term{}, noTime(s)
	}
	return model.Term{}, fmt.Errorf("%q is not a date and time; write it as 2025-12-31 18:30 or 2025-12-31T18:30:00Z", s)
}
