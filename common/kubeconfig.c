/*
 * From the bottom: kubeconfig_load() takes the chosen context, cluster and user from the
 * files, lays the flags over them field by field, has the whole checked, and only then
 * decides what of it applies: without https nothing that identifies anybody.
 */
#include "kube/kubeconfig.h"

#include "kube/gotext.h"
#include "kube/in_cluster.h"
#include "kube/k8stime.h"
#include "kube/kubeconfig_check.h"
#include "kube/kubeconfig_user.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One load: where strings go to, what is asked for, what there is. */
struct load {
	struct arena *arena;
	const struct kube_flags *flags;
	struct kubeconfig_files files;
	struct kube_config *config;
	struct kubeconfig_entry context, cluster, user;
	bool context_found, cluster_found, user_found;
};

static void read_context(struct load *l)
{
	const struct kube_flags *flags = l->flags;
	struct kube_config *c = l->config;
	struct json context;

	c->context_name = kube_flag_or(flags->context, kubeconfig_current_context(&l->files));
	c->context_name = arena_strdup(l->arena, c->context_name);
	l->context_found =
	        kubeconfig_find(&l->files, KUBECONFIG_CONTEXT, c->context_name, &l->context);
	context = l->context.json;
	c->cluster_name = kube_flag_or(flags->cluster, kubeconfig_text(l->arena, context, "cluster"));
	c->user_name = kube_flag_or(flags->user, kubeconfig_text(l->arena, context, "user"));
	c->namespace = kube_flag_or(flags->namespace, kubeconfig_text(l->arena, context, "namespace"));
	c->namespace_given = kube_flag_given(flags->namespace);
	l->cluster_found =
	        kubeconfig_find(&l->files, KUBECONFIG_CLUSTER, c->cluster_name, &l->cluster);
	l->user_found = kubeconfig_find(&l->files, KUBECONFIG_USER, c->user_name, &l->user);
}

static const char *default_server(void)
{
	return kube_flag_or(getenv("KUBERNETES_MASTER"), "http://localhost:8080");
}

static void lay_cluster_flags(struct kube_config *c, const struct kube_flags *flags)
{
	c->server = kube_flag_or(flags->server, c->server);
	c->disable_compression |= flags->disable_compression;
	/* Which authorities to trust is one decision, taken here or there. */
	if (flags->insecure_skip_tls_verify || kube_flag_given(flags->certificate_authority)) {
		c->insecure = flags->insecure_skip_tls_verify;
		c->ca_file = kube_flag_or(flags->certificate_authority, "");
		c->ca_data = "";
	}
	/* The name in the file is that of the file's server. */
	if (kube_flag_given(flags->tls_server_name) || kube_flag_given(flags->server))
		c->tls_server_name = kube_flag_or(flags->tls_server_name, "");
}

/* A cluster asked for by name and not found has nothing, not even the default server. */
static void read_cluster(struct load *l)
{
	struct json entry = l->cluster.json;
	struct kube_config *c = l->config;

	c->server = c->tls_server_name = c->proxy_url = c->ca_file = c->ca_data = "";
	if (!l->cluster_found && kube_flag_given(l->flags->cluster))
		return;
	c->server = arena_strdup(l->arena, default_server());
	c->server = kube_flag_or(kubeconfig_text(l->arena, entry, "server"), c->server);
	c->tls_server_name = kubeconfig_text(l->arena, entry, "tls-server-name");
	c->proxy_url = kubeconfig_text(l->arena, entry, "proxy-url");
	c->ca_file = kubeconfig_path(l->arena, &l->cluster, "certificate-authority");
	c->ca_data = kubeconfig_data(l->arena, entry, "certificate-authority-data");
	c->insecure = json_bool(json_key(entry, "insecure-skip-tls-verify"), false);
	c->disable_compression = json_bool(json_key(entry, "disable-compression"), false);
	lay_cluster_flags(c, l->flags);
}

static int no_such(const char *what, const char *name, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };

	gotext_quote(&quoted, name);
	return error_set(err, ERR_CONFIG, "%s %s does not exist", what, quoted.at);
}

/* kubectl asks for the namespace first, which without -n checks everything. */
static int check(struct load *l, struct error *err)
{
	const struct kube_config *c = l->config;
	bool context_missing = *c->context_name && !l->context_found;

	if (!c->namespace_given && kubeconfig_check(c, context_missing, err))
		return -1;
	if (kube_flag_given(l->flags->user) && !l->user_found)
		return no_such("auth info", c->user_name, err);
	if (kube_flag_given(l->flags->context) && !l->context_found)
		return no_such("context", c->context_name, err);
	if (kube_flag_given(l->flags->cluster) && !l->cluster_found)
		return no_such("cluster", c->cluster_name, err);
	return kubeconfig_check(c, context_missing, err);
}

/* What one request may take. */
static int read_timeout(const char *text, int64_t *timeout_ms, struct error *err)
{
	int64_t ns;
	char *end;
	long seconds;

	*timeout_ms = 0;
	if (!kube_flag_given(text))
		return 0;
	errno = 0;
	seconds = strtol(text, &end, 10);
	if (!*end && end != text && !strchr(" \t\n\v\f\r", *text) && seconds >= 0 && !errno) {
		if (seconds <= INT64_MAX / 1000000000)
			*timeout_ms = (int64_t)seconds * 1000;
		return 0;
	}
	if (k8stime_duration(text, &ns))
		return error_set(err, ERR_CONFIG,
		                 "Invalid timeout value. Timeout must be a single integer in "
		                 "seconds, or an integer followed by a corresponding time unit "
		                 "(e.g. 1s | 2m | 3h)");
	if (ns > 0)
		*timeout_ms = ns / 1000000 + (ns % 1000000 != 0);
	return 0;
}

static bool is_whole(const struct url *u)
{
	return *u->scheme && *u->host;
}

/* "host:port" becomes http://host:port; a prefix needs a whole URL. "" and why if it is none. */
static void read_server(struct load *l)
{
	struct kube_config *c = l->config;
	const char *text = c->server;
	struct error err;
	struct url u;

	c->server_error = "";
	if (!url_parse(l->arena, text, URL_REQUEST, &u, NULL) && strlen(u.path) > 1) {
		u.query = NULL;
		text = url_text(l->arena, &u);
	}
	c->server = "";
	if (url_parse(l->arena, text, URL_ANY, &u, NULL) || !is_whole(&u)) {
		AUTO(buf_free) struct buf quoted = { 0 };

		gotext_quote(&quoted, text);
		if (url_parse(l->arena, arena_printf(l->arena, "http://%s", text), URL_ANY, &u,
		              &err)) {
			c->server_error = arena_strdup(l->arena, err.text);
			return;
		}
		if (strlen(u.path) > 1) {
			c->server_error = arena_printf(
			        l->arena, "host must be a URL or a host:port pair: %s", quoted.at);
			return;
		}
	}
	c->server = url_text(l->arena, &u);
}

/* A key alone is no use; over a connection that anybody can listen to, nothing is shown. */
static void drop_secrets(struct kube_config *c)
{
	if (!*c->cert_file && !*c->cert_data)
		c->key_file = c->key_data = "";
	if (!strncmp(c->server, "https://", 8))
		return;
	kube_config_forget_user(c);
	c->tls_server_name = c->ca_file = c->ca_data = "";
	c->insecure = false;
}

static int check_token_file(const struct kube_config *c, struct error *err)
{
	char reason[80];
	int fd;

	if (*c->token || !*c->token_file)
		return 0;
	fd = open(c->token_file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return error_set(err, ERR_CONFIG, "open %s: %s", c->token_file,
		                 gotext_errno(errno, reason));
	close(fd);
	return 0;
}

/* Whether neither files nor flags say where to go, or as whom. */
static bool is_default(struct load *l)
{
	const struct kube_config *c = l->config;
	const char *const set[] = {
		c->tls_server_name, c->proxy_url, c->ca_file,  c->ca_data,    c->cert_file,
		c->cert_data,       c->key_file,  c->key_data, c->token,      c->token_file,
		c->login,           c->password,
	};

	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		if (*set[i])
			return false;
	return !c->insecure && !c->exec && !c->auth_provider;
}

static int resolve(struct load *l, struct error *err)
{
	struct kube_config *c = l->config;
	bool server_is_default = !strcmp(c->server, default_server());
	struct url proxy;

	if (*c->proxy_url) {
		if (kubeconfig_proxy(l->arena, c->proxy_url, &proxy, err))
			return -1;
		c->proxy_url = url_text(l->arena, &proxy);
	}
	if (read_timeout(l->flags->request_timeout, &c->timeout_ms, err))
		return -1;
	read_server(l);
	drop_secrets(c);
	if (check_token_file(c, err))
		return -1;
	if (server_is_default && is_default(l) && in_cluster_possible()) {
		in_cluster_use(l->arena, c);
		c->ca_file = kube_flag_or(l->flags->certificate_authority, c->ca_file);
		c->token = kube_flag_or(l->flags->token, "");
		if (*c->token)
			c->token_file = "";
	}
	return 0;
}

static void find_namespace(struct load *l)
{
	struct kube_config *c = l->config;

	if (!*c->namespace)
		c->namespace = in_cluster_possible() ? in_cluster_namespace(l->arena) : "default";
}

static void list_files(struct load *l)
{
	struct kube_config *c = l->config;

	c->files = arena_alloc(l->arena, l->files.n * sizeof *c->files);
	for (size_t i = 0; i < l->files.n; i++)
		c->files[c->n_files++] = l->files.at[i].path;
}

static void load_free(struct load *l)
{
	kubeconfig_files_free(&l->files);
}

int kubeconfig_load(struct arena *a, const struct kube_flags *flags, struct kube_config *config,
                    struct error *err)
{
	AUTO(load_free) struct load l = { .arena = a, .flags = flags, .config = config };
	bool nobody;

	*config = (struct kube_config){ 0 };
	config->kuberc = kube_flag_or(flags->kuberc, "");
	if (kubeconfig_files_load(a, flags->kubeconfig, &l.files, err))
		return -1;
	list_files(&l);
	read_context(&l);
	read_cluster(&l);
	nobody = kube_flag_given(flags->user) && !l.user_found;
	if (kubeconfig_read_user(a, nobody ? NULL : &l.user, &l.cluster, flags, config, err))
		return -1;
	if (check(&l, err) || resolve(&l, err))
		return -1;
	find_namespace(&l);
	return 0;
}

int kubeconfig_contexts(const struct kube_flags *flags, struct strings *names, struct error *err)
{
	AUTO(arena_free) struct arena a = { 0 }; /* goes last: the files are in it */
	AUTO(kubeconfig_files_free) struct kubeconfig_files files = { 0 };

	if (kubeconfig_files_load(&a, flags->kubeconfig, &files, err))
		return -1;
	kubeconfig_names(&files, KUBECONFIG_CONTEXT, names);
	return 0;
}
