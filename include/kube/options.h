/*
 * options.h - command-line options as a table, with the grammar of kubectl (pflag).
 *
 *	static bool all; static const char *context; static int64_t chunk = 500;
 *	static struct strings skip;
 *	const struct option options[] = {
 *		OPT('A', "all-namespaces", &all, NULL, "look in every namespace"),
 *		OPT(0, "context", &context, "NAME", "the kubeconfig context to use"),
 *		OPT(0, "chunk-size", &chunk, "N", "objects per request, 0 for all at once"),
 *		OPT(0, "skip", &skip, "CHECK", "leave out a check; may be repeated"),
 *		OPT_TABLE(kube_options),
 *		OPT_END
 *	};
 *	if (options_parse(options, argc, argv, &arguments, err)) ...
 *
 * The type of an option is the type of its variable: bool (a flag), const char *,
 * int64_t, struct strings (repeatable; the commas in a value are kept). Defaults
 * are the variables' values. Understood: --name=v, --name v, -n v, -nv, -n=v, -Aw,
 * --flag=false, options after arguments, "--"; _ in a name is -. Numbers as Go writes
 * them: 500, 0x1f4, 1_000. Errors are kubectl's: "unknown flag: --x", "unknown
 * shorthand flag: 'x' in -x", "flag needs an argument: --x", "invalid argument ...",
 * with "See '<command> --help' for usage." on a line of its own (options_see).
 * Texts are borrowed from argv; a list forgets its default when an option adds to it.
 */
#ifndef KUBE_OPTIONS_H
#define KUBE_OPTIONS_H

#include "kube/error.h"
#include "kube/strings.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum option_type { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST, OPTION_TABLE };

struct option {
	char letter;          /* 0: none */
	const char *name;     /* NULL ends the table (unless OPTION_TABLE) */
	enum option_type type;
	void *value;
	const struct option *table;
	const char *argument; /* "NAME", for help; NULL for flags */
	const char *help;     /* lower case, no full stop; NULL: for ourselves, not in the help */
};

#define OPT(letter, name, variable, argument, help)                                           \
	{ letter, name,                                                                       \
	  _Generic((variable), bool *: OPTION_FLAG, const char **: OPTION_TEXT,               \
	           int64_t *: OPTION_NUMBER, struct strings *: OPTION_LIST),                  \
	  variable, NULL, argument, help }
#define OPT_TABLE(other) { 0, NULL, OPTION_TABLE, NULL, other, NULL, NULL }
#define OPT_END { 0, NULL, OPTION_FLAG, NULL, NULL, NULL, NULL }

/*
 * Reads argv[1] and on. What is no option goes to `arguments` in order. ERR_USAGE.
 * -h/--help is an option like others.
 */
int options_parse(const struct option *table, int argc, char **argv, struct strings *arguments,
                  struct error *err);
/* The command to see in errors, "kubectl mks audit" (borrowed); NULL, as at first: no such line. */
void options_see(const char *command);
/*
 * The "Options:" lines of kubectl's help: sorted, "    -A, --all-namespaces=false:\n\ttext\n\n"
 * with the default. Without those of OPT_TABLE, which have a heading of their own.
 */
void options_help(const struct option *table, FILE *out);
/* Calls see() for every option of the table and those it includes (completion, man page test). */
void options_walk(const struct option *table, void (*see)(void *arg, const struct option *o),
                  void *arg);
/* Whether the user gave it (a flag equal to its default counts). Valid after options_parse. */
bool options_given(const char *name);

#endif
