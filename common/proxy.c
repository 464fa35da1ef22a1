/*
 * Which proxy Go's net/http would use. Reading order: proxy_for() asks the environment,
 * proxy_exempts() goes through NO_PROXY, entry_matches() knows the forms of an entry.
 */
#include "kube/proxy.h"

#include "kube/connection.h"
#include "kube/strings.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct address {
	size_t len; /* 4 or 16; 0: the text is no address */
	unsigned char bytes[16];
};

static struct address address_of(const char *text)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct address a = { 0 };

	if (inet_pton(AF_INET, text, a.bytes) == 1) {
		a.len = 4;
	} else if (inet_pton(AF_INET6, text, a.bytes) == 1) {
		a.len = 16;
		if (!memcmp(a.bytes, mapped, sizeof mapped)) {
			memmove(a.bytes, a.bytes + 12, 4);
			a.len = 4;
		}
	}
	return a;
}

static bool address_equal(struct address a, struct address b)
{
	return a.len && a.len == b.len && !memcmp(a.bytes, b.bytes, a.len);
}

static bool is_loopback(const char *host)
{
	struct address a = address_of(host);

	return !strcmp(host, "localhost") || (a.len == 4 && a.bytes[0] == 127) ||
	       address_equal(a, address_of("::1"));
}

static bool in_range(struct address a, struct address net, size_t bits)
{
	size_t whole = bits / 8;
	unsigned mask = 0xffu << (8 - bits % 8) & 0xffu;

	if (!a.len || a.len != net.len || memcmp(a.bytes, net.bytes, whole) != 0)
		return false;
	return !(bits % 8) || (a.bytes[whole] & mask) == (net.bytes[whole] & mask);
}

/* "10.0.0.0/8"; *matches only when it is one. */
static bool is_cidr(const char *entry, const char *host, bool *matches)
{
	const char *slash = strchr(entry, '/');
	char net[INET6_ADDRSTRLEN] = "";
	struct address a;
	char *end;
	unsigned long bits;

	if (!slash || (size_t)(slash - entry) >= sizeof net || !isdigit((unsigned char)slash[1]))
		return false;
	memcpy(net, entry, (size_t)(slash - entry));
	a = address_of(net);
	bits = strtoul(slash + 1, &end, 10);
	if (!a.len || *end || bits > a.len * 8)
		return false;
	*matches = in_range(address_of(host), a, bits);
	return true;
}

/* Cuts "host:port" or "[v6]:port" in place; the port is "" when there is none. */
static const char *split_port(char *entry, char **host)
{
	char *colon = strrchr(entry, ':'), *bracket = strrchr(entry, ']');

	*host = entry;
	if (entry[0] == '[' && bracket) {
		*bracket = '\0';
		(*host)++;
		return bracket[1] == ':' ? bracket + 2 : "";
	}
	if (!colon || strchr(entry, ':') != colon)
		return "";
	*colon = '\0';
	return colon + 1;
}

/* "a.b" stands for itself and what is below it, ".a.b" and "*.a.b" for what is below. */
static bool domain_matches(const char *domain, const char *host)
{
	size_t n = strlen(host), tail;

	if (domain[0] == '*' && domain[1] == '.')
		domain++;
	else if (domain[0] != '.' && !strcmp(domain, host))
		return true;
	tail = strlen(domain);
	if (domain[0] == '.')
		return n >= tail && !strcmp(host + n - tail, domain);
	return n > tail && host[n - tail - 1] == '.' && !strcmp(host + n - tail, domain);
}

static bool entry_matches(char *entry, const char *host, const char *port)
{
	const char *its_port;
	char *its_host;
	bool matches;

	if (is_cidr(entry, host, &matches))
		return matches;
	its_port = split_port(entry, &its_host);
	if (!its_host[0] || (its_port[0] && strcmp(its_port, port) != 0))
		return false;
	if (address_of(its_host).len)
		return address_equal(address_of(its_host), address_of(host));
	return !address_of(host).len && domain_matches(its_host, host);
}

/* A copy of the bytes, trimmed and in lower case; the caller frees. */
static char *lower(const char *text, size_t len)
{
	struct buf out = { 0 };

	while (len && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++)
		buf_putc(&out, (char)tolower((unsigned char)text[i]));
	return buf_take(&out);
}

bool proxy_exempts(const char *no_proxy, const char *host, const char *port)
{
	AUTO(strings_free) struct strings entries = { 0 };
	bool exempt = false;
	char *wanted = lower(host, strlen(host));

	strings_split(&entries, no_proxy, ',');
	for (size_t i = 0; i < entries.n && !exempt; i++) {
		char *entry = lower(entries.at[i], strlen(entries.at[i]));

		exempt = !strcmp(entry, "*") || entry_matches(entry, wanted, port);
		free(entry);
	}
	free(wanted);
	return exempt;
}

static const char *environment(const char *upper, const char *lower_case)
{
	const char *value = getenv(upper);

	if (!value || !*value)
		value = getenv(lower_case);
	return value ? value : "";
}

/* Go takes what has no scheme for the address of an HTTP proxy. */
static void add_proxy(const char *value, struct buf *out)
{
	if (!strstr(value, "://"))
		buf_puts(out, "http://");
	buf_puts(out, value);
}

void proxy_for(const char *url, struct buf *out)
{
	AUTO(endpoint_free) struct endpoint e = { 0 };
	const char *value;

	if (endpoint_of(&e, url, NULL))
		return;
	value = e.tls ? environment("HTTPS_PROXY", "https_proxy")
	              : environment("HTTP_PROXY", "http_proxy");
	if (*value && !is_loopback(e.host) &&
	    !proxy_exempts(environment("NO_PROXY", "no_proxy"), e.host, e.port))
		add_proxy(value, out);
}
