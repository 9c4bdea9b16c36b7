package values

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// Kind is a type of value that a person can choose for what they type.
type Kind uint8

// The kinds, in the order in which an editor offers them. Custom stands for the
// datatype of an edited value that is none of the others.
const (
	String Kind = iota
	Integer
	Number
	Boolean
	Date
	Time
	DateTime
	Reference
	Custom
)

// Kinds lists the kinds that an editor offers.
func Kinds() []Kind {
	return []Kind{String, Integer, Number, Boolean, Date, Time, DateTime, Reference}
}

var kindNames = [...]string{"text", "integer", "number", "boolean", "date", "time", "date+time", "reference", "other"}

// Name is the word for a kind.
func (k Kind) Name() string { return kindNames[k] }

var kindHints = [...]string{
	"any text", "a whole number, such as 42", "a number, such as 6.5", "true or false", "a day, such as 2025-12-31, or friday",
	"a time of the day, such as 18:30", "a moment, such as 2025-12-31 18:30, or friday 18:30", "the id of a subject, such as fred", "",
}

// Hint says what one types, with an example.
func (k Kind) Hint() string { return kindHints[k] }

// kindTypes are the datatypes of the kinds; empty for references and Custom.
var kindTypes = [...]model.IRI{
	model.XSDString, model.XSDInteger, model.XSDDouble, model.XSDBoolean,
	model.XSDDate, xsdTime, model.XSDDateTime, "", "",
}

const xsdTime = model.NSXSD + "time"

// KindOf is the kind of a value.
func KindOf(t model.Term) Kind {
	if t.IsRef() {
		return Reference
	}
	for _, k := range Kinds() {
		if k != Reference && kindTypes[k] == t.Datatype {
			return k
		}
	}
	return Custom
}

// Parse makes the term that a typed text means as a value of a property; custom
// is the datatype of kind Custom. The error says what is expected.
//
// Only what other engines read back as the same value is made (protocol page,
// section 3): a whole number is always an xsd:integer, however it was typed, and
// numbers that would lose digits are refused.
func Parse(s string, k Kind, custom, property model.IRI, n Names) (model.Term, error) {
	t, err := parse(s, k, custom, property, n)
	if err != nil {
		return model.Term{}, err
	}
	return t, t.Check()
}

func parse(s string, k Kind, custom, property model.IRI, n Names) (model.Term, error) {
	if k == String {
		return model.String(s), nil
	}
	if k == Custom && custom == model.RDFJSON {
		t, err := model.JSON(s)
		if err != nil {
			return model.Term{}, errors.New("this is not valid JSON yet; check its quotes, commas and brackets")
		}
		return t, nil
	}
	if k == Custom {
		return model.Literal(s, custom), nil
	}
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return model.Term{}, fmt.Errorf("nothing is typed yet; type %s", k.Hint())
	}
	switch k {
	case Integer:
		return parseInteger(trimmed)
	case Number:
		return parseNumber(trimmed)
	case Boolean:
		return parseBoolean(trimmed)
	case Date, Time, DateTime:
		return parseMoment(trimmed, k)
	default:
		var id model.IRI
		var err error
		if property == model.RDFType {
			id, err = n.ParseType(trimmed)
		} else {
			id, err = n.ParseSubject(trimmed)
		}
		if err != nil {
			return model.Term{}, err
		}
		return model.Ref(id), nil
	}
}

// maxSafe is the largest whole number that JavaScript keeps exactly.
var (
	errTooBig = errors.New("numbers beyond 9,007,199,254,740,991 lose digits in other apps; keep it as text")
	maxSafe   = big.NewInt(1<<53 - 1)
)

func parseInteger(s string) (model.Term, error) {
	i, ok := new(big.Int).SetString(strings.ReplaceAll(s, ",", ""), 10)
	if !ok {
		if _, err := strconv.ParseFloat(s, 64); err == nil {
			return model.Term{}, fmt.Errorf("%s is not a whole number; round it, or change the type to number", s)
		}
		return model.Term{}, fmt.Errorf("%q is not a whole number, such as 42", s)
	}
	if new(big.Int).Abs(i).Cmp(maxSafe) > 0 {
		return model.Term{}, errTooBig
	}
	return model.Literal(i.String(), model.XSDInteger), nil
}

func parseNumber(s string) (model.Term, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f-f != 0 { // out of range, infinite or not a number
		return model.Term{}, fmt.Errorf("%q is not a number, such as 6.5", s)
	}
	t := model.Number(f)
	switch {
	case t.Datatype != model.XSDInteger:
	case f != 0 && t.Value == "0":
		return model.Term{}, fmt.Errorf("%s is so small that other apps would read 0; keep it as text", s)
	case max(f, -f) > 1<<53-1:
		return model.Term{}, errTooBig
	}
	return t, nil
}

func parseBoolean(s string) (model.Term, error) {
	switch strings.ToLower(s) {
	case "true", "yes", "y", "t", "1", "on":
		return model.Boolean(true), nil
	case "false", "no", "n", "f", "0", "off":
		return model.Boolean(false), nil
	default:
		return model.Term{}, fmt.Errorf("%q is neither true nor false; type one of them", s)
	}
}
