/*
 * neterror.h - why no answer came, in the words of Go's net/http that kubectl prints.
 *
 * http.c says what happened and what it knows; the text and the error's code are made
 * here (kubectl.md B7).
 */
#ifndef KUBE_NETERROR_H
#define KUBE_NETERROR_H

#include "kube/error.h"

#include <stdbool.h>

enum net_trouble {
	NET_LOOKUP,       /* no such host */
	NET_PROXY_LOOKUP,
	NET_CONNECT,      /* `number` is the system's errno */
	NET_PROXY_ANSWER, /* the proxy would not connect us: `number` is its status */
	NET_CONNECT_TIMEOUT,
	NET_HANDSHAKE_TIMEOUT,
	NET_TIMEOUT,      /* before the answer began */
	NET_BODY_TIMEOUT,
	NET_STALLED,      /* no byte for `number` seconds */
	NET_CERTIFICATE,  /* the server's, against what we trust */
	NET_OWN_CERTIFICATE, /* ours cannot be used */
	NET_ROOTS,        /* the given certificate authority cannot be read */
	NET_TLS,          /* anything else in the handshake */
	NET_BROKEN_EARLY, /* the connection ended before the answer began */
	NET_BROKEN,       /* ... within the body */
	NET_OTHER
};

struct neterror {
	enum net_trouble what;
	long number;
	const char *server;     /* "mks.example:6443", as in the URL */
	const char *verified;   /* the name or address the certificate must be for */
	const char *proxy;      /* its URL, for NET_PROXY_LOOKUP */
	const char *detail;     /* the library's own words; never NULL */
	/* The server's certificate, as OpenSSL prints it; NULL: not known. */
	const char *names;      /* "DNS:mks, IP Address:10.0.0.1" */
	const char *starts, *expires; /* "Feb  1 00:00:00 2020 GMT" */
	bool wrong_name;        /* trusted, but for another name */
};

/* Returns -1. ERR_NETWORK, ERR_REFUSED, ERR_TIMEOUT or, for what we gave, ERR_CONFIG. */
int neterror_set(const struct neterror *n, struct error *err);

#endif
