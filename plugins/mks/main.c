/*
 * kubectl mks: finds the plugin beside itself or on PATH and becomes it, so that
 * `kubectl mks audit`, `kubectl-mks audit` and `kubectl-mks-audit` are the same.
 */
#include "kube/plugin.h"
#include "kube/process.h"
#include "kube/strings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *what;
} siblings[] = {
	{ "audit", "best practices, sizing, security: what is not done" },
	{ "upgradecheck", "what breaks at the next version, before you upgrade" },
	{ "backup", "see, drive, prove and copy Velero backups" },
};

#define N_SIBLINGS (sizeof siblings / sizeof *siblings)

/* krew links only this program onto PATH: the others lie beside the link's target. */
static bool find_beside(const char *argv0, const char *name, struct buf *path)
{
	struct error ignored;
	char *slash;

	if (process_self(path, argv0, &ignored))
		return false;
	slash = strrchr(path->at, '/');
	buf_cut(path, (size_t)(slash - path->at) + 1);
	buf_addf(path, "kubectl-mks-%s", name);
	return !access(path->at, X_OK);
}

static bool find_on_path(const char *name, struct buf *path)
{
	AUTO(buf_free) struct buf program = { 0 };
	struct error ignored;

	buf_cut(path, 0);
	buf_addf(&program, "kubectl-mks-%s", name);
	return !process_find(program.at, path, &ignored);
}

static bool find(const char *argv0, const char *name, struct buf *path)
{
	return find_beside(argv0, name, path) || find_on_path(name, path);
}

static void print_help(const char *argv0)
{
	fputs("The provider of a managed Kubernetes keeps the platform alive; what runs inside\n"
	      "the cluster is yours. These commands show what of your half is not done.\n\n"
	      "Commands:\n", stdout);
	for (size_t i = 0; i < N_SIBLINGS; i++) {
		AUTO(buf_free) struct buf path = { 0 };
		bool installed = find(argv0, siblings[i].name, &path);

		printf("  %-14s%s%s\n", siblings[i].name, siblings[i].what,
		       installed ? "" : " (not installed)");
	}
	printf("  %-14s%s\n\n", "version", "versions of the suite and its libraries; -o json");
	fputs("Examples:\n"
	      "  # Audit the current cluster\n"
	      "  kubectl mks audit\n\n"
	      "  # Look at the sample cluster, without a cluster\n"
	      "  kubectl mks audit demo\n\n"
	      "Use \"kubectl mks COMMAND --help\" for the options of a command.\n", stdout);
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < N_SIBLINGS; i++)
		if (!strcmp(siblings[i].name, name))
			return true;
	return false;
}

static int no_such_command(const char *name)
{
	const char *names[N_SIBLINGS], *near;
	struct error err;

	for (size_t i = 0; i < N_SIBLINGS; i++)
		names[i] = siblings[i].name;
	near = text_nearest(name, names, N_SIBLINGS);
	if (is_known(name))
		error_set(&err, ERR_USAGE,
		          "kubectl-mks-%s is not installed: it is neither beside kubectl-mks nor on PATH", name);
	else if (near)
		error_set(&err, ERR_USAGE, "unknown command \"%s\" for \"kubectl mks\"\n\nDid you mean this?\n\t%s",
		          name, near);
	else
		error_set(&err, ERR_USAGE, "unknown command \"%s\" for \"kubectl mks\"\nSee 'kubectl mks --help' for usage.",
		          name);
	return plugin_fail(&err);
}

/* Names with a slash or a dash in front are no commands, whatever lies on PATH. */
static bool is_word(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz") == strlen(name);
}

static int run_sibling(char **argv)
{
	AUTO(buf_free) struct buf path = { 0 };
	struct error err;

	if (!is_word(argv[1]) || !find(argv[0], argv[1], &path))
		return no_such_command(argv[1]);
	/* The sibling takes its name for messages from here: "kubectl mks audit". */
	argv[1] = path.at;
	execv(path.at, argv + 1);
	error_set(&err, ERR_SYSTEM, "cannot start %s: %s", path.at, strerror(errno));
	return plugin_fail(&err);
}

static bool is(const char *argument, const char *a, const char *b)
{
	return !strcmp(argument, a) || !strcmp(argument, b);
}

static int version(int argc, char **argv)
{
	static const char *output;
	static const struct option options[] = { OPT('o', "output", &output, "FORMAT", "json or yaml"), OPT_END };
	AUTO(strings_free) struct strings arguments = { 0 };
	struct error err;

	if (options_parse(options, argc - 1, argv + 1, &arguments, &err) || plugin_version(output, &err))
		return plugin_fail(&err);
	return EXIT_FINE;
}

int main(int argc, char **argv)
{
	plugin_start("kubectl mks", argc, argv);
	if (argc < 2 || is(argv[1], "--help", "-h") || (!strcmp(argv[1], "help") && argc < 3)) {
		print_help(argv[0]);
		return plugin_end(EXIT_FINE);
	}
	if (is(argv[1], "version", "--version"))
		return plugin_end(version(argc, argv));
	if (!strcmp(argv[1], "help")) {
		static char help[] = "--help";

		argv[1] = argv[2];
		argv[2] = help;
	}
	return run_sibling(argv);
}
