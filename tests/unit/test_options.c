/* The command line, against what pflag does and says (kubectl 1.36). */
#include "kube/options.h"
#include "tap.h"

#include <stdlib.h>

static bool all, watch, turned_on = true;
static const char *context, *output = "table";
static int64_t chunk = 500;
static struct strings skip;

static const struct option shared[] = {
	OPT(0, "context", &context, "NAME", "the kubeconfig context to use"),
	OPT_END
};

static const struct option options[] = {
	OPT('w', "watch", &watch, NULL, "keep looking"),
	OPT('A', "all-namespaces", &all, NULL, "look in every namespace"),
	OPT('o', "output", &output, "FORMAT", "how to print"),
	OPT(0, "chunk-size", &chunk, "N", "objects per request"),
	OPT_TABLE(shared),
	OPT('s', "skip", &skip, "CHECK", "leave out a check"),
	OPT(0, "secret", &turned_on, NULL, NULL),
	OPT_END
};

static struct strings arguments;
static struct error err;

static void reset(void)
{
	all = watch = false;
	turned_on = true;
	context = NULL;
	output = "table";
	chunk = 500;
	strings_free(&skip);
	strings_free(&arguments);
	err = (struct error){ 0 };
}

/* Parses the words of a line; words live until the next call. */
static int parse(const char *line)
{
	static struct strings words;
	int result;

	reset();
	strings_free(&words);
	strings_add(&words, "plugin");
	strings_split(&words, line, ' ');
	for (size_t i = 0; i < words.n; i++)
		if (!strcmp(words.at[i], "EMPTY"))
			*words.at[i] = '\0';
	words.at = realloc(words.at, (words.n + 1) * sizeof *words.at);
	words.at[words.n] = NULL;
	words.cap = words.n + 1;
	result = options_parse(options, (int)words.n, words.at, &arguments, &err);
	return result;
}

/* Everything that was set, in one text. */
static const char *state(void)
{
	static char text[512];
	size_t at;

	snprintf(text, sizeof text, "%s%s%s output=%s context=%s chunk=%lld skip=", all ? "A" : "",
	         watch ? "w" : "", turned_on ? "" : "off", output, context ? context : "-",
	         (long long)chunk);
	for (size_t i = 0; i < skip.n; i++) {
		at = strlen(text);
		snprintf(text + at, sizeof text - at, "[%s]", skip.at[i]);
	}
	at = strlen(text);
	snprintf(text + at, sizeof text - at, " arguments=");
	for (size_t i = 0; i < arguments.n; i++) {
		at = strlen(text);
		snprintf(text + at, sizeof text - at, "[%s]", arguments.at[i]);
	}
	return text;
}

static const struct {
	const char *line, *state;
} good[] = {
	{ "", " output=table context=- chunk=500 skip= arguments=" },
	{ "-A", "A output=table context=- chunk=500 skip= arguments=" },
	{ "-Aw", "Aw output=table context=- chunk=500 skip= arguments=" },
	{ "--all-namespaces", "A output=table context=- chunk=500 skip= arguments=" },
	{ "--all_namespaces", "A output=table context=- chunk=500 skip= arguments=" },
	{ "-A --all-namespaces=false", " output=table context=- chunk=500 skip= arguments=" },
	{ "-A=T", "A output=table context=- chunk=500 skip= arguments=" },
	{ "--secret=0", "off output=table context=- chunk=500 skip= arguments=" },
	{ "--watch false", "w output=table context=- chunk=500 skip= arguments=[false]" },
	{ "-o json", " output=json context=- chunk=500 skip= arguments=" },
	{ "-ojson", " output=json context=- chunk=500 skip= arguments=" },
	{ "-o=json", " output=json context=- chunk=500 skip= arguments=" },
	{ "-o=", " output== context=- chunk=500 skip= arguments=" },
	{ "-o EMPTY", " output= context=- chunk=500 skip= arguments=" },
	{ "-o -A", " output=-A context=- chunk=500 skip= arguments=" },
	{ "-o --", " output=-- context=- chunk=500 skip= arguments=" },
	{ "-Awo json x", "Aw output=json context=- chunk=500 skip= arguments=[x]" },
	{ "-Aowide", "A output=wide context=- chunk=500 skip= arguments=" },
	{ "--output=a=b", " output=a=b context=- chunk=500 skip= arguments=" },
	{ "--output=", " output= context=- chunk=500 skip= arguments=" },
	{ "--output --x", " output=--x context=- chunk=500 skip= arguments=" },
	{ "-o a -o b", " output=b context=- chunk=500 skip= arguments=" },
	{ "--context c", " output=table context=c chunk=500 skip= arguments=" },
	{ "--chunk-size 0x10", " output=table context=- chunk=16 skip= arguments=" },
	{ "--chunk_size=-1", " output=table context=- chunk=-1 skip= arguments=" },
	{ "-s a,b --skip=c -sd", " output=table context=- chunk=500 skip=[a,b][c][d] arguments=" },
	{ "-s EMPTY", " output=table context=- chunk=500 skip=[] arguments=" },
	{ "x -A y -", "A output=table context=- chunk=500 skip= arguments=[x][y][-]" },
	{ "x -- -A -- --y", " output=table context=- chunk=500 skip= arguments=[x][-A][--][--y]" },
	{ "EMPTY", " output=table context=- chunk=500 skip= arguments=[]" },
};

/* kubectl get, word for word. */
static const struct {
	const char *line, *text;
} bad[] = {
	{ "--bogus", "unknown flag: --bogus" },
	{ "--bogus=1", "unknown flag: --bogus" },
	{ "--all", "unknown flag: --all" },
	{ "--all-namespaces-x", "unknown flag: --all-namespaces-x" },
	{ "-Z", "unknown shorthand flag: 'Z' in -Z" },
	{ "-AZw", "unknown shorthand flag: 'Z' in -Zw" },
	{ "-A-", "unknown shorthand flag: '-' in --" },
	{ "-A=", "unknown shorthand flag: '=' in -=" },
	{ "-\xc3\xa9", "unknown shorthand flag: '\xc3\x83' in -\xc3\xa9" },
	{ "-\x01", "unknown shorthand flag: '\\x01' in -\x01" },
	{ "-'", "unknown shorthand flag: '\\'' in -'" },
	{ "-\"", "unknown shorthand flag: '\"' in -\"" },
	{ "-o", "flag needs an argument: 'o' in -o" },
	{ "-Ao", "flag needs an argument: 'o' in -o" },
	{ "--output", "flag needs an argument: --output" },
	{ "--chunk_size", "flag needs an argument: --chunk_size" },
	{ "--=x", "bad flag syntax: --=x" },
	{ "---x", "bad flag syntax: ---x" },
	{ "-A=x", "invalid argument \"x\" for \"-A, --all-namespaces\" flag: strconv.ParseBool: "
	          "parsing \"x\": invalid syntax" },
	{ "--secret=", "invalid argument \"\" for \"--secret\" flag: strconv.ParseBool: "
	               "parsing \"\": invalid syntax" },
	{ "--chunk-size=x", "invalid argument \"x\" for \"--chunk-size\" flag: strconv.ParseInt: "
	                    "parsing \"x\": invalid syntax" },
	{ "--chunk-size 99999999999999999999",
	  "invalid argument \"99999999999999999999\" for \"--chunk-size\" flag: strconv.ParseInt: "
	  "parsing \"99999999999999999999\": value out of range" },
};

static void errors(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char expected[512];

		options_see(NULL);
		ok(parse(bad[i].line) == -1 && err.code == ERR_USAGE, "%s is refused", bad[i].line);
		is(err.text, bad[i].text, "in kubectl's words");
		options_see("kubectl mks audit");
		parse(bad[i].line);
		snprintf(expected, sizeof expected, "%s\nSee 'kubectl mks audit --help' for usage.",
		         bad[i].text);
		is(err.text, expected, "with what to look at");
	}
	options_see(NULL);
}

static void given(void)
{
	parse("--output=table -s x");
	ok(options_given("output") && options_given("skip"), "equal to the default is given");
	ok(!options_given("all-namespaces") && !options_given("context"), "others are not");
	parse("--context=c");
	ok(options_given("context") && !options_given("output"), "a new line forgets the old one");
}

static const char expected_help[] =
	"    -A, --all-namespaces=false:\n\tlook in every namespace\n\n"
	"    --chunk-size=500:\n\tobjects per request\n\n"
	"    -o, --output='table':\n\thow to print\n\n"
	"    -s, --skip=[]:\n\tleave out a check\n\n"
	"    -w, --watch=false:\n\tkeep looking\n\n";

static void help_is(const struct option *table, const char *expected, const char *what)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	options_help(table, out);
	fclose(out);
	is(text, expected, what);
	free(text);
}

static void help(void)
{
	static const struct option none[] = { OPT_END };

	parse("");
	help_is(options, expected_help, "the help is sorted, in kubectl's layout");
	help_is(shared, "    --context='':\n\tthe kubeconfig context to use\n\n", "no default");
	help_is(none, "", "no options, no help");
	parse("-Aw -ojson --chunk-size=1 -s a -s b");
	help_is(options, expected_help, "it shows defaults, whatever was given");
}

static void list_default(void)
{
	static const struct option table[] = { OPT(0, "skip", &skip, "CHECK", "x"), OPT_END };
	char name[] = "p", flag[] = "--skip=c", *line[] = { name, flag, NULL };

	reset();
	strings_add(&skip, "a");
	strings_add(&skip, "b");
	help_is(table, "    --skip=[a,b]:\n\tx\n\n", "a list has its default");
	ok(!options_parse(table, 2, line, &arguments, NULL) && skip.n == 1,
	   "which an option replaces");
	help_is(table, "    --skip=[a,b]:\n\tx\n\n", "and which the help remembers");
}

static void see(void *arg, const struct option *o)
{
	size_t at = strlen(arg);

	snprintf((char *)arg + at, 200 - at, "%s ", o->name);
}

int main(void)
{
	char seen[200] = "";

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ok(!parse(good[i].line), "\"%s\" is read", good[i].line);
		is(state(), good[i].state, good[i].line);
	}
	errors();
	given();
	help();
	list_default();
	options_walk(options, see, seen);
	is(seen, "watch all-namespaces output chunk-size context skip secret ",
	   "a walk sees all");
	reset();
	return tap_end();
}
