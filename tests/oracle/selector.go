// Label selectors: a LabelSelector object, or the text after -l, against a set of labels.
package main

import (
	"encoding/json"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	kjson "sigs.k8s.io/json"
)

type selectorCase struct {
	Selector json.RawMessage   `json:"selector"`
	Query    *string           `json:"query"`
	Labels   map[string]string `json:"labels"`
}

func (c selectorCase) selector() (labels.Selector, error) {
	if c.Query != nil {
		return labels.Parse(*c.Query)
	}
	var selector *metav1.LabelSelector
	if len(c.Selector) > 0 {
		if err := kjson.UnmarshalCaseSensitivePreserveInts(c.Selector, &selector); err != nil {
			return nil, err
		}
	}
	return metav1.LabelSelectorAsSelector(selector)
}

// answerSelector also calls invalid what the API server would not read as a LabelSelector.
func answerSelector(line string) string {
	var c selectorCase
	if err := kjson.UnmarshalCaseSensitivePreserveInts([]byte(line), &c); err != nil {
		return skip
	}
	selector, err := c.selector()
	switch {
	case err != nil:
		return "invalid"
	case selector.Matches(labels.Set(c.Labels)):
		return "match"
	}
	return "no"
}

// Names and values in use, of which few match by chance, and what lies at the limits of their
// syntax.
func labelKey(p *picker) string {
	if p.percent(8) {
		long := strings.Repeat("a", 61+p.IntN(5))
		return p.one("", "-a", "a-", "a b", "A", "x/", "/x", "a.b/c/d", "Ex.com/a", "a..b/c", "ä",
			long,
			strings.Repeat("a.", 125+p.IntN(4))+"a/x", "x-/y", "1", "a_b", "_", "in", "notin")
	}
	return p.one("app", "tier", "env", "n", "app.kubernetes.io/name")
}

func labelValue(p *picker) string {
	if p.percent(8) {
		return p.one("-", "a b", "a/b", "a_", ".a", "ä", "=", strings.Repeat("v", 62+p.IntN(3)),
			"A.b_c-1", "in",
			"9223372036854775807", "9223372036854775808", "0x10", "1.5", "+5", "007")
	}
	return p.one("", "web", "db", "prod", "1", "5", "10", "-3")
}

func labelSet(p *picker) map[string]any {
	set := map[string]any{}
	for range p.IntN(4) {
		set[labelKey(p)] = labelValue(p)
	}
	return set
}

func labelExpression(p *picker) any {
	expression := map[string]any{"key": labelKey(p), "operator": p.one("In", "NotIn", "Exists",
		"DoesNotExist")}
	p.maybe(4, expression, "operator", func() any {
		return p.one("", "in", "Gt", "Lt", "=",
			"exists")
	})
	wants := expression["operator"] == "In" || expression["operator"] == "NotIn"
	if wants != p.percent(6) {
		expression["values"] = p.list(3, func(p *picker) any { return labelValue(p) })
	}
	p.maybe(3, expression, "values", func() any { return nil })
	return expression
}

func labelQuery(p *picker) string {
	space := func() string { return p.one("", "", "", " ", "  ") }
	terms := []string{}
	for range p.IntN(4) {
		key, values := labelKey(p), []string{}
		for range p.IntN(4) {
			values = append(values, space()+labelValue(p)+space())
		}
		set := "(" + strings.Join(values, ",") + ")"
		terms = append(terms, space()+p.one(key, "!"+space()+key, key+space()+p.one("=", "==",
			"!=", ">", "<")+
			space()+labelValue(p), key+p.one(" ", " ", "")+p.one("in",
			"notin")+space()+set)+space())
	}
	return strings.Join(terms, p.one(",", ",", ",", ",", ",,", " "))
}

func wrongType(p *picker) any {
	return []any{nil, "x", true, json.Number("1"), []any{}, []any{"x"}, []any{nil},
		map[string]any{}, map[string]any{"app": json.Number("1")}, map[string]any{"app": nil},
		[]any{map[string]any{"key": "app", "operator": "Exists", "values": "x"}},
		[]any{map[string]any{"key": "app", "operator": "In", "values": []any{json.Number("1")}}},
		[]any{map[string]any{"key": "app", "operator": "In", "values": []any{nil}}},
		[]any{map[string]any{"key": "app", "operator": true}},
		[]any{map[string]any{"key": json.Number("1"), "operator": "Exists"}},
		[]any{map[string]any{"key": nil, "operator": nil}}}[p.IntN(16)]
}

func generateSelector(p *picker) any {
	set := labelSet(p)
	if p.percent(40) {
		return map[string]any{"query": labelQuery(p), "labels": set}
	}
	selector := map[string]any{}
	p.maybe(50, selector, "matchLabels", func() any { return labelSet(p) })
	p.maybe(60, selector, "matchExpressions", func() any { return p.list(3, labelExpression) })
	if p.percent(4) {
		return map[string]any{"selector": nil, "labels": set}
	}
	p.maybe(3, selector, p.word("matchLabels matchExpressions x"), func() any { return wrongType(p) })
	return map[string]any{"selector": selector, "labels": set}
}
