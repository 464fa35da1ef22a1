/*
 * The frame of a command: what it is called, what it is told, how it speaks, how it ends.
 * Nothing else in the library prints errors and warnings.
 */
#include "kube/plugin.h"

#include "kube/credentials.h"
#include "kube/gotext.h"
#include "kube/http.h"
#include "kube/json_write.h"
#include "kube/path.h"
#include "kube/progress.h"
#include "kube/useragent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STDOUT_BUFFER_BYTES 65536

struct kube_flags kube_flags;

static const char *cache_dir; /* kubectl has it; there is nothing to cache here */

const struct option kube_options[] = {
	OPT(0, "as", &kube_flags.as, "USER", "act as this user or service account"),
	OPT(0, "as-group", &kube_flags.as_group, "GROUP",
	    "act as a member of this group; may be repeated"),
	OPT(0, "as-uid", &kube_flags.as_uid, "UID", "act with this UID"),
	OPT(0, "as-user-extra", &kube_flags.as_user_extra, "KEY=VALUE",
	    "act with this extra of a user; may be repeated"),
	OPT(0, "cache-dir", &cache_dir, "DIRECTORY", "accepted as kubectl does; nothing is cached"),
	OPT(0, "certificate-authority", &kube_flags.certificate_authority, "FILE",
	    "trust the server by the authorities in this file"),
	OPT(0, "client-certificate", &kube_flags.client_certificate, "FILE",
	    "authenticate with this certificate"),
	OPT(0, "client-key", &kube_flags.client_key, "FILE", "the certificate's key"),
	OPT(0, "cluster", &kube_flags.cluster, "NAME", "the cluster of the kubeconfig to use"),
	OPT(0, "context", &kube_flags.context, "NAME", "the context of the kubeconfig to use"),
	OPT(0, "disable-compression", &kube_flags.disable_compression, NULL,
	    "do not ask the server for compressed answers"),
	OPT(0, "insecure-skip-tls-verify", &kube_flags.insecure_skip_tls_verify, NULL,
	    "do not check who the server is; anybody may be listening"),
	OPT(0, "kubeconfig", &kube_flags.kubeconfig, "FILE",
	    "the kubeconfig to use instead of $KUBECONFIG or ~/.kube/config"),
	OPT(0, "kuberc", &kube_flags.kuberc, "FILE",
	    "kubectl's preferences; of them the policy for credential plugins counts"),
	OPT('n', "namespace", &kube_flags.namespace, "NAMESPACE", "look in this namespace"),
	OPT(0, "password", &kube_flags.password, "PASSWORD", "for basic authentication"),
	OPT(0, "request-timeout", &kube_flags.request_timeout, "TIME",
	    "how long one request may take (30s, 2m); 0: as long as it takes"),
	OPT('s', "server", &kube_flags.server, "URL", "the address of the API server"),
	OPT(0, "tls-server-name", &kube_flags.tls_server_name, "NAME",
	    "the name to look for in the server's certificate"),
	OPT(0, "token", &kube_flags.token, "TOKEN", "authenticate with this bearer token"),
	OPT(0, "user", &kube_flags.user, "NAME", "the user of the kubeconfig to be"),
	OPT(0, "username", &kube_flags.username, "NAME", "for basic authentication"),
	OPT_END
};

static char *command_name;
static const char *program_name = "";

/* ---- start ---- */

/*
 * A stream that was closed would be the next file or socket that is opened. Reading from
 * a closed stdin still has to fail: it is not the same as an empty one.
 */
static void open_standard_streams(void)
{
	int fd;

	if (fcntl(STDIN_FILENO, F_GETFD) < 0)
		open("/dev/null", O_WRONLY);
	while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd <= STDERR_FILENO)
		;
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Dashes and underscores are spaces: both kubectl-mks-audit and kubectl-mks_audit are it. */
static bool means(const char *program, const char *command)
{
	for (; *program && *command; program++, command++)
		if (*program != *command && !(strchr("-_", *program) && *command == ' '))
			return false;
	return !*program && !*command;
}

/* How kubectl is told to run a program of that name: '_' stands for a dash. */
static void name_command(const char *command)
{
	command_name = xstrdup(means(program_name, command) ? program_name : command);
	for (char *c = command_name; *c; c++) {
		if (*c == '-')
			*c = ' ';
		else if (*c == '_')
			*c = '-';
	}
}

void plugin_start(const char *command, int argc, char **argv)
{
	static char buffer[STDOUT_BUFFER_BYTES];

	open_standard_streams();
	/* A connection that breaks must not end us; plugin_end() tells a reader that left. */
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
	program_name = argc > 0 ? path_name(argv[0]) : "";
	free(command_name);
	name_command(command);
	options_see(command_name);
}

const char *plugin_command(void)
{
	return command_name;
}

/* ---- speech ---- */

/* On stderr, with nothing in the text that drives a terminal. */
static void speak(const char *prefix, const char *text)
{
	AUTO(buf_free) struct buf line = { 0 };

	gotext_visible(&line, text);
	progress_clear();
	fprintf(stderr, "%s%s\n", prefix, buf_text(&line));
}

static int tell(const struct error *err)
{
	const char *prefix = error_prefix(err->code);

	speak(text_starts(err->text, "error: ") ? "" : prefix, err->text);
	return EXIT_FAILED;
}

int plugin_fail(const struct error *err)
{
	fflush(stdout);
	return tell(err);
}

static bool has_colour(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDERR_FILENO) && !getenv("NO_COLOR") &&
	       !(terminal && !strcmp(terminal, "dumb"));
}

void plugin_warn(const char *fmt, ...)
{
	static struct strings told;
	struct error text;
	va_list args;

	va_start(args, fmt);
	vsnprintf(text.text, sizeof text.text, fmt, args);
	va_end(args);
	if (strings_contain(&told, text.text))
		return;
	strings_add(&told, text.text);
	fflush(stdout);
	speak(has_colour() ? "\033[33;1mWarning:\033[0m " : "Warning: ", text.text);
}

/* ---- end ---- */

/* Whoever read our output is gone: kubectl ends without a word then, and so do we. */
static void end_by_sigpipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

static bool reader_is_gone(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	return poll(&out, 1, 0) > 0 && (out.revents & POLLERR);
}

int plugin_end(int status)
{
	struct error err;
	char reason[80];
	bool failed;

	progress_clear();
	errno = 0;
	failed = fflush(stdout) || ferror(stdout);
	if (failed && (errno == EPIPE || reader_is_gone()))
		end_by_sigpipe();
	failed = fclose(stdout) || failed;
	if (!failed)
		return status;
	error_set(&err, ERR_SYSTEM, "write stdout: %s",
	          errno ? gotext_errno(errno, reason) : "not all of it could be written");
	return tell(&err);
}

/* ---- pages ---- */

void plugin_help(const struct plugin_page *page, FILE *out)
{
	fprintf(out, "%s\n", page->description);
	if (page->examples)
		fprintf(out, "\nExamples:\n%s\n", page->examples);
	fputs("\nOptions:\n", out);
	options_help(page->options, out);
	fputs("Global options:\n", out);
	options_help(kube_options, out);
	fprintf(out, "Usage:\n  %s%s%s\n", command_name, *page->usage ? " " : "", page->usage);
}

/* "linux/amd64", from where it stands in the User-Agent. */
static char *platform(struct arena *a)
{
	AUTO(buf_free) struct buf agent = { 0 };
	const char *open;

	user_agent(program_name, &agent);
	open = strchr(agent.at, '(');
	return arena_strndup(a, open + 1, strcspn(open + 1, ")"));
}

int plugin_version(const char *output, struct error *err)
{
	AUTO(arena_free) struct arena a = { 0 };
	struct json_writer w = { .out = stdout, .format = JSON_PRETTY };

	if (!output || !*output) {
		printf("%s %s\n", command_name, version_of_suite);
		return 0;
	}
	if (!strcmp(output, "yaml"))
		w.format = JSON_YAML;
	else if (strcmp(output, "json"))
		return error_set(err, ERR_USAGE, "--output must be 'yaml' or 'json'");
	json_begin(&w, NULL, '{');
	json_put_str(&w, "version", version_of_suite);
	json_put_str(&w, "gitCommit", version_commit);
	json_put_str(&w, "platform", platform(&a));
	json_put_str(&w, "libcurl", http_library_version());
	json_end(&w);
	return 0;
}

/* ---- connection ---- */

/* A namespace is one piece of a request's path. kubectl 1.36 says it without a prefix. */
static int check_namespace(const char *name, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };
	bool slash = strchr(name, '/'), percent = strchr(name, '%');

	buf_puts(&text, "invalid namespace ");
	gotext_quote(&text, name);
	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return error_set(err, ERR_REFUSED, "%s: [may not be '%s']", text.at, name);
	if (!slash && !percent)
		return 0;
	return error_set(err, ERR_REFUSED, "%s: [%s%s%s]", text.at,
	                 slash ? "may not contain '/'" : "", slash && percent ? " " : "",
	                 percent ? "may not contain '%'" : "");
}

int plugin_connect(struct arena *a, bool stdin_taken, struct kube_config *config,
                   struct connection *connection, struct api **api, struct error *err)
{
	if (kubeconfig_load(a, &kube_flags, config, err))
		return -1;
	if (config->namespace_given && check_namespace(config->namespace, err))
		return -1;
	if (credentials_load(a, config, stdin_taken, connection, err))
		return -1;
	connection->program = program_name;
	*api = api_new(connection, err);
	return *api ? 0 : -1;
}
