/*
 * A file becomes a document that stays open. What it must not be (unreadable, of another
 * kind, with a name twice) is found here, also in entries that nobody asks for, as client-go
 * does.
 */
#include "kube/kubeconfig_file.h"

#include "kube/kubeconfig_types.h"

#include <stdlib.h>
#include <string.h>

const struct kubeconfig_list kubeconfig_lists[KUBECONFIG_KINDS] = {
	[KUBECONFIG_CLUSTER] = { "clusters", "cluster", "NamedCluster", "*api.Cluster" },
	[KUBECONFIG_USER] = { "users", "user", "NamedAuthInfo", "*api.AuthInfo" },
	[KUBECONFIG_CONTEXT] = { "contexts", "context", "NamedContext", "*api.Context" },
};

const char *kubeconfig_entry_name(struct json entry)
{
	return json_text(json_key(entry, "name"), "");
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A name that stands twice in a list, NULL if none. `counts` says which entries do. */
static const char *doubled(struct json list, bool (*counts)(struct json entry))
{
	size_t n = json_count(list), used = 0;
	const char **names = xalloc(n * sizeof *names), *twice = NULL;

	json_each(entry, list)
		if (!counts || counts(entry))
			names[used++] = kubeconfig_entry_name(entry);
	qsort(names, used, sizeof *names, compare);
	for (size_t i = 1; i < used && !twice; i++)
		if (!strcmp(names[i - 1], names[i]))
			twice = names[i];
	free(names);
	return twice;
}

/* kubectl goes on with the list itself, tokens and keys included. */
static int doubled_error(const char *name, const char *go_type, const char *go_value,
                         struct error *err)
{
	return error_set(err, ERR_CONFIG,
	                 "error converting *[]%s into *map[string]%s: duplicate name \"%s\" in list",
	                 go_type, go_value, name);
}

static bool has_extension(struct json entry)
{
	return json_exists(json_key(entry, "extension"));
}

static int check_extensions(struct json owner, struct error *err)
{
	const char *name = doubled(json_key(owner, "extensions"), has_extension);

	return name ? doubled_error(name, "NamedExtension", "runtime.Object", err) : 0;
}

static int check_list(struct json root, const struct kubeconfig_list *l, struct error *err)
{
	struct json list = json_key(root, l->list);
	const char *name = doubled(list, NULL);

	json_each(entry, list)
		if (check_extensions(json_key(entry, l->inner), err))
			return -1;
	return name ? doubled_error(name, l->go_type, l->go_value, err) : 0;
}

static int check_kind(struct json root, struct error *err)
{
	const char *kind = json_text(json_key(root, "kind"), "");
	const char *version = json_text(json_key(root, "apiVersion"), "");
	const char *slash = strchr(version, '/');
	bool known = !*version || !strcmp(version, "v1") || !strcmp(version, "__internal");

	if (slash && strchr(slash + 1, '/'))
		return error_set(err, ERR_CONFIG, "unexpected GroupVersion string: %s", version);
	if (known && (!*kind || !strcmp(kind, "Config")))
		return 0;
	return error_set(err, ERR_CONFIG,
	                 "no kind \"%s\" is registered for version \"%s\" in scheme "
	                 "\"pkg/runtime/scheme.go:111\"",
	                 *kind ? kind : "Config", *version ? version : "v1");
}

int kubeconfig_meta_check(struct json root, struct error *err)
{
	static const struct shape_field fields[] = {
		{ "apiVersion", &shape_text },
		{ "kind", &shape_text },
		{ NULL },
	};
	static const struct shape meta = {
		SHAPE_STRUCT,
		"struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
		" Kind string \"json:\\\"kind,omitempty\\\"\" }",
		.fields = fields,
	};

	if (!shape_check(root, &meta, err))
		return 0;
	return error_wrap(err, "couldn't get version/kind; json parse error");
}

static int check_root(struct json root, struct error *err)
{
	if (kubeconfig_meta_check(root, err))
		return -1;
	if (check_kind(root, err) || shape_check(root, &kubeconfig_shape, err))
		return -1;
	if (check_extensions(json_key(root, "preferences"), err) || check_extensions(root, err))
		return -1;
	for (size_t i = 0; i < KUBECONFIG_KINDS; i++)
		if (check_list(root, &kubeconfig_lists[i], err))
			return -1;
	return 0;
}

int kubeconfig_yaml_error(const char *path, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };
	const char *why = err->text;
	size_t len = strlen(path);
	char *rest;
	long line = 0;

	if (!strncmp(why, path, len) && why[len] == ':') {
		why += len + 1;
		line = strtol(why, &rest, 10);
		if (line && *rest == ':') {
			strtol(rest + 1, &rest, 10);
			why = rest + 1;
		}
		why += strspn(why, ": ");
	}
	buf_puts(&text, "yaml: ");
	if (line)
		buf_addf(&text, "line %ld: ", line);
	buf_puts(&text, why);
	return error_set(err, ERR_CONFIG, "%s", text.at);
}

/* Reads an open file's text; the document stays with it. */
static int parse(struct kubeconfig_file *f, struct error *err)
{
	f->doc = doc_new();
	doc_open_text(f->doc, buf_text(&f->text), f->text.len, f->path);
	if (doc_next(f->doc, &f->root, err) < 0)
		return kubeconfig_yaml_error(f->path, err);
	return check_root(f->root, err);
}

int kubeconfig_file_read(struct kubeconfig_file *f, struct error *err)
{
	if (buf_read_file(&f->text, f->path, err)) {
		err->code = ERR_CONFIG;
		return -1;
	}
	return parse(f, err);
}

void kubeconfig_file_free(struct kubeconfig_file *f)
{
	doc_free(&f->doc);
	buf_free(&f->text);
	*f = (struct kubeconfig_file){ 0 };
}
