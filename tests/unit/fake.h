/*
 * fake.h - tests/apiserver.c as a server for a unit test, with a tree of its own.
 *
 *	fake_start(argv[0]);
 *	fake_write("api/v1/pods", ".json", "{...}");
 *	struct connection c = { .server = fake_server, .proxy = "" };
 *	...
 *	fake_stop();
 */
#ifndef TESTS_FAKE_H
#define TESTS_FAKE_H

#include "kube/buf.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char fake_root[] = "/tmp/fake.XXXXXX";
static char fake_server[64]; /* "http://127.0.0.1:PORT" */
static pid_t fake_child;

/* Makes the directories on the way. */
__attribute__((unused))
static void fake_write(const char *name, const char *ending, const char *text)
{
	AUTO(buf_free) struct buf path = { 0 };
	FILE *out;

	buf_addf(&path, "%s/%s%s", fake_root, name, ending);
	for (char *slash = path.at + strlen(fake_root); (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		mkdir(path.at, 0700);
		*slash = '/';
	}
	out = fopen(path.at, "w");
	if (!out)
		error_fatal("cannot write %s", path.at);
	fputs(text, out);
	fclose(out);
}

/* What the server was asked so far. */
__attribute__((unused))
static void fake_log(struct buf *log)
{
	AUTO(buf_free) struct buf path = { 0 };

	buf_addf(&path, "%s/log", fake_root);
	buf_cut(log, 0);
	buf_read_file(log, path.at, NULL);
}

/* The server stands beside the tests: build/unit/test_x, build/tests/apiserver. */
static void fake_start(const char *self)
{
	AUTO(buf_free) struct buf program = { 0 }, log = { 0 };
	int to[2], from[2];
	char port[8] = "";

	buf_addf(&program, "%.*s/../tests/apiserver", (int)(strrchr(self, '/') - self), self);
	if (!mkdtemp(fake_root) || pipe(to) || pipe(from))
		error_fatal("no temporary directory or no pipes");
	buf_addf(&log, "%s/log", fake_root);
	fake_child = fork();
	if (!fake_child) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		execl(program.at, program.at, fake_root, log.at, (char *)NULL);
		_exit(127);
	}
	close(to[0]); /* to[1] stays open: the server lives as long as we do */
	close(from[1]);
	if (read(from[0], port, sizeof port - 1) < 2)
		error_fatal("%s does not start", program.at);
	close(from[0]);
	snprintf(fake_server, sizeof fake_server, "http://127.0.0.1:%d",
	         (int)strtol(port, NULL, 10));
}

static void fake_stop(void)
{
	pid_t rm = fork();

	if (!rm) {
		execlp("rm", "rm", "-rf", fake_root, (char *)NULL);
		_exit(127);
	}
	waitpid(rm, NULL, 0);
	kill(fake_child, SIGTERM);
	waitpid(fake_child, NULL, 0);
}

#endif
