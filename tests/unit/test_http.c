/* What http.c stands on: addresses, heads of answers, escapes, our name, texts of failures. */
#include "kube/http.h"
#include "kube/neterror.h"
#include "kube/useragent.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>

static const struct {
	const char *url, *host, *port, *authority, *path;
} urls[] = {
	{ "https://mks.example:6443", "mks.example", "6443", "mks.example:6443", "" },
	{ "https://mks.example", "mks.example", "443", "mks.example", "" },
	{ "http://mks.example/", "mks.example", "80", "mks.example", "" },
	{ "HTTPS://MKS.example/a/b//", "mks.example", "443", "MKS.example", "/a/b" },
	{ "https://[::1]:6443/x?y=z", "::1", "6443", "[::1]:6443", "/x" },
	{ "https://[2001:db8::7]#a", "2001:db8::7", "443", "[2001:db8::7]", "" },
	{ "https://me:secret@mks.example:1/x", "mks.example", "1", "mks.example:1", "/x" },
	{ "https://mks.example:", "mks.example", "443", "mks.example:", "" },
	{ "ftp://mks.example", NULL }, { "mks.example:6443", NULL }, { "https://", NULL },
	{ "https://:6443", NULL },     { "https://a:b", NULL },      { "https://[::1", NULL },
	{ "https://[::1]x", NULL },    { "", NULL },
};

static void endpoints(void)
{
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		AUTO(endpoint_free) struct endpoint e = { 0 };
		struct error err = { 0 };
		int failed = endpoint_of(&e, urls[i].url, &err);

		if (!urls[i].host) {
			ok(failed && err.code == ERR_CONFIG, "\"%s\" is refused", urls[i].url);
			continue;
		}
		is(e.host, urls[i].host, urls[i].url);
		is(e.port, urls[i].port, "  its port");
		is(e.authority, urls[i].authority, "  its authority");
		is(e.path, urls[i].path, "  its path");
	}
}

static const char *const head[] = {
	"HTTP/1.1 100 Continue\r\n", "Retry-After: 7\r\n", "\r\n", "HTTP/2 429\r\n",
	"content-type:application/json; charset=utf-8 \r\n", "Retry-Afterwards: 3\r\n",
	"retry-after:\t12\r\n", "X: y\r\n", "\r\n",
};

static void responses(void)
{
	struct http_response r = { .status = 5 };
	static const char *const dates[] = { "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",
		                             "Retry-After:", "Retry-After: -1", "Retry-After: 1.5",
		                             "Retry-After: 99999999999999999999" };

	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		response_take_line(&r, head[i], strlen(head[i]));
	ok(r.status == 429, "the last status line counts");
	is(r.content_type, "application/json; charset=utf-8", "the type is trimmed");
	ok(r.retry_after_seconds == 12, "a header's name has any case");
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		response_take_line(&r, dates[i], strlen(dates[i]));
		ok(r.retry_after_seconds == -1, "no seconds: %s", dates[i]);
	}
	response_take_line(&r, "HTTP/1.1", 8);
	ok(r.status <= 0, "a status line without a status");
}

#define X509 "tls: failed to verify certificate: x509: "
#define TIMES .starts = "Jan 31 00:00:00 2019 GMT", .expires = "Dec  1 00:00:00 2999 GMT"

static const struct {
	struct neterror n;
	enum error_code code;
	const char *text;
} failures[] = {
	{ { NET_CONNECT, ECONNREFUSED, .server = "127.0.0.1:1" }, ERR_REFUSED,
	  "The connection to the server 127.0.0.1:1 was refused - did you specify the right host "
	  "or port?" },
	{ { NET_CONNECT, ENETUNREACH, .server = "10.0.0.1:6443" }, ERR_NETWORK,
	  "dial tcp 10.0.0.1:6443: connect: network is unreachable" },
	{ { NET_LOOKUP, .server = "mks.example:6443" }, ERR_NETWORK,
	  "dial tcp: lookup mks.example: no such host" },
	{ { NET_PROXY_LOOKUP, .server = "mks:6443", .proxy = "http://proxy.example:3128/" },
	  ERR_NETWORK, "proxyconnect tcp: dial tcp: lookup proxy.example: no such host" },
	{ { NET_PROXY_ANSWER, 407 }, ERR_NETWORK, "the proxy answered CONNECT with status 407" },
	{ { NET_CONNECT_TIMEOUT, .server = "10.0.0.1:6443" }, ERR_TIMEOUT,
	  "dial tcp 10.0.0.1:6443: i/o timeout" },
	{ { NET_HANDSHAKE_TIMEOUT }, ERR_TIMEOUT, "net/http: TLS handshake timeout" },
	{ { NET_TIMEOUT }, ERR_TIMEOUT,
	  "context deadline exceeded (Client.Timeout exceeded while awaiting headers)" },
	{ { NET_BODY_TIMEOUT }, ERR_TIMEOUT,
	  "net/http: request canceled (Client.Timeout or context cancellation while reading body)" },
	{ { NET_STALLED, 75, .server = "mks:1" }, ERR_TIMEOUT,
	  "nothing came from mks:1 for 75 seconds" },
	{ { NET_CERTIFICATE, .detail = "unable to get local issuer certificate", TIMES },
	  ERR_NETWORK, X509 "certificate signed by unknown authority" },
	{ { NET_CERTIFICATE, .wrong_name = true, .verified = "mks",
	    .names = "DNS:a, DNS:b, IP Address:10.0.0.1", TIMES },
	  ERR_NETWORK, X509 "certificate is valid for a, b, not mks" },
	{ { NET_CERTIFICATE, .wrong_name = true, .verified = "10.0.0.2",
	    .names = "DNS:a, IP Address:10.0.0.1, IP Address:10.0.0.3", TIMES }, ERR_NETWORK,
	  X509 "certificate is valid for 10.0.0.1, 10.0.0.3, not 10.0.0.2" },
	{ { NET_CERTIFICATE, .wrong_name = true, .verified = "10.0.0.2", .names = "DNS:a", TIMES },
	  ERR_NETWORK,
	  X509 "cannot validate certificate for 10.0.0.2 because it doesn't contain any IP SANs" },
	{ { NET_CERTIFICATE, .wrong_name = true, .verified = "mks",
	    .names = "IP Address:10.0.0.1", TIMES },
	  ERR_NETWORK, X509 "certificate is not valid for any names, but wanted to match mks" },
	{ { NET_CERTIFICATE, .wrong_name = true, .verified = "mks", TIMES }, ERR_NETWORK,
	  X509 "certificate relies on legacy Common Name field, use SANs instead" },
	{ { NET_CERTIFICATE, .detail = "certificate has expired" }, ERR_NETWORK,
	  X509 "certificate has expired or is not yet valid" },
	{ { NET_OWN_CERTIFICATE, .detail = "unable to set private key file: '(memory blob)'" },
	  ERR_CONFIG, "tls: private key does not match public key" },
	{ { NET_ROOTS }, ERR_CONFIG,
	  "unable to load root certificates: unable to parse bytes as PEM block" },
	{ { NET_TLS, .detail = "error:0A00010B:SSL routines::wrong version number" }, ERR_NETWORK,
	  "tls: first record does not look like a TLS handshake" },
	{ { NET_TLS, .detail = "SSL_read: tlsv13 alert certificate required, errno 0" },
	  ERR_NETWORK, "remote error: tls: certificate required" },
	{ { NET_TLS, .detail = "something new" }, ERR_NETWORK, "tls: something new" },
	{ { NET_BROKEN_EARLY, .detail = "Empty reply from server" }, ERR_NETWORK, "EOF" },
	{ { NET_BROKEN, .detail = "transfer closed" }, ERR_NETWORK, "unexpected EOF" },
	{ { NET_BROKEN, .detail = "Recv failure: Connection reset by peer" }, ERR_NETWORK,
	  "read: connection reset by peer" },
	{ { NET_OTHER, .detail = "out of luck" }, ERR_NETWORK, "out of luck" },
};

static void failure_texts(void)
{
	struct error err;

	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
		struct neterror n = failures[i].n;

		n.detail = n.detail ? n.detail : "";
		ok(neterror_set(&n, &err) == -1 && err.code == failures[i].code, "failure %zu", i);
		is(err.text, failures[i].text, "  its text");
	}
}

static bool contains(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static void expiry(void)
{
	struct error err;

	neterror_set(&(struct neterror){ NET_CERTIFICATE, .detail = "",
	                                 .expires = "Feb  1 02:03:04 2020 GMT" }, &err);
	ok(contains(err.text, X509 "certificate has expired or is not yet valid: current time 2"),
	   "the current time is told");
	ok(contains(err.text, "Z is after 2020-02-01T02:03:04Z"), "and the end");
	neterror_set(&(struct neterror){ NET_CERTIFICATE, .detail = "",
	                                 .starts = "Dec 31 23:59:59 2999 GMT" }, &err);
	ok(contains(err.text, "Z is before 2999-12-31T23:59:59Z"), "and the beginning");
	neterror_set(&(struct neterror){ NET_CERTIFICATE, .detail = "", .expires = "Feb" }, &err);
	ok(contains(err.text, "unknown authority"), "what is no date is no expiry");
}

static void own_name(void)
{
	AUTO(buf_free) struct buf out = { 0 };

	user_agent("kubectl-mks-audit", &out);
	ok(text_starts(out.at, "kubectl-mks-audit/"), "%s", out.at);
	ok(contains(out.at, ") kubernetes/"), "the commit is in it");
	ok(!contains(out.at, "x86_64") && !contains(out.at, "Linux"), "in Go's words");
	buf_cut(&out, 0);
	user_agent("curl", &out);
	ok(text_starts(out.at, "kubectl-mks/"), "never curl: %s", out.at);
}

static void escapes(void)
{
	AUTO(buf_free) struct buf out = { 0 };

	http_escape(&out, "app in (a,b),!x=~-_.é %");
	is(out.at, "app%20in%20%28a%2Cb%29%2C%21x%3D~-_.%C3%A9%20%25", "selectors are escaped");
}

static void refusals(void)
{
	struct error err;
	struct connection junk = { .server = "https://127.0.0.1:1", .cert_pem = "junk",
		                   .key_pem = "junk", .proxy = "" };
	struct connection broken = { .server = "https://127.0.0.1:1", .bearer = "a\r\nX: y",
		                     .proxy = "" };
	struct connection nobody = { .server = "http://127.0.0.1:1", .proxy = "" };
	struct http_response r;
	struct buf body = { 0 };
	struct http *h;

	ok(!http_new(&junk, &err), "a certificate that is none");
	is(err.text, "tls: failed to find any PEM data in certificate input", "  its text");
	h = http_new(&broken, &err);
	ok(http_once(h, &(struct http_request){ .path = "/version" }, &r, &body, &err) == -1,
	   "a token with a line break");
	is(err.text, "net/http: invalid header field value for \"Authorization\"", "  its text");
	http_free(&h);
	h = http_new(&nobody, &err);
	ok(http_once(h, &(struct http_request){ .path = "/version" }, &r, &body, &err) == -1 &&
	   err.code == ERR_REFUSED, "nobody listens");
	is(err.text, "The connection to the server 127.0.0.1:1 was refused - did you specify the "
	             "right host or port?", "  its text");
	http_free(&h);
	ok(!h, "and all is freed");
}

int main(void)
{
	endpoints();
	responses();
	failure_texts();
	expiry();
	own_name();
	escapes();
	refusals();
	return tap_end();
}
