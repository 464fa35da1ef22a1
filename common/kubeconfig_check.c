/* Every rule is looked at before anything is said, so that one run tells all. */
#include "kube/kubeconfig_check.h"

#include "kube/gotext.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct problems {
	struct arena arena; /* the texts */
	struct strings list;
	bool context_missing;
};

static void problems_free(struct problems *p)
{
	strings_free(&p->list);
	arena_free(&p->arena);
}

static void note(struct problems *p, const char *text)
{
	strings_add(&p->list, text);
}

static const char *quoted(struct problems *p, const char *text)
{
	AUTO(buf_free) struct buf out = { 0 };

	gotext_quote(&out, text);
	return arena_strdup(&p->arena, out.at);
}

/* Notes when a file cannot be opened; `what` as in "client-cert". */
static void check_readable(struct problems *p, const char *what, const char *path,
                           const char *owner)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char reason[80];

	if (fd >= 0)
		close(fd);
	else
		note(p, arena_printf(&p->arena, "unable to read %s %s for %s due to open %s: %s", what,
		                     path, owner, path, gotext_errno(errno, reason)));
}

int kubeconfig_proxy(struct arena *a, const char *text, struct url *u, struct error *err)
{
	AUTO(buf_free) struct buf scheme = { 0 };

	if (url_parse(a, text, URL_ANY, u, NULL))
		return error_set(err, ERR_CONFIG, "could not parse: %s", text);
	if (!strcmp(u->scheme, "http") || !strcmp(u->scheme, "https") ||
	    !strcmp(u->scheme, "socks5"))
		return 0;
	gotext_quote(&scheme, u->scheme);
	return error_set(err, ERR_CONFIG,
	                 "unsupported scheme %s, must be http, https, or socks5", scheme.at);
}

static void check_cluster(struct problems *p, const struct kube_config *c)
{
	struct error why;
	struct url u;

	if (!*c->server)
		note(p, arena_printf(&p->arena, "no server found for cluster %s",
		                     quoted(p, c->cluster_name)));
	if (*c->proxy_url && kubeconfig_proxy(&p->arena, c->proxy_url, &u, &why))
		note(p, arena_printf(&p->arena, "invalid 'proxy-url' %s for cluster %s: %s",
		                     quoted(p, c->proxy_url), quoted(p, c->cluster_name),
		                     why.text));
	if (*c->ca_file && *c->ca_data)
		note(p, arena_printf(&p->arena,
		                     "certificate-authority-data and certificate-authority are both "
		                     "specified for %s. certificate-authority-data will override.",
		                     c->cluster_name));
	if (*c->ca_file)
		check_readable(p, "certificate-authority", c->ca_file, c->cluster_name);
}

static void check_certificate(struct problems *p, const struct kube_config *c)
{
	const char *user = c->user_name;

	if (!*c->cert_file && !*c->cert_data)
		return;
	if (*c->cert_file && *c->cert_data)
		note(p, arena_printf(&p->arena,
		                     "client-cert-data and client-cert are both specified for %s. "
		                     "client-cert-data will override.", user));
	if (*c->key_file && *c->key_data)
		note(p, arena_printf(&p->arena,
		                     "client-key-data and client-key are both specified for %s; "
		                     "client-key-data will override", user));
	if (!*c->key_file && !*c->key_data)
		note(p, arena_printf(&p->arena,
		                     "client-key-data or client-key must be specified for %s to use "
		                     "the clientCert authentication method.", user));
	if (*c->cert_file)
		check_readable(p, "client-cert", c->cert_file, user);
	if (*c->key_file)
		check_readable(p, "client-key", c->key_file, user);
}

static void require(struct problems *p, bool given, const char *what, const char *user)
{
	if (!given)
		note(p, arena_printf(&p->arena,
		                     "%s must be specified for %s to use exec authentication plugin",
		                     what, user));
}

static void check_exec(struct problems *p, const struct kube_config *c)
{
	const struct kube_exec *e = c->exec;
	const char *mode = e->interactive_mode;

	if (c->auth_provider)
		note(p, arena_printf(&p->arena,
		                     "authProvider cannot be provided in combination with an exec "
		                     "plugin for %s", c->user_name));
	require(p, *e->command, "command", c->user_name);
	require(p, *e->api_version, "apiVersion", c->user_name);
	for (size_t i = 0; i < e->n_env; i++)
		require(p, *e->env[i] != '=', "env variable name", c->user_name);
	require(p, *mode, "interactiveMode", c->user_name);
	if (*mode && strcmp(mode, "Never") && strcmp(mode, "IfAvailable") && strcmp(mode, "Always"))
		note(p, arena_printf(&p->arena, "invalid interactiveMode for %s: %s", c->user_name,
		                     quoted(p, mode)));
}

static void check_user(struct problems *p, const struct kube_config *c)
{
	check_certificate(p, c);
	if (c->exec)
		check_exec(p, c);
	if (*c->token && (*c->login || *c->password))
		note(p, arena_printf(&p->arena,
		                     "more than one authentication method found for %s; found "
		                     "[token basicAuth], only one is allowed", c->user_name));
	if (!*c->as && (*c->as_uid || c->n_as_groups || c->as_extra_given))
		note(p, arena_printf(&p->arena,
		                     "requesting uid, groups or user-extra for %s without "
		                     "impersonating a user", c->user_name));
}

static int tell(const struct problems *p, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };

	if (!p->list.n)
		return 0;
	if (p->list.n == 1)
		return error_set(err, p->context_missing ? ERR_CONTEXT : ERR_CONFIG, "%s",
		                 p->list.at[0]);
	for (size_t i = 0; i < p->list.n; i++)
		buf_addf(&text, "\n* %s", p->list.at[i]);
	return error_set(err, ERR_CONTEXT, "%s", text.at);
}

int kubeconfig_check(const struct kube_config *c, bool context_missing, struct error *err)
{
	AUTO(problems_free) struct problems p = { .context_missing = context_missing };

	if (context_missing)
		note(&p, arena_printf(&p.arena, "context was not found for specified context: %s",
		                      c->context_name));
	check_user(&p, c);
	check_cluster(&p, c);
	return tell(&p, err);
}
