/*
 * selector.h - label sets and label selectors, matching what the API server matches.
 *
 * Label sets are interned: pods of one template share one set, so that an index of
 * 10,000 pods costs 10,000 pointers. Selectors live in the arena.
 */
#ifndef KUBE_SELECTOR_H
#define KUBE_SELECTOR_H

#include "kube/arena.h"
#include "kube/json.h"

struct label {
	const char *key, *value; /* interned */
};

struct labels {
	size_t n;
	struct label at[]; /* sorted by key */
};

/* Of a "labels" object (absent: the empty set). Never NULL; equal sets are one pointer. */
const struct labels *labels_of(struct arena *a, struct json labels);
const char *labels_value(const struct labels *set, const char *key); /* NULL when not there */

enum selector_operator { SEL_IN, SEL_NOT_IN, SEL_EXISTS, SEL_NOT_EXISTS, SEL_GREATER, SEL_LESS };

struct requirement {
	const char *key;
	enum selector_operator op;
	size_t n;
	const char **values;
};

struct selector {
	enum { SELECT_NOTHING, SELECT_BY, SELECT_ALL } what; /* a zeroed one selects nothing */
	const char *invalid; /* why the API server would refuse it; it then selects nothing */
	size_t n;
	struct requirement *at;
};

/*
 * A LabelSelector: matchLabels and matchExpressions. Absent selects nothing, {}
 * selects all (metav1.LabelSelectorAsSelector).
 */
struct selector selector_of(struct arena *a, struct json label_selector);
/* A plain map, as a Service's spec.selector: absent or empty selects nothing. */
struct selector selector_of_map(struct arena *a, struct json map);
/* "app=web,tier!=db,env in (a,b),!x" of -l. ERR_USAGE with kubectl's words. "" selects all. */
int selector_parse(struct arena *a, const char *text, struct selector *s, struct error *err);
bool selector_matches(const struct selector *s, const struct labels *set);
/* The same against a "labels" object, where nothing is kept. */
bool selector_matches_json(const struct selector *s, struct json labels);

#endif
