/* A server's URL, taken apart. */
#include "kube/connection.h"

#include "kube/buf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *piece(const char *from, size_t len)
{
	struct buf out = { 0 };

	buf_add(&out, from, len);
	return buf_take(&out);
}

static char *lower(char *text)
{
	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return text;
}

/* "host", "host:port", "[v6]", "[v6]:port" */
static int split_authority(struct endpoint *e)
{
	const char *text = e->authority, *end = text + strcspn(text, ":");

	if (*text == '[') {
		end = strchr(text, ']');
		if (!end)
			return -1;
		e->host = lower(piece(text + 1, (size_t)(end - text - 1)));
		end++;
	} else {
		e->host = lower(piece(text, (size_t)(end - text)));
	}
	if (!*e->host || (*end && *end != ':') || (*end && end[1 + strspn(end + 1, "0123456789")]))
		return -1;
	if (*end && end[1])
		e->port = xstrdup(end + 1);
	else
		e->port = xstrdup(e->tls ? "443" : "80");
	return 0;
}

static int split(struct endpoint *e, const char *url)
{
	size_t len;

	e->tls = !strncasecmp(url, "https://", 8);
	if (!e->tls && strncasecmp(url, "http://", 7) != 0)
		return -1;
	url += e->tls ? 8 : 7;
	len = strcspn(url, "/?#");
	for (size_t i = len; i > 0; i--)
		if (url[i - 1] == '@') {
			url += i;
			len -= i;
			break;
		}
	e->authority = piece(url, len);
	url += len;
	len = strcspn(url, "?#");
	while (len && url[len - 1] == '/')
		len--;
	e->path = piece(url, len);
	return split_authority(e);
}

int endpoint_of(struct endpoint *e, const char *url, struct error *err)
{
	*e = (struct endpoint){ 0 };
	if (!split(e, url))
		return 0;
	endpoint_free(e);
	return error_set(err, ERR_CONFIG, "\"%s\" is no http or https URL", url);
}

void endpoint_free(struct endpoint *e)
{
	free(e->host);
	free(e->port);
	free(e->authority);
	free(e->path);
	*e = (struct endpoint){ 0 };
}
