/*
 * The user of a kubeconfig: what it has itself, its credential plugin, whom to impersonate,
 * and the flags over each.
 */
#include "kube/kubeconfig_user.h"

#include "kube/gotext.h"
#include "kube/json_write.h"

#include <stdlib.h>
#include <string.h>

#define EXEC_EXTENSION "client.authentication.k8s.io/exec"

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether a flag has the key: then its values are all there are. */
static bool is_overridden(const struct strings *pairs, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < pairs->n; i++)
		if (!strncmp(pairs->at[i], key, len) && pairs->at[i][len] == '=')
			return true;
	return false;
}

static size_t count_values(struct json map)
{
	size_t n = 0;

	json_each(values, map)
		n += json_count(values);
	return n;
}

/* In "key=value" the first '=' must be ours. */
static int check_keys(struct json map, struct error *err)
{
	json_each(values, map)
		if (strchr(json_name(values), '='))
			return error_set(err, ERR_CONFIG, "as-user-extra: a key with '=' in it (%s) "
			                 "is not supported", json_name(values));
	return 0;
}

/* "key=value" pairs; of a key that stands twice the last counts. */
static void read_extra(struct arena *a, struct json map, const struct strings *flags,
                       struct kube_config *c)
{
	c->as_extra = arena_alloc(a, (count_values(map) + flags->n) * sizeof *c->as_extra);
	json_each(values, map) {
		const char *key = json_name(values);

		if (is_overridden(flags, key) || json_key(map, key).at != values.at)
			continue;
		json_each(value, values)
			c->as_extra[c->n_as_extra++] =
			        arena_printf(a, "%s=%s", key, json_text(value, ""));
	}
	for (size_t i = 0; i < flags->n; i++)
		if (strchr(flags->at[i], '='))
			c->as_extra[c->n_as_extra++] = arena_strdup(a, flags->at[i]);
	c->as_extra_given = json_count(map) || c->n_as_extra;
	qsort(c->as_extra, c->n_as_extra, sizeof *c->as_extra, compare);
}

static void read_groups(struct arena *a, struct json list, const struct strings *flags,
                        struct kube_config *c)
{
	if (!flags->n) {
		c->as_groups = kubeconfig_texts(a, list, &c->n_as_groups);
		return;
	}
	c->n_as_groups = flags->n;
	c->as_groups = arena_alloc(a, flags->n * sizeof *c->as_groups);
	for (size_t i = 0; i < flags->n; i++)
		c->as_groups[i] = arena_strdup(a, flags->at[i]);
}

/* The cluster may have something to say to the user's plugin: JSON text, or NULL. */
static const char *cluster_config(struct arena *a, struct json cluster)
{
	struct json config = { 0 };
	const char *kept = NULL;
	char *text = NULL;
	size_t size;
	FILE *out;

	json_each(extension, json_key(cluster, "extensions"))
		if (json_equal(json_key(extension, "name"), EXEC_EXTENSION))
			config = json_key(extension, "extension");
	if (!json_exists(config) || !(out = open_memstream(&text, &size)))
		return NULL;
	json_put(&(struct json_writer){ .out = out, .format = JSON_COMPACT }, NULL, config, true);
	if (!fclose(out))
		kept = arena_strndup(a, text, strcspn(text, "\n"));
	free(text);
	return kept;
}

static const char *interactive_mode(struct arena *a, struct json exec)
{
	const char *mode = kubeconfig_text(a, exec, "interactiveMode");
	struct json version = json_key(exec, "apiVersion");

	if (!*mode && (json_equal(version, "client.authentication.k8s.io/v1beta1") ||
	               json_equal(version, "client.authentication.k8s.io/v1alpha1")))
		return "IfAvailable";
	return mode;
}

static void read_variables(struct arena *a, struct json list, struct kube_exec *e)
{
	e->env = arena_alloc(a, json_count(list) * sizeof *e->env);
	json_each(item, list)
		e->env[e->n_env++] =
		        arena_printf(a, "%s=%s", json_text(json_key(item, "name"), ""),
		                     json_text(json_key(item, "value"), ""));
}

/* A command without a slash is looked for in PATH, so it is not a path in the file's sense. */
static const char *command_of(struct arena *a, const struct kubeconfig_entry *user,
                              struct json exec)
{
	struct kubeconfig_entry entry = { exec, user->file };
	const char *command = kubeconfig_text(a, exec, "command");

	return strchr(command, '/') ? kubeconfig_path(a, &entry, "command") : command;
}

static struct kube_exec *read_exec(struct arena *a, const struct kubeconfig_entry *user,
                                   struct json cluster)
{
	struct json exec = json_key(user->json, "exec");
	struct kube_exec *e = arena_alloc(a, sizeof *e);
	AUTO(buf_free) struct buf hint = { 0 };

	if (!json_exists(exec))
		return NULL;
	e->api_version = kubeconfig_text(a, exec, "apiVersion");
	e->command = command_of(a, user, exec);
	gotext_visible(&hint, json_text(json_key(exec, "installHint"), ""));
	e->install_hint = arena_strdup(a, buf_text(&hint));
	e->interactive_mode = interactive_mode(a, exec);
	e->args = kubeconfig_texts(a, json_key(exec, "args"), &e->n_args);
	read_variables(a, json_key(exec, "env"), e);
	e->provide_cluster_info = json_bool(json_key(exec, "provideClusterInfo"), false);
	e->cluster_config_json = cluster_config(a, cluster);
	return e;
}

static void read_secrets(struct arena *a, const struct kubeconfig_entry *user,
                         struct kube_config *c)
{
	struct json provider = json_key(user->json, "auth-provider");

	c->cert_file = kubeconfig_path(a, user, "client-certificate");
	c->cert_data = kubeconfig_data(a, user->json, "client-certificate-data");
	c->key_file = kubeconfig_path(a, user, "client-key");
	c->key_data = kubeconfig_data(a, user->json, "client-key-data");
	c->token = kubeconfig_text(a, user->json, "token");
	c->token_file = kubeconfig_path(a, user, "tokenFile");
	c->login = kubeconfig_text(a, user->json, "username");
	c->password = kubeconfig_text(a, user->json, "password");
	if (json_exists(provider))
		c->auth_provider = kubeconfig_text(a, provider, "name");
}

static void lay_flags(struct kube_config *c, const struct kube_flags *flags)
{
	c->token = kube_flag_or(flags->token, c->token);
	c->login = kube_flag_or(flags->username, c->login);
	c->password = kube_flag_or(flags->password, c->password);
	if (kube_flag_given(flags->client_certificate)) {
		c->cert_file = flags->client_certificate;
		c->cert_data = "";
	}
	if (kube_flag_given(flags->client_key)) {
		c->key_file = flags->client_key;
		c->key_data = "";
	}
	c->as = kube_flag_or(flags->as, c->as);
	c->as_uid = kube_flag_or(flags->as_uid, c->as_uid);
}

int kubeconfig_read_user(struct arena *a, const struct kubeconfig_entry *user,
                         const struct kubeconfig_entry *cluster, const struct kube_flags *flags,
                         struct kube_config *c, struct error *err)
{
	kube_config_forget_user(c);
	c->as = c->as_uid = "";
	if (!user)
		return 0;
	if (check_keys(json_key(user->json, "as-user-extra"), err))
		return -1;
	read_secrets(a, user, c);
	c->exec = read_exec(a, user, cluster->json);
	c->as = kubeconfig_text(a, user->json, "as");
	c->as_uid = kubeconfig_text(a, user->json, "as-uid");
	read_groups(a, json_key(user->json, "as-groups"), &flags->as_group, c);
	read_extra(a, json_key(user->json, "as-user-extra"), &flags->as_user_extra, c);
	lay_flags(c, flags);
	return 0;
}
