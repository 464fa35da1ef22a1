/*
 * endpoint.h - where a server's URL leads: what connections, proxies and messages need of it.
 *
 *	AUTO(endpoint_free) struct endpoint e = { 0 };
 *	if (endpoint_of(&e, "https://[::1]:6443/prefix/", err)) ...
 *	// tls, ::1, 6443, [::1]:6443, /prefix
 */
#ifndef KUBE_ENDPOINT_H
#define KUBE_ENDPOINT_H

#include "kube/error.h"

#include <stdbool.h>

struct endpoint {
	bool tls;        /* https */
	char *host;      /* without brackets, in lower case */
	char *port;      /* as written, else the scheme's */
	char *authority; /* "host:port" as written, without user and password */
	char *path;      /* "" or "/prefix", without the final slash; no query */
};

/* http and https only. ERR_CONFIG. */
int endpoint_of(struct endpoint *e, const char *url, struct error *err);
void endpoint_free(struct endpoint *e);

#endif
