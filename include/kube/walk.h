/*
 * walk.h - from what stands behind -f to files: kubectl's rules.
 *
 *	walk_paths(&(struct walk){ .paths = files, .recursive = true, .file = read_it,
 *	                           .unreadable = tell, .arg = me }, err);
 *
 * In the order given; of a directory what ends in .json, .yaml or .yml, in byte order of
 * names, and with `recursive` its directories too. Links to files count, links to
 * directories only where they are given. "-" is standard input. What does not exist is
 * tried as a pattern ("app-?.yaml").
 */
#ifndef KUBE_WALK_H
#define KUBE_WALK_H

#include "kube/error.h"
#include "kube/strings.h"

#include <stdbool.h>

struct walk {
	const struct strings *paths;
	bool recursive;
	/* `given`: by name, not found in a directory. Non-zero ends the walk with -1. */
	int (*file)(void *arg, const char *path, bool given, struct error *err);
	/* Something below a directory cannot be read; non-zero ends the walk with -1. */
	int (*unreadable)(void *arg, const struct error *what, struct error *err);
	void *arg;
};

/*
 * Before anything is read, all paths are looked at: one that does not exist, "-" twice
 * (ERR_USAGE), a directory without files. Text as kubectl's.
 */
int walk_paths(const struct walk *w, struct error *err);

#endif
