/*
 * json_string.h - characters: what stands between a JSON string's quotes, and UTF-8.
 *
 *	len = json_unescape(text, len);
 *
 * Decoded text is never longer than what was written. As in Go, half a surrogate
 * pair becomes U+FFFD, and so does \u0000, since the result is to be a C string.
 */
#ifndef KUBE_JSON_STRING_H
#define KUBE_JSON_STRING_H

#include <stddef.h>

/*
 * Decodes text[0, len), which json_check() accepted as the inside of a string; gives
 * the new length. Writes no NUL.
 */
size_t json_unescape(char *text, size_t len);


/* Bytes of the character at `at`, of which `len` may be read; 0: not well-formed UTF-8. */
size_t json_utf8_length(const char *at, size_t len);

#endif
