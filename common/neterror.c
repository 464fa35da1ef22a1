/*
 * From the failures of connections and handshakes to Go's texts. The certificate's own
 * troubles come first, then those of TLS, then the rest in neterror_set().
 */
#include "kube/neterror.h"

#include "kube/buf.h"
#include "kube/k8stime.h"
#include "kube/strings.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* "Feb  1 00:00:00 2020 GMT" as "2020-02-01T00:00:00Z"; "" when it is something else. */
static void rfc3339(const char *printed, char out[48])
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t month = 0;
	long day, year;
	char *rest;

	out[0] = '\0';
	while (months[month] && strncmp(months + month, printed, 3) != 0)
		month += 3;
	if (!months[month] || strlen(printed) < 20)
		return;
	day = strtol(printed + 3, &rest, 10);
	if (strlen(rest) < 14 || day < 1 || day > 31)
		return;
	year = strtol(rest + 10, NULL, 10);
	if (year < 1 || year > 9999)
		return;
	snprintf(out, 48, "%04ld-%02zu-%02ldT%.8sZ", year, month / 3 + 1, day, rest + 1);
}

/* Texts of this form sort as the times they name. */
static bool expiry_text(const struct neterror *n, struct buf *text)
{
	char now[32], limit[48];

	k8stime_format((int64_t)time(NULL), now);
	if (n->expires) {
		rfc3339(n->expires, limit);
		if (limit[0] && strcmp(now, limit) > 0) {
			buf_addf(text, "x509: certificate has expired or is not yet valid: "
			               "current time %s is after %s", now, limit);
			return true;
		}
	}
	if (n->starts) {
		rfc3339(n->starts, limit);
		if (limit[0] && strcmp(now, limit) < 0) {
			buf_addf(text, "x509: certificate has expired or is not yet valid: "
			               "current time %s is before %s", now, limit);
			return true;
		}
	}
	return false;
}

/* Adds the names that begin with `type` ("DNS:"), as "a, b". */
static void names_of(const char *names, const char *type, struct buf *out)
{
	AUTO(strings_free) struct strings all = { 0 };

	strings_split(&all, names, ',');
	for (size_t i = 0; i < all.n; i++) {
		const char *name = all.at[i] + strspn(all.at[i], " ");

		if (text_starts(name, type))
			buf_addf(out, "%s%s", out->len ? ", " : "", name + strlen(type));
	}
}

static bool is_address(const char *host)
{
	unsigned char bytes[16];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static void name_text(const struct neterror *n, struct buf *text)
{
	AUTO(buf_free) struct buf valid = { 0 };
	bool address = is_address(n->verified);

	if (!n->names || !n->names[0]) {
		buf_puts(text, "x509: certificate relies on legacy Common Name field, "
		               "use SANs instead");
		return;
	}
	names_of(n->names, address ? "IP Address:" : "DNS:", &valid);
	if (valid.len)
		buf_addf(text, "x509: certificate is valid for %s, not %s", valid.at, n->verified);
	else if (address)
		buf_addf(text, "x509: cannot validate certificate for %s because it doesn't "
		               "contain any IP SANs", n->verified);
	else
		buf_addf(text, "x509: certificate is not valid for any names, "
		               "but wanted to match %s", n->verified);
}

static int certificate_error(const struct neterror *n, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };

	if (!expiry_text(n, &text)) {
		if (n->wrong_name)
			name_text(n, &text);
		else if (strstr(n->detail, "has expired") || strstr(n->detail, "not yet valid"))
			buf_puts(&text, "x509: certificate has expired or is not yet valid");
		else
			buf_puts(&text, "x509: certificate signed by unknown authority");
	}
	return error_set(err, ERR_NETWORK, "tls: failed to verify certificate: %s", text.at);
}

/* What OpenSSL says, what Go says. */
static const struct {
	const char *openssl, *go;
} handshake[] = {
	{ "wrong version number", "tls: first record does not look like a TLS handshake" },
	{ "packet length too long", "tls: first record does not look like a TLS handshake" },
	{ "alert bad certificate", "remote error: tls: bad certificate" },
	{ "alert certificate required", "remote error: tls: certificate required" },
	{ "alert unknown ca", "remote error: tls: unknown certificate authority" },
	{ "alert certificate expired", "remote error: tls: expired certificate" },
	{ "alert certificate revoked", "remote error: tls: revoked certificate" },
	{ "alert certificate unknown", "remote error: tls: unknown certificate" },
	{ "alert handshake failure", "remote error: tls: handshake failure" },
	{ "alert protocol version", "remote error: tls: protocol version not supported" },
	{ "alert access denied", "remote error: tls: access denied" },
	{ "alert internal error", "remote error: tls: internal error" },
	{ "unrecognized name", "remote error: tls: unrecognized name" },
	{ "unsupported protocol", "tls: server selected unsupported protocol version" },
};

static int tls_error(const struct neterror *n, struct error *err)
{
	for (size_t i = 0; i < sizeof handshake / sizeof *handshake; i++)
		if (strstr(n->detail, handshake[i].openssl))
			return error_set(err, ERR_NETWORK, "%s", handshake[i].go);
	return error_set(err, ERR_NETWORK, "tls: %s", n->detail);
}

/* `where` is a URL or its authority. */
static int lookup_error(const char *before, const char *where, struct error *err)
{
	const char *host = strstr(where, "://");

	host = host ? host + 3 : where;
	return error_set(err, ERR_NETWORK, "%sdial tcp: lookup %.*s: no such host", before,
	                 (int)strcspn(host, ":/"), host);
}

static int connect_error(const struct neterror *n, struct error *err)
{
	char text[128];

	if (n->number == ECONNREFUSED)
		return error_set(err, ERR_REFUSED,
		                 "The connection to the server %s was refused - did you specify "
		                 "the right host or port?", n->server);
	if (!n->number)
		return error_set(err, ERR_NETWORK, "dial tcp: %s", n->detail);
	snprintf(text, sizeof text, "%s", strerror((int)n->number));
	text[0] = (char)tolower((unsigned char)text[0]);
	return error_set(err, ERR_NETWORK, "dial tcp %s: connect: %s", n->server, text);
}

/* Go has "EOF" where an answer should have begun, "unexpected EOF" where it should go on. */
static const char *broken_text(const struct neterror *n)
{
	if (strstr(n->detail, "reset by peer"))
		return "read: connection reset by peer";
	if (strstr(n->detail, "roken pipe"))
		return "write: broken pipe";
	return n->what == NET_BROKEN_EARLY ? "EOF" : "unexpected EOF";
}

/* OpenSSL compares the two when it gets the key. */
static int own_certificate_error(const struct neterror *n, struct error *err)
{
	if (strstr(n->detail, "private key"))
		return error_set(err, ERR_CONFIG, "tls: private key does not match public key");
	return error_set(err, ERR_CONFIG, "tls: the client certificate cannot be used: %s",
	                 n->detail);
}

static int timeout_error(const struct neterror *n, struct error *err)
{
	switch (n->what) {
	case NET_CONNECT_TIMEOUT:
		return error_set(err, ERR_TIMEOUT, "dial tcp %s: i/o timeout", n->server);
	case NET_HANDSHAKE_TIMEOUT:
		return error_set(err, ERR_TIMEOUT, "net/http: TLS handshake timeout");
	case NET_STALLED:
		return error_set(err, ERR_TIMEOUT, "nothing came from %s for %ld seconds",
		                 n->server, n->number);
	case NET_BODY_TIMEOUT:
		return error_set(err, ERR_TIMEOUT,
		                 "net/http: request canceled (Client.Timeout or context "
		                 "cancellation while reading body)");
	default:
		return error_set(err, ERR_TIMEOUT,
		                 "context deadline exceeded (Client.Timeout exceeded while "
		                 "awaiting headers)");
	}
}

int neterror_set(const struct neterror *n, struct error *err)
{
	switch (n->what) {
	case NET_LOOKUP:          return lookup_error("", n->server, err);
	case NET_PROXY_LOOKUP:    return lookup_error("proxyconnect tcp: ", n->proxy, err);
	case NET_PROXY_ANSWER:
		return error_set(err, ERR_NETWORK, "the proxy answered CONNECT with status %ld",
		                 n->number);
	case NET_CONNECT:         return connect_error(n, err);
	case NET_CERTIFICATE:     return certificate_error(n, err);
	case NET_OWN_CERTIFICATE: return own_certificate_error(n, err);
	case NET_TLS:             return tls_error(n, err);
	case NET_ROOTS:
		return error_set(err, ERR_CONFIG, "unable to load root certificates: "
		                                  "unable to parse bytes as PEM block");
	case NET_BROKEN_EARLY:
	case NET_BROKEN:
		return error_set(err, ERR_NETWORK, "%s", broken_text(n));
	case NET_CONNECT_TIMEOUT:
	case NET_HANDSHAKE_TIMEOUT:
	case NET_TIMEOUT:
	case NET_BODY_TIMEOUT:
	case NET_STALLED:
		return timeout_error(n, err);
	case NET_OTHER: break;
	}
	return error_set(err, ERR_NETWORK, "%s", n->detail);
}
