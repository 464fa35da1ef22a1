/* A growing byte string: doubles until its maximum, then refuses and remembers it. */
#include "kube/buf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_BYTES 65536

static size_t max_of(const struct buf *b)
{
	return b->max ? b->max : BUF_MAX_DEFAULT;
}

char *buf_room(struct buf *b, size_t len)
{
	size_t cap = b->cap ? b->cap : 64;

	if (b->overflow || len > max_of(b) || b->len > max_of(b) - len) {
		b->overflow = true;
		return NULL;
	}
	while (cap < b->len + len + 1)
		cap *= 2;
	if (cap != b->cap) {
		b->at = xrealloc(b->at, cap);
		b->cap = cap;
	}
	return b->at + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	char *room = buf_room(b, len);

	if (!room)
		return;
	if (len)
		memcpy(room, bytes, len);
	b->len += len;
	b->at[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	char *room;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0 || !(room = buf_room(b, (size_t)n)))
		return;
	va_start(args, fmt);
	vsnprintf(room, (size_t)n + 1, fmt, args);
	va_end(args);
	b->len += (size_t)n;
}

void buf_cut(struct buf *b, size_t len)
{
	if (len < b->len)
		b->len = len;
	if (b->at)
		b->at[b->len] = '\0';
	if (!b->len)
		b->overflow = false;
}

const char *buf_text(const struct buf *b)
{
	return b->at ? b->at : "";
}

char *buf_take(struct buf *b)
{
	char *text = b->at ? b->at : xstrdup("");

	*b = (struct buf){ .max = b->max };
	return text;
}

void buf_free(struct buf *b)
{
	free(b->at);
	*b = (struct buf){ .max = b->max };
}

/* Go's words for the errors people know from kubectl, in lower case. */
static const char *reason(int number)
{
	switch (number) {
	case ENOENT: return "no such file or directory";
	case EACCES: return "permission denied";
	case EISDIR: return "is a directory";
	default:     return strerror(number);
	}
}

static int too_large(const struct buf *b, const char *path, struct error *err)
{
	bool small = max_of(b) < 1 << 20;

	return error_set(err, ERR_DATA, "%s is larger than %zu %s", path,
	                 small ? max_of(b) : max_of(b) >> 20, small ? "bytes" : "MiB");
}

static int read_all(struct buf *b, FILE *in, const char *path, struct error *err)
{
	size_t n = 1;

	while (n && b->len < max_of(b)) {
		size_t left = max_of(b) - b->len, chunk = left < READ_BYTES ? left : READ_BYTES;
		char *room = buf_room(b, chunk);

		if (!room)
			return too_large(b, path, err);
		n = fread(room, 1, chunk, in);
		b->len += n;
		b->at[b->len] = '\0';
	}
	if (n && fgetc(in) != EOF)
		return too_large(b, path, err);
	if (ferror(in))
		return error_set(err, ERR_SYSTEM, "read %s: %s", path, reason(errno));
	return 0;
}

int buf_read_file(struct buf *b, const char *path, struct error *err)
{
	bool standard_input = !strcmp(path, "-");
	FILE *in = standard_input ? stdin : fopen(path, "rb");
	int result;

	if (!in)
		return error_set(err, ERR_SYSTEM, "open %s: %s", path, reason(errno));
	result = read_all(b, in, path, err);
	if (!standard_input)
		fclose(in);
	return result;
}
