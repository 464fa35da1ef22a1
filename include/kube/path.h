/*
 * path.h - file paths as text, by the rules of Go's path/filepath: no file is looked at.
 *
 *	path_resolve(arena, "/home/me/.kube", "../ca.crt");   // "/home/me/ca.crt"
 *
 * Results are owned by the arena.
 */
#ifndef KUBE_PATH_H
#define KUBE_PATH_H

#include "kube/arena.h"

/* The shortest path that means the same: no "//", "/./", "x/../", no final slash; "." for "". */
char *path_clean(struct arena *a, const char *path);
/* The directory part, cleaned: "." for a bare name. */
char *path_directory(struct arena *a, const char *path);
/* `path` as seen from `directory`; an absolute one is returned as it is. */
const char *path_resolve(struct arena *a, const char *directory, const char *path);
/* The last element: "plugin" of "/usr/bin/plugin". Borrowed; "" when it ends in a slash. */
const char *path_name(const char *path);

#endif
