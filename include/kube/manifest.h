/*
 * manifest.h - objects in files: -f FILE|DIR|-, with -R.
 *
 * YAML and JSON, several documents a file, `kind: List` and the typed lists of the
 * API ("PodList") opened, JSON lines, `kubectl get -o json`. One object in memory
 * at a time. A file that begins with '{' or '[' is JSON, as kubectl guesses, unless
 * it turns out to be YAML at once. Which files are read: walk.h.
 *
 *	struct manifest_options options = { .files = &files, .visit = look, .arg = me };
 *	if (manifest_each(&options, err)) ...
 *
 * Texts about a place in a file begin with "web.yaml:16:3: "; standard input is STDIN.
 * A YAML document with two equal keys is unreadable: nobody can say which one was meant.
 */
#ifndef KUBE_MANIFEST_H
#define KUBE_MANIFEST_H

#include "kube/doc.h"
#include "kube/json.h"
#include "kube/strings.h"

struct manifest_object {
	struct json json;
	const char *file;  /* as given by the user, or found below a directory; "-" is stdin */
	const char *api_version, *kind; /* of the object, or implied by a typed list; never empty */
	struct place start;
	const void *map;   /* manifest_place()'s */
};

struct manifest_totals {
	size_t files;
	uint64_t bytes;
};

/* An object and all it points to live until visit() returns. */
struct manifest_options {
	const struct strings *files; /* files, directories, "-" */
	bool recursive;
	/* Instead of files, unless NULL: a text, and what it is called in places. */
	const char *text, *text_name;
	struct manifest_totals *totals; /* unless NULL: added to as files are read */
	/*
	 * What cannot be read as objects (a document without kind, a broken file) is told
	 * here with its place, and reading goes on: in YAML with the next document, else
	 * with the next file. Returning non-zero ends the whole with -1 and `what` as the
	 * error. NULL: the first one is the error.
	 */
	int (*unreadable)(void *arg, const struct error *what);
	int (*visit)(void *arg, const struct manifest_object *object, struct error *err);
	void *arg;
};

/*
 * 0, or -1 with err: a path that was given and cannot be opened, an error of visit. Empty
 * documents are skipped, and so is a list without items.
 */
int manifest_each(const struct manifest_options *options, struct error *err);
/* Line and column of a value of the visited object; of the object where v is absent. */
struct place manifest_place(const struct manifest_object *object, struct json v);

#endif
