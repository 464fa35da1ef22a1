/* From a connection to the addresses libcurl is given. */
#include "kube/route.h"

#include "kube/buf.h"
#include "kube/proxy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Go's socks5 has the proxy look names up, which curl calls socks5h. */
static char *choose_proxy(const struct connection *c)
{
	AUTO(buf_free) struct buf proxy = { 0 };
	struct buf out = { 0 };

	if (c->proxy)
		buf_puts(&proxy, c->proxy);
	else
		proxy_for(c->server, &proxy);
	if (!strncasecmp(buf_text(&proxy), "socks5://", 9))
		buf_addf(&out, "socks5h://%s", proxy.at + 9);
	else
		buf_puts(&out, buf_text(&proxy));
	return buf_take(&out);
}

/*
 * A name of its own for TLS stands in the URL, where curl looks for it; the connection
 * goes to the real host all the same.
 */
static void use_tls_name(struct route *r, const char *name)
{
	const struct endpoint *s = &r->server;
	bool six = strchr(s->host, ':') != NULL;
	struct buf base = { 0 }, to = { 0 };

	buf_addf(&base, "https://%s:%s%s", name, s->port, s->path);
	buf_addf(&to, "%s:%s:%s%s%s:%s", name, s->port, six ? "[" : "", s->host, six ? "]" : "",
	         s->port);
	r->base = buf_take(&base);
	r->connect_to = buf_take(&to);
	r->verified = name;
}

static void use_host(struct route *r)
{
	const struct endpoint *s = &r->server;
	struct buf base = { 0 };

	buf_addf(&base, "%s://%s%s", s->tls ? "https" : "http", s->authority, s->path);
	r->base = buf_take(&base);
	r->verified = s->host;
}

int route_of(struct route *r, const struct connection *c, struct error *err)
{
	*r = (struct route){ 0 };
	if (endpoint_of(&r->server, c->server, err))
		return -1;
	if (r->server.tls && c->tls_server_name && *c->tls_server_name)
		use_tls_name(r, c->tls_server_name);
	else
		use_host(r);
	r->proxy = choose_proxy(c);
	return 0;
}

void route_free(struct route *r)
{
	endpoint_free(&r->server);
	free(r->base);
	free(r->connect_to);
	free(r->proxy);
	*r = (struct route){ 0 };
}
