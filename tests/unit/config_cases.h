/*
 * config_cases.h - for tests of kubeconfigs: writes one, loads it and compares all that is
 * set, or the error as it is printed. Texts are kubectl's.
 */
#ifndef TESTS_CONFIG_CASES_H
#define TESTS_CONFIG_CASES_H

#include "kube/buf.h"
#include "kube/kubeconfig.h"

#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLUSTER "clusters: [{name: k, cluster: {server: 'https://h:6443'}}]\n"
#define CONTEXT "contexts: [{name: c, context: {cluster: k, user: u}}]\ncurrent-context: c\n"

static char directory[] = "/tmp/test_kubeconfig.XXXXXX";
static struct arena arena;
static struct buf seen;

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	if (!f || fputs(text, f) == EOF || fclose(f))
		error_fatal("%s cannot be written", name);
}

static void see(const char *name, const char *value)
{
	if (value && *value)
		buf_addf(&seen, "%s%s=%s", seen.len ? " " : "", name, value);
}

static void see_list(const char *name, size_t n, const char **values)
{
	for (size_t i = 0; i < n; i++)
		see(name, values[i]);
}

static void see_exec(const struct kube_exec *e)
{
	if (!e)
		return;
	see("command", e->command);
	see("version", e->api_version);
	see("mode", e->interactive_mode);
	see("hint", e->install_hint);
	see_list("arg", e->n_args, e->args);
	see_list("env", e->n_env, e->env);
	see("info", e->provide_cluster_info ? e->cluster_config_json : NULL);
}

static void see_config(const struct kube_config *c)
{
	see("server", c->server);
	see("server-error", c->server_error);
	see("tls", c->tls_server_name);
	see("proxy", c->proxy_url);
	see("ca", c->ca_file);
	see("ca-data", c->ca_data);
	see("insecure", c->insecure ? "yes" : NULL);
	see("plain", c->disable_compression ? "yes" : NULL);
	see("cert", c->cert_file);
	see("cert-data", c->cert_data);
	see("key", c->key_file);
	see("key-data", c->key_data);
	see("token", c->token);
	see("token-file", c->token_file);
	see("login", c->login);
	see("password", c->password);
	see("as", c->as);
	see("as-uid", c->as_uid);
	see_list("group", c->n_as_groups, c->as_groups);
	see_list("extra", c->n_as_extra, c->as_extra);
	see("provider", c->auth_provider);
	see_exec(c->exec);
	if (c->n_files > 1)
		see_list("file", c->n_files, c->files);
	if (strcmp(c->namespace, "default"))
		see("namespace", c->namespace);
	if (c->timeout_ms)
		buf_addf(&seen, " timeout=%" PRId64, c->timeout_ms);
}

/* Loads and compares. The directory is taken out of what is seen. */
static void loads(const struct kube_flags *flags, const char *expected, const char *what)
{
	static const struct kube_flags none;
	struct kube_config config;
	struct error err;

	buf_cut(&seen, 0);
	if (kubeconfig_load(&arena, flags ? flags : &none, &config, &err))
		buf_addf(&seen, "%s%s", error_prefix(err.code), err.text);
	else
		see_config(&config);
	for (char *at; seen.at && (at = strstr(seen.at, directory));)
		memmove(at, at + strlen(directory), strlen(at + strlen(directory)) + 1);
	is(buf_text(&seen), expected, what);
}

static void has(const char *text, const char *expected, const char *what)
{
	put("config", text);
	loads(NULL, expected, what);
}

__attribute__((unused))
static void user(const char *fields, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_addf(&text, CLUSTER CONTEXT "users: [{name: u, user: {%s}}]\n", fields);
	has(text.at, expected, what);
}

__attribute__((unused))
static void cluster(const char *fields, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_addf(&text, CONTEXT "clusters: [{name: k, cluster: {%s}}]\n", fields);
	has(text.at, expected, what);
}

/* The files of one test: "config", and sub/ca.crt to point to. */
static void enter_directory(void)
{
	unsetenv("KUBERNETES_SERVICE_HOST");
	unsetenv("KUBERNETES_MASTER");
	if (!mkdtemp(directory) || chdir(directory) || mkdir("sub", 0755))
		error_fatal("there is no directory to test in");
	put("sub/ca.crt", "x");
	setenv("KUBECONFIG", "config", 1);
}

static void leave_directory(const char *const *files)
{
	for (; *files; files++)
		remove(*files);
	remove("config");
	remove("sub/ca.crt");
	ok(!rmdir("sub") && !chdir("/") && !rmdir(directory), "nothing is left");
	buf_free(&seen);
	arena_free(&arena);
}

#endif
