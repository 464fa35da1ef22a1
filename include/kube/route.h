/*
 * route.h - the way to a server: the URL to ask, the name its certificate must have, where
 * to connect to, the proxy in between.
 */
#ifndef KUBE_ROUTE_H
#define KUBE_ROUTE_H

#include "kube/connection.h"

struct route {
	struct endpoint server;
	char *base;           /* "https://name:port/prefix": paths come behind it */
	char *connect_to;     /* "name:port:host:port" in libcurl's form; NULL: where base says */
	const char *verified; /* the host or the connection's tls_server_name */
	char *proxy;          /* "" none; in libcurl's words */
};

int route_of(struct route *r, const struct connection *c, struct error *err); /* ERR_CONFIG */
void route_free(struct route *r);

#endif
