/*
 * process.h - runs another program and takes what it prints.
 *
 * fork and execve with an argument vector, never a shell; the child's environment
 * is the parent's plus what is given, and only the child sees it.
 */
#ifndef KUBE_PROCESS_H
#define KUBE_PROCESS_H

#include "kube/buf.h"
#include "kube/strings.h"

#include <stdint.h>

struct process {
	char *const *argv;             /* argv[0] is looked up in PATH if it has no '/' */
	const char *path;              /* what to run instead of argv[0] (already looked up); NULL */
	const struct strings *environment; /* "NAME=value" to add; may be NULL */
	bool pass_stdin;               /* else /dev/null */
	int64_t timeout_ms;            /* 0: none; then the child is killed, ERR_TIMEOUT */
	size_t output_max_bytes;       /* 0: 1 MiB; more output is ERR_DATA */
};

/*
 * Runs it to its end; stderr passes through. *status is the exit status (128+N when
 * killed by signal N). ERR_SYSTEM when it cannot be started ("fork/exec P: permission
 * denied"), with the code ERR_NOT_FOUND when PATH has no such program.
 */
int process_run(const struct process *p, struct buf *output, int *status, struct error *err);
/*
 * Adds the path of an executable: `name` itself if it has a '/', else the first in PATH.
 * Relative entries of PATH are passed over: what runs must not depend on where we stand.
 * ERR_NOT_FOUND.
 */
int process_find(const char *name, struct buf *path, struct error *err);
/* Path of the running program with links resolved (the dispatcher finds its siblings there). */
int process_self(struct buf *path, const char *argv0, struct error *err);

#endif
