/* One loop inside of strings, which are most of the text, and one outside. */
#include "kube/json_cut.h"

#include <stdint.h>
#include <string.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Is one of eight bytes a quote or a backslash? May say yes too often, never no. */
static bool has_special(const char *at)
{
	uint64_t word, quote, backslash;

	memcpy(&word, at, sizeof word);
	quote = word ^ EACH('"');
	backslash = word ^ EACH('\\');
	return ((quote - EACH(1)) | (backslash - EACH(1))) & ~word & EACH(0x80);
}

/* To behind the closing quote. */
static const char *skip_string(struct json_cut *cut, const char *at, const char *end)
{
	if (cut->backslash && at < end) {
		cut->backslash = false;
		at++;
	}
	for (;; at += 2) {
		while (end - at >= 8 && !has_special(at))
			at += 8;
		while (at < end && *at != '"' && *at != '\\')
			at++;
		if (at == end)
			return end;
		if (*at == '"')
			break;
		if (at + 1 == end) {
			cut->backslash = true;
			return end;
		}
	}
	cut->quoted = false;
	return at + 1;
}

/* To behind an opening quote, or the bracket that closes the value. */
static const char *skip_brackets(struct json_cut *cut, const char *at, const char *end)
{
	int depth = cut->depth;

	for (; at < end; at++) {
		if (*at == '"') {
			cut->quoted = true;
			break;
		}
		if (*at == '{' || *at == '[')
			depth++;
		else if ((*at == '}' || *at == ']') && !--depth)
			break;
	}
	cut->depth = depth;
	return at + (at < end);
}

static const char *skip_word(const char *at, const char *end)
{
	while (at < end && !strchr(" \t\r\n,:[]{}\"", *at))
		at++;
	return at;
}

void json_cut_begin(struct json_cut *cut, char first)
{
	bool container = first == '{' || first == '[';

	*cut = (struct json_cut){ .depth = container, .quoted = first == '"' };
	cut->word = !container && !cut->quoted;
}

const char *json_cut_skip(struct json_cut *cut, const char *at, const char *end)
{
	if (cut->word) {
		at = skip_word(at, end);
		cut->whole = at < end;
		return at;
	}
	while (at < end && (cut->depth || cut->quoted))
		at = cut->quoted ? skip_string(cut, at, end) : skip_brackets(cut, at, end);
	cut->whole = !cut->depth && !cut->quoted;
	return at;
}
