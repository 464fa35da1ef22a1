/*
 * plugin.h - what every plugin's main() shares: kubectl's flags, the connection, the end.
 *
 *	int main(int argc, char **argv)
 *	{
 *		struct strings arguments = { 0 };
 *		struct error err;
 *		plugin_start("kubectl mks audit", argc, argv);
 *		if (options_parse(options, argc, argv, &arguments, &err))
 *			return plugin_fail(&err);
 *		...
 *		return plugin_end(status);   // flushes stdout: a full disk is an error
 *	}
 */
#ifndef KUBE_PLUGIN_H
#define KUBE_PLUGIN_H

#include "kube/api.h"
#include "kube/arena.h"
#include "kube/kubeconfig.h"
#include "kube/options.h"

/* Exit statuses, the same in every plugin. */
enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_FINDINGS = 2, EXIT_NOT_CHECKED = 3 };

extern struct kube_flags kube_flags;
extern const struct option kube_options[]; /* fills kube_flags: kubectl's global flags */

/*
 * First of all: standard streams that are open, SIGPIPE, a buffer for stdout (flush it where
 * somebody waits), and the command's name: `command` ("kubectl mks audit"), or with a dash
 * ("kubectl mks-audit") when argv[0] is kubectl-mks_audit.
 */
void plugin_start(const char *command, int argc, char **argv);
const char *plugin_command(void);

/* Prints the error as kubectl does, returns EXIT_FAILED. What drives a terminal is shown. */
int plugin_fail(const struct error *err);
/* "Warning: ..." on stderr, each text once, coloured as kubectl colours it. */
void plugin_warn(const char *fmt, ...) PRINTF_LIKE(1, 2);
/*
 * Last of all: closes stdout and returns status, or EXIT_FAILED with an error when writing
 * failed. When the reader of a pipe has left it ends the process by SIGPIPE, as kubectl does.
 */
int plugin_end(int status);

struct plugin_page {
	const char *description; /* first line of the help, then more */
	const char *examples;    /* as kubectl prints them, two spaces in front */
	const char *usage;       /* after the command: "[-f FILE] [options]" */
	const struct option *options;
};
/* kubectl's help: description, Examples, Options, Global options, Usage. */
void plugin_help(const struct plugin_page *page, FILE *out);
/* `--version` (output NULL) and `version -o json` or yaml, to stdout. ERR_USAGE. */
int plugin_version(const char *output, struct error *err);

/*
 * kubeconfig, credentials and connection in one step. Everything is owned by the arena but api;
 * config and connection stay where they are as long as api.
 */
int plugin_connect(struct arena *a, bool stdin_taken, struct kube_config *config,
                   struct connection *connection, struct api **api, struct error *err);

#endif
