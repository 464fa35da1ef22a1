/*
 * headers.h - lines of a request's head, with nothing in them that would begin another line.
 */
#ifndef KUBE_HEADERS_H
#define KUBE_HEADERS_H

#include "kube/connection.h"

/*
 * Adds "Name: value"; a value of "" gives "Name:". ERR_CONFIG in Go's words when a line break
 * is in it.
 */
int headers_add(struct strings *lines, const char *name, const char *value, struct error *err);
/* Token and impersonation; client-go keeps the token to itself over plain HTTP. */
int headers_add_identity(struct strings *lines, const struct connection *c, bool tls,
                         struct error *err);

#endif
