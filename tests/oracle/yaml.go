// YAML: the first document as sigs.k8s.io/yaml turns it into JSON.
//
// The answer is compact JSON: members in byte order of their names, strings with only ", \ and
// control characters escaped, U+FFFD for U+0000. A number that is an integer within 2^53,
// however it is written, is written as an integer; another one of 64 bits without fraction and
// exponent as it is; and the rest as C's "%.16e" writes the nearest double.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// libyaml, which ours reads with, and go-yaml, its port of long ago, take these characters
// apart differently: the escapes \/ and \', a ? in a plain scalar or a : before a bracket
// within a flow collection, what follows such a collection on its line, brackets in tags, a
// late byte order mark. Nobody writes them; they are left out.
var scannedDifferently = regexp.MustCompile(
	`\\[/']|[\[{](.|\n)*\?|:[,\[\]{}]|[\]}] *[^\s,\]}#]|![^ \n]*[,\[\]{}]|(.|\n)\x{feff}`)

func answerYAML(line string) string {
	var text string
	if json.Unmarshal([]byte(line), &text) != nil || scannedDifferently.MatchString(text) {
		return skip
	}
	converted, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return "invalid"
	}
	value, err := decode(strings.ReplaceAll(string(converted), `\u0000`, "\uFFFD"))
	if err != nil {
		return "invalid"
	}
	var out strings.Builder
	writeCanonical(&out, value)
	return out.String()
}

func writeCanonical(out *strings.Builder, value any) {
	switch value := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, value)
	case json.Number:
		out.WriteString(canonicalNumber(string(value)))
	case string:
		writeCanonicalText(out, value)
	case []any:
		for i, item := range value {
			out.WriteString([]string{"[", ","}[min(i, 1)])
			writeCanonical(out, item)
		}
		out.WriteString([]string{"[]", "]"}[min(len(value), 1)])
	case map[string]any:
		for i, key := range sortedKeys(value) {
			out.WriteString([]string{"{", ","}[min(i, 1)])
			writeCanonicalText(out, key)
			out.WriteByte(':')
			writeCanonical(out, value[key])
		}
		out.WriteString([]string{"{}", "}"}[min(len(value), 1)])
	}
}

func canonicalNumber(number string) string {
	if integer, err := strconv.ParseInt(number, 10, 64); err == nil {
		return strconv.FormatInt(integer, 10)
	}
	if integer, err := strconv.ParseUint(number, 10, 64); err == nil {
		return strconv.FormatUint(integer, 10)
	}
	value, _ := strconv.ParseFloat(number, 64)
	if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
		return strconv.FormatInt(int64(value), 10)
	}
	return strconv.FormatFloat(value, 'e', 16, 64)
}

func writeCanonicalText(out *strings.Builder, text string) {
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0x20:
			fmt.Fprintf(out, "\\u%04x", r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}
