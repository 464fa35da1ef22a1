/*
 * manifest_each() walks to the files, read_file() tells JSON from YAML by their first
 * bytes, and both ways end in items.h, which opens lists and knows what an object is.
 *
 * The items of a typed list say nothing of their kind, the list does. Where its "kind"
 * comes after its "items", as when names were sorted, the file is read a second time.
 */
#include "kube/manifest.h"

#include "kube/gotext.h"
#include "kube/input.h"
#include "kube/items.h"
#include "kube/json_stream.h"
#include "kube/walk.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	const struct manifest_options *options;
	struct doc *doc;
	struct json_stream *stream;
	const char *file, *name;     /* name: in messages */
	struct input input;
	bool is_json;
	bool stopped;                /* the error is one that ends it all */
	bool shown;                  /* there was something */
	/* lists */
	struct items_implied now;    /* by this one */
	size_t n_untyped;            /* items of it whose kind is not known yet */
	struct items_implied *later; /* by each list in turn, for the second time */
	size_t n_later, list;
	bool again;                  /* this is the second time */
	bool in_list;                /* YAML: the last one was an item */
};

/* ---- what is told ---- */

static int stop(struct reading *r)
{
	r->stopped = true;
	return -1;
}

/* Goes on (0) unless somebody says no. */
static int unreadable(struct reading *r, const struct error *what, struct error *err)
{
	const struct manifest_options *o = r->options;

	if (o->unreadable && !o->unreadable(o->arg, what))
		return 0;
	error_set(err, what->code, "%s", what->text);
	return stop(r);
}

static struct place place(const struct reading *r, struct json v)
{
	struct json_position at;

	if (!r->is_json)
		return doc_place(r->doc, v);
	at = json_stream_position(r->stream, v);
	return (struct place){ (int)at.line, (int)at.column };
}

struct place manifest_place(const struct manifest_object *object, struct json v)
{
	return v.doc ? place(object->map, v) : object->start;
}

static int on_wrong(void *arg, struct json v, const char *why, struct error *err)
{
	struct reading *r = arg;
	struct place at = place(r, v);
	struct error what;

	r->shown = true;
	error_set(&what, ERR_DATA, "%s:%d:%d: %s", r->name, at.line, at.column, why);
	return unreadable(r, &what, err);
}

static int on_object(void *arg, struct json v, const char *api_version, const char *kind,
                     struct error *err)
{
	struct reading *r = arg;
	struct manifest_object object = {
		.json = v,
		.file = r->file,
		.api_version = api_version,
		.kind = kind,
		.start = place(r, v),
		.map = r,
	};

	r->shown = true;
	return r->options->visit(r->options->arg, &object, err) ? stop(r) : 0;
}

static int show(struct reading *r, struct json v, const struct items_implied *implied,
                struct error *err)
{
	return items_show(&(struct items_sink){ on_object, on_wrong, r }, v, implied, err);
}

/* ---- lists, item by item ---- */

static int on_head(void *arg, struct json head, struct error *err)
{
	struct reading *r = arg;

	(void)err;
	items_implied_free(&r->now);
	r->now = items_implied_by(head);
	r->n_untyped = 0;
	return 0;
}

/* The second time only those are shown that were not the first time. */
static int on_item(void *arg, struct json item, uint64_t offset, struct error *err)
{
	struct reading *r = arg;
	bool untyped = items_untyped(item);

	(void)offset;
	if (r->again) {
		bool due = untyped && r->list < r->n_later && r->later[r->list].kind;

		return due ? show(r, item, &r->later[r->list], err) : 0;
	}
	if (untyped && !r->now.kind) {
		r->n_untyped++;
		return 0;
	}
	return show(r, item, &r->now, err);
}

/* What its items are has come by now, or will not. */
static int end_list(struct reading *r, struct json list, struct error *err)
{
	struct items_implied late = { 0 };
	char why[80];

	if (r->n_untyped)
		late = items_implied_by(list);
	if (r->n_untyped && (!late.kind || !input_repeats(&r->input))) {
		snprintf(why, sizeof why,
		         late.kind ? "in a pipe, \"kind\" must stand before its \"items\""
		                   : "Object 'Kind' is missing in %zu item%s", r->n_untyped,
		         r->n_untyped == 1 ? "" : "s");
		items_implied_free(&late);
		if (on_wrong(r, list, why, err))
			return -1;
	}
	r->later = xrealloc(r->later, (r->n_later + 1) * sizeof *r->later);
	r->later[r->n_later++] = late;
	return 0;
}

static int on_rest(void *arg, struct json rest, uint64_t offset, bool had_items, struct error *err)
{
	struct reading *r = arg;

	(void)offset;
	r->list += had_items;
	if (r->again)
		return 0;
	return had_items ? end_list(r, rest, err) : show(r, rest, NULL, err);
}

/* ---- JSON ---- */

static int feed(struct reading *r, struct error *err)
{
	char bytes[INPUT_HEAD], reason[80];
	int n;

	while ((n = input_read(&r->input, bytes, sizeof bytes)) > 0)
		if (json_stream_feed(r->stream, bytes, (size_t)n, err))
			return -1;
	if (n < 0)
		return error_set(err, ERR_SYSTEM, "read %s: %s", r->name,
		                 gotext_errno(errno, reason));
	return json_stream_end(r->stream, err);
}

static int read_json(struct reading *r, struct error *err)
{
	r->list = 0;
	json_stream_reset(r->stream);
	if (!feed(r, err))
		return 0;
	if (!r->stopped && err->code == ERR_DATA)
		error_wrap(err, "%s:%" PRIu64 ":%" PRIu64, r->name,
		           json_stream_error_line(r->stream), json_stream_error_column(r->stream));
	return -1;
}

/* ---- YAML ---- */

/* What doc_next() gave; an item that cannot be read is no end of its list. */
static int show_part(struct reading *r, int more, struct json root, const struct error *wrong,
                     struct error *err)
{
	enum doc_part part = doc_part(r->doc);

	if (part == DOC_ITEM && !r->in_list)
		on_head(r, doc_head(r->doc), err);
	r->in_list = part == DOC_ITEM;
	if (more < 0)
		return r->again ? 0 : unreadable(r, wrong, err);
	return r->in_list ? on_item(r, root, 0, err) : on_rest(r, root, 0, part == DOC_REST, err);
}

/* `instead`, unless NULL, is what to tell when not even the first document can be read. */
static int read_yaml(struct reading *r, const struct error *instead, struct error *err)
{
	struct error what;
	struct json root;
	int more;

	r->is_json = r->in_list = false;
	r->list = 0;
	doc_open(r->doc, input_read, &r->input, r->name);
	while ((more = doc_next(r->doc, &root, &what))) {
		if (show_part(r, more, root, instead ? instead : &what, err))
			return -1;
		instead = NULL;
	}
	return 0;
}

/* ---- files ---- */

/* It begins with a bracket, as kubectl guesses, and has no "---" line, as no JSON has. */
static bool looks_like_json(const struct input *in)
{
	const char *at = in->head, *end = in->head + in->n_head;

	while (at < end && strchr(" \t\r\n", *at))
		at++;
	if (at == end || (*at != '{' && *at != '['))
		return false;
	while ((at = memchr(at, '\n', (size_t)(end - at))))
		if (end - ++at >= 3 && !memcmp(at, "---", 3))
			return false;
	return true;
}

static bool is_yaml_name(const char *path)
{
	return text_ends(path, ".yaml") || text_ends(path, ".yml");
}

/* What is no JSON at once may be YAML with a bracket in front, as templates often are. */
static int read_as_json(struct reading *r, struct error *err)
{
	struct error first;

	r->is_json = true;
	if (!read_json(r, &first))
		return 0;
	if (r->stopped)
		return error_set(err, first.code, "%s", first.text);
	if (r->shown || input_past_head(&r->input))
		return unreadable(r, &first, err);
	input_repeat(&r->input);
	return read_yaml(r, is_yaml_name(r->file) ? NULL : &first, err);
}

/* For the items that waited for their kind. What else is wrong was told the first time. */
static int read_again(struct reading *r, struct error *err)
{
	bool wait = false;
	struct error same;

	for (size_t i = 0; i < r->n_later; i++)
		wait = wait || r->later[i].kind;
	if (!wait)
		return 0;
	input_repeat(&r->input);
	r->again = true;
	if (!(r->is_json ? read_json(r, &same) : read_yaml(r, NULL, &same)) || !r->stopped)
		return 0;
	return error_set(err, same.code, "%s", same.text);
}

static int read_input(struct reading *r, struct error *err)
{
	struct manifest_totals *totals = r->options->totals;
	int result = looks_like_json(&r->input) ? read_as_json(r, err) : read_yaml(r, NULL, err);

	if (!result)
		result = read_again(r, err);
	for (size_t i = 0; i < r->n_later; i++)
		items_implied_free(&r->later[i]);
	items_implied_free(&r->now);
	r->n_later = r->n_untyped = 0;
	r->again = r->shown = false;
	if (totals) {
		totals->files++;
		totals->bytes += r->input.bytes;
	}
	return result;
}

static int read_file(void *arg, const char *path, bool given, struct error *err)
{
	struct reading *r = arg;
	struct error what;
	int result;

	if (input_open(&r->input, path, &what)) {
		if (!given)
			return unreadable(r, &what, err);
		return error_set(err, what.code, "%s", what.text);
	}
	r->file = path;
	r->name = strcmp(path, "-") != 0 ? path : "STDIN";
	result = read_input(r, err);
	input_close(&r->input);
	return result;
}

static int skip_file(void *arg, const struct error *what, struct error *err)
{
	return unreadable(arg, what, err);
}

static int read_all(struct reading *r, struct error *err)
{
	const struct manifest_options *o = r->options;
	struct walk walk = { o->files, o->recursive, read_file, skip_file, r };

	if (!o->text)
		return walk_paths(&walk, err);
	r->file = r->name = o->text_name;
	input_open_text(&r->input, o->text, strlen(o->text));
	return read_input(r, err);
}

int manifest_each(const struct manifest_options *options, struct error *err)
{
	struct reading *r = xalloc(sizeof *r);
	int result;

	r->options = options;
	r->doc = doc_new();
	doc_strict(r->doc, true);
	doc_by_item(r->doc, true);
	r->stream = json_stream_new(&(struct json_sink){ on_item, on_rest, on_head, r });
	result = read_all(r, err);
	free(r->later);
	doc_free(&r->doc);
	json_stream_free(&r->stream);
	free(r);
	return result;
}
