/*
 * Go's quoting. Which characters can be printed follows Unicode's general categories
 * C (control, format, surrogate, private, unassigned) and Z (separators); of the
 * unassigned ones only those that will always be are known here.
 */
#include "kube/gotext.h"

#include <stdio.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

/* Categories Cf, Co and the noncharacters; Cc is tested by hand. Sorted. */
static const struct range unseen[] = {
	{ 0xad, 0xad },       { 0x600, 0x605 },     { 0x61c, 0x61c },     { 0x6dd, 0x6dd },
	{ 0x70f, 0x70f },     { 0x890, 0x891 },     { 0x8e2, 0x8e2 },     { 0x180e, 0x180e },
	{ 0x200b, 0x200f },   { 0x202a, 0x202e },   { 0x2060, 0x206f },   { 0xd800, 0xf8ff },
	{ 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },   { 0xfff0, 0xfffb },   { 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe00ff }, { 0xe01f0, 0x10ffff },
};

/* Category Z but for the space itself. */
static const struct range separators[] = {
	{ 0xa0, 0xa0 },     { 0x1680, 0x1680 }, { 0x2000, 0x200a },
	{ 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f },
	{ 0x3000, 0x3000 },
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_in(const struct range *table, size_t n, uint32_t rune)
{
	for (size_t i = 0; i < n && table[i].first <= rune; i++)
		if (rune <= table[i].last)
			return true;
	return false;
}

static bool is_control(uint32_t rune)
{
	return rune < 0x20 || (rune >= 0x7f && rune < 0xa0);
}

static bool is_unseen(uint32_t rune)
{
	return (rune & 0xfffe) == 0xfffe || is_in(unseen, COUNT(unseen), rune);
}

/* The decoded value of `n` bytes with a valid first byte, or 0x110000. */
static uint32_t continued(const unsigned char *at, size_t n)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t rune = at[0] & (0xffu >> (n + 1));

	for (size_t i = 1; i < n; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0x110000;
		rune = rune << 6 | (at[i] & 0x3f);
	}
	if (rune < smallest[n] || (rune >= 0xd800 && rune < 0xe000))
		return 0x110000;
	return rune;
}

size_t gotext_rune(const char *text, uint32_t *rune)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t n = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

	*rune = at[0];
	if (n == 1)
		return at[0] != '\0';
	if (n && at[0] < 0xf5 && (*rune = continued(at, n)) < 0x110000)
		return n;
	*rune = 0xfffd;
	return 1;
}

/* Go's short escapes, else \x, \u or \U. */
static void escape(struct buf *out, uint32_t rune)
{
	static const char letters[] = "abtnvfr"; /* U+0007 to U+000D */

	if (rune >= 7 && rune <= 13)
		buf_addf(out, "\\%c", letters[rune - 7]);
	else if (rune < 0x20 || rune == 0x7f)
		buf_addf(out, "\\x%02x", (unsigned)rune);
	else
		buf_addf(out, rune < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)rune);
}

void gotext_quote(struct buf *out, const char *text)
{
	uint32_t rune;
	size_t n;

	buf_putc(out, '"');
	for (; (n = gotext_rune(text, &rune)); text += n) {
		if (rune == 0xfffd && n == 1)
			buf_addf(out, "\\x%02x", (unsigned)(unsigned char)*text);
		else if (rune == '"' || rune == '\\')
			buf_addf(out, "\\%c", (int)rune);
		else if (is_control(rune) || is_unseen(rune) ||
		         is_in(separators, COUNT(separators), rune))
			escape(out, rune);
		else
			buf_add(out, text, n);
	}
	buf_putc(out, '"');
}

void gotext_visible(struct buf *out, const char *text)
{
	uint32_t rune;
	size_t n;

	for (; (n = gotext_rune(text, &rune)); text += n) {
		bool white = rune >= '\t' && rune <= '\r';

		if ((is_control(rune) && !white) || is_unseen(rune))
			buf_addf(out, "U+%04X", (unsigned)rune);
		else if (rune == 0xfffd)
			buf_puts(out, "\xef\xbf\xbd");
		else
			buf_add(out, text, n);
	}
}

const char *gotext_errno(int number, char out[80])
{
	snprintf(out, 80, "%s", strerror(number));
	/* "Input/output error" and the like; a name in capitals stays. */
	if (out[0] >= 'A' && out[0] <= 'Z' && !(out[1] >= 'A' && out[1] <= 'Z'))
		out[0] += 'a' - 'A';
	return out;
}
