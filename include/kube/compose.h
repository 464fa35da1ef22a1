/*
 * compose.h - the events of a YAML document put together as JSON text.
 *
 *	compose_begin(&c);
 *	compose_start(&c, COMPOSE_MAPPING, NULL, at, err);
 *	compose_scalar(&c, &(struct scalar){ "replicas", 8 }, NULL, at, err);
 *	compose_scalar(&c, &(struct scalar){ "3", 1 }, NULL, at, err);
 *	compose_end(&c, err);               // c.text: {"replicas":3}
 *
 * Names, merges, anchors, aliases and duplicates mean what they mean to kubectl's
 * reader.
 *
 * With `by_item`, the elements of an "items" list of the topmost mapping come alone: when
 * compose_has_item() says so, text from item_at on is one of them, to be taken and
 * dropped. What comes at the end has "items" as an empty list. Such a list may be longer
 * than memory; one with an anchor comes whole.
 *
 * A zeroed struct is ready. After an error (ERR_DATA, without a place) c.at
 * says where; then only compose_begin() may follow.
 */
#ifndef KUBE_COMPOSE_H
#define KUBE_COMPOSE_H

#include "kube/anchors.h"
#include "kube/buf.h"
#include "kube/json_check.h"
#include "kube/members.h"
#include "kube/places.h"
#include "kube/scalar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMPOSE_TEXT_MAX ((size_t)64 << 20) /* bytes of JSON a document may become */

enum compose_container { COMPOSE_LIST, COMPOSE_MAPPING };

struct compose_frame {
	enum { COMPOSE_ARRAY, COMPOSE_OBJECT, COMPOSE_MERGED, COMPOSE_MERGES } shape;
	bool named;          /* a mapping: the name is written, its value comes */
	bool merging;        /* that name is "<<" */
	bool any;            /* an array: it has an element */
	bool items;          /* an array: its elements come alone */
	size_t start;        /* of its text: behind the bracket, if it has one */
	size_t first;        /* its members in c->members */
	size_t object_first; /* those of the object they are written in */
	size_t anchor;       /* its index + 1; 0: none */
	uint64_t nodes;      /* c->nodes before it */
	uint32_t list, item; /* of a list of merges: its number, and how many items it had */
};

struct compose {
	/* the caller's */
	bool strict;           /* two equal keys are an error */
	bool by_item;
	/* what came of it */
	bool had_items;
	size_t item_at;
	struct buf text;
	struct places places;  /* of every name, list element and of the whole in text */
	struct place at;       /* of the last event, or of what is wrong */
	/* its own */
	struct members members;
	struct anchors anchors;
	size_t item_place, item_anchor; /* how many there were before the item */
	struct compose_frame frames[JSON_DEPTH_MAX];
	size_t depth;
	uint32_t lists;
	uint64_t nodes, alias_nodes; /* so far, and how many of them through an alias */
};

void compose_begin(struct compose *c);
/* `anchor` is NULL where there is none. */
int compose_scalar(struct compose *c, const struct scalar *s, const char *anchor, struct place at,
                   struct error *err);
/* Is the next scalar a key? Then "<<" may be compose_merge(): what comes after it is merged. */
bool compose_wants_key(const struct compose *c);
void compose_merge(struct compose *c, const struct scalar *s, const char *anchor);
int compose_alias(struct compose *c, const char *anchor, struct place at, struct error *err);
int compose_start(struct compose *c, enum compose_container container, const char *anchor,
                  struct place at, struct error *err);
int compose_end(struct compose *c, struct error *err);
bool compose_has_item(const struct compose *c);
void compose_drop_item(struct compose *c);
void compose_free(struct compose *c);

#endif
