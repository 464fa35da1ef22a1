/*
 * target_cases.h - for tests that make a connection of a target: a directory of their own,
 * files in it, a plugin that is a shell script.
 */
#ifndef TESTS_TARGET_CASES_H
#define TESTS_TARGET_CASES_H

#include "kube/buf.h"
#include "kube/credentials.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define GET "Unable to connect to the server: getting credentials: "
#define V1 "\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\""

static char directory[] = "/tmp/test_credentials.XXXXXX";
static const char *command; /* the plugin's path */
static struct arena arena;
static struct connection c;
static struct error err;

__attribute__((unused))
static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	if (!f || fputs(text, f) == EOF || fclose(f))
		error_fatal("%s cannot be written", name);
}

/* A target with nothing but what a test sets. */
static struct kube_config *target(void)
{
	static struct kube_config config;

	config = (struct kube_config){ .server = "https://h", .server_error = "" };
	config.tls_server_name = config.proxy_url = config.ca_file = config.ca_data = "";
	config.as = config.as_uid = config.kuberc = config.namespace = "";
	kube_config_forget_user(&config);
	return &config;
}

static int load(const struct kube_config *config)
{
	err = (struct error){ 0 };
	return credentials_load(&arena, config, false, &c, &err);
}

__attribute__((unused))
static void fails(const struct kube_config *config, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };
	int result = load(config);

	buf_addf(&text, "%s%s", error_prefix(err.code), err.text);
	is(result ? text.at : "no error", expected, what);
}

/* Runs a script as the plugin. */
__attribute__((unused))
static struct kube_config *plugin(const char *script)
{
	static struct kube_exec exec;
	struct kube_config *t = target();

	exec = (struct kube_exec){ .command = command, .install_hint = "",
		                   .api_version = "client.authentication.k8s.io/v1",
		                   .interactive_mode = "Never" };
	put("plugin", "#!/bin/sh\n");
	put("plugin", arena_printf(&arena, "#!/bin/sh\n%s\n", script));
	chmod("plugin", 0755);
	t->exec = &exec;
	return t;
}

static void enter_directory(void)
{
	if (!mkdtemp(directory) || chdir(directory) || !freopen("/dev/null", "r", stdin))
		error_fatal("there is no directory to test in");
	setenv("KUBERC", "off", 1);
	command = arena_printf(&arena, "%s/plugin", directory);
}

/* Every file of a test must be known: a key that was written somewhere would be seen. */
static void leave_directory(const char *const *files)
{
	for (; *files; files++)
		remove(*files);
	ok(!chdir("/") && !rmdir(directory), "nothing is left: no key was written anywhere");
	arena_free(&arena);
}

#endif
