/* Errors: a fixed text in the caller's frame, and the only exits of the library. */
#include "kube/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const prefixes[] = {
	[ERR_NONE] = "error: ",
	[ERR_USAGE] = "error: ",
	[ERR_CONFIG] = "error: ",
	[ERR_CONTEXT] = "Error in configuration: ",
	[ERR_DATA] = "error: ",
	[ERR_SYSTEM] = "error: ",
	[ERR_NETWORK] = "Unable to connect to the server: ",
	[ERR_REFUSED] = "",
	[ERR_SERVER] = "",
	[ERR_UNAUTHORIZED] = "",
	[ERR_DENIED] = "",
	[ERR_NOT_FOUND] = "",
	[ERR_TIMEOUT] = "Unable to connect to the server: ",
};

/* A text that does not fit ends in "..." rather than in the middle of a word. */
static void fill(char *text, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(text, size, fmt, args);

	if (n >= 0 && (size_t)n >= size)
		memcpy(text + size - 4, "...", 4);
}

int error_set(struct error *err, enum error_code code, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return -1;
	err->code = code;
	va_start(args, fmt);
	fill(err->text, sizeof err->text, fmt, args);
	va_end(args);
	return -1;
}

int error_wrap(struct error *err, const char *fmt, ...)
{
	char context[sizeof err->text];
	char whole[2 * sizeof err->text + 2];
	va_list args;

	if (!err)
		return -1;
	va_start(args, fmt);
	fill(context, sizeof context, fmt, args);
	va_end(args);
	snprintf(whole, sizeof whole, "%s: %s", context, err->text);
	return error_set(err, err->code, "%s", whole);
}

const char *error_prefix(enum error_code code)
{
	return prefixes[code];
}

void error_fatal(const char *fmt, ...)
{
	va_list args;

	fputs("fatal: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void *xalloc(size_t size_bytes)
{
	void *p = calloc(1, size_bytes ? size_bytes : 1);

	if (!p)
		error_fatal("out of memory (%zu bytes)", size_bytes);
	return p;
}

void *xrealloc(void *old, size_t size_bytes)
{
	void *p = realloc(old, size_bytes ? size_bytes : 1);

	if (!p)
		error_fatal("out of memory (%zu bytes)", size_bytes);
	return p;
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xalloc(size), text, size);
}
