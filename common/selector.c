/*
 * Label selectors. Whatever they are read from (a LabelSelector, a map, the text of
 * -l), each requirement passes add(), which keeps why the API server refuses it.
 * Matching stands in the middle, the reader of -l at the end.
 */
#include "kube/selector.h"

#include "kube/gotext.h"
#include "kube/strings.h"

#include <stdint.h>
#include <string.h>

/* A selector in the making. */
struct draft {
	struct arena *arena;
	struct buf requirements; /* struct requirement */
	struct buf why;          /* not empty: it is refused */
};

static void draft_free(struct draft *d)
{
	buf_free(&d->requirements);
	buf_free(&d->why);
}

#define DRAFT(a) { .arena = (a), .requirements.max = SIZE_MAX / 2 }

/* Adds the requirement, or why it is refused, to the draft. */
static void add(struct draft *d, const struct requirement *r)
{
	requirement_check(r, &d->why);
	buf_add(&d->requirements, r, sizeof *r);
}

static struct selector refused(struct arena *a, const char *why)
{
	return (struct selector){ .what = SELECT_NOTHING, .invalid = arena_strdup(a, why) };
}

static struct selector finish(const struct draft *d)
{
	struct selector s = { .what = SELECT_ALL };

	if (d->why.len)
		return refused(d->arena, d->why.at);
	s.n = d->requirements.len / sizeof *s.at;
	if (!s.n)
		return s;
	s.what = SELECT_BY;
	s.at = arena_alloc(d->arena, d->requirements.len);
	memcpy(s.at, d->requirements.at, d->requirements.len);
	return s;
}

/* Whether v is null or of this type; the API server does not even read anything else. */
static bool typed(struct draft *d, struct json v, enum json_type type, const char *place)
{
	static const char *const names[] = { "null",   "bool",  "number",
		                             "string", "array", "object" };

	if (json_type(v) == type || !json_exists(v))
		return true;
	buf_addf(&d->why, "json: cannot unmarshal %s into Go %s", names[json_type(v)], place);
	return false;
}

static const char **values_of(struct draft *d, size_t n)
{
	return arena_alloc(d->arena, n * sizeof(const char *));
}

static void add_map(struct draft *d, struct json map)
{
	const struct labels *set;

	if (!typed(d, map, JSON_OBJECT, "value of type map[string]string"))
		return;
	json_each(value, map)
		if (!typed(d, value, JSON_STRING, "value of type string"))
			return;
	set = labels_of(d->arena, map);
	for (size_t i = 0; i < set->n && !d->why.len; i++) {
		struct requirement r = { set->at[i].key, SEL_IN, 1, values_of(d, 1) };

		r.values[0] = set->at[i].value;
		add(d, &r);
	}
}

static bool operator_named(struct draft *d, const char *name, enum selector_operator *op)
{
	static const char *const names[] = { "In", "NotIn", "Exists", "DoesNotExist" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i])) {
			*op = (enum selector_operator)i;
			return true;
		}
	gotext_quote(&d->why, name);
	buf_puts(&d->why, " is not a valid label selector operator");
	return false;
}

#define FIELD "struct field LabelSelectorRequirement."

static void add_expression(struct draft *d, struct json expression)
{
	struct json key = json_key(expression, "key"), operator = json_key(expression, "operator");
	struct json values = json_key(expression, "values");
	struct requirement r = { arena_intern(d->arena, json_text(key, "")) };

	if (!typed(d, expression, JSON_OBJECT, "value of type v1.LabelSelectorRequirement") ||
	    !typed(d, key, JSON_STRING, FIELD "key of type string") ||
	    !typed(d, operator, JSON_STRING, FIELD "operator of type v1.LabelSelectorOperator") ||
	    !typed(d, values, JSON_ARRAY, FIELD "values of type []string") ||
	    !operator_named(d, json_text(operator, ""), &r.op))
		return;
	r.values = values_of(d, json_count(values));
	json_each(value, values) {
		if (!typed(d, value, JSON_STRING, FIELD "values of type string"))
			return;
		r.values[r.n++] = arena_intern(d->arena, json_text(value, ""));
	}
	add(d, &r);
}

struct selector selector_of(struct arena *a, struct json label_selector)
{
	AUTO(draft_free) struct draft d = DRAFT(a);
	struct json expressions = json_key(label_selector, "matchExpressions");

	if (!json_exists(label_selector))
		return (struct selector){ .what = SELECT_NOTHING };
	if (typed(&d, label_selector, JSON_OBJECT, "value of type v1.LabelSelector") &&
	    typed(&d, expressions, JSON_ARRAY, "value of type []v1.LabelSelectorRequirement"))
		add_map(&d, json_key(label_selector, "matchLabels"));
	json_each(expression, expressions)
		if (!d.why.len)
			add_expression(&d, expression);
	return finish(&d);
}

struct selector selector_of_map(struct arena *a, struct json map)
{
	AUTO(draft_free) struct draft d = DRAFT(a);

	add_map(&d, map);
	return d.why.len || d.requirements.len ? finish(&d)
	                                       : (struct selector){ .what = SELECT_NOTHING };
}

bool selector_matches(const struct selector *s, const struct labels *set)
{
	for (size_t i = 0; i < s->n; i++)
		if (!requirement_holds(&s->at[i], labels_value(set, s->at[i].key)))
			return false;
	return s->what != SELECT_NOTHING;
}

bool selector_matches_json(const struct selector *s, struct json labels)
{
	for (size_t i = 0; i < s->n; i++)
		if (!requirement_holds(&s->at[i], labels_json_value(labels, s->at[i].key)))
			return false;
	return s->what != SELECT_NOTHING;
}

enum token_kind { END, WORD, OPEN, CLOSE, COMMA, NOT, EQUAL, NOT_EQUAL, GREATER, LESS };

struct token {
	enum token_kind kind;
	const char *at;
	size_t len;
};

static struct token next(const char **text)
{
	static const char symbols[] = "(),!=><";
	static const enum token_kind kinds[] = { OPEN, CLOSE, COMMA, NOT, EQUAL, GREATER, LESS };
	struct token t = { END, *text += strspn(*text, " \t\r\n"), 1 };
	const char *symbol;

	if (!*t.at)
		return (struct token){ END, t.at, 0 };
	symbol = strchr(symbols, *t.at);
	t.kind = symbol ? kinds[symbol - symbols] : WORD;
	if (t.kind == WORD)
		t.len = strcspn(t.at, "(),!=>< \t\r\n");
	if ((t.kind == NOT || t.kind == EQUAL) && t.at[1] == '=') {
		t.kind = t.kind == NOT ? NOT_EQUAL : EQUAL;
		t.len = 2;
	}
	*text += t.len;
	return t;
}

static struct token peek(const char *text)
{
	return next(&text);
}

static int unexpected(struct error *err, struct token t, const char *expected)
{
	return error_set(err, ERR_USAGE, "found '%.*s', expected: %s", (int)t.len, t.at, expected);
}

/* "(a,b)". Nothing between commas or brackets is the empty value. */
static int list(const char **text, struct strings *values, struct error *err)
{
	struct token t = next(text);

	if (t.kind != OPEN)
		return unexpected(err, t, "'('");
	do {
		t = peek(*text);
		strings_addn(values, t.at, t.kind == WORD ? t.len : 0);
		if (t.kind == WORD)
			next(text);
		t = next(text);
	} while (t.kind == COMMA);
	strings_sort_unique(values);
	return t.kind == CLOSE ? 0 : unexpected(err, t, "',' or ')'");
}

static int single(const char **text, struct strings *values, struct error *err)
{
	struct token t = peek(*text);

	if (t.kind == END || t.kind == COMMA)
		t.len = 0;
	else if (next(text).kind != WORD)
		return unexpected(err, t, "identifier");
	strings_addn(values, t.at, t.len);
	return 0;
}

static bool is_word(struct token t, const char *word)
{
	return t.kind == WORD && t.len == strlen(word) && !memcmp(t.at, word, t.len);
}

static int operator_and_values(const char **text, struct requirement *r, struct strings *values,
                               struct error *err)
{
	struct token t = next(text);

	if (is_word(t, "in") || is_word(t, "notin")) {
		r->op = t.len == 2 ? SEL_IN : SEL_NOT_IN;
		return list(text, values, err);
	}
	switch (t.kind) {
	case EQUAL:     r->op = SEL_IN; break;
	case NOT_EQUAL: r->op = SEL_NOT_IN; break;
	case GREATER:   r->op = SEL_GREATER; break;
	case LESS:      r->op = SEL_LESS; break;
	default:        return unexpected(err, t, "in, notin, =, ==, !=, >, <");
	}
	return single(text, values, err);
}

static int requirement(struct draft *d, const char **text, struct error *err)
{
	AUTO(strings_free) struct strings values = { 0 };
	struct requirement r = { .op = SEL_EXISTS };
	struct token t = next(text);

	if (t.kind == NOT) {
		r.op = SEL_NOT_EXISTS;
		t = next(text);
	}
	if (t.kind != WORD)
		return unexpected(err, t, "identifier");
	r.key = arena_intern(d->arena, arena_strndup(d->arena, t.at, t.len));
	t = peek(*text);
	if (r.op == SEL_EXISTS && t.kind != END && t.kind != COMMA)
		if (operator_and_values(text, &r, &values, err))
			return -1;
	r.n = values.n;
	r.values = values_of(d, r.n);
	for (size_t i = 0; i < r.n; i++)
		r.values[i] = arena_intern(d->arena, values.at[i]);
	add(d, &r);
	return d->why.len ? error_set(err, ERR_USAGE, "%s", d->why.at) : 0;
}

int selector_parse(struct arena *a, const char *text, struct selector *s, struct error *err)
{
	AUTO(draft_free) struct draft d = DRAFT(a);
	struct token t = peek(text);

	if (t.kind != END && t.kind != WORD && t.kind != NOT)
		return unexpected(err, t, "!, identifier, or 'end of string'");
	while (t.kind != END) {
		if (requirement(&d, &text, err))
			return error_wrap(err, "unable to parse requirement");
		t = next(&text);
		if (t.kind != END && t.kind != COMMA)
			return unexpected(err, t, "',' or 'end of string'");
		if (t.kind == COMMA && (t = peek(text)).kind != WORD && t.kind != NOT)
			return unexpected(err, t, "identifier after ','");
	}
	*s = finish(&d);
	return 0;
}
