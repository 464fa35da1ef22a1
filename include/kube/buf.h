/*
 * buf.h - a byte string that grows, with a stated maximum.
 *
 *	AUTO(buf_free) struct buf url = { 0 };
 *	buf_addf(&url, "%s/api/v1/namespaces/%s", server, namespace);
 *	puts(url.at);
 *
 * A zeroed struct is an empty string whose maximum is BUF_MAX_DEFAULT; set .max
 * for another one. `at` is NULL until something was added (buf_text() is never
 * NULL) and is followed by a NUL byte that `len` does not count.
 * Going past the maximum sets .overflow and adds nothing more: check it once at
 * the end where input decides the size; everywhere else it cannot happen.
 */
#ifndef KUBE_BUF_H
#define KUBE_BUF_H

#include "kube/error.h"

#include <stdbool.h>
#include <stddef.h>

#define BUF_MAX_DEFAULT ((size_t)64 << 20)

struct buf {
	char *at;
	size_t len, cap;
	size_t max; /* bytes without the NUL; 0 = BUF_MAX_DEFAULT */
	bool overflow;
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Room for `len` more bytes at b->at + b->len; NULL (and overflow) past the maximum. */
char *buf_room(struct buf *b, size_t len);
/* Cuts to `len` bytes; the memory stays for the next use. Clears overflow at 0. */
void buf_cut(struct buf *b, size_t len);
const char *buf_text(const struct buf *b); /* borrowed; "" when empty */
char *buf_take(struct buf *b);             /* caller frees with free(); b is empty after */
void buf_free(struct buf *b);

/* Reads a whole file ("-" is stdin). ERR_SYSTEM with kubectl's/Go's words, or past b->max. */
int buf_read_file(struct buf *b, const char *path, struct error *err);

#endif
