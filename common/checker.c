/*
 * The command of a checking plugin. Read checker_main() at the bottom, then audit():
 * connect, start the run, show it every object, conclude, print, say how it ended.
 */
#include "kube/checker.h"

#include "kube/access.h"
#include "kube/baseline.h"
#include "kube/explain.h"
#include "kube/k8stime.h"
#include "kube/pod_security.h"
#include "kube/policy.h"
#include "kube/progress.h"
#include "kube/report.h"
#include "kube/verdict.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct strings files, outputs, only, skip, severities;
static const char *selector_text = "", *fail_on = "error", *config_file, *baseline_file;
static const char *new_baseline_file, *pod_security_text;
static int64_t chunk_size = API_CHUNK_AUTO;
static bool recursive, include_provider, honor, list_checks, preflight, print_rbac, no_headers;
static bool as_if_live, help, show_version;

static const struct option options[] = {
	OPT('f', "filename", &files, "FILE", "files or directories to check instead of a cluster; - is standard input"),
	OPT('R', "recursive", &recursive, NULL, "go into the directories of -f"),
	OPT('A', "all-namespaces", &kube_flags.all_namespaces, NULL, "check all namespaces one may see; this is the default"),
	OPT('l', "selector", &selector_text, "SELECTOR", "report only on objects with these labels (app=web,tier!=db)"),
	OPT('o', "output", &outputs, "FORMAT", "table, wide, json, yaml, name, csv, markdown, sarif, junit, html or prometheus; FORMAT=FILE writes one more into a file"),
	OPT(0, "check", &only, "CHECK", "run only this check, theme or pattern (pss-*); may be repeated"),
	OPT(0, "skip", &skip, "CHECK", "leave out this check, theme or pattern; may be repeated"),
	OPT(0, "severity", &severities, "LEVEL", "report nothing below error, warning or info; CHECK=LEVEL changes one check"),
	OPT(0, "fail-on", &fail_on, "LEVEL", "exit with 2 when there are findings of this severity or above; never: always 0 or 3"),
	OPT(0, "config", &config_file, "FILE", "severities, parameters, scope and exemptions"),
	OPT(0, "baseline", &baseline_file, "FILE", "report only what is not in this baseline"),
	OPT(0, "write-baseline", &new_baseline_file, "FILE", "write the findings as a baseline"),
	OPT(0, "honor", &honor, NULL, "understand the exemptions of Polaris, kube-score, kube-linter, Kubescape and Checkov"),
	OPT(0, "include-provider", &include_provider, NULL, "also report on what the provider has to look after"),
	OPT(0, "pod-security-version", &pod_security_text, "VERSION", "judge Pod Security by this policy version (v1.36); default: the cluster's"),
	OPT(0, "chunk-size", &chunk_size, "N", "objects a request; 0: all in one; -1: by the server's version"),
	OPT(0, "list", &list_checks, NULL, "list every check and exit"),
	OPT(0, "preflight", &preflight, NULL, "ask the server which rights are missing and exit"),
	OPT(0, "print-rbac", &print_rbac, NULL, "print the smallest ClusterRole the checks need and exit"),
	OPT(0, "no-headers", &no_headers, NULL, "print tables without their header"),
	OPT(0, "as-if-live", &as_if_live, NULL, NULL), /* saved objects of a cluster: the tests, the sample */
	OPT(0, "version", &show_version, NULL, "print the version and exit"),
	OPT('h', "help", &help, NULL, "print this help"),
	OPT_TABLE(kube_options),
	OPT_END
};

struct work {
	const struct checker *checker;
	struct arena arena;
	struct policy policy;
	struct kube_config config;
	struct connection connection;
	struct api *api;
	struct selector selector;
	struct baseline baseline;
	struct run run;
	struct objects_result got;
	struct report report;
	bool demo;
	size_t n_seen;
};

/* ---- from options to a run ---- */

static int severity_option(struct work *w, const char *text, struct error *err)
{
	const char *equals = strrchr(text, '=');
	int level = severity_named(equals ? equals + 1 : text);
	struct setting *s;

	if (level < 0)
		return error_set(err, ERR_USAGE, "--severity %s: the levels are error, warning, info and off", text);
	if (!equals) {
		w->run.least = level;
		return 0;
	}
	s = arena_alloc(&w->arena, (w->policy.n_settings + 1) * sizeof *s);
	*s = (struct setting){ .check = arena_strndup(&w->arena, text, (size_t)(equals - text)),
		               .severity = level };
	if (w->policy.n_settings)
		memcpy(s + 1, w->policy.settings, w->policy.n_settings * sizeof *s);
	w->policy.settings = s; /* the first setting that matches counts */
	w->policy.n_settings++;
	return 0;
}

static int fail_level(struct error *err)
{
	int level = strcmp(fail_on, "never") ? severity_named(fail_on) : ERROR + 1;

	if (level <= OFF)
		return error_set(err, ERR_USAGE, "--fail-on %s: the levels are error, warning, info and never", fail_on);
	return level;
}

static int read_options(struct work *w, struct error *err)
{
	w->run.least = INFO;
	w->policy.honor = honor;
	if (config_file && policy_load(&w->policy, &w->arena, config_file, w->checker->themes, err))
		return -1;
	for (size_t i = 0; i < severities.n; i++)
		if (severity_option(w, severities.at[i], err))
			return -1;
	if (!outputs.n)
		strings_add(&outputs, "table");
	for (size_t i = 0; i < outputs.n; i++)
		if (report_format_check(outputs.at[i], err))
			return -1;
	if (baseline_file && baseline_load(&w->baseline, &w->arena, baseline_file, err))
		return -1;
	if (pod_security_text &&
	    (w->run.pod_security_version = pod_security_version(pod_security_text)) < 0)
		return error_set(err, ERR_USAGE, "--pod-security-version %s: expected v1.N or latest",
		                 pod_security_text);
	return selector_parse(&w->arena, selector_text, &w->selector, err);
}

static int start_run(struct work *w, struct error *err)
{
	struct run *run = &w->run;

	run->arena = &w->arena;
	run->themes = w->checker->themes;
	run->policy = &w->policy;
	run->only = &only;
	run->skip = &skip;
	run->include_provider = include_provider;
	run->live = w->api || as_if_live || w->demo || print_rbac;
	run->selector = *selector_text ? &w->selector : NULL;
	run->now = k8stime_now();
	return run_start(run, err);
}

/* ---- objects ---- */

static int see(void *arg, const struct object *o, struct error *err)
{
	struct work *w = arg;
	struct object shown = *o;

	(void)err;
	shown.live |= as_if_live || w->demo;
	if (++w->n_seen % 256 == 0)
		progress_show("%zu objects looked at", w->n_seen);
	run_visit(&w->run, &shown);
	return 0;
}

/*
 * Who may not list all namespaces still has the one of the context: what was denied
 * everywhere is asked for there, and the report says that it saw no more.
 */
static int look_in_own_namespace(struct work *w, struct selection *from, struct error *err)
{
	struct objects_result own = { 0 };
	kind_mask denied = 0;

	for (size_t i = 0; i < w->got.n_unread; i++)
		if (w->got.unread[i].why.code == ERR_DENIED && w->got.unread[i].kind->namespaced)
			denied |= KIND_BIT(w->got.unread[i].kind->id);
	if (!w->api || from->namespace || !denied)
		return 0;
	from->kinds = denied;
	from->namespace = w->config.namespace;
	from->files = NULL;
	plugin_warn("%s", arena_printf(&w->arena, "not allowed to list all namespaces; looked into namespace %s only",
	                               w->config.namespace));
	return objects_each(from, &w->arena, &own, see, w, err);
}

static int look(struct work *w, struct error *err)
{
	struct selection from = {
		.api = w->api,
		.namespace = kube_flags.all_namespaces ? NULL : kube_flags.namespace,
		.default_namespace = w->api ? w->config.namespace : NULL,
		.kinds = run_kinds(&w->run),
		.chunk = chunk_size,
		.files = &files,
		.recursive = recursive,
		.sample = w->demo ? w->checker->sample : NULL,
	};

	if (objects_each(&from, &w->arena, &w->got, see, w, err))
		return -1;
	return look_in_own_namespace(w, &from, err);
}

/* ---- the end ---- */

static double monotonic_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int print_outputs(struct work *w, struct error *err)
{
	for (size_t i = 0; i < outputs.n; i++)
		if (report_print(&w->report, outputs.at[i], stdout, err))
			return -1;
	if (new_baseline_file && baseline_write(&w->report, new_baseline_file, err))
		return -1;
	return 0;
}

static int status_of(const struct report *r, int level)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i]->severity >= level)
			return EXIT_FINDINGS;
	return r->n_not_checked ? EXIT_NOT_CHECKED : EXIT_FINE;
}

static void describe_target(struct work *w, double started)
{
	struct report *r = &w->report;

	r->plugin = w->checker->plugin;
	r->command = w->checker->command;
	r->version = version_of_suite;
	r->seconds = monotonic_seconds() - started;
	r->taken_at = w->run.now;
	r->no_headers = no_headers;
	if (w->api) {
		r->cluster = w->config.cluster_name;
		r->context = w->config.context_name;
	} else if (w->demo) {
		r->cluster = "sample";
	}
}

static int connect_cluster(struct work *w, struct error *err)
{
	const char *text;

	if (plugin_connect(&w->arena, strings_contain(&files, "-"), &w->config, &w->connection,
	                   &w->api, err))
		return -1;
	if (api_version(w->api, &w->run.version, &text, err))
		return -1;
	w->report.server_version = arena_strdup(&w->arena, text);
	return 0;
}

/* A cluster is looked at unless files are given; both when a context is named as well. */
static bool wants_cluster(const struct work *w)
{
	if (w->demo || as_if_live || list_checks || print_rbac)
		return false;
	return !files.n || kube_flags.context || kube_flags.kubeconfig || kube_flags.server;
}

static int check_rights(struct work *w, struct error *err)
{
	size_t n_missing;
	const char *namespace = kube_flags.all_namespaces ? NULL : kube_flags.namespace;

	if (access_preflight(w->api, run_kinds(&w->run), namespace, stdout, &n_missing, err))
		return plugin_fail(err);
	return n_missing ? EXIT_NOT_CHECKED : EXIT_FINE;
}

static int audit(struct work *w, struct error *err)
{
	double started = monotonic_seconds();
	int level = fail_level(err);

	if (level < 0 || read_options(w, err) || (wants_cluster(w) && connect_cluster(w, err)) ||
	    start_run(w, err))
		return plugin_fail(err);
	if (print_rbac) {
		access_print_role(run_kinds(&w->run), w->checker->plugin, stdout);
		return EXIT_FINE;
	}
	if (list_checks)
		return explain_list(&w->run, outputs.at[0], no_headers, stdout, err)
		               ? plugin_fail(err) : EXIT_FINE;
	if (preflight)
		return w->api ? check_rights(w, err)
		              : plugin_fail((error_set(err, ERR_USAGE, "--preflight asks a cluster; leave out -f"), err));
	if (look(w, err))
		return plugin_fail(err);
	progress_clear();
	w->run.partial = w->got.n_unread || w->got.n_unreadable || kube_flags.namespace || *selector_text;
	verdict(&w->run, &w->got, baseline_file ? &w->baseline : NULL, &w->report);
	describe_target(w, started);
	return print_outputs(w, err) ? plugin_fail(err) : status_of(&w->report, level);
}

static int explain_checks(struct work *w, struct strings *arguments, struct error *err)
{
	struct strings words = { arguments->at + 1, arguments->n - 1, 0 };

	if (!words.n) {
		error_set(err, ERR_USAGE, "explain which check? %s --list shows them all", plugin_command());
		return plugin_fail(err);
	}
	if (read_options(w, err) || start_run(w, err) || explain(&w->run, &words, stdout, err))
		return plugin_fail(err);
	return EXIT_FINE;
}

static int dispatch(struct work *w, struct strings *arguments, struct error *err)
{
	const char *first = arguments->n ? arguments->at[0] : NULL;

	if (show_version || (first && !strcmp(first, "version")))
		return plugin_version(outputs.n ? outputs.at[0] : NULL, err) ? plugin_fail(err) : EXIT_FINE;
	if (first && !strcmp(first, "explain"))
		return explain_checks(w, arguments, err);
	w->demo = first && !strcmp(first, "demo");
	if (first && (!w->demo || arguments->n > 1)) {
		error_set(err, ERR_USAGE, "unknown command \"%s\" for \"%s\"\nSee '%s --help' for usage.",
		          arguments->at[w->demo], plugin_command(), plugin_command());
		return plugin_fail(err);
	}
	return audit(w, err);
}

int checker_main(const struct checker *checker, int argc, char **argv)
{
	AUTO(strings_free) struct strings arguments = { 0 };
	struct work w = { .checker = checker };
	struct plugin_page page = checker->page;
	struct error err = { 0 };
	int status;

	plugin_start(checker->command, argc, argv);
	if (options_parse(options, argc, argv, &arguments, &err))
		return plugin_fail(&err);
	if (help) {
		page.options = options;
		plugin_help(&page, stdout);
		return plugin_end(EXIT_FINE);
	}
	status = dispatch(&w, &arguments, &err);
	api_free(&w.api);
	run_free(&w.run);
	arena_free(&w.arena);
	return plugin_end(status);
}
