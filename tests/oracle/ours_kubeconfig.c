/*
 * ours_kubeconfig.c - part of ours.c: a case is written to files below a directory of its
 * own, loaded, and printed with its keys in order, what is empty left out. See kubeconfig.go.
 */
//go:build ignore

#include "kube/kubeconfig.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static char config_directory[PATH_MAX];

static void leave_config_directory(void)
{
	rmdir(config_directory);
}

static int enter_config_directory(void)
{
	static const char *const unwanted[] = { "KUBERNETES_SERVICE_HOST",
		"KUBERNETES_SERVICE_PORT", "POD_NAMESPACE" };
	const char *temp = getenv("TMPDIR");
	AUTO(buf_free) struct buf path = { 0 };

	if (*config_directory)
		return 0;
	buf_addf(&path, "%s/ours.XXXXXX", temp && *temp ? temp : "/tmp");
	if (!mkdtemp(path.at) || chdir(path.at) ||
	    !getcwd(config_directory, sizeof config_directory))
		return -1;
	atexit(leave_config_directory);
	for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
		unsetenv(unwanted[i]);
	return 0;
}

/* Nothing of a case may be written elsewhere: "name" or "directory/name". */
static bool is_safe_name(const char *name)
{
	return name && *name && *name != '/' && !strstr(name, "..") &&
	       strchr(name, '/') == strrchr(name, '/') &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789./-") == strlen(name);
}

/* Makes the directory of a file, or removes it. */
static void in_directory_of(const char *name, void (*act)(const char *directory))
{
	AUTO(buf_free) struct buf path = { 0 };

	if (!strchr(name, '/'))
		return;
	buf_add(&path, name, (size_t)(strchr(name, '/') - name));
	act(path.at);
}

static void make_directory(const char *path)
{
	mkdir(path, 0755);
}

static void remove_directory(const char *path)
{
	rmdir(path);
}

static void remove_files(struct json files)
{
	json_each(file, files) {
		unlink(json_str(json_get(file, "name")));
		in_directory_of(json_str(json_get(file, "name")), remove_directory);
	}
}

static int write_files(struct json files)
{
	json_each(file, files) {
		const char *name = json_str(json_get(file, "name"));
		const char *text = json_str(json_get(file, "text"));
		FILE *stream;

		if (!is_safe_name(name))
			return -1;
		if (!text)
			continue;
		in_directory_of(name, make_directory);
		stream = fopen(name, "w");
		if (!stream || fputs(text, stream) == EOF || fclose(stream))
			return -1;
	}
	return 0;
}

static void set_kubeconfig(struct json input)
{
	AUTO(buf_free) struct buf list = { 0 };
	bool relative = json_bool(json_get(input, "relative"), false);

	json_each(file, json_get(input, "files")) {
		buf_puts(&list, list.len ? ":" : "");
		if (!relative)
			buf_addf(&list, "%s/", config_directory);
		buf_puts(&list, json_str(json_get(file, "name")));
	}
	if (!list.len)
		buf_addf(&list, "%s/missing", config_directory);
	setenv("KUBECONFIG", list.at, 1);
}

static void read_flags(struct json flags, struct kube_flags *f)
{
	f->kubeconfig = json_str(json_key(flags, "kubeconfig"));
	f->context = json_str(json_key(flags, "context"));
	f->cluster = json_str(json_key(flags, "cluster"));
	f->user = json_str(json_key(flags, "user"));
	f->namespace = json_str(json_key(flags, "namespace"));
	f->server = json_str(json_key(flags, "server"));
	f->tls_server_name = json_str(json_key(flags, "tls-server-name"));
	f->certificate_authority = json_str(json_key(flags, "certificate-authority"));
	f->client_certificate = json_str(json_key(flags, "client-certificate"));
	f->client_key = json_str(json_key(flags, "client-key"));
	f->token = json_str(json_key(flags, "token"));
	f->username = json_str(json_key(flags, "username"));
	f->password = json_str(json_key(flags, "password"));
	f->as = json_str(json_key(flags, "as"));
	f->as_uid = json_str(json_key(flags, "as-uid"));
	json_each(group, json_key(flags, "as-group"))
		strings_add(&f->as_group, json_text(group, ""));
	json_each(extra, json_key(flags, "as-user-extra"))
		strings_add(&f->as_user_extra, json_text(extra, ""));
	f->insecure_skip_tls_verify = json_bool(json_key(flags, "insecure-skip-tls-verify"), false);
	f->disable_compression = json_bool(json_key(flags, "disable-compression"), false);
	f->request_timeout = json_str(json_key(flags, "request-timeout"));
}

static void add_key(struct buf *out, const char *key)
{
	buf_addf(out, "%s\"%s\":", out->at[out->len - 1] == '{' ? "" : ",", key);
}

static void add_text(struct buf *out, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	add_key(out, key);
	canonical_text(out, text);
}

static void add_path(struct buf *out, const char *key, const char *path)
{
	size_t length = strlen(config_directory);

	if (path && strncmp(path, config_directory, length) == 0 && path[length] == '/')
		path += length + 1;
	add_text(out, key, path);
}

/* Base64 without the line ends that a file may have in it. */
static void add_data(struct buf *out, const char *key, const char *data)
{
	AUTO(buf_free) struct buf clean = { 0 };

	for (; data && *data; data++)
		if (*data != '\n' && *data != '\r')
			buf_putc(&clean, *data);
	add_text(out, key, buf_text(&clean));
}

static void add_list(struct buf *out, const char *key, size_t n, const char **items)
{
	if (!n)
		return;
	add_key(out, key);
	for (size_t i = 0; i < n; i++) {
		buf_putc(out, i ? ',' : '[');
		canonical_text(out, items[i]);
	}
	buf_putc(out, ']');
}

static void add_true(struct buf *out, const char *key, bool value)
{
	if (!value)
		return;
	add_key(out, key);
	buf_puts(out, "true");
}

static void add_json(struct buf *out, const char *key, const char *text)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	AUTO(buf_free) struct buf copy = { 0 };
	struct json root;

	if (!text)
		return;
	add_key(out, key);
	buf_puts(&copy, text);
	if (json_parse(doc, copy.at, copy.len, &root, NULL))
		buf_puts(out, "\"not JSON\"");
	else
		canonical(out, root);
}

static void add_exec(struct buf *out, const struct kube_exec *e)
{
	if (!e)
		return;
	add_key(out, "exec");
	buf_putc(out, '{');
	add_text(out, "api-version", e->api_version);
	add_list(out, "args", e->n_args, e->args);
	add_path(out, "command", e->command);
	add_json(out, "config", e->cluster_config_json);
	add_list(out, "env", e->n_env, e->env);
	add_text(out, "install-hint", e->install_hint);
	add_text(out, "interactive-mode", e->interactive_mode);
	add_true(out, "provide-cluster-info", e->provide_cluster_info);
	buf_putc(out, '}');
}

static void add_config(struct buf *out, const struct kube_config *c)
{
	buf_putc(out, '{');
	add_text(out, "as", c->as);
	if (c->n_as_extra)
		qsort(c->as_extra, c->n_as_extra, sizeof *c->as_extra, by_text);
	add_list(out, "as-extra", c->n_as_extra, c->as_extra);
	add_list(out, "as-groups", c->n_as_groups, c->as_groups);
	add_text(out, "as-uid", c->as_uid);
	add_text(out, "auth-provider", c->auth_provider);
	add_data(out, "ca-data", c->ca_data);
	add_path(out, "ca-file", c->ca_file);
	add_data(out, "cert-data", c->cert_data);
	add_path(out, "cert-file", c->cert_file);
	add_true(out, "disable-compression", c->disable_compression);
	add_exec(out, c->exec);
	add_true(out, "insecure", c->insecure);
	add_data(out, "key-data", c->key_data);
	add_path(out, "key-file", c->key_file);
	add_text(out, "namespace", c->namespace);
	add_true(out, "namespace-given", c->namespace_given);
	add_text(out, "password", c->password);
	add_text(out, "proxy-url", c->proxy_url);
	add_text(out, "server", c->server);
	if (c->timeout_ms) {
		add_key(out, "timeout-ms");
		buf_addf(out, "%" PRId64, c->timeout_ms);
	}
	add_text(out, "tls-server-name", c->tls_server_name);
	if (!c->token_file || !*c->token_file)
		add_text(out, "token", c->token);
	add_path(out, "token-file", c->token_file);
	add_text(out, "username", c->login);
	buf_putc(out, '}');
}

/* Of a file that cannot be read only the name is compared: the rest is the reader's. */
static const char *after_unreadable(const char *line)
{
	static const char words[] = "error loading config file \"";
	const char *found = strstr(line, words);
	const char *end = found ? strchr(found + sizeof words - 1, '"') : NULL;

	return end && end[1] == ':' ? end + 1 : NULL;
}

static void remove_all(char *text, const char *what)
{
	size_t length = strlen(what);

	for (char *at = text; (at = strstr(at, what));)
		memmove(at, at + length, strlen(at + length) + 1);
}

/* kubectl's words, paths without our directory. */
static void add_error(struct buf *out, const struct error *err)
{
	AUTO(buf_free) struct buf whole = { 0 }, directory = { 0 }, text = { 0 };
	AUTO(strings_free) struct strings lines = { 0 };

	buf_addf(&directory, "%s/", config_directory);
	buf_addf(&whole, "%s%s", error_prefix(err->code), err->text);
	remove_all(whole.at, directory.at);
	strings_split(&lines, whole.at, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		const char *cut = after_unreadable(lines.at[i]);
		size_t length = cut ? (size_t)(cut - lines.at[i]) : strlen(lines.at[i]);

		buf_puts(&text, i ? "\n" : "");
		buf_add(&text, lines.at[i], length);
	}
	buf_puts(out, "error ");
	canonical_text(out, buf_text(&text));
}

static void answer_kubeconfig(struct arena *a, struct json input, struct buf *out)
{
	struct json files = json_get(input, "files"), aside = json_get(input, "aside");
	struct kube_flags flags = { 0 };
	struct kube_config config = { 0 };
	struct error err;

	if (enter_config_directory() || write_files(files) || write_files(aside)) {
		buf_puts(out, "skip");
		return;
	}
	set_kubeconfig(input);
	read_flags(json_get(input, "flags"), &flags);
	if (kubeconfig_load(a, &flags, &config, &err))
		add_error(out, &err);
	else if (!*config.server && error_set(&err, ERR_CONFIG, "%s", config.server_error))
		add_error(out, &err);
	else
		add_config(out, &config);
	strings_free(&flags.as_group);
	strings_free(&flags.as_user_extra);
	remove_files(files);
	remove_files(aside);
}
