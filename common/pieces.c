/*
 * Lines are looked at as they are passed on. In front of its content a piece may have
 * comments, blank lines and directives, all of which belong to the "---" after them;
 * with content, the next "---" begins another piece.
 */
#include "kube/pieces.h"

#include <errno.h>
#include <string.h>

#define LOOK 4 /* bytes that tell what a line is */

void pieces_open(struct pieces *p, pieces_source *source, void *arg)
{
	p->line = 1;
	p->failed = p->crowded = p->ended = p->whole = p->begun = p->content = false;
	p->source = source;
	p->arg = arg;
	p->at = p->end = 0;
	p->line_start = true;
	p->directives = 0;
}

static int read_text(void *arg, char *bytes, size_t size)
{
	struct pieces *p = arg;
	size_t n = p->n_rest < size ? p->n_rest : size;

	memcpy(bytes, p->rest, n);
	p->rest += n;
	p->n_rest -= n;
	return (int)n;
}

void pieces_open_text(struct pieces *p, const char *text, size_t len)
{
	pieces_open(p, read_text, p);
	p->rest = len ? text : "";
	p->n_rest = len;
}

/* Has at least `want` bytes in the window, unless the input ends before. */
static size_t have(struct pieces *p, size_t want)
{
	if (p->end - p->at >= want)
		return p->end - p->at;
	memmove(p->window, p->window + p->at, p->end - p->at);
	p->end -= p->at;
	p->at = 0;
	while (!p->ended && p->end < want) {
		int n = p->source(p->arg, p->window + p->end, sizeof p->window - p->end);

		p->ended = n <= 0;
		p->failed = n < 0;
		p->error_number = n < 0 ? errno : 0;
		p->end += n > 0 ? (size_t)n : 0;
	}
	return p->end;
}

/* "---" or "..." alone or with something behind a blank. */
static bool is_marker(const char *line, size_t len, const char *marker)
{
	return len >= 3 && !memcmp(line, marker, 3) && (len == 3 || strchr(" \t\r\n", line[3]));
}

/* At the start of a line: is it the first of the next piece? */
static bool begins_piece(struct pieces *p)
{
	size_t len = have(p, LOOK);
	const char *line = p->window + p->at;

	if (is_marker(line, len, "---")) {
		if (p->content)
			return true;
		p->content = true;
	} else if (is_marker(line, len, "...")) {
		p->content = false;
		p->directives = 0;
	} else if (!p->content && len) {
		p->directives += *line == '%';
		p->content = !p->directives && !strchr("#\r\n", *line);
		p->crowded = p->directives > PIECES_DIRECTIVES_MAX;
	}
	return false;
}

/* Behind the line that begins or goes on at `at`; NULL if it does not end. */
static const char *line_end(const char *at, const char *end)
{
	const char *stop = memchr(at, '\n', (size_t)(end - at));

	return stop ? stop + 1 : NULL;
}

/*
 * Copies lines, the last perhaps in part, up to one that has to be looked at: in front of
 * the content all of them, in it those that begin like a marker. How much it was.
 */
static size_t pass(struct pieces *p, char *bytes, size_t size)
{
	const char *start = p->window + p->at, *at = start, *stop;
	const char *end = p->end - p->at < size ? p->window + p->end : start + size;

	p->line_start = false;
	while (!p->whole && (stop = line_end(at, end))) {
		p->line++;
		at = stop;
		p->line_start = at == end || !p->content || *at == '-' || *at == '.';
		if (p->line_start)
			break;
	}
	if (!p->line_start)
		at = end;
	if (bytes)
		memcpy(bytes, start, (size_t)(at - start));
	p->at += (size_t)(at - start);
	return (size_t)(at - start);
}

/* With bytes NULL they are thrown away. */
static size_t take(struct pieces *p, char *bytes, size_t size)
{
	size_t taken = 0;

	while (taken < size && !p->crowded) {
		if (!have(p, 1) || (p->line_start && !p->whole && begins_piece(p)))
			break;
		taken += pass(p, bytes ? bytes + taken : NULL, size - taken);
	}
	return taken;
}

size_t pieces_read(struct pieces *p, char *bytes, size_t size)
{
	return take(p, bytes, size);
}

static bool is_utf16(const char *bytes, size_t len)
{
	return len >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2));
}

/* The byte order mark of UTF-8 says nothing and would hide a "---". */
static void begin(struct pieces *p)
{
	size_t len = have(p, LOOK);

	p->begun = true;
	p->whole = is_utf16(p->window, len);
	if (len >= 3 && !memcmp(p->window, "\xEF\xBB\xBF", 3))
		p->at += 3;
}

bool pieces_next(struct pieces *p)
{
	if (!p->begun) {
		begin(p);
	} else {
		do
			p->crowded = false;
		while (take(p, NULL, sizeof p->window));
	}
	p->content = false;
	p->directives = 0;
	return have(p, 1);
}
