/*
 * Lists and single requests against the small API server (tests/apiserver.c), with every
 * fault it knows. Each case is a list of 25 pods and the steps of its fault file.
 */
#include "kube/api.h"
#include "fake.h"
#include "tap.h"

#include <stdlib.h>

enum { PODS = 25 };

/* Pods "team-N/pod-NN" in the order of their keys; with `shuffled` the first comes last. */
static void pods(struct buf *out, bool shuffled)
{
	buf_puts(out, "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[");
	for (int i = 0; i < PODS; i++) {
		int n = shuffled ? (i + 1) % PODS : i;

		buf_addf(out, "%s{\"metadata\":{\"namespace\":\"team-%d\",\"name\":\"pod-%02d\","
		              "\"annotations\":{\"a\":\"%0200d\"}},\"spec\":{}}", i ? "," : "",
		         n / 10, n, n);
	}
	buf_puts(out, "]}\n");
}

/* ---- one list ---- */

struct seen {
	int shown[PODS];
	int n, in_order, last;
	int fail_at;      /* the callback fails there; 0: never */
};

static int see(void *arg, const struct api_list *list, struct json item, struct error *err)
{
	struct seen *seen = arg;
	const char *name = json_text(json_get(item, "metadata.name"), "");
	int n = (int)strtol(strrchr(name, '-') ? strrchr(name, '-') + 1 : "", NULL, 10);

	(void)list;
	seen->n++;
	if (n >= 0 && n < PODS)
		seen->shown[n]++;
	seen->in_order += n > seen->last;
	seen->last = n;
	if (seen->fail_at && seen->n == seen->fail_at)
		return error_set(err, ERR_USAGE, "enough");
	return 0;
}

static bool all_once(const struct seen *seen)
{
	for (int i = 0; i < PODS; i++)
		if (seen->shown[i] != 1)
			return false;
	return seen->n == PODS;
}

/* How often the server was asked for this resource. */
static int requests(const char *resource)
{
	AUTO(buf_free) struct buf log = { 0 }, line = { 0 };
	int n = 0;

	fake_log(&log);
	buf_addf(&line, "GET /api/v1/%s", resource);
	for (const char *at = buf_text(&log); (at = strstr(at, line.at)); at += line.len)
		n += at[line.len] == '\n' || at[line.len] == '?';
	return n;
}

/* A list with a resource of its own, since the server counts the requests of each path. */
struct one {
	struct kind kind;
	char resource[16];
	struct seen seen;
};

static void prepare(struct one *one, struct api_list *list, bool shuffled, const char *steps)
{
	static int n;
	AUTO(buf_free) struct buf json = { 0 };
	char path[64];

	*one = (struct one){ .kind = kinds[KIND_POD], .seen.last = -1 };
	snprintf(one->resource, sizeof one->resource, "p%d", n++);
	one->kind.resource = one->resource;
	snprintf(path, sizeof path, "api/v1/%s", one->resource);
	pods(&json, shuffled);
	fake_write(path, ".json", json.at);
	if (steps)
		fake_write(path, ".fault", steps);
	list->kind = &one->kind;
	list->item = see;
	list->arg = &one->seen;
}

static int run(struct api_list *lists, size_t n, struct error *err)
{
	struct connection c = { .server = fake_server, .proxy = "" };
	AUTO(api_free) struct api *api = api_new(&c, err);

	return api_lists(api, lists, n, err);
}

/* ---- what must come whole ---- */

static const struct {
	const char *what, *steps;
	int64_t chunk;
	bool restarted;
	int requests; /* 0: not counted */
} whole[] = {
	{ "a whole list", NULL, 0, false, 1 },
	{ "pages", NULL, 10, false, 3 },
	{ "pages of one", NULL, 1, false, 25 },
	{ "a page as long as the list", NULL, 25, false, 1 },
	{ "gzip", "gzip", 0, false, 1 },
	{ "gzip in pages", "gzip", 7, false, 4 },
	{ "a slow list", "slow=50", 0, false, 1 },
	{ "slow pages", "slow=20", 9, false, 3 },
	{ "429 with Retry-After", "status=429;header=Retry-After: 0\nok", 0, false, 2 },
	{ "503 with Retry-After", "status=503;header=Retry-After: 0\nok", 0, false, 2 },
	{ "429 ten times", "status=429;header=Retry-After: 0\nstatus=429;header=Retry-After: 0\n"
	  "status=429;header=Retry-After: 0\nstatus=429;header=Retry-After: 0\n"
	  "status=429;header=Retry-After: 0\nstatus=429;header=Retry-After: 0\n"
	  "status=429;header=Retry-After: 0\nstatus=429;header=Retry-After: 0\n"
	  "status=429;header=Retry-After: 0\nstatus=429;header=Retry-After: 0\nok", 0, false, 11 },
	{ "closed without an answer, twice", "close\nclose\nok", 0, false, 3 },
	{ "reset within an object", "reset=3000\nok", 0, true, 2 },
	{ "a chunk cut off", "cut=3000\nok", 0, true, 2 },
	{ "ended too early", "short=3000\nok", 0, true, 2 },
	{ "ended too early, gzip", "short=3000;gzip\ngzip", 0, true, 2 },
	{ "cut off before the first object", "cut=20\nok", 0, false, 2 },
	{ "cut off behind the last object", "short=7000\nok", 0, true, 0 },
	{ "the first page cut off", "cut=1500\nok", 10, true, 0 },
	{ "the second page cut off", "ok\ncut=1500\nok", 10, false, 4 },
	{ "the second page reset, gzip", "gzip\ngzip;reset=1500\ngzip", 10, false, 4 },
	{ "the last page cut off", "ok\nok\nshort=500\nok", 10, false, 4 },
	{ "the third page before the second", "ok\nslow=200\nok", 10, false, 3 },
	{ "an expired token, with a fresh one", "ok\nexpired=page-10\nok", 10, true, 4 },
	{ "an expired token, without", "ok\nexpired\nok", 10, true, 5 },
	{ "cut off, then expired", "ok\ncut=1500\nexpired\nok", 10, true, 0 },
	{ "a page that is empty", "token\nok", 10, false, 4 },
	{ "an empty page in between", "ok\ntoken\nok", 10, false, 4 },
	{ "no Content-Type", "type=", 0, false, 1 },
	{ "a Content-Type with parameters", "type=application/json;ok", 0, false, 1 },
};

static void comes_whole(void)
{
	enum { N = sizeof whole / sizeof *whole };
	struct api_list lists[N] = { 0 };
	static struct one ones[N];
	struct error err;

	for (size_t i = 0; i < N; i++) {
		lists[i].chunk = whole[i].chunk;
		prepare(&ones[i], &lists[i], false, whole[i].steps);
	}
	ok(!run(lists, N, &err), "many lists at once");
	for (size_t i = 0; i < N; i++) {
		int asked = requests(ones[i].resource);

		ok(!lists[i].error.code && all_once(&ones[i].seen) && lists[i].n_items == PODS,
		   "%s: all once", whole[i].what);
		ok(ones[i].seen.in_order == PODS, "  in order");
		ok(lists[i].restarted == whole[i].restarted, "  of %s",
		   whole[i].restarted ? "different moments" : "one moment");
		ok(!whole[i].requests || asked == whole[i].requests, "  in %d requests (%d)",
		   whole[i].requests, asked);
		if (lists[i].error.code)
			printf("# %s\n", lists[i].error.text);
	}
}

/* ---- what must fail ---- */

static const struct {
	const char *what, *steps;
	int64_t chunk;
	enum error_code code;
	const char *text; /* a part of it */
} failing[] = {
	{ "403", "status=403", 0, ERR_DENIED, "Error from server (Forbidden): /api/v1/" },
	{ "404", "status=404", 0, ERR_NOT_FOUND,
	  "Error from server (NotFound): Unable to list \"/v1, Resource=" },
	{ "500", "status=500", 0, ERR_SERVER, "Error from server (InternalError): /api/v1/" },
	{ "500 in the second page", "ok\nstatus=500", 10, ERR_SERVER,
	  "Error from server (InternalError): /api/v1/" },
	{ "410 at once", "expired", 0, ERR_SERVER, "Error from server (Expired): /api/v1/" },
	{ "410 for ever", "ok\nexpired", 10, ERR_SERVER, "Error from server (Expired): /api/v1/" },
	{ "429 and a date", "status=429;header=Retry-After: Wed, 21 Oct 2026 07:28:00 GMT", 0,
	  ERR_SERVER, "Error from server (TooManyRequests): /api/v1/" },
	{ "429 for ever", "status=429;header=Retry-After: 0", 0, ERR_SERVER,
	  "Error from server (TooManyRequests): /api/v1/" },
	{ "429 in plain text", "status=429;body=Too many requests, please try again later.", 0,
	  ERR_SERVER, "Error from server (TooManyRequests): the server has received too many "
	  "requests and has asked us to try again later (get p" },
	{ "500 in plain text", "status=500;body=boom", 0, ERR_SERVER,
	  "Error from server (InternalError): an error on the server (\"boom\") has prevented the "
	  "request from succeeding (get p" },
	{ "500 in no text", "status=500;body=boom;type=image/png", 0, ERR_SERVER,
	  "Error from server (InternalError): an error on the server (\"unknown\") has " },
	{ "403 in HTML", "status=403;body=<html>no</html>;type=text/html", 0, ERR_DENIED,
	  "Error from server (Forbidden): <html>no</html> (get p" },
	{ "a redirect", "status=302;header=Location: /version;body=x", 0, ERR_SERVER,
	  "Error from server (Unknown): the server responded with the status code 302 but did not "
	  "return more information (get p" },
	{ "HTML", "body=<html>hello</html>;type=text/html", 0, ERR_DATA,
	  "serializer for text/html doesn't exist" },
	{ "a list without end", "endless", 0, ERR_DATA, "it does not end: 20000 objects came" },
	{ "pages without end", "endless=pages", 500, ERR_DATA,
	  "it does not end: 20000 objects came" },
	{ "a list that breaks off again and again", "cut=20", 0, ERR_SERVER,
	  "broke off after 0 objects: unexpected EOF" },
	{ "HTML that says it is JSON", "body=<html>hello</html>;type=application/json", 0,
	  ERR_DATA, "the list of p" },
	{ "another object", "body={\"kind\":\"Pod\",\"metadata\":{}};type=application/json", 0,
	  ERR_DATA, "the list of p" },
	{ "two lists", "body={\"kind\":\"PodList\",\"items\":[]}{\"kind\":\"PodList\",\"items\":"
	  "[]};type=application/json", 0, ERR_DATA, "the list of p" },
	{ "nonsense in the middle", "body={\"kind\":\"PodList\",\"items\":[{\"a\":1},nix]};"
	  "type=application/json", 0, ERR_DATA, "the list of p" },
	{ "a page that comes again", "body={\"kind\":\"PodList\",\"metadata\":{\"continue\":\"x\"},"
	  "\"items\":[]};type=application/json", 10, ERR_DATA,
	  "it does not end: the same continue token came twice" },
	{ "empty pages without end", "token", 10, ERR_DATA,
	  "it does not end: 101 empty pages in a row" },
	{ "nothing but a blank", "body= ;type=application/json", 0, ERR_SERVER,
	  "broke off after 0 objects: unexpected EOF" },
	{ "an object twice", "body={\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"a\"}}"
	  ",{\"metadata\":{\"name\":\"a\"}}]};type=application/json", 0, ERR_DATA,
	  "a is in it twice" },
};

static void fails(void)
{
	enum { N = sizeof failing / sizeof *failing };
	struct api_list lists[N] = { 0 };
	static struct one ones[N];
	struct error err;

	for (size_t i = 0; i < N; i++) {
		lists[i].chunk = failing[i].chunk;
		lists[i].max_items = 20000;
		prepare(&ones[i], &lists[i], false, failing[i].steps);
	}
	ok(!run(lists, N, &err), "many lists that fail");
	for (size_t i = 0; i < N; i++) {
		ok(lists[i].error.code == failing[i].code, "%s fails", failing[i].what);
		if (!ok(strstr(lists[i].error.text, failing[i].text) != NULL, "  its text"))
			printf("# got: %s\n", lists[i].error.text);
	}
}

/* What is in no order can be read, but not be continued. */
static void in_no_order(void)
{
	struct api_list lists[3] = { 0 };
	static struct one ones[3];
	struct error err;

	prepare(&ones[0], &lists[0], true, NULL);
	prepare(&ones[1], &lists[1], true, "cut=3000\nok");
	prepare(&ones[2], &lists[2], true, "ok\nok\ncut=100\nok");
	lists[2].chunk = 24;
	ok(!run(lists, 3, &err), "lists in no order");
	ok(!lists[0].error.code && all_once(&ones[0].seen), "are read as they are");
	ok(lists[1].error.code == ERR_DATA &&
	   strstr(lists[1].error.text, "its objects are in no order"), "but not continued");
	ok(all_once(&ones[2].seen), "pages may be");
}

static void stops(void)
{
	struct api_list list = { 0 };
	static struct one one;
	struct error err;

	prepare(&one, &list, false, NULL);
	one.seen.fail_at = 7;
	ok(!run(&list, 1, &err) && list.error.code == ERR_USAGE, "a caller may stop");
	is(list.error.text, "enough", "with its own words");
	ok(one.seen.n == 7, "and sees no more");
}

/* ---- several lists, single requests ---- */

static void fatal(void)
{
	struct connection nobody = { .server = "http://127.0.0.1:1", .proxy = "" };
	AUTO(api_free) struct api *api = NULL;
	struct api_list lists[2] = { 0 }, list = { 0 };
	static struct one ones[2];
	struct seen seen = { 0 };
	struct error err = { 0 };

	prepare(&ones[0], &lists[0], false, "status=401");
	prepare(&ones[1], &lists[1], false, "delay=5000");
	ok(run(lists, 2, &err) == -1 && err.code == ERR_UNAUTHORIZED, "401 ends everything");
	is(err.text, "error: You must be logged in to the server (Unauthorized)", "  its text");
	api = api_new(&nobody, &err);
	list = (struct api_list){ .kind = &kinds[KIND_POD], .item = see, .arg = &seen };
	ok(api_lists(api, &list, 1, &err) == -1 && err.code == ERR_REFUSED,
	   "so does a server that is not there");
	list.chunk = API_CHUNK_AUTO;
	ok(api_lists(api, &list, 1, &err) == -1 && err.code == ERR_REFUSED,
	   "also when its version is asked first");
}

static void optional_kinds(void)
{
	static struct one one;
	struct api_list lists[3] = { { .chunk = 10 }, { .kind = &kinds[KIND_VPA] },
		                     { .kind = &kinds[KIND_DEPLOYMENT] } };
	struct error err;

	prepare(&one, &lists[0], false, NULL);
	ok(!run(lists, 3, &err), "several lists at once");
	ok(!lists[0].error.code && all_once(&one.seen), "  the one that is there");
	ok(!lists[1].error.code && !lists[1].n_items, "  an optional one that is not");
	is(lists[2].error.text, "Error from server (NotFound): Unable to list \"apps/v1, "
	   "Resource=deployments\": the server could not find the requested resource "
	   "(get deployments.apps)", "  another one that is not");
}

static int renewals;

static int renew(void *arg, struct connection *c, struct error *err)
{
	(void)c;
	(void)err;
	renewals++;
	return arg ? 0 : -1;
}

static void single(void)
{
	struct connection c = { .server = fake_server, .proxy = "", .renew = renew,
		                .renew_arg = &c };
	struct connection stuck = { .server = fake_server, .proxy = "", .renew = renew };
	AUTO(api_free) struct api *api = api_new(&c, NULL), *other = api_new(&stuck, NULL);
	struct version v = { 0 };
	const char *text = "";
	struct json root;
	struct error err;

	fake_write("version", ".json", "{\"gitVersion\":\"v1.36.3\"}");
	fake_write("version", ".fault", "status=401\nok");
	ok(!api_version(api, &v, &text, &err) && v.minor == 36, "a version after a renewal");
	is(text, "v1.36.3", "  its text");
	ok(renewals == 1, "  one renewal");
	fake_write("locked", ".fault", "status=401");
	ok(api_get(api, "/locked", &root, &err) == -1 && err.code == ERR_UNAUTHORIZED,
	   "a 401 after the renewal stays one");
	ok(api_get(other, "/locked", &root, &err) == -1 && err.code == ERR_UNAUTHORIZED,
	   "so it does when nothing can be renewed");
	is(err.text, "error: You must be logged in to the server (Unauthorized)", "  its text");
	ok(api_get(api, "/nix", &root, &err) == -1 && err.code == ERR_NOT_FOUND, "a 404");
	is(err.text, "Error from server (NotFound): the server could not find the requested "
	             "resource", "  its text");
	fake_write("half", ".json", "{\"a\":");
	ok(api_get(api, "/half", &root, &err) == -1 && err.code == ERR_DATA, "half an answer");
}

static void reviews(void)
{
	struct connection c = { .server = fake_server, .proxy = "" };
	AUTO(api_free) struct api *api = api_new(&c, NULL);
	AUTO(buf_free) struct buf log = { 0 };
	struct error err;

	fake_write("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", ".json",
	           "{\"status\":{\"allowed\":true}}");
	fake_write("log", "", "");
	ok(api_allowed(api, "list", &kinds[KIND_DEPLOYMENT], "team-1", &err) == 1, "a review");
	fake_log(&log);
	ok(strstr(buf_text(&log), "\"verb\":\"list\",\"group\":\"apps\",\"resource\":"
	   "\"deployments\",\"namespace\":\"team-1\"") != NULL, "  what it asks");
	ok(strstr(buf_text(&log), "  Content-Type: application/json\n") != NULL, "  as JSON");
}

static void selections(void)
{
	struct api_list list = { .namespace = "a b", .label_selector = "app in (x,y)", .chunk = 10,
		                 .field_selector = "spec.nodeName=", .kind = &kinds[KIND_POD] };
	AUTO(buf_free) struct buf path = { 0 };

	list_path(&list, 10, "a=b&c", &path);
	is(path.at, "/api/v1/namespaces/a%20b/pods?limit=10&labelSelector=app%20in%20%28x%2Cy%29"
	            "&fieldSelector=spec.nodeName%3D&continue=a%3Db%26c", "the path of a list");
	buf_cut(&path, 0);
	list = (struct api_list){ .namespace = "x", .kind = &kinds[KIND_PRIORITYCLASS] };
	list_path(&list, 0, NULL, &path);
	is(path.at, "/apis/scheduling.k8s.io/v1/priorityclasses", "of a cluster-wide kind");
	ok(list_accept(&list) == NULL, "as JSON");
	list.kind = &kinds[KIND_SECRET];
	is(list_accept(&list), "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
	   "Secrets are never asked for");
}

int main(int argc, char **argv)
{
	(void)argc;
	fake_start(argv[0]);
	comes_whole();
	fails();
	in_no_order();
	stops();
	fatal();
	optional_kinds();
	single();
	reviews();
	selections();
	fake_stop();
	return tap_end();
}
