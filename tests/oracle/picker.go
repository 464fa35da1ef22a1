// Random choices of one case, the same for the same seed and number, and mutations of a case
// made of them.
package main

import (
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
)

type picker struct{ *rand.Rand }

// newPicker gives case number index of a subcommand its own choices: one case is reproduced
// without the others.
func newPicker(name string, seed, index uint64) *picker {
	hash := fnv.New64a()
	hash.Write([]byte(name))
	return &picker{rand.New(rand.NewPCG(seed^hash.Sum64(), index))}
}

func (p *picker) one(choices ...string) string { return choices[p.IntN(len(choices))] }

// words splits choices written in one string.
func (p *picker) word(choices string) string { return p.one(strings.Fields(choices)...) }

func (p *picker) percent(n int) bool { return p.IntN(100) < n }

// digits is a number of 1 to most digits, small numbers more often than large ones.
func (p *picker) digits(most int) string {
	var out strings.Builder
	for range 1 + p.IntN(1+p.IntN(most)) {
		out.WriteByte(byte('0' + p.IntN(10)))
	}
	return out.String()
}

func (p *picker) text(alphabet string, most int) string {
	runes := []rune(alphabet)
	var out strings.Builder
	for range p.IntN(most + 1) {
		out.WriteRune(runes[p.IntN(len(runes))])
	}
	return out.String()
}

// list makes 0 to most items.
func (p *picker) list(most int, item func(*picker) any) []any {
	out := []any{}
	for range p.IntN(most + 1) {
		out = append(out, item(p))
	}
	return out
}

// maybe sets a key, percent times of a hundred.
func (p *picker) maybe(percent int, object map[string]any, key string, value func() any) {
	if p.percent(percent) {
		object[key] = value()
	}
}

// mutate changes a few nodes of a tree, staying with their types except for a null now and
// then.
func (p *picker) mutate(root any, alphabet string) any {
	for range 1 + p.IntN(3) {
		all := nodes(root)
		at := p.IntN(len(all))
		value := p.mutateNode(all[at], all, alphabet)
		if at == 0 && isRemoved(value) {
			continue
		}
		root = edit(root, at, value)
	}
	return root
}

func (p *picker) mutateNode(node any, all []any, alphabet string) any {
	if p.percent(10) {
		return removed{}
	}
	if p.percent(2) && len(all) > 1 {
		return nil
	}
	switch node := node.(type) {
	case string:
		if other, is := all[p.IntN(len(all))].(string); is && p.percent(20) {
			return other
		}
		return p.mutateText(node, alphabet)
	case json.Number:
		return p.mutateNumber(node)
	case bool:
		return !node
	case []any:
		if len(node) > 0 {
			return append(append([]any{}, node...), node[p.IntN(len(node))])
		}
	}
	return node
}

func (p *picker) mutateNumber(number json.Number) any {
	value, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return json.Number("0")
	}
	switch p.IntN(6) {
	case 0:
		value = 0
	case 1:
		value = -value
	case 2:
		value *= 60
	case 3:
		value /= 60
	default:
		value += int64(p.IntN(5)) - 2
	}
	return json.Number(strconv.FormatInt(value, 10))
}

// mutateText removes, doubles, replaces or inserts a few characters.
func (p *picker) mutateText(text, alphabet string) string {
	runes, letters := []rune(text), []rune(alphabet)
	for range 1 + p.IntN(2) {
		at := p.IntN(len(runes) + 1)
		rest := append([]rune{}, runes[at:]...)
		switch choice := p.IntN(4); {
		case choice == 0 && len(rest) > 0:
			runes = append(runes[:at:at], rest[1+p.IntN(min(3, len(rest))):]...)
		case choice == 1 && len(rest) > 0:
			runes = append(append(runes[:at:at], rest[:1+p.IntN(min(8, len(rest)))]...), rest...)
		case choice == 2 && len(rest) > 0 && len(letters) > 0:
			rest[0] = letters[p.IntN(len(letters))]
			runes = append(runes[:at:at], rest...)
		case len(letters) > 0:
			runes = append(append(runes[:at:at], letters[p.IntN(len(letters))]), rest...)
		}
	}
	return string(runes)
}
