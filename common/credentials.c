/*
 * Three things make a connection: how the server is known, who we are, and as whom we act.
 * Who we are can change while we run (a token file is rotated, a plugin is asked again);
 * renew() is for that.
 */
#include "kube/credentials.h"

#include "kube/base64.h"
#include "kube/exec_credential.h"
#include "kube/gotext.h"
#include "kube/pem.h"

#include <string.h>

/* What renew() needs. */
struct holder {
	struct arena *arena;
	const struct kube_config *config;
	bool stdin_taken;
	const char *ca_pem;
	struct strings headers; /* in the arena, not to be freed */
	bool plugin;            /* says who we are; else a token file may */
};

/* `data` is base64, `path` a file; NULL when there is neither. */
static int load(struct arena *a, const char *data, const char *path, const char **pem,
                struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };
	struct error why;

	*pem = NULL;
	if (!*data && !*path)
		return 0;
	if (*data ? base64_decode(data, &text, &why) : buf_read_file(&text, path, &why))
		return error_set(err, ERR_CONFIG, "%s", why.text);
	*pem = arena_strndup(a, buf_text(&text), text.len);
	return 0;
}

static int load_authorities(struct arena *a, const struct kube_config *config, struct connection *c,
                            struct error *err)
{
	if (config->insecure && (*config->ca_data || *config->ca_file))
		return error_set(err, ERR_CONFIG, "specifying a root certificates file with the "
		                                  "insecure flag is not allowed");
	if (load(a, config->ca_data, config->ca_file, &c->ca_pem, err))
		return -1;
	return c->ca_pem ? pem_check_authorities(c->ca_pem, err) : 0;
}

static int load_certificate(struct arena *a, const struct kube_config *config,
                            struct connection *c, struct error *err)
{
	if (load(a, config->cert_data, config->cert_file, &c->cert_pem, err) ||
	    load(a, config->key_data, config->key_file, &c->key_pem, err))
		return -1;
	if (c->cert_pem && pem_check_certificate(c->cert_pem, err))
		return -1;
	return c->key_pem ? pem_check_key(c->key_pem, err) : 0;
}

/* What may not stand in a header: it would end it. */
static int check_header(const char *name, const char *value, struct error *err)
{
	for (; *value; value++)
		if (((unsigned char)*value < 0x20 && *value != '\t') || *value == 0x7f)
			return error_set(err, ERR_NETWORK,
			                 "net/http: invalid header field value for \"%s\"", name);
	return 0;
}

static int set_bearer(struct connection *c, const char *token, struct error *err)
{
	if (check_header("Authorization", token, err))
		return -1;
	c->bearer = token;
	return 0;
}

static int read_token(struct arena *a, const char *path, const char **token, struct error *err)
{
	static const char white[] = " \t\r\n\v\f";
	AUTO(buf_free) struct buf text = { 0 };
	const char *start;
	struct error why;
	size_t len;

	if (buf_read_file(&text, path, &why))
		return error_set(err, ERR_CONFIG, "%s", why.text);
	start = buf_text(&text) + strspn(buf_text(&text), white);
	for (len = strlen(start); len && strchr(white, start[len - 1]);)
		len--;
	if (!len)
		return error_set(err, ERR_CONFIG, "read empty token from file \"%s\"", path);
	*token = arena_strndup(a, start, len);
	return 0;
}

/* A file comes before the token beside it, unless it cannot be read. */
static int load_token(struct arena *a, const struct kube_config *config, struct connection *c,
                      struct error *err)
{
	const char *token = config->token;
	struct error why;

	if (*config->token_file && read_token(a, config->token_file, &token, &why) && !*token)
		return error_set(err, why.code, "%s", why.text);
	if (*token && (*config->login || *config->password))
		return error_set(err, ERR_CONFIG, "username/password or bearer token may be set, "
		                                  "but not both");
	return *token ? set_bearer(c, token, err) : 0;
}

/* The names that a removed or missing provider had, and what to use. */
static int provider_error(const char *name, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };

	if (!strcmp(name, "gcp"))
		return error_set(err, ERR_CONFIG,
		                 "The gcp auth plugin has been removed.\nPlease use the "
		                 "\"gke-gcloud-auth-plugin\" kubectl/client-go credential plugin "
		                 "instead.\nSee https://cloud.google.com/blog/products/"
		                 "containers-kubernetes/kubectl-auth-changes-in-gke for further "
		                 "details");
	if (!strcmp(name, "azure"))
		return error_set(err, ERR_CONFIG,
		                 "The azure auth plugin has been removed.\nPlease use the "
		                 "https://github.com/Azure/kubelogin kubectl/client-go credential "
		                 "plugin instead.\nSee https://kubernetes.io/docs/reference/"
		                 "access-authn-authz/authentication/#client-go-credential-plugins "
		                 "for further details");
	if (!strcmp(name, "oidc"))
		return error_set(err, ERR_CONFIG,
		                 "auth-provider \"oidc\" is not supported.\nPlease use the "
		                 "\"kubectl oidc-login\" credential plugin (kubelogin) instead.\nSee "
		                 "https://github.com/int128/kubelogin for further details");
	gotext_quote(&quoted, name);
	return error_set(err, ERR_CONFIG, "no Auth Provider found for name %s", quoted.at);
}

/* The one that still exists says nothing where something else does. */
static bool provider_is_needed(const char *name, const struct connection *c)
{
	return strcmp(name, "oidc") || (!c->bearer && !c->user_name);
}

static bool identifies(const struct connection *c)
{
	return c->bearer || c->user_name || (c->cert_pem && c->key_pem);
}

/* Takes over what the plugin gave. */
static int use(struct connection *c, const struct exec_credential *r, struct error *err)
{
	if (*r->token && set_bearer(c, r->token, err))
		return -1;
	if (!*r->token)
		c->bearer = NULL;
	c->cert_pem = *r->cert_pem ? r->cert_pem : NULL;
	c->key_pem = *r->key_pem ? r->key_pem : NULL;
	return 0;
}

static int ask_plugin(const struct holder *h, struct connection *c, struct error *err)
{
	struct exec_credential r;

	if (exec_credential_run(h->arena, h->config, h->ca_pem, h->stdin_taken, &r, err))
		return -1;
	return use(c, &r, err);
}

/* 0 when there is something new to try. */
static int renew(void *arg, struct connection *c, struct error *err)
{
	const struct holder *h = arg;
	const char *bearer = c->bearer, *cert = c->cert_pem;
	const char *path = h->config->token_file, *token;

	if (h->plugin ? ask_plugin(h, c, err) : read_token(h->arena, path, &token, err))
		return -1;
	if (!h->plugin && set_bearer(c, token, err))
		return -1;
	if (!text_equal(bearer, c->bearer) || !text_equal(cert, c->cert_pem))
		return 0;
	return error_set(err, ERR_UNAUTHORIZED, "the credentials are still the same");
}

/* Token file or plugin: whichever is in use can be asked again. */
static void set_renewal(struct holder *h, struct connection *c)
{
	if (!h->plugin && !(c->bearer && *h->config->token_file))
		return;
	c->renew = renew;
	c->renew_arg = h;
}

static int load_user(struct holder *h, struct connection *c, struct error *err)
{
	const struct kube_config *config = h->config;

	if (config->exec && exec_credential_check(config, err))
		return -1;
	if (load_certificate(h->arena, config, c, err) || load_token(h->arena, config, c, err))
		return -1;
	if (*config->login || *config->password) {
		c->user_name = config->login;
		c->password = config->password;
	}
	if (config->auth_provider && provider_is_needed(config->auth_provider, c))
		return provider_error(config->auth_provider, err);
	h->plugin = config->exec && !identifies(c);
	if (h->plugin && ask_plugin(h, c, err))
		return -1;
	set_renewal(h, c);
	return 0;
}

/* Capitals as Go writes the names of headers; what is no character of one is percent-encoded. */
static void add_header_key(struct buf *out, const char *key, size_t len)
{
	bool first = true;

	for (size_t i = 0; i < len; i++) {
		char c = key[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c >= 'a' && c <= 'z')
			buf_putc(out, first ? (char)(c & ~0x20) : c);
		else if ((c >= '0' && c <= '9') || (c && strchr("!#$&'*+-.^_`|~", c)))
			buf_putc(out, c);
		else
			buf_addf(out, "%%%02x", (unsigned)(unsigned char)c);
		first = c == '-';
	}
}

static int add_header(struct holder *h, const char *name, const char *value, struct error *err)
{
	if (check_header(name, value, err))
		return -1;
	h->headers.at[h->headers.n++] = arena_printf(h->arena, "%s: %s", name, value);
	return 0;
}

static int add_extra(struct holder *h, const char *pair, struct error *err)
{
	AUTO(buf_free) struct buf name = { 0 };
	size_t len = strcspn(pair, "=");

	buf_puts(&name, "Impersonate-Extra-");
	add_header_key(&name, pair, len);
	return add_header(h, name.at, pair + len + 1, err);
}

static int impersonate(struct holder *h, struct connection *c, struct error *err)
{
	const struct kube_config *config = h->config;
	size_t most = 2 + config->n_as_groups + config->n_as_extra;

	if (!*config->as)
		return 0;
	h->headers.at = arena_alloc(h->arena, most * sizeof *h->headers.at);
	if (add_header(h, "Impersonate-User", config->as, err))
		return -1;
	if (*config->as_uid && add_header(h, "Impersonate-Uid", config->as_uid, err))
		return -1;
	for (size_t i = 0; i < config->n_as_groups; i++)
		if (add_header(h, "Impersonate-Group", config->as_groups[i], err))
			return -1;
	for (size_t i = 0; i < config->n_as_extra; i++)
		if (add_extra(h, config->as_extra[i], err))
			return -1;
	c->headers = &h->headers;
	return 0;
}

int credentials_load(struct arena *a, const struct kube_config *config, bool stdin_taken,
                     struct connection *c, struct error *err)
{
	struct holder *h = arena_alloc(a, sizeof *h);

	if (!*config->server)
		return error_set(err, ERR_CONFIG, "%s", config->server_error);
	*c = (struct connection){ .server = config->server,
		                  .insecure = config->insecure,
		                  .disable_compression = config->disable_compression,
		                  .timeout_ms = config->timeout_ms };
	if (*config->tls_server_name)
		c->tls_server_name = config->tls_server_name;
	if (*config->proxy_url)
		c->proxy = config->proxy_url;
	if (load_authorities(a, config, c, err))
		return -1;
	*h = (struct holder){ a, config, stdin_taken, c->ca_pem };
	if (load_user(h, c, err))
		return -1;
	return impersonate(h, c, err);
}
