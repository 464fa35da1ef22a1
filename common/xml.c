/* Escaping for XML and HTML. */
#include "kube/xml.h"

#include <string.h>

/* Bytes of the UTF-8 sequence at s, 0 when it is none XML can hold. */
static size_t sequence(const unsigned char *s)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc2 ? 2 : 0;

	if (s[0] > 0xf4 || (s[0] < 0x20 && !strchr("\t\n\r", s[0])) || s[0] == 0x7f)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* Surrogates, overlong forms, and U+FFFE and U+FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f) ||
	    (s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe))
		return 0;
	return len;
}

static const char *reference(char c)
{
	switch (c) {
	case '<':  return "&lt;";
	case '>':  return "&gt;";
	case '&':  return "&amp;";
	case '"':  return "&quot;";
	case '\'': return "&#39;";
	default:   return NULL;
	}
}

void xml_put(FILE *out, const char *text)
{
	while (*text) {
		size_t len = sequence((const unsigned char *)text);
		const char *escaped = reference(*text);

		if (escaped)
			fputs(escaped, out);
		else if (len)
			fwrite(text, 1, len, out);
		else
			fputs("\xef\xbf\xbd", out);
		text += len ? len : 1;
	}
}

void xml_putf(FILE *out, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	for (; *fmt; fmt++) {
		if (fmt[0] == '%' && fmt[1] == 's') {
			const char *text = va_arg(args, const char *);

			xml_put(out, text ? text : "");
			fmt++;
		} else {
			fputc(*fmt, out);
		}
	}
	va_end(args);
}
