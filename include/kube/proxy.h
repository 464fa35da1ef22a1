/*
 * proxy.h - the proxy Go programs take from the environment, which is not curl's.
 *
 *	AUTO(buf_free) struct buf proxy = { 0 };
 *	proxy_for("https://mks.example:6443", &proxy);
 *	if (proxy.len) ...  // "http://proxy.example:3128"
 *
 * HTTPS_PROXY for https, HTTP_PROXY for http, either also in lower case; never
 * ALL_PROXY; never for localhost and loopback addresses; NO_PROXY with domains,
 * addresses, CIDR ranges and ports (kubectl.md D4).
 */
#ifndef KUBE_PROXY_H
#define KUBE_PROXY_H

#include "kube/buf.h"

/* The proxy's URL, always with a scheme; nothing is added to `out` when there is none. */
void proxy_for(const char *url, struct buf *out);
/* Whether a NO_PROXY text exempts host and port ("2001:db8::1" without brackets). */
bool proxy_exempts(const char *no_proxy, const char *host, const char *port);

#endif
