/*
 * items.h - the objects in a JSON value: itself, or those of a list, lists in it opened.
 *
 *	items_show(&(struct items_sink){ look, tell, me }, root, NULL, err);
 *
 * Any object with an "items" that is a list is a list, as for kubectl. The items of a
 * PodList need not say that they are Pods.
 */
#ifndef KUBE_ITEMS_H
#define KUBE_ITEMS_H

#include "kube/json.h"

#include <stdbool.h>

/* What the items of a list are where they do not say: "v1", "Pod". NULL: not known. */
struct items_implied {
	char *api_version, *kind;
};

struct items_sink {
	/* An object; neither of the texts is empty. Non-zero ends it with -1. */
	int (*object)(void *arg, struct json v, const char *api_version, const char *kind,
	              struct error *err);
	/* What is no object, and why. Non-zero ends it with -1. */
	int (*wrong)(void *arg, struct json v, const char *why, struct error *err);
	void *arg;
};

/* `implied` may be NULL. null, and a list without items, hold nothing. */
int items_show(const struct items_sink *sink, struct json v, const struct items_implied *implied,
               struct error *err);
/* Is it an object, and no list, that does not say its kind? */
bool items_untyped(struct json v);
/* By a list or its first members; free it. */
struct items_implied items_implied_by(struct json list);
void items_implied_free(struct items_implied *implied);

#endif
