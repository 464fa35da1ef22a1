/*
 * Turns, repetitions and credentials of requests; wire.c moves the bytes. Reading order:
 * http_add() queues a transfer, start_due() gives it to the wire when its turn has come,
 * take() hands bytes to the sink unless the answer will be asked for again, ended()
 * decides about that, http_run() is the loop.
 */
#include "kube/http.h"

#include "kube/wire.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	REPEATS_MAX = 10,        /* as in client-go */
	RETRY_AFTER_MAX = 300,   /* seconds; a server that wants more of us is out of order */
	BROKEN_DELAY_MS = 1000,
	HELD_MAX = 64 * 1024,    /* of a 401 while the credentials are renewed */
	IDLE_MS = 1000,
};

struct transfer {
	struct transfer *next;
	struct http *http;
	struct http_request request;
	struct wire_request wire; /* owns its texts */
	struct wire_call *call;   /* NULL: not under way */
	struct http_response response;
	struct error failed;
	int64_t not_before_ms;
	int repeats;
	bool given;               /* the sink has seen bytes */
	bool waits, resume;
	bool old_credentials;     /* began before they were renewed */
	struct buf held;
};

struct http {
	struct wire *wire;
	struct transfer *transfers; /* in the order of their turn */
	int at_most;
	bool renewed;
	bool answered;
	bool stopped;
	struct error why;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct http *http_new(const struct connection *c, struct error *err)
{
	struct wire *wire = wire_new(c, err);
	struct http *h;

	if (!wire)
		return NULL;
	h = xalloc(sizeof *h);
	h->wire = wire;
	h->at_most = 4;
	return h;
}

static void transfer_free(struct transfer *t)
{
	wire_drop(&t->call);
	free((void *)t->wire.method);
	free((void *)t->wire.path);
	free((void *)t->wire.accept);
	free((void *)t->wire.content_type);
	free((void *)t->wire.body);
	buf_free(&t->held);
	free(t);
}

void http_free(struct http **h)
{
	struct http *old = *h;

	if (!old)
		return;
	for (struct transfer *t = old->transfers, *next; t; t = next) {
		next = t->next;
		transfer_free(t);
	}
	wire_free(&old->wire);
	free(old);
	*h = NULL;
}

void http_in_flight(struct http *h, int at_most)
{
	h->at_most = at_most;
}

bool http_answered(const struct http *h)
{
	return h->answered;
}

/* ---- what becomes of an answer ---- */

/* Too much for the server right now, and it says when to come back. */
static bool comes_again(const struct transfer *t)
{
	const struct http_response *r = &t->response;

	return (r->status == 429 || r->status >= 500) && t->repeats < REPEATS_MAX &&
	       r->retry_after_seconds >= 0 && r->retry_after_seconds <= RETRY_AFTER_MAX;
}

static bool may_renew(const struct transfer *t)
{
	return t->response.status == 401 && t->old_credentials &&
	       wire_connection(t->http->wire)->renew;
}

static bool breaks_again(const struct transfer *t)
{
	bool get = t->wire.method ? !strcmp(t->wire.method, "GET") : !t->wire.body;

	return t->response.broken && get && !t->given && t->repeats < REPEATS_MAX;
}

static int give(struct transfer *t, const char *bytes, size_t len)
{
	int result = 0;

	if (t->request.sink)
		result = t->request.sink(t->request.arg, &t->response, bytes, len, &t->failed);
	if (result == HTTP_WAIT) {
		t->waits = true;
		return WIRE_WAIT;
	}
	t->given = true;
	t->response.body_bytes += len;
	if (result && !t->failed.code)
		error_fatal("a sink failed without saying why");
	return result;
}

static int take(void *arg, const char *bytes, size_t len)
{
	struct transfer *t = arg;

	if (t->failed.code)
		return -1;
	if (comes_again(t))
		return 0;
	if (may_renew(t)) {
		buf_add(&t->held, bytes, len);
		return 0;
	}
	return give(t, bytes, len);
}

static void finish(struct transfer *t)
{
	struct transfer **at = &t->http->transfers;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	if (t->request.done)
		t->request.done(t->request.arg, &t->response, t->failed.code ? &t->failed : NULL);
	transfer_free(t);
}

static void repeat(struct transfer *t, int64_t delay_ms)
{
	t->repeats++;
	t->failed = (struct error){ 0 };
	t->not_before_ms = now_ms() + delay_ms;
	buf_cut(&t->held, 0);
}

/* Once a run: the new credentials are for all requests that the old ones were refused for. */
static bool renew(struct http *h)
{
	struct connection *c = wire_connection(h->wire);

	if (!h->renewed && c->renew(c->renew_arg, c, NULL))
		c->renew = NULL;
	else
		h->renewed = true;
	return h->renewed;
}

static void ended(void *arg, const struct error *failed)
{
	struct transfer *t = arg;

	if (failed && !t->failed.code)
		t->failed = *failed;
	wire_drop(&t->call);
	t->waits = t->resume = false;
	t->http->answered |= t->response.status != 0;
	if (!t->failed.code && may_renew(t) && renew(t->http)) {
		repeat(t, 0);
		return;
	}
	if (!t->failed.code && t->held.len)
		give(t, t->held.at, t->held.len);
	if (!t->failed.code && comes_again(t))
		repeat(t, t->response.retry_after_seconds * 1000);
	else if (breaks_again(t))
		repeat(t, BROKEN_DELAY_MS);
	else
		finish(t);
}

/* ---- turns ---- */

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

void http_add(struct http *h, const struct http_request *request)
{
	struct transfer *t = xalloc(sizeof *t), **at = &h->transfers;

	t->http = h;
	t->request = *request;
	t->wire = (struct wire_request){
		.method = copy(request->method),
		.path = copy(request->path),
		.accept = copy(request->accept),
		.content_type = copy(request->content_type),
		.body = copy(request->body),
		.plain = request->plain,
		.response = &t->response,
		.take = take,
		.ended = ended,
		.arg = t,
	};
	t->held.max = HELD_MAX;
	t->not_before_ms = request->delay_ms ? now_ms() + request->delay_ms : 0;
	response_clear(&t->response);
	while (*at && ((*at)->call || !request->urgent))
		at = &(*at)->next;
	t->next = *at;
	*at = t;
}

void http_resume(struct http *h, const void *arg)
{
	for (struct transfer *t = h->transfers; t; t = t->next)
		if (t->waits && t->request.arg == arg)
			t->resume = true;
}

void http_stop(struct http *h, const struct error *why)
{
	h->stopped = true;
	h->why = *why;
}

/* done() may add more: they end like the others. */
static void end_all(struct http *h)
{
	while (h->transfers) {
		h->transfers->failed = h->why;
		finish(h->transfers);
	}
	h->stopped = false;
}

static void resume_waiting(struct http *h)
{
	for (struct transfer *t = h->transfers; t; t = t->next)
		if (t->resume) {
			t->resume = t->waits = false;
			wire_resume(t->call); /* a sink that fails now is told at the end */
		}
}

static int busy(const struct http *h)
{
	int n = 0;

	for (const struct transfer *t = h->transfers; t; t = t->next)
		n += t->call && !t->waits;
	return n;
}

static struct transfer *next_due(const struct http *h)
{
	int64_t now = now_ms();

	for (struct transfer *t = h->transfers; t; t = t->next)
		if (!t->call && t->not_before_ms <= now)
			return t;
	return NULL;
}

static void start_due(struct http *h)
{
	struct transfer *t;

	for (int n = busy(h); n < h->at_most && (t = next_due(h)); n++) {
		t->old_credentials = !h->renewed;
		t->call = wire_start(h->wire, &t->wire, &t->failed);
		if (!t->call)
			finish(t);
	}
}

/* Until the first of those that are late on purpose. */
static int idle_ms(const struct http *h)
{
	int64_t now = now_ms(), wait = IDLE_MS;

	for (const struct transfer *t = h->transfers; t; t = t->next)
		if (!t->call && t->not_before_ms > now && t->not_before_ms - now < wait)
			wait = t->not_before_ms - now;
	return (int)wait;
}

int http_run(struct http *h, struct error *err)
{
	while (h->transfers) {
		if (h->stopped) {
			end_all(h);
			break;
		}
		resume_waiting(h);
		start_due(h);
		if (h->transfers && wire_step(h->wire, idle_ms(h), &h->why)) {
			struct error why = h->why;

			end_all(h);
			return error_set(err, why.code, "%s", why.text);
		}
	}
	h->stopped = false;
	return 0;
}

/* ---- one request ---- */

struct once {
	struct buf *body;
	struct http_response *response;
	struct error failed;
};

static int take_body(void *arg, const struct http_response *r, const char *bytes, size_t len,
                     struct error *err)
{
	struct once *once = arg;

	(void)r;
	buf_add(once->body, bytes, len);
	if (once->body->overflow)
		return error_set(err, ERR_DATA, "the server's answer is larger than %zu MiB",
		                 (once->body->max ? once->body->max : BUF_MAX_DEFAULT) >> 20);
	return 0;
}

static void body_done(void *arg, const struct http_response *r, const struct error *failed)
{
	struct once *once = arg;

	*once->response = *r;
	if (failed)
		once->failed = *failed;
}

int http_once(struct http *h, const struct http_request *request, struct http_response *r,
              struct buf *body, struct error *err)
{
	struct once once = { .body = body, .response = r };
	struct http_request whole = *request;

	whole.sink = take_body;
	whole.done = body_done;
	whole.arg = &once;
	http_add(h, &whole);
	if (http_run(h, err))
		return -1;
	if (once.failed.code)
		return error_set(err, once.failed.code, "%s", once.failed.text);
	return 0;
}

void http_escape(struct buf *out, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                            "0123456789-_.~";

	for (; *text; text++) {
		if (strchr(plain, *text))
			buf_putc(out, *text);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
	}
}

const char *http_library_version(void)
{
	return wire_library_version();
}
