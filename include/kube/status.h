/*
 * status.h - an answer of the API server that is no success, in kubectl's words.
 *
 *	status_error(&(struct status_answer){ 403, type, body, "get pods" }, err);
 *	// Error from server (Forbidden): pods is forbidden: User "x" cannot list ...
 */
#ifndef KUBE_STATUS_H
#define KUBE_STATUS_H

#include "kube/error.h"

struct status_answer {
	long status;              /* of HTTP, not 2xx */
	const char *content_type; /* "" if none came */
	const char *body;
	const char *doing;        /* "get pods": what failed; NULL: not told */
	/* Put before what the server says of a list it does not know: 'Unable to list "…": '. */
	const char *before;       /* NULL: nothing */
};

/*
 * Returns -1. ERR_UNAUTHORIZED, ERR_DENIED, ERR_NOT_FOUND or ERR_SERVER by the HTTP status;
 * the text is a Status' message, or what client-go makes of a body that is none.
 */
int status_error(const struct status_answer *a, struct error *err);

#endif
