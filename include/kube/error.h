/*
 * error.h - what went wrong, in words a user can act on.
 *
 * A function that can fail returns int (0 or -1) or a pointer (NULL) and takes
 * `struct error *err` last. On failure err is set; on success it is untouched.
 *
 *	if (!context)
 *		return error_set(err, ERR_CONFIG, "context \"%s\" does not exist", name);
 *	...
 *	if (read_file(path, &text, err))
 *		return error_wrap(err, "reading %s", path);
 *
 * The struct lives in the caller's frame: nothing to allocate, release or leak.
 * Only plugin.c prints it. Running out of memory and broken invariants end the
 * process (error_fatal): a command has nothing better to do.
 */
#ifndef KUBE_ERROR_H
#define KUBE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

/* Runs `f(&variable)` when the variable leaves its scope. */
#define AUTO(f) __attribute__((cleanup(f)))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * The code decides what is printed before the text (kubectl's own words) and
 * whether a caller may go on without what failed.
 */
enum error_code {
	ERR_NONE,
	ERR_USAGE,     /* "error: ": the command line */
	ERR_CONFIG,    /* "error: ": a kubeconfig or a file of ours */
	ERR_CONTEXT,   /* "Error in configuration: " */
	ERR_DATA,      /* "error: ": input that cannot be read as what it should be */
	ERR_SYSTEM,    /* "error: ": a file, a process, a full disk */
	ERR_NETWORK,   /* "Unable to connect to the server: " */
	ERR_REFUSED,   /* nothing: the text is a whole sentence */
	/* The next four carry kubectl's whole text ("Error from server (Forbidden): ..."). */
	ERR_SERVER,    /* any other answer of the server that is not a success */
	ERR_UNAUTHORIZED, /* 401 */
	ERR_DENIED,    /* 403 */
	ERR_NOT_FOUND, /* 404: this server does not serve it */
	ERR_TIMEOUT,   /* "Unable to connect to the server: ": it took too long */
};

struct error {
	enum error_code code;
	char text[1024]; /* one or more lines, no final newline; cut with "..." when longer */
};

/* Sets err and returns -1. err may be NULL. */
int error_set(struct error *err, enum error_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Puts "<fmt>: " before the text, keeps the code, returns -1. */
int error_wrap(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What kubectl prints before a text of this code; "" where the text is whole. */
const char *error_prefix(enum error_code code);

/* Prints "fatal: ..." and exits with 1: out of memory, a broken invariant. */
void error_fatal(const char *fmt, ...) PRINTF_LIKE(1, 2) __attribute__((noreturn));

/* malloc, realloc and strdup that cannot fail; 0 bytes give a valid pointer. */
void *xalloc(size_t size_bytes);   /* zeroed */
void *xrealloc(void *old, size_t size_bytes);
char *xstrdup(const char *text);

#endif
