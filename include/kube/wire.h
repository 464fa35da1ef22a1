/*
 * wire.h - the only door to libcurl: calls over one pool of connections, no policy.
 *
 * http.h stands on it and decides about turns, repetitions and credentials; nothing else
 * uses it.
 *
 *	struct wire_call *call = wire_start(w, &request, err);
 *	while (!ended)
 *		wire_step(w, 1000, err);   // calls take() and ended()
 *	wire_drop(&call);
 */
#ifndef KUBE_WIRE_H
#define KUBE_WIRE_H

#include "kube/connection.h"
#include "kube/response.h"

#include <stddef.h>

struct wire;
struct wire_call;

/* What take() may return: the same bytes come again after wire_resume(). */
#define WIRE_WAIT 1

struct wire_request {
	const char *method;                /* NULL: GET, POST when there is a body */
	const char *path, *accept;         /* accept NULL: application/json */
	const char *content_type, *body;   /* NULL: none */
	bool plain;                        /* no gzip, and silence is no fault */
	struct http_response *response;    /* filled as it arrives */
	int (*take)(void *arg, const char *bytes, size_t len); /* 0, -1 ends the call, WIRE_WAIT */
	/* failed: NULL, or why there is no whole answer (nothing of interest if take() said -1). */
	void (*ended)(void *arg, const struct error *failed);
	void *arg;
};

struct wire *wire_new(const struct connection *c, struct error *err);
void wire_free(struct wire **w); /* after its calls */
/* Our copy of the connection; what is changed here counts for the calls that begin later. */
struct connection *wire_connection(struct wire *w);

/* request and its texts are borrowed until wire_drop(). */
struct wire_call *wire_start(struct wire *w, const struct wire_request *request, struct error *err);
void wire_drop(struct wire_call **call); /* also while it is under way; not from take() */
int wire_resume(struct wire_call *call); /* may call take() at once; -1: take() said -1 */

/* Moves bytes, tells what ended, waits at most timeout_ms when nothing did. */
int wire_step(struct wire *w, int timeout_ms, struct error *err);

const char *wire_library_version(void);

#endif
