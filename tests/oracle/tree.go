// A case as a JSON tree, and edits of one node of it. Nodes are counted in the order in which
// they are written.
package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
)

func decode(line string) (any, error) {
	var value any
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	return value, nil
}

// encode writes a value on one line, keys sorted.
func encode(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func sortedKeys(object map[string]any) []string {
	return slices.Sorted(maps.Keys(object))
}

// walk calls visit for every node.
func walk(value any, visit func(any)) {
	visit(value)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			walk(value[key], visit)
		}
	case []any:
		for _, item := range value {
			walk(item, visit)
		}
	}
}

func nodes(root any) []any {
	all := []any{}
	walk(root, func(node any) { all = append(all, node) })
	return all
}

// removed, as the new value of a node, takes the node out of its object or list.
type removed struct{}

// edit returns a copy of the tree in which node number at has a new value.
func edit(root any, at int, value any) any {
	next := 0
	return editFrom(root, &next, at, value)
}

func editFrom(node any, next *int, at int, value any) any {
	here := *next
	*next++
	if here == at {
		return value
	}
	switch node := node.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, key := range sortedKeys(node) {
			if child := editFrom(node[key], next, at, value); !isRemoved(child) {
				out[key] = child
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range node {
			if child := editFrom(item, next, at, value); !isRemoved(child) {
				out = append(out, child)
			}
		}
		return out
	}
	return node
}

func isRemoved(value any) bool {
	_, is := value.(removed)
	return is
}
