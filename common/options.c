/*
 * The command line by pflag's grammar: long_option() reads "--name", letters() reads
 * "-abc", take() gives a value to the variable of its option.
 */
#include "kube/options.h"

#include "kube/gotext.h"
#include "kube/strconv.h"

#include <stdlib.h>
#include <string.h>

/* What the user gave, and for the help what it was before. */
struct given {
	const struct option *option;
	char *before;
};

static struct {
	struct given *at;
	size_t n;
	const char *command;
} line;

void options_see(const char *command)
{
	line.command = command;
}

static int fail(struct error *err, const struct buf *text)
{
	if (!line.command)
		return error_set(err, ERR_USAGE, "%s", text->at);
	return error_set(err, ERR_USAGE, "%s\nSee '%s --help' for usage.", text->at, line.command);
}

static bool is_end(const struct option *o)
{
	return !o->name && o->type != OPTION_TABLE;
}

/* `_` is the same as `-`. */
static bool same_name(const char *name, const char *typed, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (name[i] != (typed[i] == '_' ? '-' : typed[i]))
			return false;
	return !name[len];
}

/* By letter, or without one by name. */
static const struct option *find(const struct option *o, char letter, const char *name, size_t len)
{
	for (; !is_end(o); o++) {
		const struct option *found = o;

		if (o->type == OPTION_TABLE)
			found = find(o->table, letter, name, len);
		else if (letter ? o->letter != letter : !same_name(o->name, name, len))
			found = NULL;
		if (found)
			return found;
	}
	return NULL;
}

static const struct given *given_option(const struct option *o)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.at[i].option == o)
			return &line.at[i];
	return NULL;
}

bool options_given(const char *name)
{
	for (size_t i = 0; i < line.n; i++)
		if (!strcmp(line.at[i].option->name, name))
			return true;
	return false;
}

static void value_text(struct buf *out, const struct option *o)
{
	const struct strings *list = o->value;
	const char *text;

	switch (o->type) {
	case OPTION_FLAG: buf_puts(out, *(bool *)o->value ? "true" : "false"); break;
	case OPTION_NUMBER: buf_addf(out, "%lld", (long long)*(int64_t *)o->value); break;
	case OPTION_TEXT:
		text = *(const char **)o->value;
		buf_addf(out, "'%s'", text ? text : "");
		break;
	default:
		buf_putc(out, '[');
		for (size_t i = 0; i < list->n; i++)
			buf_addf(out, "%s%s", i ? "," : "", list->at[i]);
		buf_putc(out, ']');
	}
}

static void remember(const struct option *o)
{
	struct buf before = { 0 };

	if (given_option(o))
		return;
	value_text(&before, o);
	line.at = xrealloc(line.at, (line.n + 1) * sizeof *line.at);
	line.at[line.n++] = (struct given){ o, buf_take(&before) };
	if (o->type == OPTION_LIST)
		strings_free(o->value);
}

static void forget(void)
{
	for (size_t i = 0; i < line.n; i++)
		free(line.at[i].before);
	free(line.at);
	line.at = NULL;
	line.n = 0;
}

static int invalid(const struct option *o, const char *value, const char *why, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_puts(&text, "invalid argument ");
	gotext_quote(&text, value);
	buf_puts(&text, " for \"");
	if (o->letter)
		buf_addf(&text, "-%c, ", o->letter);
	buf_addf(&text, "--%s\" flag: strconv.Parse%s: parsing ", o->name,
	         o->type == OPTION_FLAG ? "Bool" : "Int");
	gotext_quote(&text, value);
	buf_addf(&text, ": %s", why);
	return fail(err, &text);
}

static int take(const struct option *o, const char *value, struct error *err)
{
	const char *why = NULL;

	remember(o);
	switch (o->type) {
	case OPTION_FLAG:   why = strconv_bool(value, o->value); break;
	case OPTION_NUMBER: why = strconv_int(value, 0, o->value); break;
	case OPTION_LIST:   strings_add(o->value, value); break;
	default:            *(const char **)o->value = value; break;
	}
	return why ? invalid(o, value, why, err) : 0;
}

/* "--name", "--name=value", "--name value". *next is the argument behind it, or NULL. */
static int long_option(const struct option *table, const char *typed, char ***next,
                       struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };
	const char *name = typed + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *o = find(table, 0, name, len);

	if (!len || *name == '-')
		buf_addf(&text, "bad flag syntax: %s", typed);
	else if (!o)
		buf_addf(&text, "unknown flag: --%.*s", (int)len, name);
	else if (equals)
		return take(o, equals + 1, err);
	else if (o->type == OPTION_FLAG)
		return take(o, "true", err);
	else if (**next)
		return take(o, *(*next)++, err);
	else
		buf_addf(&text, "flag needs an argument: --%s", name);
	return fail(err, &text);
}

/* "'x' in -xyz", where Go takes a byte for a character. */
static int bad_letter(const char *what, const char *letters, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 }, quoted = { 0 };
	unsigned char c = (unsigned char)*letters;
	char character[3] = { *letters };

	if (c >= 0x80) {
		character[0] = (char)(0xc0 | c >> 6);
		character[1] = (char)(0x80 | (c & 63));
	}
	gotext_quote(&quoted, character);
	quoted.at[0] = quoted.at[quoted.len - 1] = '\'';
	if (c == '\'' || c == '"')
		buf_addf(&text, "%s: %s in -%s", what, c == '"' ? "'\"'" : "'\\''", letters);
	else
		buf_addf(&text, "%s: %s in -%s", what, quoted.at, letters);
	return fail(err, &text);
}

/* "-abc", "-nvalue", "-n=value", "-n value". */
static int letters(const struct option *table, const char *at, char ***next, struct error *err)
{
	for (; *at; at++) {
		const struct option *o = find(table, *at, NULL, 0);

		if (!o)
			return bad_letter("unknown shorthand flag", at, err);
		if (at[1] == '=' && at[2])
			return take(o, at + 2, err);
		if (o->type != OPTION_FLAG && at[1])
			return take(o, at + 1, err);
		if (o->type != OPTION_FLAG && !**next)
			return bad_letter("flag needs an argument", at, err);
		if (o->type != OPTION_FLAG)
			return take(o, *(*next)++, err);
		if (take(o, "true", err))
			return -1;
	}
	return 0;
}

int options_parse(const struct option *table, int argc, char **argv, struct strings *arguments,
                  struct error *err)
{
	char **next = argv + (argc > 0);

	forget();
	while (*next) {
		const char *word = *next++;

		if (!strcmp(word, "--"))
			break;
		if (word[0] != '-' || !word[1])
			strings_add(arguments, word);
		else if (word[1] == '-' ? long_option(table, word, &next, err)
		                        : letters(table, word + 1, &next, err))
			return -1;
	}
	while (*next)
		strings_add(arguments, *next++);
	return 0;
}

void options_walk(const struct option *table, void (*see)(void *arg, const struct option *o),
                  void *arg)
{
	for (; !is_end(table); table++)
		if (table->type == OPTION_TABLE)
			options_walk(table->table, see, arg);
		else
			see(arg, table);
}

static int by_name(const void *a, const void *b)
{
	const struct option *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

static void help_of(const struct option *o, FILE *out)
{
	AUTO(buf_free) struct buf value = { 0 };
	const struct given *given = given_option(o);

	if (given)
		buf_puts(&value, given->before);
	else
		value_text(&value, o);
	fputs("    ", out);
	if (o->letter)
		fprintf(out, "-%c, ", o->letter);
	fprintf(out, "--%s=%s:\n\t%s\n\n", o->name, value.at, o->help);
}

void options_help(const struct option *table, FILE *out)
{
	const struct option **sorted;
	size_t n = 0, shown = 0;

	while (!is_end(&table[n]))
		n++;
	sorted = xalloc(n * sizeof *sorted);
	for (size_t i = 0; i < n; i++)
		if (table[i].name && table[i].help)
			sorted[shown++] = &table[i];
	if (shown)
		qsort(sorted, shown, sizeof *sorted, by_name);
	for (size_t i = 0; i < shown; i++)
		help_of(sorted[i], out);
	free(sorted);
}
