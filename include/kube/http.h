/*
 * http.h - the only door to libcurl: requests driven together by one curl_multi.
 *
 *	struct http *h = http_new(&connection, err);
 *	http_add(h, &(struct http_request){ .path = "/api/v1/pods?limit=500",
 *	                                    .sink = feed, .done = page_done, .arg = list });
 *	http_run(h, err);   // until nothing is in flight
 *
 * The server's address, TLS, proxy, credentials and impersonation come from one
 * `struct connection` (credentials.h fills it). At most `in_flight` requests at a
 * time, one connection pool, HTTP/2 where the server has it. http_add() may be
 * called from done() (never from sink()): that is how a next page is asked for.
 *
 * Errors carry kubectl's texts (kubectl.md B7): refused, DNS, TLS, timeouts.
 */
#ifndef KUBE_HTTP_H
#define KUBE_HTTP_H

#include "kube/buf.h"
#include "kube/strings.h"

#include <stdint.h>

struct connection {
	const char *server;          /* "https://host:6443/prefix", no final slash */
	const char *tls_server_name; /* NULL: the host */
	const char *ca_pem, *cert_pem, *key_pem; /* PEM text; NULL: system roots, no certificate */
	bool insecure;               /* no verification of the server's certificate */
	const char *proxy;           /* "" none, NULL: by environment, with Go's rules */
	const char *user_name, *password; /* basic */
	const char *bearer;          /* token */
	const struct strings *headers; /* impersonation: "Impersonate-User: x"; may be NULL */
	bool disable_compression;
	int64_t timeout_ms;          /* of one request; 0: none (kubectl's default) */
	/*
	 * Asked once after a 401: may renew `bearer` (exec plugins, token files). 0 when the
	 * request is worth repeating. NULL: never. kubectl itself does not repeat.
	 */
	int (*renew)(void *arg, struct connection *c, struct error *err);
	void *renew_arg;
};

struct http_response {
	long status;                 /* 0: none came */
	const char *content_type;    /* "" if none */
	int64_t retry_after_seconds; /* -1: no such header, or no integer */
	uint64_t body_bytes;         /* after decoding */
};

struct http_request {
	const char *method;  /* NULL: GET */
	const char *path;    /* after the server's prefix: "/api/v1/pods?limit=500"; copied */
	const char *accept;  /* NULL: application/json; copied */
	const char *content_type, *body; /* may be NULL; copied */
	bool plain;          /* do not ask for gzip (watches) */
	/*
	 * Bytes of the body as they arrive; status is known. Non-zero ends the request with
	 * what it put into err. Must not call http_*.
	 */
	int (*sink)(void *arg, const struct http_response *r, const char *bytes, size_t len,
	            struct error *err);
	/*
	 * The end: failed is NULL when an answer came whole (whatever its status), else why
	 * not (ERR_NETWORK, ERR_REFUSED, ERR_TIMEOUT, or the sink's). Always called once.
	 */
	void (*done)(void *arg, const struct http_response *r, const struct error *failed);
	void *arg;
	int64_t delay_ms;    /* starts that much later (Retry-After) */
};

struct http;

struct http *http_new(const struct connection *c, struct error *err); /* c is borrowed */
void http_free(struct http **h);
void http_in_flight(struct http *h, int at_most); /* default 4 */
void http_add(struct http *h, const struct http_request *request);
/* Until all requests, also those added meanwhile, are done. -1 only for failures of curl itself. */
int http_run(struct http *h, struct error *err);
/* One request, whole body (at most body->max). Any status is a success. */
int http_once(struct http *h, const struct http_request *request, struct http_response *r,
              struct buf *body, struct error *err);

/* Percent-encodes for a path segment or a query value. */
void http_escape(struct buf *out, const char *text);
/* curl's and TLS's names and versions, for `version -o json`. */
const char *http_library_version(void);
/* "kubectl-mks-audit/v0.3.1 (linux/amd64) kubernetes/abcdef0" (kubectl.md C6). */
void http_user_agent(struct buf *out);
/*
 * The proxy Go would take from the environment for this URL ("" none). In arena-free
 * form: written to out. Pure, for tests.
 */
void http_proxy_for(const char *url, struct buf *out);

#endif
