/* Go's ParseInt and ParseBool. */
#include "kube/strconv.h"

#include <string.h>

static const char syntax[] = "invalid syntax", range[] = "value out of range";

static unsigned digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a' + 10);
	return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A' + 10) : 99;
}

/* Of "0x1f", "0b1", "0o7" and "017"; moves to the digits behind the prefix. */
static unsigned base_of(const char **at)
{
	const char *text = *at;

	if (*text != '0')
		return 10;
	*at += text[1] && text[2] && strchr("xXbBoO", text[1]) ? 2 : 1;
	if (*at == text + 1)
		return 8;
	return text[1] == 'x' || text[1] == 'X' ? 16 : text[1] == 'b' || text[1] == 'B' ? 2 : 8;
}

const char *strconv_int(const char *text, int base, int64_t *n)
{
	const char *start = text + (*text == '-' || *text == '+'), *at = start;
	uint64_t sum = 0, radix = base ? (unsigned)base : base_of(&at);
	bool after_digit = !base && at != start;

	if (!*start)
		return syntax;
	for (; *at; at++) {
		uint64_t digit = digit_of(*at);

		/* An underscore stands between digits, or between prefix and digits. */
		if (*at == '_' && !base && after_digit && digit_of(at[1]) < radix)
			continue;
		if (digit >= radix)
			return syntax;
		if (sum > (UINT64_MAX - digit) / radix)
			return range;
		sum = sum * radix + digit;
		after_digit = true;
	}
	if (sum > (uint64_t)INT64_MAX + (*text == '-'))
		return range;
	*n = *text != '-' ? (int64_t)sum : sum ? -(int64_t)(sum - 1) - 1 : 0;
	return NULL;
}

const char *strconv_bool(const char *text, bool *value)
{
	static const char *const words[] = { "0", "f", "F", "false", "FALSE", "False",
		                             "1", "t", "T", "true",  "TRUE",  "True" };

	for (size_t i = 0; i < 12; i++)
		if (!strcmp(text, words[i])) {
			*value = i >= 6;
			return NULL;
		}
	return syntax;
}
