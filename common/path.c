/* Paths are cleaned element by element, onto the front of a copy: it grows by "." at most. */
#include "kube/path.h"

#include <stdbool.h>
#include <string.h>

/* Where the newest element of out[0..len) begins. */
static size_t last_element(const char *out, size_t len)
{
	while (len && out[len - 1] != '/')
		len--;
	return len;
}

/* Takes the newest element away, with the slash before it unless that is the root. */
static size_t drop_element(const char *out, size_t len, size_t root)
{
	size_t start = last_element(out, len);

	return start > root ? start - 1 : root;
}

static bool is_element(const char *at, size_t len, const char *name)
{
	return len == strlen(name) && !memcmp(at, name, len);
}

/* Whether there is an element that ".." can take back. */
static bool can_drop(const char *out, size_t len, size_t root)
{
	size_t start = last_element(out, len);

	return len > root && !is_element(out + start, len - start, "..");
}

char *path_clean(struct arena *a, const char *path)
{
	char *out = arena_alloc(a, strlen(path) + 2);
	size_t root = *path == '/', len = root;

	if (root)
		out[0] = '/';
	for (const char *at = path; *at;) {
		size_t n = strcspn(at, "/");

		if (is_element(at, n, "..") && can_drop(out, len, root)) {
			len = drop_element(out, len, root);
		} else if (n && !is_element(at, n, ".") && !(root && is_element(at, n, ".."))) {
			if (len > root)
				out[len++] = '/';
			memcpy(out + len, at, n);
			len += n;
		}
		at += n + (at[n] == '/');
	}
	if (!len)
		out[len++] = '.';
	out[len] = '\0';
	return out;
}

char *path_directory(struct arena *a, const char *path)
{
	return path_clean(a, arena_strndup(a, path, last_element(path, strlen(path))));
}

const char *path_resolve(struct arena *a, const char *directory, const char *path)
{
	if (*path == '/')
		return path;
	return path_clean(a, arena_printf(a, "%s/%s", directory, path));
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
