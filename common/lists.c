/*
 * Lists, streamed. Reading order: a listing is one list on its way, a page is one request
 * of it. ask() sends a page; take_bytes() feeds the answer to the listing's stream, whose
 * callbacks show_item() and find_token() do the work; page_done() leads to settle(), which
 * decides how it goes on.
 *
 * At most two pages of a listing are under way: `now`, whose items are shown, and `next`,
 * which waits (HTTP_WAIT) with its first bytes until `now` is whole.
 */
#include "kube/lists.h"

#include "kube/json_stream.h"
#include "kube/list_order.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

enum {
	TRIES_MAX = 5,            /* in a row that show nothing new */
	EMPTY_PAGES_MAX = 100,    /* in a row */
	RETRY_DELAY_MS = 1000,
	SMALLER_CHUNK = 500,      /* when a whole list broke off */
	ERROR_BODY_MAX = 1 << 20,
};

#define ITEMS_MAX 2000000 /* an etcd of its largest size holds fewer */

struct page {
	struct listing *of;
	char *token;              /* NULL: the first one */
	struct http_response response;
	struct error failed;
	struct buf body;          /* of an answer that is no success */
	bool begun, over;
	bool stale;               /* nobody wants it any more */
};

struct listing {
	struct lists *all;
	struct api_list *list;
	struct json_stream *stream;
	struct page *now, *next;
	struct list_order order;
	bool whole;               /* the answer's last bracket was there */
	bool told;                /* the error that ends the stream says whose it is */
	int64_t chunk;
	uint64_t items_before;    /* shown before this page */
	uint64_t items_at_try;
	int tries, empty_pages;
};

struct lists {
	struct http *http;
	struct error fatal;
};

/* ---- requests ---- */

static int take_bytes(void *arg, const struct http_response *r, const char *bytes, size_t len,
                      struct error *err);
static void page_done(void *arg, const struct http_response *r, const struct error *failed);

static struct page *ask(struct listing *l, const char *token, int64_t delay_ms, bool urgent)
{
	AUTO(buf_free) struct buf path = { 0 };
	struct page *page = xalloc(sizeof *page);

	page->of = l;
	page->token = token ? xstrdup(token) : NULL;
	page->body.max = ERROR_BODY_MAX;
	list_path(l->list, l->chunk, token, &path);
	http_add(l->all->http, &(struct http_request){
		.path = path.at,
		.accept = list_accept(l->list),
		.sink = take_bytes,
		.done = page_done,
		.arg = page,
		.delay_ms = delay_ms,
		.urgent = urgent,
	});
	return page;
}

static void page_free(struct page **page)
{
	if (!*page)
		return;
	free((*page)->token);
	buf_free(&(*page)->body);
	free(*page);
	*page = NULL;
}

/* A page under way cannot be called back: it ends with its first bytes. */
static void forget(struct listing *l, struct page **page)
{
	if (*page && !(*page)->over) {
		(*page)->stale = true;
		http_resume(l->all->http, *page);
		*page = NULL;
	}
	page_free(page);
}

/* ---- what is in an answer ---- */

static const char *resource(const struct listing *l)
{
	return l->list->kind->resource;
}

static int broken_list(struct listing *l, struct error *err)
{
	l->told = true;
	return error_wrap(err, "the list of %s", resource(l));
}

static int not_this_list(struct listing *l, struct error *err)
{
	error_set(err, ERR_DATA, "the server's answer is something else");
	return broken_list(l, err);
}

/* Pods come in a PodList; what is made from several sources may be just a List. */
static bool is_this_list(const struct listing *l, const char *kind)
{
	const char *of = l->list->kind->name;

	return !strcmp(kind, "List") || !strcmp(kind, "PartialObjectMetadataList") ||
	       (text_starts(kind, of) && !strcmp(kind + strlen(of), "List"));
}

static int show_item(void *arg, struct json item, uint64_t offset, struct error *err)
{
	struct listing *l = arg;
	struct api_list *list = l->list;
	int step;

	(void)offset;
	if (json_type(item) != JSON_OBJECT) {
		error_set(err, ERR_DATA, "items[%llu] is not an object",
		          (unsigned long long)list->n_items);
		return broken_list(l, err);
	}
	step = list_order_step(&l->order, item, err);
	if (step < 0)
		return broken_list(l, err);
	if (step == LIST_PASS_OVER)
		return 0;
	if (list->n_items >= (list->max_items ? list->max_items : ITEMS_MAX)) {
		error_set(err, ERR_DATA, "it does not end: %llu objects came",
		          (unsigned long long)list->n_items);
		return broken_list(l, err);
	}
	list->n_items++;
	l->told = true;
	if (list->item(list->arg, list, item, err))
		return -1;
	l->told = false;
	return 0;
}

static int find_token(struct listing *l, struct json top, struct error *err)
{
	const char *token = json_str(json_get(top, "metadata.continue"));

	if (!token || !*token || l->next)
		return 0;
	if (l->now->token && !strcmp(token, l->now->token)) {
		error_set(err, ERR_DATA, "it does not end: the same continue token came twice");
		return broken_list(l, err);
	}
	l->next = ask(l, token, 0, true);
	return 0;
}

static int take_head(void *arg, struct json head, struct error *err)
{
	const char *kind = json_text(json_key(head, "kind"), "");

	if (*kind && !is_this_list(arg, kind))
		return not_this_list(arg, err);
	return find_token(arg, head, err);
}

static int take_rest(void *arg, struct json rest, uint64_t offset, bool had_items,
                     struct error *err)
{
	struct listing *l = arg;
	const char *kind = json_text(json_key(rest, "kind"), "");

	(void)offset;
	if (l->whole || (*kind && !is_this_list(l, kind)) ||
	    (!had_items && (!*kind || json_exists(json_key(rest, "items")))))
		return not_this_list(l, err);
	l->whole = true;
	return find_token(l, rest, err);
}

static bool is_json(const char *type)
{
	static const char json[] = "application/json";

	return !*type || (text_starts(type, json) && strchr("; ", type[sizeof json - 1]));
}

static int begin(struct listing *l, const struct http_response *r, struct error *err)
{
	const struct json_sink sink = { show_item, take_rest, take_head, l };

	l->told = true;
	if (!is_json(r->content_type))
		return error_set(err, ERR_DATA, "serializer for %.*s doesn't exist",
		                 (int)strcspn(r->content_type, "; "), r->content_type);
	if (l->stream)
		json_stream_reset(l->stream);
	else
		l->stream = json_stream_new(&sink);
	l->whole = l->told = false;
	l->items_before = l->list->n_items;
	return 0;
}

static int take_bytes(void *arg, const struct http_response *r, const char *bytes, size_t len,
                      struct error *err)
{
	struct page *page = arg;
	struct listing *l = page->of;

	if (page->stale)
		return error_set(err, ERR_NETWORK, "superseded");
	if (r->status != 200) {
		buf_add(&page->body, bytes, len);
		return 0;
	}
	if (page != l->now)
		return HTTP_WAIT;
	if (!page->begun && begin(l, r, err))
		return -1;
	page->begun = true;
	l->list->n_bytes += len;
	if (!json_stream_feed(l->stream, bytes, len, err))
		return 0;
	return l->told ? -1 : broken_list(l, err);
}

/* ---- how it goes on ---- */

static void end_list(struct listing *l, const struct error *why)
{
	if (why)
		l->list->error = *why;
	forget(l, &l->now);
	forget(l, &l->next);
	json_stream_free(&l->stream);
}

/* Nothing else can work either: no server, or one that does not know us. */
static void end_all(struct listing *l, const struct error *why)
{
	l->all->fatal = *why;
	http_stop(l->all->http, why);
	end_list(l, why);
}

/* Another answer in place of `now`, of which only what comes behind `shown` is new. */
static void ask_again(struct listing *l, const char *token, int64_t delay_ms)
{
	struct page *again = ask(l, token, delay_ms, true);

	forget(l, &l->now);
	l->now = again;
	list_order_again(&l->order);
}

/* Fewer and fewer of them are worth it when none brings us further. */
static bool may_try_again(struct listing *l)
{
	if (l->list->n_items > l->items_at_try)
		l->tries = 0;
	l->items_at_try = l->list->n_items;
	return ++l->tries <= TRIES_MAX && !(l->order.unsorted && l->order.any_shown);
}

/*
 * The same token gives the same objects again. Without one the list begins anew, at
 * another moment: what was asked for to follow it is of no use, and pages lose less.
 */
static void continue_broken(struct listing *l, const char *why)
{
	AUTO(buf_free) struct buf token = { 0 };
	struct error err;

	if (!may_try_again(l)) {
		error_set(&err, ERR_SERVER,
		          "error: the list of %s broke off after %llu objects: %s", resource(l),
		          (unsigned long long)l->list->n_items, why);
		end_list(l, &err);
		return;
	}
	if (l->now->token) {
		buf_puts(&token, l->now->token);
		ask_again(l, token.at, RETRY_DELAY_MS);
		return;
	}
	forget(l, &l->next);
	if (!l->chunk)
		l->chunk = SMALLER_CHUNK;
	l->list->restarted |= l->order.any_shown;
	ask_again(l, NULL, RETRY_DELAY_MS);
}

/* The server may offer a token that goes on behind the last object, at another moment. */
static void continue_expired(struct listing *l)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	struct buf *body = &l->now->body;
	const char *token = NULL;
	struct json root;
	struct error err;

	if (!may_try_again(l)) {
		list_error(l->list, &l->now->response, buf_text(body), &err);
		end_list(l, &err);
		return;
	}
	if (body->len && !json_parse(doc, body->at, body->len, &root, NULL))
		token = json_str(json_get(root, "metadata.continue"));
	forget(l, &l->next);
	l->list->restarted = true;
	ask_again(l, token && *token ? token : NULL, 0);
}

static void page_complete(struct listing *l)
{
	struct error err;

	l->empty_pages = l->list->n_items > l->items_before ? 0 : l->empty_pages + 1;
	if (l->next && l->empty_pages > EMPTY_PAGES_MAX) {
		error_set(&err, ERR_DATA, "it does not end: %d empty pages in a row",
		          l->empty_pages);
		broken_list(l, &err);
		end_list(l, &err);
		return;
	}
	page_free(&l->now);
	l->now = l->next;
	l->next = NULL;
	if (l->now)
		http_resume(l->all->http, l->now);
	else
		end_list(l, NULL);
}

static void take_status(struct listing *l)
{
	long status = l->now->response.status;
	struct error err;

	if (status == 410 && (l->now->token || l->order.any_shown)) {
		continue_expired(l);
		return;
	}
	list_error(l->list, &l->now->response, buf_text(&l->now->body), &err);
	if (status == 401)
		end_all(l, &err);
	else if (status == 404 && l->list->kind->optional)
		end_list(l, NULL);
	else
		end_list(l, &err);
}

static void take_failure(struct listing *l)
{
	const struct page *page = l->now;
	bool unreachable = !http_answered(l->all->http);

	if (page->response.broken && page->begun)
		continue_broken(l, page->failed.text);
	else if (unreachable)
		end_all(l, &page->failed);
	else
		end_list(l, &page->failed);
}

/* All bytes came, whatever they are. */
static void take_end(struct listing *l)
{
	struct error err = { 0 };

	if (!l->now->begun) {
		continue_broken(l, "unexpected EOF");
	} else if (json_stream_end(l->stream, &err)) {
		if (text_starts(err.text, "truncated")) {
			continue_broken(l, err.text);
			return;
		}
		if (!l->told)
			broken_list(l, &err);
		end_list(l, &err);
	} else if (!l->whole) {
		continue_broken(l, "unexpected EOF");
	} else {
		page_complete(l);
	}
}

static void settle_now(struct listing *l)
{
	if (l->now->failed.code)
		take_failure(l);
	else if (l->now->response.status != 200)
		take_status(l);
	else
		take_end(l);
}

static void settle(struct listing *l)
{
	while (l->now && l->now->over)
		settle_now(l);
}

static void page_done(void *arg, const struct http_response *r, const struct error *failed)
{
	struct page *page = arg;
	struct listing *l = page->of;

	page->over = true;
	page->response = *r;
	if (failed)
		page->failed = *failed;
	if (page->stale)
		page_free(&page);
	else if (page == l->now)
		settle(l);
}

int lists_run(struct http *h, struct api_list *lists, size_t n, struct error *err)
{
	struct lists all = { .http = h };
	struct listing *listings = xalloc(n * sizeof *listings);
	int result;

	for (size_t i = 0; i < n; i++) {
		struct listing *l = &listings[i];

		lists[i].error = (struct error){ 0 };
		lists[i].n_items = lists[i].n_bytes = 0;
		lists[i].restarted = false;
		l->all = &all;
		l->list = &lists[i];
		l->chunk = lists[i].chunk;
		l->now = ask(l, NULL, 0, false);
	}
	result = http_run(h, err);
	for (size_t i = 0; i < n; i++)
		list_order_free(&listings[i].order);
	free(listings);
	if (!result && all.fatal.code)
		result = error_set(err, all.fatal.code, "%s", all.fatal.text);
	return result;
}
