/*
 * A kubeconfig: the first byte says which flags are given, a NUL begins a second file. What
 * comes out is whole, the same twice, and without https holds no secret; what of it needs no
 * file and no plugin becomes a connection.
 */
#include "../../common/kubeconfig.c"
#include "kube/credentials.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char directory[] = "/tmp/fuzz-kubeconfig.XXXXXX";

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void put(const char *name, const void *bytes, size_t len)
{
	FILE *f = fopen(name, "wb");

	must(f && fwrite(bytes, 1, len, f) == len && !fclose(f));
}

static void clean_up(void)
{
	remove("one");
	remove("two");
	must(!chdir("/"));
	rmdir(directory);
}

static void prepare(void)
{
	must(mkdtemp(directory) && !chdir(directory) && !atexit(clean_up));
	setenv("KUBECONFIG", "one:two", 1);
	setenv("KUBERC", "off", 1);
	unsetenv("KUBERNETES_SERVICE_HOST");
}

static void set_flags(struct kube_flags *flags, unsigned bits)
{
	flags->context = bits & 1 ? "c" : NULL;
	flags->cluster = bits & 2 ? "k" : NULL;
	flags->user = bits & 4 ? "u" : NULL;
	flags->server = bits & 8 ? "https://flag" : NULL;
	flags->token = bits & 16 ? "flag" : NULL;
	flags->as = bits & 32 ? "flag" : NULL;
	flags->namespace = bits & 64 ? "flag" : NULL;
	flags->insecure_skip_tls_verify = bits & 128;
}

/* All there is, in one text. */
static void see(const struct kube_config *c, struct buf *out)
{
	const char *const texts[] = {
		c->context_name, c->cluster_name, c->user_name,  c->namespace, c->server,
		c->server_error, c->proxy_url,    c->ca_file,    c->ca_data,   c->tls_server_name,
		c->cert_file,    c->cert_data,    c->key_file,   c->key_data,  c->token,
		c->token_file,   c->login,        c->password,   c->as,        c->as_uid,
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		buf_addf(out, "%zu=%s\n", strlen(texts[i]), texts[i]);
	for (size_t i = 0; i < c->n_as_groups; i++)
		buf_addf(out, "group %s\n", c->as_groups[i]);
	for (size_t i = 0; i < c->n_as_extra; i++)
		must(strchr(c->as_extra[i], '='));
	if (!c->exec)
		return;
	buf_addf(out, "%s %s %s %s\n", c->exec->command, c->exec->api_version,
	         c->exec->interactive_mode, c->exec->install_hint);
	for (size_t i = 0; i < c->exec->n_env; i++)
		must(strchr(c->exec->env[i], '='));
}

static void check_secrets(const struct kube_config *c)
{
	must(*c->namespace && (*c->server || *c->server_error));
	if (!strncmp(c->server, "https://", 8))
		return;
	must(!*c->token && !*c->token_file && !*c->login && !*c->password && !c->exec);
	must(!*c->cert_file && !*c->cert_data && !*c->key_file && !*c->key_data);
}

static void connect_without_files(struct arena *a, struct kube_config *c)
{
	struct connection connection;
	struct error err = { 0 };

	c->ca_file = c->cert_file = c->key_file = c->token_file = "";
	c->exec = NULL;
	if (credentials_load(a, c, false, &connection, &err))
		must(*err.text);
	else
		must(connection.server && !connection.renew);
}

static void load_and_see(const struct kube_flags *flags, struct buf *out)
{
	AUTO(arena_free) struct arena a = { 0 };
	struct kube_config config;
	struct error err = { 0 };

	if (kubeconfig_load(&a, flags, &config, &err)) {
		must(err.code && *err.text);
		buf_addf(out, "%s\n", err.text);
		return;
	}
	check_secrets(&config);
	see(&config, out);
	connect_without_files(&a, &config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(buf_free) struct buf first = { 0 }, again = { 0 };
	AUTO(strings_free) struct strings names = { 0 };
	struct kube_flags flags = { 0 };
	const uint8_t *second;

	if (!size)
		return 0;
	if (!strchr(directory, '/') || strstr(directory, "XXXXXX"))
		prepare();
	set_flags(&flags, data[0]);
	second = memchr(data + 1, 0, size - 1);
	put("one", data + 1, second ? (size_t)(second - data) - 1 : size - 1);
	remove("two");
	if (second)
		put("two", second + 1, size - (size_t)(second - data) - 1);
	load_and_see(&flags, &first);
	load_and_see(&flags, &again);
	must(!strcmp(buf_text(&first), buf_text(&again)));
	kubeconfig_contexts(&flags, &names, NULL);
	return 0;
}
