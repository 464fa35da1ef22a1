/*
 * One run of a plugin: may it ask, what is it told, is it allowed, what did it say. Errors are
 * raised bare and get kubectl's "getting credentials: " at the end, once.
 */
#include "kube/exec_credential.h"

#include "kube/base64.h"
#include "kube/doc.h"
#include "kube/gotext.h"
#include "kube/json_write.h"
#include "kube/k8stime.h"
#include "kube/kubeconfig_file.h"
#include "kube/kuberc.h"
#include "kube/path.h"
#include "kube/pem.h"
#include "kube/process.h"
#include "kube/shape.h"

#include <string.h>
#include <unistd.h>

#define GROUP "client.authentication.k8s.io/"
#define INFO "KUBERNETES_EXEC_INFO="
#define OUTPUT_MAX ((size_t)4 << 20)

static const char help[] =
        "\n\nIt looks like you are trying to use a client-go credential plugin that is not "
        "installed.\n\nTo learn more about this feature, consult the documentation available at:\n"
        "      https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
        "#client-go-credential-plugins";

static bool is_known(const char *version)
{
	return !strcmp(version, GROUP "v1") || !strcmp(version, GROUP "v1beta1");
}

int exec_credential_check(const struct kube_config *config, struct error *err)
{
	AUTO(buf_free) struct buf version = { 0 };

	if (is_known(config->exec->api_version))
		return 0;
	gotext_quote(&version, config->exec->api_version);
	return error_set(err, ERR_CONFIG, "exec plugin: invalid apiVersion %s", version.at);
}

static int is_interactive(const char *mode, bool stdin_taken, bool *interactive, struct error *err)
{
	bool terminal = isatty(STDIN_FILENO);
	bool always = !strcmp(mode, "Always");

	*interactive = terminal && !stdin_taken && strcmp(mode, "Never");
	if (always && !terminal)
		return error_set(err, ERR_NETWORK, "exec plugin cannot support interactive mode: "
		                                   "standard input is not a terminal");
	if (always && stdin_taken)
		return error_set(err, ERR_NETWORK, "exec plugin cannot support interactive mode: "
		                                   "standard input is unavailable: used by stdin "
		                                   "resource manifest reader");
	return 0;
}

static void add_text(struct buf *out, const char *key, const char *text)
{
	if (!*text)
		return;
	buf_addf(out, ",\"%s\":", key);
	json_quote(out, text);
}

static void add_cluster(struct buf *out, const struct kube_config *c, const char *ca_pem)
{
	AUTO(buf_free) struct buf ca = { 0 };

	if (ca_pem)
		base64_encode(ca_pem, strlen(ca_pem), &ca);
	buf_puts(out, "\"cluster\":{\"server\":");
	json_quote(out, c->server);
	add_text(out, "tls-server-name", c->tls_server_name);
	buf_puts(out, c->insecure ? ",\"insecure-skip-tls-verify\":true" : "");
	add_text(out, "certificate-authority-data", buf_text(&ca));
	add_text(out, "proxy-url", c->proxy_url);
	buf_puts(out, c->disable_compression ? ",\"disable-compression\":true" : "");
	buf_addf(out, ",\"config\":%s},",
	         c->exec->cluster_config_json ? c->exec->cluster_config_json : "null");
}

/* What the plugin is told, in the version it speaks. */
static void set_environment(struct strings *environment, const struct kube_config *c,
                            const char *ca_pem, bool interactive)
{
	AUTO(buf_free) struct buf info = { 0 };

	for (size_t i = 0; i < c->exec->n_env; i++)
		strings_add(environment, c->exec->env[i]);
	buf_puts(&info, INFO "{\"kind\":\"ExecCredential\",\"apiVersion\":");
	json_quote(&info, c->exec->api_version);
	buf_puts(&info, ",\"spec\":{");
	if (c->exec->provide_cluster_info)
		add_cluster(&info, c, ca_pem);
	buf_addf(&info, "\"interactive\":%s}}\n", interactive ? "true" : "false");
	strings_add(environment, info.at);
}

/* Words for a plugin that could not be started. */
static int start_error(const struct kube_exec *e, const char *command, struct error *err)
{
	struct error why = *err;

	if (why.code == ERR_NOT_FOUND)
		return error_set(err, ERR_NETWORK, "exec: executable %s not found%s%s%s", command,
		                 help, *e->install_hint ? "\n\n" : "", e->install_hint);
	return error_set(err, ERR_NETWORK, "exec: %s", why.text);
}

/* argv for the plugin, owned by the arena. */
static char *const *arguments(struct arena *a, const struct kube_exec *e, const char *command)
{
	char **argv = arena_alloc(a, (e->n_args + 2) * sizeof *argv);

	argv[0] = arena_strdup(a, command);
	for (size_t i = 0; i < e->n_args; i++)
		argv[i + 1] = arena_strdup(a, e->args[i]);
	return argv;
}

/* `path` is what to run when that is known already. */
static int run(struct arena *a, const struct kube_config *c, const char *path, const char *ca_pem,
               bool interactive, struct buf *output, struct error *err)
{
	AUTO(strings_free) struct strings environment = { 0 };
	const char *command = path_clean(a, c->exec->command);
	struct process p = { .argv = arguments(a, c->exec, command),
		             .path = path,
		             .environment = &environment,
		             .pass_stdin = interactive,
		             .output_max_bytes = OUTPUT_MAX };
	int status;

	set_environment(&environment, c, ca_pem, interactive);
	if (process_run(&p, output, &status, err))
		return start_error(c->exec, command, err);
	if (status)
		return error_set(err, ERR_NETWORK,
		                 "exec: executable %s failed with exit code %d", command, status);
	return 0;
}

static const struct shape_field status_fields[] = {
	{ "clientCertificateData", &shape_text },
	{ "clientKeyData", &shape_text },
	{ "expirationTimestamp", &shape_text },
	{ "token", &shape_text },
	{ NULL },
};
static const struct shape status_shape = { SHAPE_STRUCT, "v1.ExecCredentialStatus",
	                                   .fields = status_fields };
static const struct shape_field credential_fields[] = {
	{ "status", &status_shape },
	{ NULL },
};
static const struct shape credential_shape = { SHAPE_STRUCT, "v1.ExecCredential",
	                                       .fields = credential_fields };

static int check_version(struct json root, const char *wanted, struct error *err)
{
	const char *kind = json_text(json_key(root, "kind"), "ExecCredential");
	const char *version = json_text(json_key(root, "apiVersion"), GROUP "__internal");

	if (strcmp(kind, "ExecCredential") ||
	    (!is_known(version) && strcmp(version, GROUP "__internal")))
		return error_set(err, ERR_NETWORK,
		                 "decoding stdout: no kind \"%s\" is registered for version \"%s\" "
		                 "in scheme \"pkg/runtime/scheme.go:111\"", kind, version);
	if (shape_check(root, &credential_shape, err))
		return error_wrap(err, "decoding stdout");
	if (strcmp(version, wanted))
		return error_set(err, ERR_NETWORK,
		                 "exec plugin is configured to use API version %s, plugin returned "
		                 "version %s", wanted, version);
	return 0;
}

static int check_time(struct json status, struct error *err)
{
	const char *time = json_str(json_key(status, "expirationTimestamp"));
	AUTO(buf_free) struct buf quoted = { 0 };

	if (!time || k8stime_parse(time) != K8STIME_NONE)
		return 0;
	gotext_quote(&quoted, time);
	return error_set(err, ERR_NETWORK,
	                 "decoding stdout: parsing time %s as \"2006-01-02T15:04:05Z07:00\": cannot "
	                 "parse %s as \"2006\"", quoted.at, quoted.at);
}

/* What it gave is whole. */
static int check_status(const struct exec_credential *r, struct error *err)
{
	bool certificate = *r->cert_pem, key = *r->key_pem;

	if (!*r->token && !certificate && !key)
		return error_set(err, ERR_NETWORK,
		                 "exec plugin didn't return a token or cert/key pair");
	if (certificate != key)
		return error_set(err, ERR_NETWORK,
		                 "exec plugin returned only certificate or key, not both");
	if (certificate &&
	    (pem_check_certificate(r->cert_pem, err) || pem_check_key(r->key_pem, err)))
		return error_wrap(err, "failed parsing client key/certificate");
	return 0;
}

static int read_status(struct arena *a, struct json status, struct exec_credential *r,
                       struct error *err)
{
	if (!json_exists(status))
		return error_set(err, ERR_NETWORK, "exec plugin didn't return a status field");
	if (check_time(status, err))
		return -1;
	r->token = arena_strdup(a, json_text(json_key(status, "token"), ""));
	r->cert_pem = arena_strdup(a, json_text(json_key(status, "clientCertificateData"), ""));
	r->key_pem = arena_strdup(a, json_text(json_key(status, "clientKeyData"), ""));
	return check_status(r, err);
}

static int read_output(struct arena *a, const struct buf *output, const char *version,
                       struct exec_credential *r, struct error *err)
{
	AUTO(doc_free) struct doc *d = doc_new();
	struct json root = { 0 };

	doc_open_text(d, buf_text(output), output->len, "stdout");
	if (doc_next(d, &root, err) < 0) {
		kubeconfig_yaml_error("stdout", err);
		return error_wrap(err, "decoding stdout");
	}
	if (kubeconfig_meta_check(root, err))
		return error_wrap(err, "decoding stdout");
	if (check_version(root, version, err))
		return -1;
	return read_status(a, json_key(root, "status"), r, err);
}

static int ask(struct arena *a, const struct kube_config *c, const char *path, const char *ca_pem,
               bool stdin_taken, struct exec_credential *result, struct error *err)
{
	AUTO(buf_free) struct buf output = { 0 };
	const struct kube_exec *e = c->exec;
	bool interactive;

	if (is_interactive(e->interactive_mode, stdin_taken, &interactive, err))
		return -1;
	if (run(a, c, path, ca_pem, interactive, &output, err))
		return -1;
	return read_output(a, &output, e->api_version, result, err);
}

int exec_credential_run(struct arena *a, const struct kube_config *config, const char *ca_pem,
                        bool stdin_taken, struct exec_credential *result, struct error *err)
{
	AUTO(buf_free) struct buf path = { 0 };
	struct error why;

	*result = (struct exec_credential){ "", "", "" };
	if (kuberc_permit(config->kuberc, config->exec->command, &path, &why)) {
		if (why.code != ERR_DENIED)
			return error_set(err, why.code, "%s", why.text);
	} else if (!ask(a, config, path.at, ca_pem, stdin_taken, result, &why)) {
		return 0;
	}
	return error_set(err, ERR_NETWORK, "getting credentials: %s", why.text);
}
