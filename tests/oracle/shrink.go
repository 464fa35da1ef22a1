// Makes a case that differs as small as it gets: nodes are removed, emptied and shortened while
// it still differs.
package main

import (
	"encoding/json"
	"strings"
)

// shrink makes at most so many tries; small cases need a few hundred.
func shrink(line string, tries int, differs func(string) bool) string {
	root, err := decode(line)
	if err != nil {
		return line
	}
	attempt := func(at int, value any) bool {
		tries--
		candidate := edit(root, at, value)
		if tries < 0 || !differs(encode(candidate)) {
			return false
		}
		root = candidate
		return true
	}
	for progress := true; progress && tries > 0; {
		progress = false
		for at := 0; at < len(nodes(root)); at++ {
			for tries > 0 && shrinkNode(nodes(root), at, attempt) {
				progress = true
				if at >= len(nodes(root)) {
					break
				}
			}
		}
	}
	return encode(root)
}

// shrinkNode tries what is simpler than one node and reports whether something of it still
// differs.
func shrinkNode(all []any, at int, attempt func(int, any) bool) bool {
	if at > 0 && attempt(at, removed{}) {
		return true
	}
	switch node := all[at].(type) {
	case map[string]any:
		return len(node) > 0 && attempt(at, map[string]any{})
	case []any:
		return len(node) > 0 && attempt(at, []any{})
	case bool:
		return node && attempt(at, false)
	case json.Number:
		return node != "0" && attempt(at, json.Number("0")) || shrinkNumber(string(node), at,
			attempt)
	case string:
		return shrinkText(node, at, attempt)
	}
	return false
}

func shrinkNumber(number string, at int, attempt func(int, any) bool) bool {
	unsigned := strings.TrimPrefix(number, "-")
	shorter := unsigned[:len(unsigned)-1]
	if unsigned != number && attempt(at, json.Number(unsigned)) {
		return true
	}
	return shorter != "" && attempt(at, json.Number(number[:len(number)-1]))
}

// shrinkText takes out lines, then runs of characters, the longest first.
func shrinkText(text string, at int, attempt func(int, any) bool) bool {
	if text != "" && attempt(at, "") {
		return true
	}
	lines := strings.SplitAfter(text, "\n")
	if len(lines) > 1 && shrinkPieces(lines, at, attempt) {
		return true
	}
	return shrinkPieces(strings.Split(text, ""), at, attempt) || shrinkDigits(text, at, attempt)
}

func shrinkPieces(pieces []string, at int, attempt func(int, any) bool) bool {
	for size := len(pieces) / 2; size > 0; size /= 2 {
		for start := 0; start+size <= len(pieces); start += size {
			if attempt(at, strings.Join(pieces[:start], "")+strings.Join(pieces[start+size:], "")) {
				return true
			}
		}
	}
	return false
}

// shrinkDigits makes a digit a 1, so that one cause is shown by one case and not by nine.
func shrinkDigits(text string, at int, attempt func(int, any) bool) bool {
	for i, digit := range text {
		if digit >= '2' && digit <= '9' && attempt(at, text[:i]+"1"+text[i+1:]) {
			return true
		}
	}
	return false
}
