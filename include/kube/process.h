/*
 * process.h - runs another program and takes what it prints.
 *
 * fork and execvp with an argument vector, never a shell; the child's environment
 * is the parent's plus what is given, and only the child sees it.
 */
#ifndef KUBE_PROCESS_H
#define KUBE_PROCESS_H

#include "kube/buf.h"
#include "kube/strings.h"

struct process {
	char *const *argv;             /* argv[0] is looked up in PATH if it has no '/' */
	const struct strings *environment; /* "NAME=value" to add; may be NULL */
	bool pass_stdin;               /* else /dev/null */
	int64_t timeout_ms;            /* 0: none; then the child is killed, ERR_TIMEOUT */
	size_t output_max_bytes;       /* 0: 1 MiB; more output is ERR_DATA */
};

/*
 * Runs it to its end; stderr passes through. *status is the exit status (128+N when
 * killed by signal N). ERR_SYSTEM when it cannot be started (code ERR_NOT_FOUND when
 * there is no such program).
 */
int process_run(const struct process *p, struct buf *output, int *status, struct error *err);
/* Path of the running program with links resolved (the dispatcher finds its siblings there). */
int process_self(struct buf *path, const char *argv0, struct error *err);

#endif
