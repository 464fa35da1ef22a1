/*
 * One child at a time: what it needs is made before fork(), so that the child only
 * calls what is safe there. A second pipe, closed by a successful exec, brings the
 * error number of one that failed.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "kube/process.h"

#include "kube/gotext.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#define OUTPUT_MAX ((size_t)1 << 20)

extern char **environ;

/* What the parent holds of a child. */
struct child {
	pid_t pid;
	int output, failure; /* read ends; -1: closed */
	int64_t deadline_ms; /* 0: none */
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_executable(const char *path)
{
	struct stat s;

	return !stat(path, &s) && S_ISREG(s.st_mode) && !access(path, X_OK);
}

static bool find_in(const char *directory, size_t len, const char *name, struct buf *path)
{
	size_t before = path->len;

	if (*directory != '/')
		return false;
	buf_add(path, directory, len);
	buf_addf(path, "%s%s", directory[len - 1] == '/' ? "" : "/", name);
	if (is_executable(path->at + before))
		return true;
	buf_cut(path, before);
	return false;
}

int process_find(const char *name, struct buf *path, struct error *err)
{
	AUTO(buf_free) struct buf quoted = { 0 };
	const char *list = getenv("PATH");

	if (strchr(name, '/')) {
		buf_puts(path, name);
		return 0;
	}
	while (*name && list && *list) {
		size_t len = strcspn(list, ":");

		if (find_in(list, len, name, path))
			return 0;
		list += len + (list[len] == ':');
	}
	gotext_quote(&quoted, name);
	return error_set(err, ERR_NOT_FOUND, "exec: %s: executable file not found in $PATH",
	                 quoted.at);
}

static size_t name_length(const char *variable)
{
	return strcspn(variable, "=");
}

/* Whether a later entry of the list sets the same variable. */
static bool is_replaced(const char *variable, const struct strings *list, size_t from)
{
	size_t len = name_length(variable);

	for (size_t i = from; list && i < list->n; i++)
		if (name_length(list->at[i]) == len && !memcmp(list->at[i], variable, len))
			return true;
	return false;
}

/* Ours plus the given ones; the last of a name counts. Caller frees the array alone. */
static char **environment(const struct strings *more)
{
	size_t n = 0, used = 0;
	char **all;

	while (environ[n])
		n++;
	all = xalloc((n + (more ? more->n : 0) + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++)
		if (!is_replaced(environ[i], more, 0))
			all[used++] = environ[i];
	for (size_t i = 0; more && i < more->n; i++)
		if (!is_replaced(more->at[i], more, i + 1))
			all[used++] = more->at[i];
	return all;
}

/* Between fork and exec: only calls that are safe in a signal handler. */
static void become(const struct process *p, const char *path, char **variables, int output,
                   int failure)
{
	struct sigaction normal = { .sa_handler = SIG_DFL };
	int number, null;
	ssize_t written;

	sigaction(SIGPIPE, &normal, NULL);
	dup2(output, STDOUT_FILENO);
	if (!p->pass_stdin && (null = open("/dev/null", O_RDONLY)) > 0) {
		dup2(null, STDIN_FILENO);
		close(null);
	}
	execve(path, p->argv, variables);
	number = errno;
	written = write(failure, &number, sizeof number);
	_exit(written == sizeof number ? 127 : 126);
}

/* A pipe whose ends stay out of other programs and away from the standard streams. */
static int quiet_pipe(int ends[2])
{
	int raw[2];

	if (pipe(raw))
		return -1;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
		close(raw[i]);
	}
	if (ends[0] >= 0 && ends[1] >= 0)
		return 0;
	close(ends[0] >= 0 ? ends[0] : ends[1]);
	return -1;
}

static void close_pipe(int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

static int fork_with(const struct process *p, const char *path, int output[2], int failure[2])
{
	char **variables = environment(p->environment);
	pid_t pid = fork();

	if (!pid)
		become(p, path, variables, output[1], failure[1]);
	free(variables);
	return pid;
}

static int start(const struct process *p, const char *path, struct child *c, struct error *err)
{
	int output[2], failure[2];
	char reason[80];

	if (quiet_pipe(output))
		return error_set(err, ERR_SYSTEM, "pipe: %s", gotext_errno(errno, reason));
	if (quiet_pipe(failure)) {
		close_pipe(output);
		return error_set(err, ERR_SYSTEM, "pipe: %s", gotext_errno(errno, reason));
	}
	c->pid = fork_with(p, path, output, failure);
	close(output[1]);
	close(failure[1]);
	c->output = output[0];
	c->failure = failure[0];
	if (c->pid > 0)
		return 0;
	error_set(err, ERR_SYSTEM, "fork/exec %s: %s", path, gotext_errno(errno, reason));
	close(c->output);
	close(c->failure);
	return -1;
}

static int wait_for(pid_t pid, int flags)
{
	int state;
	pid_t got;

	while ((got = waitpid(pid, &state, flags)) < 0 && errno == EINTR)
		;
	if (!got)
		return -1; /* still running */
	if (got < 0)
		return 127;
	return WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
}

/* The error number of a failed exec, 0 once it has succeeded. */
static int exec_failure(struct child *c)
{
	int number = 0;
	ssize_t n;

	while ((n = read(c->failure, &number, sizeof number)) < 0 && errno == EINTR)
		;
	close(c->failure);
	return n == sizeof number ? number : 0;
}

static int remaining_ms(const struct child *c)
{
	int64_t left = c->deadline_ms - now_ms();

	if (!c->deadline_ms)
		return -1;
	return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static bool is_late(const struct child *c)
{
	return c->deadline_ms && now_ms() >= c->deadline_ms;
}

/* Everything the child prints, up to `max` bytes. */
static int collect(struct child *c, size_t max, struct buf *output, struct error *err)
{
	struct pollfd ready = { .fd = c->output, .events = POLLIN };
	char bytes[4096];
	size_t total = 0;

	for (;;) {
		ssize_t n = -1;

		if (is_late(c))
			return error_set(err, ERR_TIMEOUT, "context deadline exceeded");
		if (poll(&ready, 1, remaining_ms(c)) <= 0)
			continue;
		if ((n = read(c->output, bytes, sizeof bytes)) < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		if ((total += (size_t)n) > max)
			return error_set(err, ERR_DATA, "more than %zu bytes of output", max);
		buf_add(output, bytes, (size_t)n);
	}
}

/* Waits for the end of a child that has closed its output but may go on. */
static int finish(struct child *c, int *status, struct error *err)
{
	const struct timespec pause = { .tv_nsec = 10000000 };

	while (c->deadline_ms && (*status = wait_for(c->pid, WNOHANG)) < 0) {
		if (is_late(c))
			return error_set(err, ERR_TIMEOUT, "context deadline exceeded");
		nanosleep(&pause, NULL);
	}
	if (!c->deadline_ms)
		*status = wait_for(c->pid, 0);
	return 0;
}

static int attend(const struct process *p, struct child *c, struct buf *output, int *status,
                  struct error *err)
{
	size_t max = p->output_max_bytes ? p->output_max_bytes : OUTPUT_MAX;

	c->deadline_ms = p->timeout_ms ? now_ms() + p->timeout_ms : 0;
	if (collect(c, max, output, err) || finish(c, status, err)) {
		kill(c->pid, SIGKILL);
		wait_for(c->pid, 0);
		return -1;
	}
	return 0;
}

int process_run(const struct process *p, struct buf *output, int *status, struct error *err)
{
	AUTO(buf_free) struct buf path = { 0 };
	struct child c = { 0 };
	char reason[80];
	int number, result;

	if (process_find(p->path ? p->path : p->argv[0], &path, err))
		return -1;
	if (start(p, path.at, &c, err))
		return -1;
	number = exec_failure(&c);
	if (number) {
		close(c.output);
		wait_for(c.pid, 0);
		return error_set(err, ERR_SYSTEM, "fork/exec %s: %s", path.at,
		                 gotext_errno(number, reason));
	}
	result = attend(p, &c, output, status, err);
	close(c.output);
	return result;
}

/* What the system knows of us; 0 when it does not tell. */
static size_t own_path(char *out, size_t size)
{
#ifdef __APPLE__
	uint32_t room = (uint32_t)size;

	return _NSGetExecutablePath(out, &room) ? 0 : strlen(out);
#else
	ssize_t n = readlink("/proc/self/exe", out, size - 1);

	if (n <= 0)
		return 0;
	out[n] = '\0';
	return (size_t)n;
#endif
}

int process_self(struct buf *path, const char *argv0, struct error *err)
{
	AUTO(buf_free) struct buf found = { 0 };
	char raw[4096], reason[80];
	char *resolved;

	if (!own_path(raw, sizeof raw) && process_find(argv0, &found, err))
		return -1;
	resolved = realpath(found.at ? found.at : raw, NULL);
	if (!resolved)
		return error_set(err, ERR_SYSTEM, "readlink %s: %s", found.at ? found.at : raw,
		                 gotext_errno(errno, reason));
	buf_puts(path, resolved);
	free(resolved);
	return 0;
}
