/*
 * A URL is cut from both ends (scheme, fragment, query) down to "//user@host/path"; each
 * part is checked and percent-encoded anew by its own set of bytes that may stand as they are.
 */
#include "kube/url.h"

#include "kube/buf.h"
#include "kube/gotext.h"
#include "kube/strings.h"

#include <arpa/inet.h>
#include <string.h>

/* What may stand as it is beside letters, digits and "-_.~". */
#define IN_PATH "$&+,/:;=@"
#define IN_HOST "!$&'()*+,;=:[]<>\""
#define IN_USER "$&+,;="
#define IN_FRAGMENT "!$&()*+,/:;=?@"
/* Encoded paths and fragments are left alone when they hold nothing else than that and: */
#define TOLERATED "!$&'()*+,;=:@[]"

struct parser {
	struct arena *arena;
	const char *why; /* it is no URL */
};

static int refuse(struct parser *p, const char *why)
{
	p->why = why;
	return -1;
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_safe(char c, const char *safe)
{
	return c && (is_alpha(c) || is_digit(c) || strchr("-_.~", c) || strchr(safe, c));
}

static int hex(char c)
{
	if (is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XX" stands for, or -1. */
static int decoded(const char *at)
{
	int high, low;

	if ((high = hex(at[1])) < 0 || (low = hex(at[2])) < 0)
		return -1;
	return high << 4 | low;
}

/* Decodes and encodes again, so that the same address is always the same text. */
static const char *encode(struct parser *p, const char *text, const char *safe)
{
	AUTO(buf_free) struct buf out = { 0 };

	for (; *text; text++) {
		int c = (unsigned char)*text;

		if (c == '%') {
			if ((c = decoded(text)) < 0) {
				p->why = arena_printf(p->arena, "invalid URL escape \"%.3s\"", text);
				return NULL;
			}
			text += 2;
		}
		if (is_safe((char)c, safe))
			buf_putc(&out, (char)c);
		else
			buf_addf(&out, "%%%02X", (unsigned)c);
	}
	return arena_strdup(p->arena, buf_text(&out));
}

/* As written when that is an encoding of itself. */
static const char *keep_or_encode(struct parser *p, const char *text, const char *safe)
{
	const char *encoded = encode(p, text, safe);

	for (const char *at = text; encoded && *at; at++)
		if (*at != '%' && !strchr(TOLERATED, *at) && !is_safe(*at, safe))
			return encoded;
	return encoded ? text : NULL;
}

/* In a host '%' and bytes beyond ASCII, in the zone of an address all that may stand there. */
static bool may_be_encoded(const char *at, bool zone)
{
	int c = decoded(at);

	if (c == '%')
		return true;
	return zone ? c == ' ' || is_safe((char)c, IN_HOST) : c >= 0x80;
}

static int check_host_bytes(struct parser *p, const char *host, bool zone)
{
	for (; *host; host++) {
		if (*host == '%' && !may_be_encoded(host, zone)) {
			p->why = arena_printf(p->arena, "invalid URL escape \"%.3s\"", host);
			return -1;
		}
		if (*host != '%' && (unsigned char)*host < 0x80 && !is_safe(*host, IN_HOST)) {
			p->why = arena_printf(p->arena, "invalid character \"%.1s\" in host name",
			                      host);
			return -1;
		}
	}
	return 0;
}

static int check_port(struct parser *p, const char *port)
{
	AUTO(buf_free) struct buf text = { 0 };

	if (!*port || (*port == ':' && !port[1 + strspn(port + 1, "0123456789")]))
		return 0;
	gotext_quote(&text, port);
	p->why = arena_printf(p->arena, "invalid port %s after host", text.at);
	return -1;
}

/* "[::1]:6443", "[fe80::1%25eth0]" */
static int check_literal(struct parser *p, const char *host)
{
	const char *end = strrchr(host, ']'), *zone;
	struct in6_addr address;
	char *inside;

	if (!end)
		return refuse(p, "missing ']' in host");
	if (check_port(p, end + 1))
		return -1;
	inside = arena_strndup(p->arena, host + 1, (size_t)(end - host - 1));
	zone = strstr(inside, "%25");
	if (zone) {
		if (check_host_bytes(p, zone, true))
			return -1;
		inside[zone - inside] = '\0';
	}
	if (check_host_bytes(p, inside, false))
		return -1;
	if (inet_pton(AF_INET6, inside, &address) != 1 || (zone && !zone[3]))
		return refuse(p, "invalid host: unable to parse IP");
	return 0;
}

static int parse_host(struct parser *p, const char *host, struct url *u)
{
	const char *bracket = strrchr(host, '['), *colon = strchr(host, ':');
	bool web = !strcmp(u->scheme, "http") || !strcmp(u->scheme, "https");

	if (bracket && bracket != host)
		return refuse(p, "invalid IP-literal");
	if (colon && !web)
		colon = strrchr(host, ':');
	if (!bracket && colon && check_port(p, colon))
		return -1;
	if (bracket ? check_literal(p, host) : check_host_bytes(p, host, false))
		return -1;
	u->host = encode(p, host, IN_HOST);
	return u->host ? 0 : -1;
}

static int parse_user(struct parser *p, char *user, struct url *u)
{
	char *colon = strchr(user, ':');
	const char *name, *password;

	for (const char *at = user; *at; at++)
		if (!is_safe(*at, ":!$&'()*+,;=%@"))
			return refuse(p, "net/url: invalid userinfo");
	if (colon)
		*colon = '\0';
	name = encode(p, user, IN_USER);
	password = encode(p, colon ? colon + 1 : "", IN_USER);
	if (!name || !password)
		return -1;
	u->user = colon ? arena_printf(p->arena, "%s:%s", name, password) : name;
	return 0;
}

/* `text` begins behind the "//"; what follows the authority goes to *path. */
static int parse_authority(struct parser *p, const char *text, const char **path, struct url *u)
{
	char *authority = arena_strndup(p->arena, text, strcspn(text, "/"));
	char *at = strrchr(authority, '@');

	*path = text + strlen(authority);
	if (parse_host(p, at ? at + 1 : authority, u))
		return -1;
	if (!at)
		return 0;
	*at = '\0';
	return parse_user(p, authority, u);
}

/* Cuts the scheme off: what is left, or NULL. */
static const char *parse_scheme(struct parser *p, const char *text, struct url *u)
{
	const char *at = text;
	char *scheme;

	while (is_alpha(*at) || (at > text && (is_digit(*at) || (*at && strchr("+-.", *at)))))
		at++;
	if (*at != ':')
		return text;
	if (at == text) {
		p->why = "missing protocol scheme";
		return NULL;
	}
	scheme = arena_strndup(p->arena, text, (size_t)(at - text));
	for (char *c = scheme; *c; c++)
		*c |= is_alpha(*c) ? 0x20 : 0;
	u->scheme = scheme;
	return at + 1;
}

static bool has_early_colon(const char *path)
{
	return path[strcspn(path, "/:")] == ':';
}

/* `rest` has neither scheme nor query nor fragment. */
static int parse_rest(struct parser *p, const char *rest, enum url_form form, struct url *u)
{
	if (*rest != '/') {
		if (*u->scheme) {
			u->opaque = rest;
			return 0;
		}
		if (form == URL_REQUEST)
			return refuse(p, "invalid URI for request");
		if (has_early_colon(rest))
			return refuse(p, "first path segment in URL cannot contain colon");
	}
	if (text_starts(rest, "//") &&
	    (*u->scheme || (form == URL_ANY && !text_starts(rest, "///")))) {
		if (parse_authority(p, rest + 2, &rest, u))
			return -1;
	} else {
		u->no_host = *rest == '/';
	}
	u->path = keep_or_encode(p, rest, IN_PATH);
	return u->path ? 0 : -1;
}

static int parse(struct parser *p, char *text, enum url_form form, struct url *u)
{
	const char *rest;
	char *query;

	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return refuse(p, "net/url: invalid control character in URL");
	if (!strcmp(text, "*")) {
		u->path = text;
		return 0;
	}
	if (!*text && form == URL_REQUEST)
		return refuse(p, "empty url");
	if (!(rest = parse_scheme(p, text, u)))
		return -1;
	if ((query = strchr(rest, '?'))) {
		*query = '\0';
		u->query = query + 1;
	}
	return parse_rest(p, rest, form, u);
}

int url_parse(struct arena *a, const char *text, enum url_form form, struct url *u,
              struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };
	struct parser p = { .arena = a };
	char *fragment = form == URL_ANY ? strchr(text, '#') : NULL;
	size_t len = fragment ? (size_t)(fragment - text) : strlen(text);
	char *copy = arena_strndup(a, text, len);

	*u = (struct url){ .scheme = "", .opaque = "", .host = "", .path = "", .fragment = "" };
	gotext_quote(&quoted, copy);
	if (!parse(&p, copy, form, u)) {
		if (!fragment)
			return 0;
		u->fragment = keep_or_encode(&p, fragment + 1, IN_FRAGMENT);
		if (u->fragment)
			return 0;
	}
	return error_set(err, ERR_CONFIG, "parse %s: %s", quoted.at, p.why);
}

char *url_text(struct arena *a, const struct url *u)
{
	AUTO(buf_free) struct buf out = { 0 };
	bool authority = *u->host || u->user || (*u->scheme && *u->path && !u->no_host);

	if (*u->scheme)
		buf_addf(&out, "%s:", u->scheme);
	if (*u->opaque) {
		buf_puts(&out, u->opaque);
	} else {
		if (authority)
			buf_addf(&out, "//%s%s%s", u->user ? u->user : "", u->user ? "@" : "",
			         u->host);
		if (*u->host && *u->path && *u->path != '/')
			buf_putc(&out, '/');
		if (!out.len && has_early_colon(u->path))
			buf_puts(&out, "./");
		buf_puts(&out, u->path);
	}
	if (u->query)
		buf_addf(&out, "?%s", u->query);
	if (*u->fragment)
		buf_addf(&out, "#%s", u->fragment);
	return arena_strdup(a, buf_text(&out));
}
