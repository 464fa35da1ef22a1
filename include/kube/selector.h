/*
 * selector.h - label selectors, matching what the API server matches.
 *
 *	struct selector s = selector_of(&arena, json_get(pdb, "spec.selector"));
 *	if (selector_matches(&s, labels_of(&arena, json_get(pod, "metadata.labels"))))
 *		...
 *
 * Selectors live in the arena.
 */
#ifndef KUBE_SELECTOR_H
#define KUBE_SELECTOR_H

#include "kube/labels.h"
#include "kube/requirement.h"

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
/*
 * "app=web,tier!=db,env in (a,b),!x,cpus>2" of -l. ERR_USAGE with the API server's
 * words. "" selects all. *s is untouched on failure.
 */
int selector_parse(struct arena *a, const char *text, struct selector *s, struct error *err);
bool selector_matches(const struct selector *s, const struct labels *set);
/* The same against a "labels" object, where nothing is kept. */
bool selector_matches_json(const struct selector *s, struct json labels);

#endif
