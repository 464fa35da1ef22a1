/*
 * connection.h - which server, as whom: all that a request needs besides itself.
 *
 * credentials.h fills it from a kubeconfig, http.h uses it. All texts are borrowed.
 *
 *	AUTO(endpoint_free) struct endpoint e = { 0 };
 *	if (endpoint_of(&e, "https://[::1]:6443/prefix/", err)) ...
 *	// tls, ::1, 6443, [::1]:6443, /prefix
 */
#ifndef KUBE_CONNECTION_H
#define KUBE_CONNECTION_H

#include "kube/error.h"
#include "kube/strings.h"

#include <stdint.h>

struct connection {
	const char *program;         /* "kubectl-mks-audit", for the User-Agent; may be NULL */
	const char *server;          /* "https://host:6443/prefix" */
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

/* Where a server's URL leads. */
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
