/*
 * doc_next() asks libyaml for events and hands them to compose.h until a document is
 * whole; the JSON text that comes out is parsed. libyaml cannot go on after an error, so
 * each piece of the input (pieces.h) gets a parser of its own.
 *
 * Depth is checked as events come, before libyaml, which gets slow on it, has read on.
 */
#include "kube/doc.h"

#include "kube/compose.h"
#include "kube/gotext.h"
#include "kube/hashset.h"
#include "kube/pieces.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct doc {
	const char *name;
	struct json_doc *json, *head_json;
	struct buf head;
	struct compose compose;
	enum doc_part part;
	size_t base;          /* where the root's text begins in compose.text */
	yaml_parser_t parser;
	bool parsing;         /* parser is in use */
	int first_line;       /* of its piece */
	struct pieces pieces;
	struct buf file;      /* of doc_load() */
	bool is_json;         /* the root is in `file`, which needed no libyaml */
};

struct doc *doc_new(void)
{
	struct doc *d = xalloc(sizeof *d);

	d->json = json_doc_new();
	d->head_json = json_doc_new();
	d->file.max = DOC_SIZE_MAX;
	return d;
}

static void end_parser(struct doc *d)
{
	if (d->parsing)
		yaml_parser_delete(&d->parser);
	d->parsing = false;
}

void doc_free(struct doc **d)
{
	if (*d) {
		end_parser(*d);
		json_doc_free(&(*d)->json);
		json_doc_free(&(*d)->head_json);
		buf_free(&(*d)->head);
		compose_free(&(*d)->compose);
		buf_free(&(*d)->file);
		free(*d);
	}
	*d = NULL;
}

void doc_strict(struct doc *d, bool strict)
{
	d->compose.strict = strict;
}

/* ---- input ---- */

/* What libyaml reads from. 0 is a failure: half a document must not pass for a whole one. */
static int read_piece(void *arg, unsigned char *bytes, size_t size, size_t *n)
{
	struct doc *d = arg;

	*n = pieces_read(&d->pieces, (char *)bytes, size);
	return *n || (!d->pieces.failed && !d->pieces.crowded);
}

static void begin(struct doc *d, const char *name)
{
	end_parser(d);
	d->name = name;
	d->is_json = false;
	d->part = DOC_WHOLE;
}

void doc_open(struct doc *d, doc_read *read, void *arg, const char *name)
{
	begin(d, name);
	pieces_open(&d->pieces, read, arg);
}

void doc_open_text(struct doc *d, const char *text, size_t len, const char *name)
{
	begin(d, name);
	pieces_open_text(&d->pieces, text, len);
}

static bool next_parser(struct doc *d)
{
	if (!pieces_next(&d->pieces))
		return false;
	if (!yaml_parser_initialize(&d->parser))
		error_fatal("out of memory");
	yaml_parser_set_input(&d->parser, read_piece, d);
	d->first_line = d->pieces.line;
	d->parsing = true;
	return true;
}

/* ---- errors ---- */

static struct place place_of(const struct doc *d, yaml_mark_t mark)
{
	return (struct place){ (int)mark.line + d->first_line, (int)mark.column + 1 };
}

static int refuse(const struct doc *d, struct place at, struct error *err, const char *what)
{
	return error_set(err, ERR_DATA, "%s:%d:%d: %s", d->name, at.line, at.column, what);
}

/*
 * A byte that is no text stands behind what libyaml has decoded but not looked at; the
 * lines in there are still to be counted.
 */
static struct place place_of_byte(const struct doc *d)
{
	struct place at = place_of(d, d->parser.mark);

	for (const unsigned char *c = d->parser.buffer.pointer; c < d->parser.buffer.last; c++) {
		if (*c == '\n')
			at = (struct place){ at.line + 1, 1 };
		else
			at.column += (*c & 0xC0) != 0x80;
	}
	return at;
}

static int reader_refused(const struct doc *d, struct error *err)
{
	char reason[80];

	if (d->pieces.failed)
		return error_set(err, ERR_SYSTEM, "read %s: %s", d->name,
		                 gotext_errno(d->pieces.error_number, reason));
	if (d->pieces.crowded)
		return refuse(d, place_of(d, d->parser.mark), err, "too many directives");
	return refuse(d, place_of_byte(d), err, d->parser.problem);
}

/* What libyaml was in the middle of, where that is not seen from the place itself. */
static void add_context(const struct doc *d, struct place at, struct buf *what)
{
	const yaml_parser_t *p = &d->parser;
	struct place from = place_of(d, p->context_mark);

	if (p->buffer.pointer < p->buffer.last && *p->buffer.pointer == '\t' &&
	    text_starts(buf_text(what), "found character that cannot start"))
		buf_puts(what, ": indent with spaces, not with tabs");
	else if (p->context && from.line < at.line)
		buf_addf(what, " %s that begins in line %d", p->context, from.line);
}

/* In libyaml's words, which are kubectl's. */
static int libyaml_refused(const struct doc *d, struct error *err)
{
	const yaml_parser_t *p = &d->parser;
	struct place at = place_of(d, p->problem_mark);
	AUTO(buf_free) struct buf what = { 0 };

	if (p->error == YAML_MEMORY_ERROR)
		error_fatal("out of memory");
	if (p->error == YAML_READER_ERROR)
		return reader_refused(d, err);
	buf_puts(&what, p->problem ? p->problem : "this is no YAML");
	add_context(d, at, &what);
	return refuse(d, at, err, buf_text(&what));
}

/* ---- events ---- */

static bool is_merge(const yaml_event_t *e)
{
	const char *tag = (const char *)e->data.scalar.tag;

	return e->data.scalar.length == 2 && !memcmp(e->data.scalar.value, "<<", 2) &&
	       (e->data.scalar.plain_implicit || (tag && !strcmp(tag, SCALAR_TAG "merge")));
}

static int on_scalar(struct doc *d, const yaml_event_t *e, struct place at, struct error *err)
{
	struct scalar s = {
		.text = (const char *)e->data.scalar.value,
		.len = e->data.scalar.length,
		.tag = (const char *)e->data.scalar.tag,
		.quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE,
	};
	const char *anchor = (const char *)e->data.scalar.anchor;

	if (!compose_wants_key(&d->compose) || !is_merge(e))
		return compose_scalar(&d->compose, &s, anchor, at, err);
	compose_merge(&d->compose, &s, anchor);
	return 0;
}

/* libyaml would let 1.2 pass; kubectl does not. */
static int on_document(struct doc *d, const yaml_event_t *e, struct place at, struct error *err)
{
	const yaml_version_directive_t *version = e->data.document_start.version_directive;

	compose_begin(&d->compose);
	d->compose.at = at;
	if (version && (version->major != 1 || version->minor != 1))
		return error_set(err, ERR_DATA, "found incompatible YAML document");
	return 0;
}

static int on_event(struct doc *d, const yaml_event_t *e, struct error *err)
{
	struct place at = place_of(d, e->start_mark);
	struct compose *c = &d->compose;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return on_document(d, e, at, err);
	case YAML_SCALAR_EVENT:
		return on_scalar(d, e, at, err);
	case YAML_ALIAS_EVENT:
		return compose_alias(c, (const char *)e->data.alias.anchor, at, err);
	case YAML_SEQUENCE_START_EVENT:
		return compose_start(c, COMPOSE_LIST, (const char *)e->data.sequence_start.anchor, at,
		                     err);
	case YAML_MAPPING_START_EVENT:
		return compose_start(c, COMPOSE_MAPPING, (const char *)e->data.mapping_start.anchor, at,
		                     err);
	case YAML_SEQUENCE_END_EVENT: case YAML_MAPPING_END_EVENT:
		return compose_end(c, err);
	default:
		return 0;
	}
}

/* Events up to the end of a document or of an item (1), or of the piece (0). */
static int compose_part(struct doc *d, struct error *err)
{
	yaml_event_type_t type;

	d->part = DOC_WHOLE;
	do {
		yaml_event_t e;

		if (!yaml_parser_parse(&d->parser, &e))
			return libyaml_refused(d, err);
		type = e.type;
		if (on_event(d, &e, err)) {
			yaml_event_delete(&e);
			return error_wrap(err, "%s:%d:%d", d->name, d->compose.at.line,
			                  d->compose.at.column);
		}
		yaml_event_delete(&e);
		if (compose_has_item(&d->compose)) {
			d->part = DOC_ITEM;
			return 1;
		}
	} while (type != YAML_DOCUMENT_END_EVENT && type != YAML_STREAM_END_EVENT);
	if (d->compose.had_items)
		d->part = DOC_REST;
	return type == YAML_DOCUMENT_END_EVENT;
}

/* Still wrong may be what scalar.h could not write, and depth: an alias deep in something deep. */
static int parse(struct doc *d, struct json *root, struct error *err)
{
	const struct buf *text = &d->compose.text;
	const char *wrong;
	struct place at;

	d->base = d->part == DOC_ITEM ? d->compose.item_at : 0;
	if (!json_parse(d->json, text->at + d->base, text->len - d->base, root, err))
		return 1;
	wrong = text->at + d->base + json_error_offset(d->json);
	at = places_find(&d->compose.places, (size_t)(wrong - text->at));
	if (*wrong == SCALAR_REFUSED)
		error_set(err, ERR_DATA, "%.*s", (int)strcspn(wrong + 1, "\""), wrong + 1);
	else
		error_set(err, ERR_DATA, "nested deeper than %d levels", JSON_DEPTH_MAX);
	return error_wrap(err, "%s:%d:%d", d->name, at.line, at.column);
}

int doc_next(struct doc *d, struct json *root, struct error *err)
{
	int found = 0;

	*root = (struct json){ 0 };
	if (d->parsing && d->part == DOC_ITEM)
		compose_drop_item(&d->compose);
	while (!found) {
		if (!d->parsing && !next_parser(d))
			return 0;
		found = compose_part(d, err);
		if (found <= 0)
			end_parser(d);
	}
	return found < 0 ? -1 : parse(d, root, err);
}

void doc_by_item(struct doc *d, bool by_item)
{
	d->compose.by_item = by_item;
}

enum doc_part doc_part(const struct doc *d)
{
	return d->part;
}

/* The text so far, with the brackets closed. */
struct json doc_head(struct doc *d)
{
	struct json head = { 0 };

	if (d->part != DOC_ITEM)
		return head;
	buf_cut(&d->head, 0);
	buf_add(&d->head, d->compose.text.at, d->compose.item_at);
	buf_puts(&d->head, "]}");
	json_parse(d->head_json, d->head.at, d->head.len, &head, NULL);
	return head;
}

struct place doc_place(const struct doc *d, struct json v)
{
	struct json_position at;

	if (!v.doc)
		return (struct place){ 0 };
	if (!d->is_json)
		return places_find(&d->compose.places, d->base + json_offset(v));
	at = json_position(v);
	return (struct place){ (int)at.line, (int)at.column };
}

/* ---- whole files ---- */

static int check_names(const struct doc *d, struct json v, struct error *err)
{
	AUTO(hashset_free) struct hashset names = { 0 };

	json_each(item, v) {
		const char *name = json_name(item);

		if (name && !hashset_add(&names, hash_text(HASH_START, name))) {
			struct place at = doc_place(d, item);

			return error_set(err, ERR_DATA, "%s:%d:%d: key \"%s\" already set in map",
			                 d->name, at.line, at.column, name);
		}
		if (check_names(d, item, err))
			return -1;
	}
	return 0;
}

/* As JSON if it looks like it and is: libyaml refuses tabs and halves of characters. */
static bool load_json(struct doc *d, struct json *root)
{
	static const char mark[] = "\xEF\xBB\xBF";
	char *text = d->file.at;
	size_t len = d->file.len, blank;

	if (len >= 3 && !memcmp(text, mark, 3)) {
		text += 3;
		len -= 3;
	}
	blank = len ? strspn(text, " \t\r\n") : 0;
	if (blank == len || !strchr("{[", text[blank]) || json_parse(d->json, text, len, root, NULL))
		return false;
	d->is_json = true;
	return true;
}

int doc_load(struct doc *d, const char *path, struct json *root, struct error *err)
{
	*root = (struct json){ 0 };
	buf_cut(&d->file, 0);
	if (buf_read_file(&d->file, path, err))
		return -1;
	doc_open_text(d, buf_text(&d->file), d->file.len, path);
	if (load_json(d, root))
		return d->compose.strict ? check_names(d, *root, err) : 0;
	return doc_next(d, root, err) < 0 ? -1 : 0;
}
