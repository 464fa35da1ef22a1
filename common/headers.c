/* Heads of requests. */
#include "kube/headers.h"

#include "kube/buf.h"

#include <string.h>

static int check(const char *line, struct error *err)
{
	if (!strpbrk(line, "\r\n"))
		return 0;
	return error_set(err, ERR_CONFIG, "net/http: invalid header field value for \"%.*s\"",
	                 (int)strcspn(line, ":"), line);
}

int headers_add(struct strings *lines, const char *name, const char *value, struct error *err)
{
	AUTO(buf_free) struct buf line = { 0 };

	buf_addf(&line, "%s:%s%s", name, *value ? " " : "", value);
	if (check(line.at, err))
		return -1;
	strings_add(lines, line.at);
	return 0;
}

int headers_add_identity(struct strings *lines, const struct connection *c, bool tls,
                         struct error *err)
{
	AUTO(buf_free) struct buf bearer = { 0 };

	if (tls && c->bearer && *c->bearer) {
		buf_addf(&bearer, "Bearer %s", c->bearer);
		if (headers_add(lines, "Authorization", bearer.at, err))
			return -1;
	}
	for (size_t i = 0; c->headers && i < c->headers->n; i++) {
		if (check(c->headers->at[i], err))
			return -1;
		strings_add(lines, c->headers->at[i]);
	}
	return 0;
}
