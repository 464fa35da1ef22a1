/*
 * http.h - requests to one server, driven together.
 *
 *	struct http *h = http_new(&connection, err);
 *	http_add(h, &(struct http_request){ .path = "/api/v1/pods?limit=500",
 *	                                    .sink = feed, .done = page_done, .arg = list });
 *	http_run(h, err);   // until nothing is in flight
 *
 * The server's address, TLS, proxy, credentials and impersonation come from one
 * `struct connection`. libcurl does the work behind wire.h. At most `in_flight` requests at a
 * time, one connection pool. http_add() only queues: it may be called from done() and
 * from sink(), that is how a next page is asked for. http_once() may not.
 *
 * What client-go repeats is repeated here, at most ten times (kubectl.md D4): answers of
 * 429 and 5xx with a Retry-After in seconds, and a GET whose connection ended before the
 * sink saw a byte. The sink never sees an answer that is asked for again.
 *
 * Errors carry kubectl's texts (neterror.h): refused, DNS, TLS, timeouts. Which proxy the
 * environment names: proxy.h. How we name ourselves: useragent.h.
 */
#ifndef KUBE_HTTP_H
#define KUBE_HTTP_H

#include "kube/buf.h"
#include "kube/connection.h"
#include "kube/response.h"

/* What a sink may return for now: the same bytes come again after http_resume(). */
#define HTTP_WAIT 1

struct http_request {
	const char *method;  /* NULL: GET */
	const char *path;    /* after the server's prefix: "/api/v1/pods?limit=500"; copied */
	const char *accept;  /* NULL: application/json; copied */
	const char *content_type, *body; /* may be NULL; copied */
	bool plain;          /* do not ask for gzip (watches) */
	/*
	 * Bytes of the body as they arrive; status is known. -1 ends the request with what it
	 * put into err, HTTP_WAIT stops the transfer. NULL: the body is of no interest.
	 */
	int (*sink)(void *arg, const struct http_response *r, const char *bytes, size_t len,
	            struct error *err);
	/*
	 * The end: failed is NULL when an answer came whole (whatever its status), else why
	 * not (ERR_NETWORK, ERR_REFUSED, ERR_TIMEOUT, or the sink's). Always called once.
	 */
	void (*done)(void *arg, const struct http_response *r, const struct error *failed);
	void *arg;
	int64_t delay_ms;    /* starts that much later */
	bool urgent;         /* before those that wait for their turn */
};

struct http;

struct http *http_new(const struct connection *c, struct error *err); /* c's texts are borrowed */
void http_free(struct http **h);
void http_in_flight(struct http *h, int at_most); /* default 4; requests that wait don't count */
void http_add(struct http *h, const struct http_request *request);
/* Goes on with the requests of this arg whose sink said HTTP_WAIT. From anywhere. */
void http_resume(struct http *h, const void *arg);
/* Ends everything queued and in flight with `why`, as soon as http_run() has control. */
void http_stop(struct http *h, const struct error *why);
/* Some request has had an answer, whatever it was: the server is there. */
bool http_answered(const struct http *h);
/* Until all requests, also those added meanwhile, are done. -1 only for failures of curl itself. */
int http_run(struct http *h, struct error *err);
/* One request, whole body (at most body->max). Any status is a success. */
int http_once(struct http *h, const struct http_request *request, struct http_response *r,
              struct buf *body, struct error *err);

/* Percent-encodes for a path segment or a query value. */
void http_escape(struct buf *out, const char *text);
/* curl's and TLS's names and versions, for `version -o json`. */
const char *http_library_version(void);

#endif
