/* The first document of kind Preference counts; of it only what is about plugins is read. */
#include "kube/kuberc.h"

#include "kube/doc.h"
#include "kube/gotext.h"
#include "kube/kubeconfig_file.h"
#include "kube/path.h"
#include "kube/process.h"
#include "kube/shape.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct policy {
	struct arena arena;
	const char *type;        /* "" for none */
	bool has_list, asked_for; /* the file: by flag or variable */
	struct strings commands; /* that are allowed, as written */
};

static void policy_free(struct policy *p)
{
	strings_free(&p->commands);
	arena_free(&p->arena);
}

static const struct shape_field entry_fields[] = {
	{ "command", &shape_text },
	{ "name", &shape_text },
	{ NULL },
};
static const struct shape entry_shape = { SHAPE_STRUCT, "v1beta1.AllowlistEntry",
	                                  .fields = entry_fields };
static const struct shape list_shape = { SHAPE_LIST, "[]v1beta1.AllowlistEntry",
	                                 .of = &entry_shape };
static const struct shape policy_shape = { SHAPE_TEXT, "v1beta1.CredentialPluginPolicy" };
static const struct shape_field preference_fields[] = {
	{ "apiVersion", &shape_text },
	{ "credentialPluginAllowlist", &list_shape },
	{ "credentialPluginPolicy", &policy_shape },
	{ "kind", &shape_text },
	{ NULL },
};
static const struct shape preference = { SHAPE_STRUCT, "v1beta1.Preference",
	                                 .fields = preference_fields };

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static bool is_disabled(void)
{
	static const char *const no[] = { "0", "f", "F", "false", "False", "FALSE" };

	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (!strcmp(variable("KUBECTL_KUBERC"), no[i]))
			return true;
	return false;
}

static bool is_missing(const char *path)
{
	struct stat s;

	return stat(path, &s) && errno == ENOENT;
}

/* The file to read, NULL when there is none. */
static const char *find_file(struct policy *p, const char *file)
{
	const char *from = variable("KUBERC"), *usual;

	p->asked_for = *file || *from;
	if (p->asked_for)
		return *file ? file : from;
	usual = arena_printf(&p->arena, "%s/.kube/kuberc", variable("HOME"));
	return is_missing(usual) ? NULL : usual;
}

/* `name` is what `command` was called first. */
static int read_entry(struct policy *p, struct json entry, struct error *err)
{
	const char *name = json_text(json_key(entry, "name"), "");
	const char *command = json_text(json_key(entry, "command"), "");

	if (*name && *command && strcmp(name, command))
		return error_set(err, ERR_CONFIG,
		                 "both `Name` and `Command` were supplied with different values. "
		                 "`Name` is deprecated, use `Command` instead");
	strings_add(&p->commands, *command ? command : name);
	return 0;
}

static int read_preference(struct policy *p, struct json root, struct error *err)
{
	struct json list = json_key(root, "credentialPluginAllowlist");

	if (shape_check(root, &preference, err))
		return -1;
	p->type = arena_strdup(&p->arena, json_text(json_key(root, "credentialPluginPolicy"), ""));
	p->has_list = json_exists(list);
	json_each(entry, list)
		if (read_entry(p, entry, err))
			return -1;
	return 0;
}

static bool is_preference(struct json root)
{
	return json_equal(json_key(root, "kind"), "Preference") &&
	       text_starts(json_text(json_key(root, "apiVersion"), ""), "kubectl.config.k8s.io/");
}

static int read_documents(struct policy *p, const char *path, const struct buf *text,
                          struct error *err)
{
	AUTO(doc_free) struct doc *d = doc_new();
	bool others = false;
	struct json root;
	int more;

	doc_open_text(d, buf_text(text), text->len, path);
	while ((more = doc_next(d, &root, err)) > 0) {
		if (is_preference(root))
			return read_preference(p, root, err);
		others = others || json_exists(root);
	}
	if (more < 0)
		return kubeconfig_yaml_error(path, err);
	if (others && p->asked_for)
		return error_set(err, ERR_CONFIG, "no valid preferences found in %s", path);
	return 0;
}

static int read_policy(struct policy *p, const char *file, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };
	const char *path = find_file(p, file);

	if (path && (buf_read_file(&text, path, err) || read_documents(p, path, &text, err)))
		return error_wrap(err, "kuberc error kuberc");
	return 0;
}

static int check_command(struct policy *p, size_t i, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };
	const char *command = p->commands.at[i], *cleaned;

	if (!*command)
		return error_set(err, ERR_CONFIG,
		                 "misconfigured credential plugin allowlist: empty allowlist entry "
		                 "#%zu", i + 1);
	cleaned = path_clean(&p->arena, command);
	if (!strcmp(cleaned, command))
		return 0;
	gotext_quote(&quoted, command);
	buf_puts(&quoted, " vs ");
	gotext_quote(&quoted, cleaned);
	return error_set(err, ERR_CONFIG, "non-normalized file path: %s", quoted.at);
}

static int check_list(struct policy *p, struct error *err)
{
	if (!p->has_list)
		return error_set(err, ERR_CONFIG,
		                 "credential plugin policy set to \"Allowlist\", but allowlist is "
		                 "unspecified");
	if (!p->commands.n)
		return error_set(err, ERR_CONFIG,
		                 "credential plugin policy set to \"Allowlist\", but allowlist is "
		                 "empty; use \"DenyAll\" policy instead");
	for (size_t i = 0; i < p->commands.n; i++)
		if (check_command(p, i, err))
			return -1;
	return 0;
}

static int check_policy(struct policy *p, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };

	if (!strcmp(p->type, "Allowlist"))
		return check_list(p, err);
	gotext_quote(&quoted, p->type);
	if (*p->type && strcmp(p->type, "AllowAll") && strcmp(p->type, "DenyAll"))
		return error_set(err, ERR_CONFIG, "unknown plugin policy: %s", quoted.at);
	if (p->has_list)
		return error_set(err, ERR_CONFIG,
		                 "misconfigured credential plugin allowlist: plugin policy is %s "
		                 "but allowlist is non-nil", quoted.at);
	return 0;
}

/* Whether an entry, once looked up, is what `path` is. */
static bool is_listed(const struct policy *p, const char *path)
{
	for (size_t i = 0; i < p->commands.n; i++) {
		AUTO(buf_free) struct buf found = { 0 };

		if (!process_find(p->commands.at[i], &found, NULL) &&
		    !strcmp(buf_text(&found), path))
			return true;
	}
	return false;
}

static int check_allowed(const struct policy *p, const char *command, struct buf *path,
                         struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };
	struct error why;

	if (strings_contain(&p->commands, command))
		return 0;
	if (process_find(command, path, &why)) {
		gotext_quote(&quoted, command);
		return error_set(err, ERR_DENIED,
		                 "plugin path %s cannot be resolved for credential plugin allowlist "
		                 "check: %s", quoted.at, why.text);
	}
	if (strings_contain(&p->commands, path->at) || is_listed(p, path->at))
		return 0;
	gotext_quote(&quoted, path->at);
	return error_set(err, ERR_DENIED,
	                 "plugin path %s is not permitted by the credential plugin allowlist",
	                 quoted.at);
}

static int deny_all(const char *command, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };

	gotext_quote(&quoted, command);
	return error_set(err, ERR_DENIED, "plugin %s not allowed: policy set to \"DenyAll\"",
	                 quoted.at);
}

/* Sets p->type to "" when nothing is asked of plugins. */
static int load(struct policy *p, const char *file, struct error *err)
{
	bool off = !strcmp(variable("KUBERC"), "off");

	p->type = "";
	if (off && *file)
		return error_set(err, ERR_REFUSED,
		                 "kuberc error disabling kuberc via KUBERC=off and passing kuberc "
		                 "flag are mutually exclusive");
	if (off || is_disabled())
		return 0;
	return read_policy(p, file, err) || check_policy(p, err) ? -1 : 0;
}

int kuberc_permit(const char *file, const char *command, struct buf *path, struct error *err)
{
	AUTO(policy_free) struct policy p = { 0 };
	struct error why;

	if (load(&p, file, &why))
		return error_set(err, ERR_REFUSED, "error occurred while applying preferences %s",
		                 why.text);
	command = path_clean(&p.arena, command);
	if (!strcmp(p.type, "DenyAll"))
		return deny_all(command, err);
	return strcmp(p.type, "Allowlist") ? 0 : check_allowed(&p, command, path, err);
}
