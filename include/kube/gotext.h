/*
 * gotext.h - texts as Go prints them, so that our messages are kubectl's to the letter.
 *
 *	gotext_quote(&text, name);   // fmt's %q: "a\"b"
 */
#ifndef KUBE_GOTEXT_H
#define KUBE_GOTEXT_H

#include "kube/buf.h"

#include <stdint.h>

/* strconv.Quote: what cannot be seen, and bytes that are no UTF-8, are escaped. */
void gotext_quote(struct buf *out, const char *text);
/*
 * Adds text with everything but letters, marks, numbers, punctuation, symbols and white space
 * shown as "U+001B": what somebody else wrote cannot drive the terminal.
 */
void gotext_visible(struct buf *out, const char *text);
/* "no such file or directory": strerror as Go writes it. */
const char *gotext_errno(int number, char out[80]);

/* Decodes one UTF-8 character: its length in bytes (1 and U+FFFD when it is none), 0 at the end. */
size_t gotext_rune(const char *text, uint32_t *rune);

#endif
