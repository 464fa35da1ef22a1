/* Base64: four characters are a quantum of three bytes, the last one may be padded with '='. */
#include "kube/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int corrupt(struct error *err, size_t at)
{
	return error_set(err, ERR_DATA, "illegal base64 data at input byte %zu", at);
}

/* The first '=' stands at `at`, after so many characters of its quantum: is this a proper end? */
static int check_end(const char *text, size_t at, int in_quantum, struct error *err)
{
	if (in_quantum < 2)
		return corrupt(err, at);
	at++;
	if (in_quantum == 2) {
		at += strspn(text + at, "\r\n");
		if (text[at] != '=')
			return corrupt(err, text[at] ? at - 1 : at);
		at++;
	}
	at += strspn(text + at, "\r\n");
	return text[at] ? corrupt(err, at) : 0;
}

/* The bytes of a quantum of 2, 3 or 4 characters, whose bits stand at the right. */
static void add_quantum(struct buf *out, uint32_t bits, int in_quantum)
{
	bits <<= 6 * (4 - in_quantum);
	for (int i = 0; i < in_quantum - 1; i++)
		buf_putc(out, (char)(bits >> (16 - 8 * i) & 255));
}

static int decode(const char *text, struct buf *out, struct error *err)
{
	uint32_t bits = 0;
	int in_quantum = 0;
	size_t at;

	for (at = 0; text[at]; at++) {
		const char *found = strchr(alphabet, text[at]);

		if (text[at] == '\r' || text[at] == '\n')
			continue;
		if (!found && text[at] != '=')
			return corrupt(err, at);
		if (!found && check_end(text, at, in_quantum, err))
			return -1;
		if (!found) {
			add_quantum(out, bits, in_quantum);
			return 0;
		}
		bits = bits << 6 | (uint32_t)(found - alphabet);
		if (++in_quantum < 4)
			continue;
		add_quantum(out, bits, 4);
		bits = 0;
		in_quantum = 0;
	}
	return in_quantum ? corrupt(err, at - (size_t)in_quantum) : 0;
}

int base64_decode(const char *text, struct buf *out, struct error *err)
{
	size_t before = out->len;

	if (decode(text, out, err)) {
		buf_cut(out, before);
		return -1;
	}
	return 0;
}

void base64_encode(const void *bytes, size_t len, struct buf *out)
{
	const unsigned char *at = bytes;
	size_t n;

	for (; len; len -= n, at += n) {
		uint32_t bits = (uint32_t)at[0] << 16;

		n = len < 3 ? len : 3;
		if (n > 1)
			bits |= (uint32_t)at[1] << 8;
		if (n > 2)
			bits |= at[2];
		buf_putc(out, alphabet[bits >> 18]);
		buf_putc(out, alphabet[bits >> 12 & 63]);
		buf_putc(out, n > 1 ? alphabet[bits >> 6 & 63] : '=');
		buf_putc(out, n > 2 ? alphabet[bits & 63] : '=');
	}
}
