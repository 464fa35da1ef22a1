/* Objects of files and of the small API server, seen alike. */
#include "kube/objects.h"
#include "fake.h"
#include "tap.h"

static const char pods[] =
	"{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
	"{\"metadata\":{\"namespace\":\"a\",\"name\":\"one\"}},"
	"{\"metadata\":{\"namespace\":\"a\",\"name\":\"two\"}},"
	"{\"metadata\":{\"namespace\":\"b\",\"name\":\"one\"}}]}";

static const char manifests[] =
	"apiVersion: v1\nkind: Pod\nmetadata: {name: one, namespace: a, labels: {app: web}}\n"
	"---\napiVersion: v1\nkind: Pod\nmetadata: {name: two}\n"
	"---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"
	"---\napiVersion: v1\nkind: Node\nmetadata: {name: node1, namespace: odd}\n"
	"---\napiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t, namespace: b}\n"
	"---\napiVersion: v1\nkind: Pod\nmetadata: 7\n"
	"---\napiVersion: v1\n";

/* Objects as "Kind/namespace/name", with '*' when live, one after another. */
struct seen {
	struct buf text;
	const char *fail_at;
	struct place place;
};

static int see(void *arg, const struct object *o, struct error *err)
{
	struct seen *seen = arg;

	buf_addf(&seen->text, "%s%s/%s/%s%s", seen->text.len ? " " : "", o->kind_name, o->namespace,
	         o->name, o->live ? "*" : "");
	seen->place = object_place(o, json_get(o->json, "metadata.name"));
	if (seen->fail_at && !strcmp(o->name, seen->fail_at))
		return error_set(err, ERR_USAGE, "enough");
	return 0;
}

static struct arena arena;
static struct objects_result result;
static struct seen seen;

static int look(struct selection *from, struct error *err)
{
	buf_cut(&seen.text, 0);
	return objects_each(from, &arena, &result, see, &seen, err);
}

static void files_only(const struct strings *files)
{
	struct selection from = { .files = files, .kinds = ~(kind_mask)0 };
	struct error err;

	ok(!look(&from, &err), "a file");
	is(seen.text.at, "Pod/a/one Pod//two Namespace//b Node//node1 Thing/b/t Pod//",
	   "each object, whatever it is");
	ok(result.n_files == 1 && result.n_unknown_kinds == 1 && result.n_objects[KIND_POD] == 3 &&
	   result.n_bytes > 100, "counted");
	ok(result.n_unreadable == 1 && strstr(result.unreadable[0].text, ".yaml:"),
	   "what is no object is told with its place");
	from.label_selector = "app=web";
	from.unselected = KIND_BIT(KIND_NODE);
	look(&from, &err);
	is(seen.text.at, "Pod/a/one Node//node1", "labels select, but for some kinds");
	ok(seen.place.line == 15 && seen.place.column == 12, "a place in the file (%d:%d)",
	   seen.place.line, seen.place.column);
	from.label_selector = NULL;
	from.namespace = "b";
	look(&from, &err);
	is(seen.text.at, "Pod//two Namespace//b Node//node1 Thing/b/t Pod//",
	   "a namespace: its objects, itself, those of no namespace");
	from.kinds = KIND_BIT(KIND_NODE);
	look(&from, &err);
	is(seen.text.at, "Node//node1 Thing/b/t", "only the kinds that are asked for");
	from.label_selector = "a in b";
	ok(look(&from, &err) == -1 && err.code == ERR_USAGE, "a selector that is none");
	from = (struct selection){ .sample = manifests, .kinds = KIND_BIT(KIND_POD) };
	ok(!look(&from, &err), "a text instead of files");
	is(seen.text.at, "Pod/a/one Pod//two Thing/b/t Pod//", "is read like a file");
}

static void both(const struct strings *files, struct api *api)
{
	struct selection from = { .api = api, .files = files, .default_namespace = "a",
		                  .kinds = KIND_BIT(KIND_POD) | KIND_BIT(KIND_SERVICE) |
		                           KIND_BIT(KIND_VPA) };
	struct error err;

	ok(!look(&from, &err), "a file and a cluster");
	is(seen.text.at, "Pod/a/one Pod/a/two Thing/b/t Pod/a/ Pod/b/one*",
	   "what is in both is shown once, from the file");
	ok(result.n_unread == 1 && result.unread[0].kind == &kinds[KIND_SERVICE] &&
	   result.unread[0].why.code == ERR_DENIED && !result.unread[0].namespace,
	   "what could not be read is told");
	is(result.unread[0].why.text, "Error from server (Forbidden): /api/v1/services", "  why");
	from.files = NULL;
	from.namespace = "a";
	from.kinds |= KIND_BIT(KIND_NAMESPACE);
	look(&from, &err);
	ok(strstr(seen.text.at, "Pod/a/one*") && strstr(seen.text.at, "Namespace//a*") &&
	   seen.text.len == strlen("Pod/a/one* Namespace//a*"), "one namespace: %s", seen.text.at);
	ok(result.n_unread == 1, "  of which some is not read");
	is(result.unread[0].namespace, "a", "  and where");
	ok(seen.place.line == 0, "what is live has no place");
	seen.fail_at = "one";
	ok(look(&from, &err) == -1 && err.code == ERR_USAGE && !strcmp(err.text, "enough"),
	   "who looks may stop");
	ok(text_ends(seen.text.at, "Pod/a/one*"), "  and sees no more");
	seen.fail_at = NULL;
}

static void asked_for(void)
{
	AUTO(buf_free) struct buf log = { 0 };

	fake_log(&log);
	ok(strstr(log.at, "GET /api/v1/namespaces?fieldSelector=metadata.name%3Da\n") != NULL,
	   "only the one Namespace is asked for");
	ok(strstr(log.at, "GET /api/v1/namespaces/a/pods\n") != NULL, "in it, its pods");
}

int main(int argc, char **argv)
{
	AUTO(strings_free) struct strings files = { 0 };
	AUTO(buf_free) struct buf path = { 0 };
	struct connection c = { .proxy = "" };
	struct api *api;

	(void)argc;
	fake_start(argv[0]);
	c.server = fake_server;
	api = api_new(&c, NULL);
	fake_write("api/v1/pods", ".json", pods);
	fake_write("api/v1/namespaces/a/pods", ".json",
	           "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"namespace\":\"a\","
	           "\"name\":\"one\"}}]}");
	fake_write("api/v1/namespaces", ".json",
	           "{\"kind\":\"NamespaceList\",\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
	fake_write("api/v1/services", ".fault", "status=403");
	fake_write("api/v1/namespaces/a/services", ".fault", "status=403");
	fake_write("objects", ".yaml", manifests);
	buf_addf(&path, "%s/objects.yaml", fake_root);
	strings_add(&files, path.at);
	files_only(&files);
	both(&files, api);
	asked_for();
	api_free(&api);
	buf_free(&seen.text);
	arena_free(&arena);
	fake_stop();
	return tap_end();
}
