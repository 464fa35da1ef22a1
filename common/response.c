/* The few headers of an answer that matter to us. */
#include "kube/response.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void response_clear(struct http_response *r)
{
	*r = (struct http_response){ .retry_after_seconds = -1 };
}

/* Copies the trimmed value of "name: value" when the line is the header of this name. */
static bool header_is(const char *line, size_t len, const char *name, char *value, size_t size)
{
	size_t n = strlen(name);

	if (len <= n || line[n] != ':' || strncasecmp(line, name, n) != 0)
		return false;
	for (n++; n < len && isspace((unsigned char)line[n]);)
		n++;
	while (len > n && isspace((unsigned char)line[len - 1]))
		len--;
	snprintf(value, size, "%.*s", (int)(len - n), line + n);
	return true;
}

/* Seconds; a date is no number and not honoured, as in client-go. */
static int64_t whole_number(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len && len < 10 && !text[len] ? strtol(text, NULL, 10) : -1;
}

/* "HTTP/1.1 200 OK" */
static long status_of(const char *line, size_t len)
{
	const char *space = memchr(line, ' ', len);
	char digits[4] = "";

	if (space && line + len - space > 3)
		memcpy(digits, space + 1, 3);
	return (long)whole_number(digits);
}

void response_take_line(struct http_response *r, const char *line, size_t len)
{
	char value[24];

	if (len > 5 && !strncmp(line, "HTTP/", 5)) {
		response_clear(r);
		r->status = status_of(line, len);
	} else if (header_is(line, len, "Retry-After", value, sizeof value)) {
		r->retry_after_seconds = whole_number(value);
	} else {
		header_is(line, len, "Content-Type", r->content_type, sizeof r->content_type);
	}
}
