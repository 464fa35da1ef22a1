/*
 * Calls over libcurl. Reading order: struct wire holds what all calls share; set_*() turn
 * a connection into curl's options; trouble_of() reads its failures; wire_step() is one
 * turn of the loop.
 *
 * HTTP/1.1 on purpose: measured against an API server on the same machine, several
 * connections carry large lists faster than the streams of one HTTP/2 connection, and a
 * call that waits holds up nobody but itself.
 */
#include "kube/wire.h"

#include "kube/buf.h"
#include "kube/headers.h"
#include "kube/neterror.h"
#include "kube/roots.h"
#include "kube/route.h"
#include "kube/useragent.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_MS = 30000,
	STALL_SECONDS = 75,        /* the API server itself ends a request after 60 */
	KEEPALIVE_SECONDS = 30,
	EXPLAIN_TIMEOUT_MS = 10000,
	BUFFER_BYTES = 64 * 1024,  /* a TLS record is 16 KB: larger ones gained nothing */
};

struct wire {
	struct connection c;
	CURLM *multi;
	struct route route;
	struct curl_slist *connect_to;
	char *agent;
	struct error certificate;  /* set once the server's was found wanting */
};

struct wire_call {
	struct wire *wire;
	const struct wire_request *request;
	CURL *easy;
	struct curl_slist *headers;
	char detail[CURL_ERROR_SIZE];
};

/* ---- what all calls share ---- */

static int check_pem(const char *pem, const char *what, struct error *err)
{
	if (!pem || strstr(pem, "-----BEGIN "))
		return 0;
	return error_set(err, ERR_CONFIG, "tls: failed to find any PEM data in %s input", what);
}

struct wire *wire_new(const struct connection *c, struct error *err)
{
	struct route route;
	struct wire *w;
	struct buf agent = { 0 };

	if (check_pem(c->cert_pem, "certificate", err) || check_pem(c->key_pem, "key", err) ||
	    route_of(&route, c, err))
		return NULL;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	w = xalloc(sizeof *w);
	w->c = *c;
	w->route = route;
	w->multi = curl_multi_init();
	if (!w->multi)
		error_fatal("out of memory (curl)");
	if (route.connect_to)
		w->connect_to = curl_slist_append(NULL, route.connect_to);
	user_agent(c->program, &agent);
	w->agent = buf_take(&agent);
	return w;
}

void wire_free(struct wire **w)
{
	struct wire *old = *w;

	if (!old)
		return;
	curl_multi_cleanup(old->multi);
	curl_slist_free_all(old->connect_to);
	route_free(&old->route);
	free(old->agent);
	free(old);
	curl_global_cleanup();
	*w = NULL;
}

struct connection *wire_connection(struct wire *w)
{
	return &w->c;
}

const char *wire_library_version(void)
{
	return curl_version();
}

/* ---- a connection as curl's options ---- */

static struct curl_blob blob(const char *pem)
{
	return (struct curl_blob){ .data = (void *)pem, .len = strlen(pem),
	                           .flags = CURL_BLOB_NOCOPY };
}

static void trust_system(CURL *easy)
{
	char *built_in = NULL;
	const char *file, *directory = roots_directory();

	curl_easy_getinfo(easy, CURLINFO_CAINFO, &built_in);
	file = roots_file(built_in);
	if (file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, file);
	if (directory)
		curl_easy_setopt(easy, CURLOPT_CAPATH, directory);
}

/* Only these: the directory of the system's roots would stay trusted beside a blob. */
static void trust_given(CURL *easy, const char *pem)
{
	struct curl_blob ca = blob(pem);

	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &ca);
	curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO_BLOB, &ca);
}

/* The same trust holds for an https proxy, as in Go. */
static void set_trust(const struct connection *c, CURL *easy)
{
	long peer = c->insecure ? 0 : 1, host = c->insecure ? 0 : 2;

	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, peer);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, host);
	curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, peer);
	curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, host);
	if (c->ca_pem)
		trust_given(easy, c->ca_pem);
	else
		trust_system(easy);
}

static void set_transport(const struct wire *w, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_CONNECT_TO, w->connect_to);
	curl_easy_setopt(easy, CURLOPT_PROXY, w->route.proxy);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, (long)KEEPALIVE_SECONDS);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, (long)KEEPALIVE_SECONDS / 2);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)BUFFER_BYTES);
	set_trust(&w->c, easy);
}

static int set_certificate(const struct connection *c, CURL *easy, struct error *err)
{
	struct curl_blob cert, key;

	if (!c->cert_pem || !c->key_pem)
		return 0;
	cert = blob(c->cert_pem);
	key = blob(c->key_pem);
	if (!curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &cert) &&
	    !curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &key))
		return 0;
	return error_set(err, ERR_CONFIG, "this libcurl (%s) takes no client certificates "
	                                  "from memory", curl_version());
}

/* Over plain HTTP client-go keeps all of them to itself. */
static int set_credentials(struct wire_call *call, struct error *err)
{
	const struct connection *c = &call->wire->c;

	if (!call->wire->route.server.tls)
		return 0;
	if (set_certificate(c, call->easy, err))
		return -1;
	if (c->user_name && *c->user_name && !(c->bearer && *c->bearer)) {
		curl_easy_setopt(call->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(call->easy, CURLOPT_USERNAME, c->user_name);
		curl_easy_setopt(call->easy, CURLOPT_PASSWORD, c->password ? c->password : "");
	}
	return 0;
}

static int set_headers(struct wire_call *call, struct error *err)
{
	const struct wire_request *r = call->request;
	const struct route *route = &call->wire->route;
	AUTO(strings_free) struct strings lines = { 0 };

	if (headers_add(&lines, "Accept", r->accept ? r->accept : "application/json", err) ||
	    (route->connect_to && headers_add(&lines, "Host", route->server.authority, err)) ||
	    (r->content_type && headers_add(&lines, "Content-Type", r->content_type, err)) ||
	    (r->body && headers_add(&lines, "Expect", "", err)) ||
	    headers_add_identity(&lines, &call->wire->c, route->server.tls, err))
		return -1;
	for (size_t i = 0; i < lines.n; i++)
		call->headers = curl_slist_append(call->headers, lines.at[i]);
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
	return 0;
}

static void set_request(struct wire_call *call)
{
	const struct wire_request *r = call->request;
	const struct wire *w = call->wire;
	AUTO(buf_free) struct buf url = { 0 };

	buf_addf(&url, "%s%s", w->route.base, r->path);
	curl_easy_setopt(call->easy, CURLOPT_URL, url.at);
	curl_easy_setopt(call->easy, CURLOPT_USERAGENT, w->agent);
	curl_easy_setopt(call->easy, CURLOPT_TIMEOUT_MS, (long)w->c.timeout_ms);
	if (!r->plain && !w->c.disable_compression)
		curl_easy_setopt(call->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	if (!r->plain) {
		curl_easy_setopt(call->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
		curl_easy_setopt(call->easy, CURLOPT_LOW_SPEED_TIME, (long)STALL_SECONDS);
	}
	if (r->body) {
		curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, r->body);
		curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		                 (curl_off_t)strlen(r->body));
	}
	if (r->method)
		curl_easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST, r->method);
}

/* ---- curl's callbacks ---- */

static size_t take_line(char *line, size_t size, size_t n, void *arg)
{
	response_take_line(((struct wire_call *)arg)->request->response, line, size * n);
	return size * n;
}

static size_t take_bytes(char *bytes, size_t size, size_t n, void *arg)
{
	const struct wire_request *r = ((struct wire_call *)arg)->request;

	switch (r->take(r->arg, bytes, size * n)) {
	case 0:         return size * n;
	case WIRE_WAIT: return CURL_WRITEFUNC_PAUSE;
	default:        return 0;
	}
}

static void set_callbacks(struct wire_call *call)
{
	curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(call->easy, CURLOPT_ERRORBUFFER, call->detail);
	curl_easy_setopt(call->easy, CURLOPT_HEADERFUNCTION, take_line);
	curl_easy_setopt(call->easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
}

/* ---- failures ---- */

/* The texts live as long as curl's handle. */
static void read_certificate(CURL *easy, struct neterror *n)
{
	struct curl_certinfo *info = NULL;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) || !info || !info->num_of_certs)
		return;
	for (struct curl_slist *line = info->certinfo[0]; line; line = line->next) {
		const char *value = strchr(line->data, ':');

		if (!value++)
			continue;
		if (text_starts(line->data, "X509v3 Subject Alternative Name:"))
			n->names = value;
		else if (text_starts(line->data, "Start date:"))
			n->starts = value;
		else if (text_starts(line->data, "Expire date:"))
			n->expires = value;
	}
}

/*
 * Looks at the certificate that was refused: one more handshake that trusts anybody, with
 * no request and no credentials of ours on it.
 */
static void explain_certificate(struct wire *w, struct neterror *n)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		error_fatal("out of memory (curl)");
	set_transport(w, easy);
	curl_easy_setopt(easy, CURLOPT_URL, w->route.base);
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)EXPLAIN_TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	if (!curl_easy_perform(easy))
		read_certificate(easy, n);
	neterror_set(n, &w->certificate);
	curl_easy_cleanup(easy);
}

static enum net_trouble timeout_of(const struct wire_call *call)
{
	const struct wire *w = call->wire;
	curl_off_t connected_us = 0;

	curl_easy_getinfo(call->easy, w->route.server.tls ? CURLINFO_APPCONNECT_TIME_T
	                                            : CURLINFO_CONNECT_TIME_T, &connected_us);
	if (strstr(call->detail, "too slow"))
		return NET_STALLED;
	if (connected_us || (w->c.timeout_ms && w->c.timeout_ms <= CONNECT_TIMEOUT_MS))
		return call->request->response->status ? NET_BODY_TIMEOUT : NET_TIMEOUT;
	return strstr(call->detail, "SSL") ? NET_HANDSHAKE_TIMEOUT : NET_CONNECT_TIMEOUT;
}

/* Alerts that arrive instead of an answer (TLS 1.3) are no broken connection. */
static enum net_trouble broken_at(const struct wire_call *call, long proxy_status)
{
	if (proxy_status >= 300)
		return NET_PROXY_ANSWER;
	if (strstr(call->detail, "alert"))
		return NET_TLS;
	return call->request->response->status ? NET_BROKEN : NET_BROKEN_EARLY;
}

static enum net_trouble trouble_of(const struct wire_call *call, CURLcode rc)
{
	long proxy_status = 0;

	curl_easy_getinfo(call->easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST:     return NET_LOOKUP;
	case CURLE_COULDNT_RESOLVE_PROXY:    return NET_PROXY_LOOKUP;
	case CURLE_COULDNT_CONNECT:          return NET_CONNECT;
	case CURLE_OPERATION_TIMEDOUT:       return timeout_of(call);
	case CURLE_PEER_FAILED_VERIFICATION: return NET_CERTIFICATE;
	case CURLE_SSL_CERTPROBLEM:          return NET_OWN_CERTIFICATE;
	case CURLE_SSL_CACERT_BADFILE:       return NET_ROOTS;
	case CURLE_SSL_CONNECT_ERROR:
		if (strstr(call->detail, "SYSCALL") || strstr(call->detail, "reset by peer"))
			return NET_BROKEN_EARLY;
		return NET_TLS;
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
	case CURLE_BAD_CONTENT_ENCODING:     return broken_at(call, proxy_status);
	default:                             return NET_OTHER;
	}
}

static void describe(struct wire_call *call, CURLcode rc, struct error *err)
{
	struct wire *w = call->wire;
	struct neterror n = {
		.what = trouble_of(call, rc),
		.server = w->route.server.authority,
		.verified = w->route.verified,
		.proxy = w->route.proxy,
		.detail = call->detail[0] ? call->detail : curl_easy_strerror(rc),
	};

	n.wrong_name = strstr(n.detail, "subject name") != NULL;
	call->request->response->broken = n.what == NET_BROKEN || n.what == NET_BROKEN_EARLY ||
	                                  n.what == NET_STALLED;
	if (n.what == NET_CERTIFICATE) {
		if (!w->certificate.code)
			explain_certificate(w, &n);
		*err = w->certificate;
		return;
	}
	if (n.what == NET_CONNECT)
		curl_easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &n.number);
	else if (n.what == NET_PROXY_ANSWER)
		curl_easy_getinfo(call->easy, CURLINFO_HTTP_CONNECTCODE, &n.number);
	else if (n.what == NET_STALLED)
		n.number = STALL_SECONDS;
	neterror_set(&n, err);
}

/* ---- calls ---- */

struct wire_call *wire_start(struct wire *w, const struct wire_request *request, struct error *err)
{
	struct wire_call *call = xalloc(sizeof *call);

	call->wire = w;
	call->request = request;
	call->easy = curl_easy_init();
	if (!call->easy)
		error_fatal("out of memory (curl)");
	response_clear(request->response);
	set_transport(w, call->easy);
	set_request(call);
	set_callbacks(call);
	if (set_credentials(call, err) || set_headers(call, err)) {
		wire_drop(&call);
		return NULL;
	}
	curl_multi_add_handle(w->multi, call->easy);
	return call;
}

void wire_drop(struct wire_call **call)
{
	struct wire_call *old = *call;

	if (!old)
		return;
	curl_multi_remove_handle(old->wire->multi, old->easy);
	curl_easy_cleanup(old->easy);
	curl_slist_free_all(old->headers);
	free(old);
	*call = NULL;
}

int wire_resume(struct wire_call *call)
{
	return curl_easy_pause(call->easy, CURLPAUSE_CONT) ? -1 : 0;
}

/* The call is usually dropped by ended(); curl allows that outside its own functions. */
static bool tell_ended(struct wire *w)
{
	struct CURLMsg *message;
	bool any = false;
	int left;

	while ((message = curl_multi_info_read(w->multi, &left))) {
		struct wire_call *call;
		struct error failed = { 0 };
		CURLcode rc = message->data.result;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
		if (rc)
			describe(call, rc, &failed);
		call->request->ended(call->request->arg, rc ? &failed : NULL);
		any = true;
	}
	return any;
}

int wire_step(struct wire *w, int timeout_ms, struct error *err)
{
	int running;
	CURLMcode rc = curl_multi_perform(w->multi, &running);

	if (!rc && !tell_ended(w))
		rc = curl_multi_poll(w->multi, NULL, 0, timeout_ms, NULL);
	if (rc)
		return error_set(err, ERR_NETWORK, "%s", curl_multi_strerror(rc));
	return 0;
}
