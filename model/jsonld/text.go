package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CheckText reports why a JSON text cannot be taken over as it is, and where: bytes
// that are no UTF-8, and halves of characters that are escaped. A reader of JSON
// would put U+FFFD in their place, without a word.
func CheckText(text []byte) error {
	if !utf8.Valid(text) {
		for i := 0; i < len(text); {
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n == 1 {
				return fmt.Errorf("%s there is a byte that is no UTF-8 text, %#x", place(text, i), text[i])
			}
			i += n
		}
	}
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if i++; text[i] != 'u' {
			continue
		}
		switch half := escaped(text[i+1:]); {
		case half < 0xd800 || half > 0xdfff:
		case half < 0xdc00 && bytes.HasPrefix(text[min(i+5, len(text)):], []byte(`\u`)) && isLow(escaped(text[i+7:])):
			i += 6
		default:
			return fmt.Errorf("%s there is half a character, \\u%04x, without the other half", place(text, i-1), half)
		}
	}
	return nil
}

func isLow(r int) bool { return r >= 0xdc00 && r <= 0xdfff }

// escaped reads four hexadecimal digits; -1 where there are none.
func escaped(text []byte) int {
	if len(text) < 4 {
		return -1
	}
	n, err := strconv.ParseUint(string(text[:4]), 16, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

func place(text []byte, at int) string {
	return fmt.Sprintf("in line %d, byte %d,", 1+bytes.Count(text[:at], []byte("\n")), at+1)
}

// ExplainJSON is an error of reading JSON in words for a person.
func ExplainJSON(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		if number, ok := strings.CutPrefix(wrong.Value, "number "); ok {
			return fmt.Errorf("the number %s is out of range: the largest is 1.7976931348623157e308", number)
		}
	}
	return err
}
