/* Other programs: what they print, how they end, what they see, how they cannot be started. */
#include "kube/process.h"

#include "tap.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct buf output;
static struct error err;
static int status;

static int run(const struct process *p)
{
	buf_cut(&output, 0);
	err = (struct error){ 0 };
	status = -1;
	return process_run(p, &output, &status, &err);
}

static int shell(const char *script)
{
	char *const argv[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };

	return run(&(struct process){ .argv = argv });
}

static void test_endings(void)
{
	ok(!shell("printf 'a\\nb'") && status == 0, "a program runs");
	is(buf_text(&output), "a\nb", "and its output is taken whole");
	ok(!shell("exit 7") && status == 7, "its exit status is told");
	ok(!shell("kill -9 $$") && status == 137, "an end by a signal is 128 and the signal");
	ok(!shell("read line; echo \"[$line]\"") && status == 0, "standard input is empty");
	is(buf_text(&output), "[]\n", "unless passed on");
	ok(!shell("trap - PIPE; kill -PIPE $$; echo alive") && status == 128 + SIGPIPE,
	   "SIGPIPE ends it even where we ignore it");
}

static void test_arguments(void)
{
	char *const argv[] = { (char *)"printf", (char *)"<%s>", (char *)"a b", (char *)"$HOME;`x`",
		               (char *)"", NULL };

	ok(!run(&(struct process){ .argv = argv }), "arguments are passed");
	is(buf_text(&output), "<a b><$HOME;`x`><>", "as they are: no shell looks at them");
}

static void test_environment(void)
{
	AUTO(strings_free) struct strings more = { 0 };
	char *const argv[] = { (char *)"sh", (char *)"-c",
		               (char *)"echo $KEPT-$REPLACED-$ADDED-$(env | grep -c ^REPLACED=)", NULL };

	setenv("KEPT", "kept", 1);
	setenv("REPLACED", "old", 1);
	strings_add(&more, "ADDED=first");
	strings_add(&more, "REPLACED=new");
	strings_add(&more, "ADDED=last");
	ok(!run(&(struct process){ .argv = argv, .environment = &more }), "variables are given");
	is(buf_text(&output), "kept-new-last-1\n", "beside the parent's, the last of a name counts");
	is(getenv("REPLACED"), "old", "the parent's own stay");
	ok(!getenv("ADDED"), "and nothing is added to them");
}

static void test_limits(void)
{
	char *const yes[] = { (char *)"yes", NULL };
	char *const slow[] = { (char *)"sleep", (char *)"20", NULL };
	char *const hidden[] = { (char *)"sh", (char *)"-c", (char *)"exec >&-; sleep 20", NULL };

	ok(run(&(struct process){ .argv = yes }) && err.code == ERR_DATA, "output has a limit");
	is(err.text, "more than 1048576 bytes of output", "of one MiB");
	ok(run(&(struct process){ .argv = yes, .output_max_bytes = 10 }), "or what is asked for");
	is(err.text, "more than 10 bytes of output", "said in bytes");
	ok(run(&(struct process){ .argv = slow, .timeout_ms = 100 }) && err.code == ERR_TIMEOUT,
	   "time has a limit too");
	ok(run(&(struct process){ .argv = hidden, .timeout_ms = 100 }) && err.code == ERR_TIMEOUT,
	   "also for one that has closed its output");
}

static void test_failures(void)
{
	char *const none[] = { (char *)"no-such-program", NULL };
	char *const path[] = { (char *)"/no/such/program", NULL };
	char *const directory[] = { (char *)"/tmp", NULL };

	ok(run(&(struct process){ .argv = none }) && err.code == ERR_NOT_FOUND, "no such program");
	is(err.text, "exec: \"no-such-program\": executable file not found in $PATH", "in PATH");
	ok(run(&(struct process){ .argv = path }) && err.code == ERR_SYSTEM, "no such path");
	is(err.text, "fork/exec /no/such/program: no such file or directory", "in Go's words");
	ok(run(&(struct process){ .argv = directory }) && err.code == ERR_SYSTEM, "a directory");
	is(err.text, "fork/exec /tmp: permission denied", "cannot be run");
}

static void test_find(void)
{
	AUTO(buf_free) struct buf path = { 0 };
	char directory[] = "/tmp/test_process.XXXXXX", file[64];
	FILE *f;

	ok(mkdtemp(directory) && !chdir(directory), "a directory");
	snprintf(file, sizeof file, "%s/here", directory);
	f = fopen(file, "w");
	ok(f && !fclose(f) && !chmod(file, 0755), "and a program in it");
	setenv("PATH", ":.:relative:/no/such/directory", 1);
	ok(process_find("here", &path, &err) && !path.len, "is not found by a relative PATH");
	setenv("PATH", "/no/such/directory::/tmp", 1);
	ok(process_find("", &path, &err), "nothing is called nothing");
	setenv("PATH", directory, 1);
	ok(!process_find("here", &path, &err), "but by an absolute one");
	is(path.at, file, "as that path");
	chmod(file, 0644);
	ok(process_find("here", &path, &err), "unless it is not executable");
	unsetenv("PATH");
	ok(process_find("here", &path, &err), "without a PATH there is nothing");
	unlink(file);
	ok(!chdir("/") && !rmdir(directory), "the directory is gone");
}

static void test_self(const char *argv0)
{
	AUTO(buf_free) struct buf path = { 0 };

	ok(!process_self(&path, argv0, &err), "a program finds itself");
	ok(path.at && path.at[0] == '/' && strstr(path.at, "test_process"), "by an absolute path");
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	(void)argc;
	test_self(argv[0]);
	test_endings();
	test_arguments();
	test_environment();
	test_limits();
	test_failures();
	test_find();
	buf_free(&output);
	return tap_end();
}
