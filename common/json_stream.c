/*
 * A cutter, not a parser: it follows brackets and strings just far enough to know
 * where a value ends, collects its bytes, and lets json_parse() judge them.
 *
 * `phase` says where in the input the next byte is. In most phases whole runs of
 * bytes are skipped and copied at once; only directly inside a top-level object is
 * every piece looked at, to find "items". The bytes of a top-level value go to
 * `value`, without what stands between the brackets of its items (the gap); those of
 * one element to `item`.
 */
#include "kube/json_stream.h"
#include "kube/json_cut.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __has_feature /* clang */
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#if SANITIZED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

enum phase {
	BETWEEN, /* top-level values */
	MEMBERS, /* directly inside a top-level object */
	INSIDE,  /* a member of it, or a top-level value that is no object */
	ITEMS,   /* between the elements of items */
	ITEM,    /* inside one */
};

/* What may come next in ITEMS. */
enum turn { FIRST, COMMA, NEXT };

/* How far the name, the colon and the bracket of "items" were seen. */
enum seen { NOTHING, NAME, COLON };

struct origin {
	uint64_t offset;
	struct json_position at;
};

struct json_stream {
	struct json_sink sink;
	struct json_doc *doc;
	struct buf value, item;
	enum phase phase;

	struct json_cut cut; /* INSIDE and ITEM: the value under way */

	/* MEMBERS */
	bool object, name_next, in_name;
	enum seen seen;
	size_t name_at; /* in value: the last name's opening quote */

	/* ITEMS */
	enum turn turn;
	uint64_t n_items;
	bool had_items;
	size_t gap_at;                 /* in value: the bracket behind the gap, */
	struct json_position gap_from; /* seen from the beginning of value, */
	struct origin gap_to;          /* and in the input */

	struct origin value_at, item_at, error_at;
	const struct origin *shown;    /* which of them a callback is looking at */
	struct origin now;             /* up to where lines are counted */
	const char *counted;           /* the same in the chunk */
};

struct json_stream *json_stream_new(const struct json_sink *sink)
{
	struct json_stream *s = xalloc(sizeof *s);

	s->sink = *sink;
	s->doc = json_doc_new();
	s->value.max = s->item.max = JSON_STREAM_OBJECT_MAX;
	json_stream_reset(s);
	return s;
}

/* A view that is kept too long is found by the address sanitizer, not by a user. */
static void hide(struct buf *b)
{
	ASAN_POISON_MEMORY_REGION(b->at, b->cap);
}

static void clear(struct buf *b)
{
	ASAN_UNPOISON_MEMORY_REGION(b->at, b->cap);
	buf_cut(b, 0);
}

void json_stream_reset(struct json_stream *s)
{
	clear(&s->value);
	clear(&s->item);
	s->phase = BETWEEN;
	s->now = (struct origin){ 0, { 1, 1 } };
}

void json_stream_free(struct json_stream **s)
{
	if (*s) {
		json_stream_reset(*s);
		buf_free(&(*s)->value);
		buf_free(&(*s)->item);
		json_doc_free(&(*s)->doc);
		free(*s);
	}
	*s = NULL;
}

/* Positions */

static void walk(struct origin *o, const char *bytes, size_t len)
{
	json_position_walk(&o->at, bytes, len);
	o->offset += len;
}

/* A place in the chunk; lines are counted up to it. */
static struct origin here(struct json_stream *s, const char *at)
{
	walk(&s->now, s->counted, (size_t)(at - s->counted));
	s->counted = at;
	return s->now;
}

/* Behind the gap? Only in a top-level value that has items. */
static bool behind(const struct json_stream *s, const struct origin *shown, size_t offset)
{
	return shown == &s->value_at && s->had_items && offset >= s->gap_at;
}

struct json_position json_stream_position(const struct json_stream *s, struct json v)
{
	static const struct json_position start = { 1, 1 };

	if (behind(s, s->shown, json_offset(v)))
		return json_position_moved(json_position(v), s->gap_from, s->gap_to.at);
	return json_position_moved(json_position(v), start, s->shown->at);
}

uint64_t json_stream_error_offset(const struct json_stream *s)
{
	return s->error_at.offset;
}

uint64_t json_stream_error_line(const struct json_stream *s)
{
	return s->error_at.at.line;
}

uint64_t json_stream_error_column(const struct json_stream *s)
{
	return s->error_at.at.column;
}

/* Errors */

static int fail(struct json_stream *s, struct origin at, const char *why, struct error *err)
{
	s->error_at = at;
	return error_set(err, ERR_DATA, "invalid JSON at byte %" PRIu64 ": %s", at.offset, why);
}

/* json_parse() refused the text, which began at `from`. */
static int refused(struct json_stream *s, const struct buf *text, const struct origin *from,
                   struct error *err)
{
	size_t offset = json_error_offset(s->doc), start = 0;
	struct origin at = *from;

	if (behind(s, from, offset)) {
		at = s->gap_to;
		start = s->gap_at;
	}
	walk(&at, text->at + start, offset - start);
	return fail(s, at, json_error_why(s->doc), err);
}

/* "items[17]" or "the value", for texts about it. */
static const char *what(const struct json_stream *s, char name[32])
{
	snprintf(name, 32, "the value");
	if (s->phase == ITEM)
		snprintf(name, 32, "items[%" PRIu64 "]", s->n_items);
	return name;
}

static int too_large(struct json_stream *s, struct error *err)
{
	char name[32];

	s->error_at = s->phase == ITEM ? s->item_at : s->value_at;
	return error_set(err, ERR_DATA, "%s at byte %" PRIu64 " is larger than %zu MiB",
	                 what(s, name), s->error_at.offset, JSON_STREAM_OBJECT_MAX >> 20);
}

/* Inside a value; it may have been wrong before it ended. */
static int truncated(struct json_stream *s, struct error *err)
{
	const struct buf *text = s->phase == ITEM ? &s->item : &s->value;
	char name[32];
	struct json root;

	/* What json_check() finds in the last bytes is half an escape, word or character. */
	if (json_parse(s->doc, text->at, text->len, &root, NULL) &&
	    json_error_offset(s->doc) + 5 < text->len)
		return refused(s, text, s->phase == ITEM ? &s->item_at : &s->value_at, err);
	s->error_at = s->now;
	if (s->phase == ITEMS)
		return error_set(err, ERR_DATA, "truncated JSON: it ends at byte %" PRIu64
		                 ", behind %" PRIu64 " items", s->now.offset, s->n_items);
	return error_set(err, ERR_DATA, "truncated JSON: it ends at byte %" PRIu64
	                 ", inside %s that begins at byte %" PRIu64, s->now.offset,
	                 what(s, name), (s->phase == ITEM ? s->item_at : s->value_at).offset);
}

/* Handing over */

static int parse(struct json_stream *s, struct buf *text, const struct origin *from,
                 struct json *root, struct error *err)
{
	s->shown = from;
	if (json_parse(s->doc, text->at, text->len, root, err))
		return refused(s, text, from, err);
	s->error_at = *from;
	return 0;
}

static int show_item(struct json_stream *s, struct error *err)
{
	struct json root;
	int result = parse(s, &s->item, &s->item_at, &root, err);

	if (!result)
		result = s->sink.item(s->sink.arg, root, s->item_at.offset, err);
	hide(&s->item);
	s->n_items++;
	s->phase = ITEMS;
	s->turn = COMMA;
	return result ? -1 : 0;
}

static int show_rest(struct json_stream *s, struct error *err)
{
	struct json root;
	int result = parse(s, &s->value, &s->value_at, &root, err);

	if (!result)
		result = s->sink.rest(s->sink.arg, root, s->value_at.offset, s->had_items, err);
	hide(&s->value);
	s->phase = BETWEEN;
	return result ? -1 : 0;
}

/* What came before "items" is a whole object when its last comma is taken away. */
static int show_head(struct json_stream *s, struct error *err)
{
	struct json root;
	size_t len = s->name_at;
	int result;

	while (len > 1 && strchr(" \t\r\n", s->value.at[len - 1]))
		len--;
	clear(&s->item);
	buf_add(&s->item, s->value.at, len - (s->value.at[len - 1] == ','));
	buf_putc(&s->item, '}');
	result = parse(s, &s->item, &s->value_at, &root, err);
	if (!result)
		result = s->sink.head(s->sink.arg, root, err);
	hide(&s->item);
	return result ? -1 : 0;
}

/* Cutting */

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
		at++;
	return at;
}

static int keep(struct json_stream *s, struct buf *b, const char *from, const char *to,
                struct error *err)
{
	buf_add(b, from, (size_t)(to - from));
	return b->overflow ? too_large(s, err) : 0;
}

/* The phases. Each takes at least one byte, moves *at behind what it took, and gives 0 or -1. */

static int between(struct json_stream *s, const char **at, const char *end, struct error *err)
{
	*at = skip_space(*at, end);
	if (*at == end)
		return 0;
	s->value_at = here(s, *at);
	clear(&s->value);
	json_cut_begin(&s->cut, **at);
	s->object = **at == '{';
	s->phase = s->object ? MEMBERS : INSIDE;
	s->name_next = true;
	s->in_name = s->had_items = false;
	s->seen = NOTHING;
	++*at;
	return keep(s, &s->value, *at - 1, *at, err);
}

/* Is the name that ends the collected text "items"? It may be written with escapes. */
static bool is_items(struct json_stream *s)
{
	AUTO(buf_free) struct buf copy = { 0 };
	struct json name;
	size_t len = s->value.len - s->name_at;

	if (!memchr(s->value.at + s->name_at, '\\', len))
		return len == 7 && !memcmp(s->value.at + s->name_at, "\"items\"", 7);
	if (len > 6 * 5 + 2)
		return false;
	buf_add(&copy, s->value.at + s->name_at, len);
	return !json_parse(s->doc, copy.at, len, &name, NULL) && json_equal(name, "items");
}

static int inside(struct json_stream *s, const char **at, const char *end, struct error *err)
{
	const char *from = *at;

	*at = json_cut_skip(&s->cut, from, end);
	if (keep(s, &s->value, from, *at, err))
		return -1;
	if (!s->cut.whole)
		return 0;
	if (!s->object)
		return show_rest(s, err);
	s->seen = s->in_name && is_items(s) ? NAME : NOTHING;
	s->phase = MEMBERS;
	return 0;
}

static int open_items(struct json_stream *s, const char *at, struct error *err)
{
	if (s->had_items)
		return fail(s, here(s, at - 1), "a second \"items\" in one object", err);
	s->phase = ITEMS;
	s->turn = FIRST;
	s->n_items = 0;
	return s->sink.head ? show_head(s, err) : 0;
}

static int close_items(struct json_stream *s, const char *at, struct error *err)
{
	s->gap_from = (struct json_position){ 1, 1 };
	json_position_walk(&s->gap_from, s->value.at, s->value.len);
	s->had_items = true;
	s->gap_at = s->value.len;
	s->gap_to = here(s, at);
	s->phase = MEMBERS;
	s->seen = NOTHING;
	return keep(s, &s->value, at, at + 1, err);
}

static int members(struct json_stream *s, const char **at, const char *end, struct error *err)
{
	enum seen seen = s->seen;
	char c = *(*at)++;

	(void)end;
	if (keep(s, &s->value, *at - 1, *at, err))
		return -1;
	if (strchr(" \t\r\n", c))
		return 0;
	s->seen = NOTHING;
	if (c == '[' && seen == COLON)
		return open_items(s, *at, err);
	if (c == '}' || c == ']')
		return show_rest(s, err);
	if (c == ':' && seen == NAME)
		s->seen = COLON;
	if (c == '"' || c == '{' || c == '[') {
		s->in_name = c == '"' && s->name_next;
		s->name_at = s->value.len - 1;
		json_cut_begin(&s->cut, c);
		s->phase = INSIDE;
	}
	s->name_next = c == ',';
	return 0;
}

static int items(struct json_stream *s, const char **at, const char *end, struct error *err)
{
	char why[JSON_WHY_SIZE];

	*at = skip_space(*at, end);
	if (*at == end)
		return 0;
	if (**at == ']' && s->turn != NEXT)
		return close_items(s, (*at)++, err);
	if (s->turn == COMMA) {
		json_check_expected(why, "',' or ']'", *at, 1);
		if (**at != ',')
			return fail(s, here(s, *at), why, err);
		s->turn = NEXT;
		++*at;
		return 0;
	}
	s->item_at = here(s, *at);
	s->phase = ITEM;
	clear(&s->item);
	json_cut_begin(&s->cut, **at);
	++*at;
	return keep(s, &s->item, *at - 1, *at, err);
}

static int item(struct json_stream *s, const char **at, const char *end, struct error *err)
{
	const char *from = *at;

	*at = json_cut_skip(&s->cut, from, end);
	if (keep(s, &s->item, from, *at, err))
		return -1;
	return s->cut.whole ? show_item(s, err) : 0;
}

int json_stream_feed(struct json_stream *s, const char *bytes, size_t len, struct error *err)
{
	static int (*const phases[])(struct json_stream *, const char **, const char *,
	                             struct error *) = {
		[BETWEEN] = between, [MEMBERS] = members, [INSIDE] = inside,
		[ITEMS] = items,     [ITEM] = item,
	};
	const char *at = bytes, *end = bytes + len;

	s->counted = bytes;
	while (at < end)
		if (phases[s->phase](s, &at, end, err))
			return -1;
	here(s, end);
	return 0;
}

int json_stream_end(struct json_stream *s, struct error *err)
{
	int result = 0;

	if (s->phase == INSIDE && !s->object && s->cut.word)
		result = show_rest(s, err);
	else if (s->phase != BETWEEN)
		result = truncated(s, err);
	json_stream_reset(s);
	return result;
}
