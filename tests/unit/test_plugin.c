/*
 * The frame of a command. The test is its own plugin: it runs itself, under the names that a
 * plugin may have, with a word that says what to do.
 */
#include "kube/plugin.h"
#include "kube/process.h"
#include "kube/version.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool all;
static const struct option options[] = {
	OPT('A', "all", &all, NULL, "everything"),
	OPT_TABLE(kube_options),
	OPT_END
};

static int say(const char *word)
{
	struct error err;

	if (!strcmp(word, "help")) {
		plugin_help(&(struct plugin_page){ "Shows.", "  # all\n  show -A", "[options]", options },
		            stdout);
		return EXIT_FINE;
	}
	if (!strcmp(word, "version") && plugin_version(NULL, &err))
		return plugin_fail(&err);
	if (text_starts(word, "version=") && plugin_version(word + 8, &err))
		return plugin_fail(&err);
	if (!strcmp(word, "warn")) {
		puts("before");
		plugin_warn("a%s", "\033[1m");
		plugin_warn("a%s", "\033[1m");
		plugin_warn("b");
	}
	if (!strcmp(word, "many"))
		for (int i = 0; i < 100000; i++)
			puts("a line");
	return EXIT_FINDINGS;
}

static int child(int argc, char **argv)
{
	AUTO(strings_free) struct strings words = { 0 };
	struct error err;

	plugin_start("kubectl mks audit", argc, argv);
	if (options_parse(options, argc, argv, &words, &err))
		return plugin_fail(&err);
	if (!strcmp(words.at[0], "error")) {
		error_set(&err, ERR_CONTEXT, "%s", "in \033[1m words");
		return plugin_fail(&err);
	}
	if (!strcmp(words.at[0], "prefixed")) {
		error_set(&err, ERR_NETWORK, "error: once");
		return plugin_fail(&err);
	}
	return plugin_end(say(words.at[0]));
}

static struct buf output, self;
static int status;

/* Runs ourselves as `name` with the rest of a shell's command line; stderr is seen too. */
static const char *run(const char *name, const char *rest)
{
	AUTO(buf_free) struct buf script = { 0 };
	static struct error err;

	buf_addf(&script, "exec 2>&1; (exec -a %s %s child %s", name, self.at, rest);
	buf_cut(&output, 0);
	if (process_run(&(struct process){ .argv = (char *const[]){ (char *)"bash", (char *)"-c",
	                                                            script.at, NULL } },
	                &output, &status, &err))
		return err.text;
	return buf_text(&output);
}

static void is_called(const char *name, const char *command, const char *what)
{
	AUTO(buf_free) struct buf expected = { 0 };

	buf_addf(&expected, "%s %s\n", command, version_of_suite);
	is(run(name, "version)"), expected.at, what);
}

static void test_names(void)
{
	is_called("kubectl-mks-audit", "kubectl mks audit", "by its file's name");
	is_called("/opt/bin/kubectl-mks_audit", "kubectl mks-audit", "with an underscore");
	is_called("other", "kubectl mks audit", "another name tells nothing");
	is(run("kubectl-mks-audit", "--bogus)"),
	   "error: unknown flag: --bogus\nSee 'kubectl mks audit --help' for usage.\n", "errors have it");
	ok(status == EXIT_FAILED, "and exit with 1");
}

static void test_pages(void)
{
	const char *help = run("kubectl-mks-audit", "help)");

	ok(text_starts(help, "Shows.\n\nExamples:\n  # all\n  show -A\n\nOptions:\n    -A, --all=false:\n"
	               "\teverything\n\nGlobal options:\n    --as='':\n"), "the help begins");
	ok(text_ends(help, "\n\nUsage:\n  kubectl mks audit [options]\n"), "and ends as kubectl's");
	ok(strstr(help, "\n    -n, --namespace='':\n") && strstr(help, "\n    -s, --server='':\n"),
	   "kubectl's letters are there");
	ok(text_starts(run("kubectl-mks-audit", "version=json)"), "{\n    \"version\": \"") &&
	   strstr(output.at, version_of_suite), "the version as JSON");
	ok(strstr(output.at, ",\n    \"gitCommit\": \"") && strstr(output.at, "\"platform\": \""),
	   "with what it was built from and for");
	ok(strstr(output.at, "\"libcurl\": \"libcurl/"), "and the library");
	ok(text_starts(run("kubectl-mks-audit", "version=yaml)"), "version: "), "as YAML");
	is(run("kubectl-mks-audit", "version=x)"), "error: --output must be 'yaml' or 'json'\n", "or not");
}

static void test_speech(void)
{
	is(run("kubectl-mks-audit", "error)"), "Error in configuration: in U+001B[1m words\n",
	   "an error has its prefix, and does not drive the terminal");
	is(run("kubectl-mks-audit", "prefixed)"), "error: once\n", "one prefix is enough");
	is(run("kubectl-mks-audit", "warn)"), "before\nWarning: aU+001B[1m\nWarning: b\n",
	   "a warning comes once, in its place");
	ok(status == EXIT_FINDINGS, "the status is the command's");
}

static void test_ends(void)
{
	run("kubectl-mks-audit", "many); echo $?");
	ok(output.len == 700002 && text_ends(output.at, "a line\n2\n"), "all is printed");
	is(run("kubectl-mks-audit", "many | head -1; echo ${PIPESTATUS[0]})") , "a line\n141\n",
	   "a reader that leaves is no error");
	is(run("kubectl-mks-audit", "warn >&-); echo $?"),
	   "Warning: aU+001B[1m\nWarning: b\n2\n", "nor is a closed stdout");
	if (access("/dev/full", W_OK))
		return;
	is(run("kubectl-mks-audit", "version >/dev/full); echo $?"),
	   "error: write stdout: no space left on device\n1\n", "a full disk is");
	is(run("kubectl-mks-audit", "many >/dev/full); echo $?"),
	   "error: write stdout: no space left on device\n1\n", "early too");
}

int main(int argc, char **argv)
{
	struct error err;

	if (argc > 2 && !strcmp(argv[1], "child")) {
		argv[1] = argv[0];
		return child(argc - 1, argv + 1);
	}
	if (process_self(&self, argv[0], &err))
		return 1;
	test_names();
	test_pages();
	test_speech();
	test_ends();
	buf_free(&self);
	buf_free(&output);
	return tap_end();
}
