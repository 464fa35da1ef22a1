/*
 * url.h - URLs by the rules of Go's net/url, for the addresses in a kubeconfig: what kubectl
 * refuses is refused, and what it asks for is asked for, to the byte.
 *
 *	struct url u;
 *	if (url_parse(arena, "https://host:6443/prefix", URL_ANY, &u, err))
 *		return -1;
 *	puts(url_text(arena, &u));
 *
 * Parts are owned by the arena and percent-encoded as url_text() writes them.
 */
#ifndef KUBE_URL_H
#define KUBE_URL_H

#include "kube/arena.h"

#include <stdbool.h>

struct url {
	const char *scheme;   /* lower case; "" when there is none */
	const char *opaque;   /* what follows the scheme of "mailto:x"; "" */
	const char *user;     /* "name:password"; NULL when there is none */
	const char *host;     /* "host:port", "[::1]:6443"; "" */
	const char *path;     /* "" or "/..." or, without a host, any */
	const char *query;    /* without the '?'; NULL when there is none */
	const char *fragment; /* without the '#'; "" */
	bool no_host;         /* "file:/x", not "file:///x" */
};

/* URL_REQUEST: must be absolute, '#' has no meaning (Go's ParseRequestURI). */
enum url_form { URL_ANY, URL_REQUEST };

/* ERR_CONFIG in Go's words: parse "http://[": missing ']' in host */
int url_parse(struct arena *a, const char *text, enum url_form form, struct url *u,
              struct error *err);
char *url_text(struct arena *a, const struct url *u);

#endif
