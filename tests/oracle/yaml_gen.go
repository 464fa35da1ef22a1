// Random YAML: trees written in every style that YAML has, with the scalars that readers
// disagree about.
package main

import "strings"

// yamlWriter writes one stream; anchors are the names that may be referred to so far.
type yamlWriter struct {
	*picker
	anchors []string
	left    int // nodes that may still be written
}

// Scalars that no reader disagrees about.
var tameScalars = []string{
	"a", "web", "x y", "10.0.0.1", "1", "8080", "true", "1.5", "'1'", `"a b"`, "500m", "1Gi",
	"null",
}

var plainScalars = []string{
	"two\n words", "a#b", "a #b", "a:b", "http://a:1/b?c=d&e", "it's", "a\"b", "é", "😀", "-a",
	"-", "?a", "?", ":a", "=", "<<", "%a", "@a", "`a", "!", "&", "*", "|", ">", "{", "}", "[",
	"]", ",", "'", "\"", "a,b", "a]", "---", "...", "true", "True", "TRUE", "tRue", "false",
	"yes", "Yes", "YES", "no", "No", "on", "On", "off", "OFF", "y", "Y", "n", "N", "null",
	"Null", "NULL", "nULL", "~", "", "0", "00", "-0", "+0", "1", "-1", "+1", "007", "08",
	"0o17", "0o8", "-0o17", "0O17", "0x1F", "-0x1f", "+0x1", "0X1f", "0xg", "0x", "0b101",
	"-0b11", "0b2", "0b", "1_000", "_1", "1_", "1__0", "0x_1", "0_7", "0b1_1", "1:30",
	"190:20:30", "1:30.5", "9223372036854775807", "9223372036854775808",
	"-9223372036854775808", "-9223372036854775809", "18446744073709551615",
	"18446744073709551616", "0xffffffffffffffff", "0x10000000000000000",
	"0777777777777777777777", "123456789012345678901234567890", "1.5", ".5", "-.5", "+.5",
	"5.", "1.10", "0.1", "1.", ".", "-.", "1..2", "1.5.2", "1_000.5", "1e3", "1E+3", "1e-3",
	"1e", "e1", "1e400", "1e-400", "-1e3", "+1e3", "1.e3", ".1e1", ".e1", "1e3.5", "0.0",
	"-0.0", "1e21", "123456789.123456789", "4.9e-324", ".inf", "-.inf", "+.inf", ".Inf",
	".INF", ".iNF", "inf", "Infinity", "infinity", ".nan", ".NaN", ".NAN", "nan", "NaN",
	"0x1p3", "0x1.8p1", "2001-12-14", "2001-12-14T21:59:43Z", "2001-12-14t21:59:43.10-05:00",
	"2001-12-14 21:59:43.10 -5", "2001-1-1", "12:30:45", "1Gi", "500m", "1.2.3", "v1",
	"10.0.0.1", "1k", "100%", "-1s",
}

var yamlTags = []string{
	"!!str", "!!str", "!!int", "!!float", "!!bool", "!!null", "!!binary", "!!timestamp",
	"!!merge", "!!seq", "!!map", "!local", "!", "!<tag:yaml.org,2002:str>", "!!unknown",
}

var doubleQuoted = []string{
	`""`, `"a b"`, `"a\tb\n"`, `"\x41\u00e9\U0001F600"`, `"\0"`, `"\e\a\b\v\f\r"`,
	`"\N\_\L\P"`, `"\/"`, `"\""`, `"\ "`, `"\q"`, `"\ud83d\ude00"`, `"yes"`, `"1"`, `"null"`,
	"\"a\n  b\"", "\"a\\\n  b\"", "\"a\n\n  b\"", "\"a \\\n\n  b\"", `"#"`, `"a: b"`,
	"\"tab\there\"", `"<&>"`, "\"unclosed",
}

var singleQuoted = []string{
	`''`, `'a b'`, `'it''s'`, `'yes'`, `'1'`, `'~'`, "'a\n\n  b'", `'\n'`, "'unclosed",
}

func (y *yamlWriter) pick(from []string) string { return from[y.IntN(len(from))] }

func (y *yamlWriter) scalar() string {
	switch y.IntN(20) {
	case 0, 1:
		return y.pick(doubleQuoted)
	case 2:
		return y.pick(singleQuoted)
	case 3, 4, 5, 6:
		return y.pick(plainScalars)
	}
	return y.pick(tameScalars)
}

// properties are a tag, an anchor, both or, mostly, none. They end with a space.
func (y *yamlWriter) properties() string {
	out := ""
	if y.percent(2) {
		out += y.pick(yamlTags) + " "
	}
	if y.percent(5) {
		y.anchors = append(y.anchors, y.word("x y z"))
		out += "&" + y.anchors[len(y.anchors)-1] + " "
	}
	return out
}

func (y *yamlWriter) alias() (string, bool) {
	if len(y.anchors) == 0 || !y.percent(12) {
		return "", false
	}
	return "*" + y.pick(y.anchors), true
}

func (y *yamlWriter) key() string {
	if y.percent(94) {
		return y.word("a b c name key metadata")
	}
	switch y.IntN(6) {
	case 0:
		return y.pick(doubleQuoted)
	case 1:
		return y.pick(singleQuoted)
	case 2:
		return "? " + y.word("a b [a] {a:1} ~ 1")
	}
	return y.pick(plainScalars)
}

// inline is a node on one line: a scalar, an alias or a flow collection.
func (y *yamlWriter) inline(depth int) string {
	y.left--
	if alias, is := y.alias(); is {
		return alias
	}
	properties := y.properties()
	if y.left < 0 || depth > 5 || y.percent(75) {
		return properties + y.scalar()
	}
	items := []string{}
	for range y.IntN(4) {
		items = append(items, y.inline(depth+1))
	}
	if y.percent(50) {
		inner := strings.Join(items, y.one(", ", ",", ",\n  "))
		return properties + "[" + y.one("", " ") + inner + y.one("", "", "", ",") + "]"
	}
	for i, item := range items {
		items[i] = y.key() + y.one(": ", ": ", ": ", ":") + item
	}
	inner := strings.Join(items, y.one(", ", ", ", ","))
	return properties + "{" + inner + y.one("", "", "", ",") + "}"
}

// block is a node after "key:" or "-", indented deeper than what it stands in by `step` or
// more.
func (y *yamlWriter) block(indent string, depth int) string {
	y.left--
	inner := indent + y.one("  ", "  ", " ", "    ")
	comment := y.one("", "", "", "", " # c")
	switch choice := y.IntN(100); {
	case y.left < 0 || depth > 6 || choice < 55:
		return " " + strings.ReplaceAll(y.inline(depth), "\n", "\n"+inner) + comment + "\n"
	case choice < 63:
		return " " + y.properties() + y.blockScalar(inner)
	case choice < 83:
		return " " + y.properties() + comment + "\n" + y.mapping(inner, depth)
	}
	if y.percent(30) {
		inner = indent
	}
	return " " + y.properties() + comment + "\n" + y.sequence(inner, depth)
}

func (y *yamlWriter) blockScalar(indent string) string {
	out := y.one("|", ">") + y.one("", "", "-", "+", "2", "1-", "+3", " # c") + "\n"
	for range y.IntN(5) {
		out += y.one(indent, indent, indent, indent+" ", "", indent+"\t")
		out += y.one("text", "a: b", "- c", "# d", "", " ", "é") + "\n"
	}
	return out
}

func (y *yamlWriter) mapping(indent string, depth int) string {
	out := ""
	for range 1 + y.IntN(4) {
		if len(y.anchors) > 0 && y.percent(10) {
			out += indent + y.one("<<: *", "<<: [*", "\"<<\": *", "!!merge <<: *")
			out += y.pick(y.anchors) + y.one("", "", "", "]") + "\n"
			continue
		}
		out += y.one("", "", "", "", "", "", "\n", indent+"# c\n")
		out += indent + y.key() + ":" + y.block(indent, depth+1)
	}
	return out
}

func (y *yamlWriter) sequence(indent string, depth int) string {
	out := ""
	for range 1 + y.IntN(3) {
		if y.percent(30) {
			// "- a: 1" with the rest of the mapping below.
			out += indent + "- " + strings.TrimPrefix(y.mapping(indent+"  ", depth+1), indent+"  ")
			continue
		}
		out += indent + "-" + y.block(indent, depth+1)
	}
	return out
}

func generateYAML(p *picker) any {
	y := &yamlWriter{picker: p, left: 3 + p.IntN(25)}
	start, end := "", ""
	if p.percent(40) {
		start = p.one("---\n", "%YAML 1.1\n---\n", "# c\n", "\ufeff", "--- ", "\n\n", "---\n---\n",
			"%TAG ! x:\n---\n")
	}
	body := ""
	switch p.IntN(6) {
	case 0:
		body = y.inline(0) + p.one("\n", "")
	case 1:
		body = y.sequence("", 0)
	default:
		body = y.mapping("", 0)
	}
	if p.percent(40) {
		end = p.one("---\nother: document\n", "...\n", "...\nx: 1\n", "---", "\t", "# end", "---\n[bad")
	}
	text := start + body + end
	if p.percent(4) {
		text = strings.ReplaceAll(text, "\n", p.one("\r\n", "\r"))
	}
	return text
}
