/* Characters. Escapes are decoded by copying the text down over itself, run by run. */
#include "kube/json_string.h"

#include <string.h>

static unsigned hex4(const char *at)
{
	unsigned code = 0;

	for (int i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)at[i];

		code = code << 4 | (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return code;
}

static char *put_utf8(char *to, unsigned code)
{
	if (code < 0x80) {
		*to++ = (char)code;
		return to;
	}
	if (code < 0x800) {
		*to++ = (char)(0xC0 | code >> 6);
	} else {
		if (code < 0x10000) {
			*to++ = (char)(0xE0 | code >> 12);
		} else {
			*to++ = (char)(0xF0 | code >> 18);
			*to++ = (char)(0x80 | (code >> 12 & 0x3F));
		}
		*to++ = (char)(0x80 | (code >> 6 & 0x3F));
	}
	*to++ = (char)(0x80 | (code & 0x3F));
	return to;
}

/* Four digits at *at, perhaps with the other half of a pair; moves *at behind them. */
static unsigned code_point(const char **at, const char *stop)
{
	unsigned code = hex4(*at), low;

	*at += 4;
	if (!code)
		return 0xFFFD;
	if (code < 0xD800 || code > 0xDFFF)
		return code;
	if (code > 0xDBFF || stop - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
		return 0xFFFD;
	low = hex4(*at + 2);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0xFFFD;
	*at += 6;
	return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

/* From behind a backslash. */
static char *put_escape(char *to, const char **from, const char *stop)
{
	static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
	char letter = *(*from)++;
	const char *control = strchr(letters, letter);

	if (letter == 'u')
		return put_utf8(to, code_point(from, stop));
	*to++ = control ? controls[control - letters] : letter;
	return to;
}

size_t json_unescape(char *text, size_t len)
{
	const char *from = memchr(text, '\\', len), *stop = text + len;
	char *to = text + (from ? (size_t)(from - text) : len);

	while (from) {
		const char *next;
		size_t run;

		from++;
		to = put_escape(to, &from, stop);
		next = memchr(from, '\\', (size_t)(stop - from));
		run = (size_t)((next ? next : stop) - from);
		memmove(to, from, run);
		to += run;
		from = next;
	}
	return (size_t)(to - text);
}

size_t json_utf8_length(const char *at, size_t len)
{
	const unsigned char *byte = (const unsigned char *)at;
	unsigned char low = 0x80, high = 0xBF;
	size_t n = *byte < 0xC2 ? 0 : *byte < 0xE0 ? 2 : *byte < 0xF0 ? 3 : *byte < 0xF5 ? 4 : 0;

	if (*byte < 0x80)
		return 1;
	if (!n || len < n)
		return 0;
	switch (*byte) {
	case 0xE0: low = 0xA0; break;  /* shorter forms exist */
	case 0xED: high = 0x9F; break; /* surrogates */
	case 0xF0: low = 0x90; break;
	case 0xF4: high = 0x8F; break; /* past U+10FFFF */
	}
	if (byte[1] < low || byte[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((byte[i] & 0xC0) != 0x80)
			return 0;
	return n;
}
