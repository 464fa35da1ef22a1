/*
 * Every event adds its JSON to c->text at once. What it means depends on where it
 * stands, its role: a name, a value, or something to merge (`<<: ...`). A merged
 * mapping has no brackets: its members go among those of the mapping around it, and
 * members.h decides between equal names when that one ends.
 */
#include "kube/compose.h"

#include <stdlib.h>
#include <string.h>

enum role { VALUE, NAME, MERGE };

static const char no_merge[] = "map merge requires map or sequence of maps as the value";
static const char no_key[] = "a key cannot be a mapping or a list";

void compose_begin(struct compose *c)
{
	buf_cut(&c->text, 0);
	c->text.max = COMPOSE_TEXT_MAX;
	c->places.n = 0;
	members_cut(&c->members, 0);
	anchors_clear(&c->anchors);
	c->depth = 0;
	c->had_items = false;
	c->lists = 0;
	c->nodes = 1;
	c->alias_nodes = 0;
}

void compose_free(struct compose *c)
{
	buf_free(&c->text);
	places_free(&c->places);
	members_free(&c->members);
	anchors_free(&c->anchors);
}

/* ---- where an event stands ---- */

static struct compose_frame *top(struct compose *c)
{
	return c->depth ? &c->frames[c->depth - 1] : NULL;
}

static bool is_mapping(const struct compose_frame *f)
{
	return f && (f->shape == COMPOSE_OBJECT || f->shape == COMPOSE_MERGED);
}

static enum role role(struct compose *c)
{
	const struct compose_frame *f = top(c);

	if (is_mapping(f))
		return !f->named ? NAME : f->merging ? MERGE : VALUE;
	return f && f->shape == COMPOSE_MERGES ? MERGE : VALUE;
}

bool compose_wants_key(const struct compose *c)
{
	const struct compose_frame *f = c->depth ? &c->frames[c->depth - 1] : NULL;

	return is_mapping(f) && !f->named;
}

static void mark(struct compose *c)
{
	places_add(&c->places, c->text.len, (size_t)c->at.line, (size_t)c->at.column);
}

/* A member is found by its name's mark. */
static void begin_value(struct compose *c)
{
	struct compose_frame *f = top(c);

	if (is_mapping(f))
		return;
	if (f && f->any)
		buf_putc(&c->text, ',');
	if (f)
		f->any = true;
	if (f && f->items) {
		c->item_at = c->text.len;
		c->item_place = c->places.n;
		c->item_anchor = c->anchors.n;
	}
	mark(c);
}

/* Behind a value, or behind all that one "<<" merged. */
static void end_value(struct compose *c)
{
	struct compose_frame *f = top(c);

	if (!is_mapping(f))
		return;
	if (!f->merging)
		members_end(&c->members, c->text.len);
	f->named = f->merging = false;
}

/* Behind one mapping that was merged; its members are those from `first` on. */
static void end_merge(struct compose *c, size_t first)
{
	struct compose_frame *f = top(c);
	bool listed = f->shape == COMPOSE_MERGES;

	members_merged(&c->members, first, listed ? f->list : 0, listed ? f->item++ : 0);
	end_value(c);
}

/* The document ends where it, or what anchors keep of it, gets too large. */
static int checked(struct compose *c, int result, struct error *err)
{
	if (!result && (c->text.overflow || c->anchors.texts.overflow))
		return error_set(err, ERR_DATA, "the document is larger than %zu MiB",
		                 COMPOSE_TEXT_MAX >> 20);
	return result;
}

/* ---- scalars ---- */

static int add_name(struct compose *c, const struct scalar *s, struct error *err)
{
	if (c->members.n > top(c)->object_first)
		buf_putc(&c->text, ',');
	mark(c);
	members_begin(&c->members, c->text.len);
	if (scalar_add_name(s, &c->text, err))
		return -1;
	members_named(&c->members, &c->text);
	buf_putc(&c->text, ':');
	top(c)->named = true;
	return 0;
}

static int add_scalar(struct compose *c, const struct scalar *s, struct error *err)
{
	switch (role(c)) {
	case NAME:
		return add_name(c, s, err);
	case MERGE:
		return error_set(err, ERR_DATA, "%s", no_merge);
	default:
		begin_value(c);
		if (scalar_add(s, &c->text, err))
			return -1;
		end_value(c);
		return 0;
	}
}

static void keep_scalar(struct compose *c, const struct scalar *s, const char *anchor)
{
	if (anchor)
		anchors_close_scalar(&c->anchors, anchors_open(&c->anchors, anchor), s);
}

int compose_scalar(struct compose *c, const struct scalar *s, const char *anchor, struct place at,
                   struct error *err)
{
	c->at = at;
	c->nodes++;
	keep_scalar(c, s, anchor);
	return checked(c, add_scalar(c, s, err), err);
}

void compose_merge(struct compose *c, const struct scalar *s, const char *anchor)
{
	keep_scalar(c, s, anchor);
	top(c)->named = top(c)->merging = true;
}

/* ---- aliases ---- */

/* go-yaml's bounds: 99 of 100 nodes may come from aliases, or 10 where there are millions. */
static bool too_many_aliases(const struct compose *c)
{
	double nodes = (double)c->nodes, low = 400000, high = 4000000;
	double allowed = nodes <= low ? 0.99 : 0.99 - 0.89 * ((nodes - low) / (high - low));

	if (nodes >= high)
		allowed = 0.10;
	return c->alias_nodes > 100 && c->nodes > 1000 && (double)c->alias_nodes / nodes > allowed;
}

static int merge_alias(struct compose *c, const struct anchor *a, struct error *err)
{
	const char *text = anchors_text(&c->anchors, a);
	size_t first = c->members.n, from;

	if (a->type != ANCHOR_OBJECT)
		return error_set(err, ERR_DATA, "%s", no_merge);
	if (memchr(text, '"', a->len)) { /* it has members */
		if (first > top(c)->object_first)
			buf_putc(&c->text, ',');
		from = c->text.len;
		if (a->inside != ANCHOR_LOST)
			places_alias(&c->places, from, a->inside);
		else
			mark(c);
		buf_add(&c->text, text + 1, a->len - 2);
		if (!c->text.overflow)
			members_scan(&c->members, &c->text, from);
	}
	end_merge(c, first);
	return 0;
}

static int alias_container(struct compose *c, const struct anchor *a, struct error *err)
{
	switch (role(c)) {
	case NAME:
		return error_set(err, ERR_DATA, "%s", no_key);
	case MERGE:
		return merge_alias(c, a, err);
	default:
		if (a->type == ANCHOR_MERGES)
			return error_set(err, ERR_DATA, "an alias of a list of merges is not read");
		begin_value(c);
		if (a->inside != ANCHOR_LOST)
			places_alias(&c->places, c->text.len + 1, a->inside);
		buf_add(&c->text, anchors_text(&c->anchors, a), a->len);
		end_value(c);
		return 0;
	}
}

int compose_alias(struct compose *c, const char *anchor, struct place at, struct error *err)
{
	const struct anchor *a = anchors_find(&c->anchors, anchor);
	struct scalar s;

	c->at = at;
	if (!a)
		return error_set(err, ERR_DATA, "unknown anchor '%s' referenced", anchor);
	if (a->type == ANCHOR_OPEN)
		return error_set(err, ERR_DATA, "anchor '%s' value contains itself", anchor);
	c->nodes += 1 + a->nodes;
	c->alias_nodes += a->nodes;
	if (too_many_aliases(c))
		return error_set(err, ERR_DATA, "document contains excessive aliasing");
	if (a->type != ANCHOR_SCALAR)
		return checked(c, alias_container(c, a, err), err);
	s = anchors_scalar(&c->anchors, a);
	return checked(c, add_scalar(c, &s, err), err);
}

/* ---- items ---- */

/* Is what begins now the list of "items" that comes one by one? */
static bool opens_items(const struct compose *c, const char *anchor)
{
	const struct compose_frame *f = &c->frames[0];
	const struct member *m;

	if (!c->by_item || anchor || c->depth != 1 || f->shape != COMPOSE_OBJECT)
		return false;
	m = &c->members.at[c->members.n - 1];
	return !c->text.overflow && m->name_len == 7 && !memcmp(c->text.at + m->start, "\"items\"", 7);
}

bool compose_has_item(const struct compose *c)
{
	return c->depth == 2 && c->frames[1].items && c->frames[1].any;
}

/* Anchors in it stay, but the place of what they stand for goes. */
void compose_drop_item(struct compose *c)
{
	for (size_t i = c->item_anchor; i < c->anchors.n; i++)
		c->anchors.at[i].inside = ANCHOR_LOST;
	c->places.n = c->item_place;
	buf_cut(&c->text, c->item_at);
	c->frames[1].any = false;
}

/* ---- containers ---- */

static void push(struct compose *c, int shape, const char *anchor)
{
	bool bare = shape == COMPOSE_MERGED || shape == COMPOSE_MERGES;
	size_t first = c->members.n, object_first = bare ? top(c)->object_first : first;
	struct compose_frame *f = &c->frames[c->depth++];

	if (!bare)
		buf_putc(&c->text, shape == COMPOSE_ARRAY ? '[' : '{');
	*f = (struct compose_frame){
		.shape = shape,
		.start = c->text.len,
		.first = first,
		.object_first = object_first,
		.anchor = anchor ? anchors_open(&c->anchors, anchor) + 1 : 0,
		.nodes = c->nodes,
		.list = shape == COMPOSE_MERGES ? ++c->lists : 0,
	};
	c->nodes += shape != COMPOSE_MERGES; /* as go-yaml counts */
}

/* "{{" is a mapping as the key of a mapping, and most likely neither. */
static int refuse_key(bool template, struct error *err)
{
	return error_set(err, ERR_DATA, "%s%s", no_key,
	                 template ? "; render this template first" : "");
}

int compose_start(struct compose *c, enum compose_container container, const char *anchor,
                  struct place at, struct error *err)
{
	bool mapping = container == COMPOSE_MAPPING, items;
	bool next = at.line == c->at.line && at.column == c->at.column + 1;

	c->at = at;
	if (c->depth == JSON_DEPTH_MAX)
		return error_set(err, ERR_DATA, "nested deeper than %d levels", JSON_DEPTH_MAX);
	switch (role(c)) {
	case NAME:
		return refuse_key(mapping && next, err);
	case MERGE:
		if (!mapping && top(c)->shape == COMPOSE_MERGES)
			return error_set(err, ERR_DATA, "%s", no_merge);
		push(c, mapping ? COMPOSE_MERGED : COMPOSE_MERGES, anchor);
		break;
	default:
		items = !mapping && opens_items(c, anchor);
		if (items && c->had_items)
			return error_set(err, ERR_DATA, "a second \"items\" in one object");
		begin_value(c);
		push(c, mapping ? COMPOSE_OBJECT : COMPOSE_ARRAY, anchor);
		top(c)->items = items;
		c->had_items = c->had_items || items;
	}
	return checked(c, 0, err);
}

static int check_names(struct compose *c, const struct compose_frame *f, struct error *err)
{
	const struct member *clash = members_clash(&c->members, f->first, &c->text);

	if (!clash)
		return 0;
	c->at = places_find(&c->places, clash->start);
	return error_set(err, ERR_DATA, "key %.*s already set in map", (int)clash->name_len,
	                 c->text.at + clash->start);
}

/* What the anchor stands for is whole now. A merged mapping gets the brackets it lacks. */
static void close_anchor(struct compose *c, const struct compose_frame *f)
{
	static const enum anchor_type types[] = { ANCHOR_ARRAY, ANCHOR_OBJECT, ANCHOR_OBJECT,
		                                  ANCHOR_MERGES };
	bool bare = f->shape == COMPOSE_MERGED;
	size_t inside = f->start, from;
	struct anchor *a;

	if (!f->anchor || c->text.overflow)
		return;
	if (bare && inside < c->text.len && c->text.at[inside] == ',')
		inside++;
	from = f->shape == COMPOSE_ARRAY || f->shape == COMPOSE_OBJECT ? inside - 1 : inside;
	anchors_close_container(&c->anchors, f->anchor - 1, types[f->shape],
	                        buf_text(&c->text) + from, c->text.len - from, bare ? "{}" : "");
	a = &c->anchors.at[f->anchor - 1];
	a->inside = inside;
	a->nodes = c->nodes - f->nodes;
}

int compose_end(struct compose *c, struct error *err)
{
	struct compose_frame f = *top(c);

	if (is_mapping(&f)) {
		if (c->strict && check_names(c, &f, err))
			return -1;
		members_settle(&c->members, f.first, &c->text);
	}
	if (f.shape == COMPOSE_OBJECT || f.shape == COMPOSE_ARRAY)
		buf_putc(&c->text, f.shape == COMPOSE_ARRAY ? ']' : '}');
	close_anchor(c, &f);
	c->depth--;
	if (f.shape == COMPOSE_OBJECT)
		members_cut(&c->members, f.first);
	if (f.shape == COMPOSE_MERGED)
		end_merge(c, f.first);
	else
		end_value(c);
	return checked(c, 0, err);
}
