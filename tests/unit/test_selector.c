/* Selectors of objects, of maps and of -l: what they select, and why some are refused. */
#include "kube/selector.h"
#include "tap.h"

static struct json_doc *doc;
static char text[4096];

/* The JSON of a text with ' for ". Lives until the next call. */
static struct json json_of(const char *single_quoted)
{
	struct json root = { 0 };
	size_t len = strlen(single_quoted);

	memcpy(text, single_quoted, len + 1);
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\'')
			text[i] = '"';
	if (json_parse(doc, text, len, &root, NULL))
		ok(false, "JSON: %s", single_quoted);
	return root;
}

static bool matches(struct arena *a, const struct selector *s, const char *labels)
{
	bool match = selector_matches(s, labels_of(a, json_of(labels)));

	ok(selector_matches_json(s, json_of(labels)) == match, "both ways to match agree");
	return match;
}

#define ABOUT "{'app':'web','tier':'db','n':'5','empty':''}"

/* Against ABOUT: 'y' selects, 'n' does not, else why it is refused. */
static const struct {
	const char *selector, *verdict;
} objects[] = {
	{ "{}", "y" },
	{ "{'matchLabels':{}}", "y" },
	{ "{'matchLabels':null,'matchExpressions':[]}", "y" },
	{ "{'matchlabels':{'app':'other'}}", "y" },
	{ "null", "n" },
	{ "{'matchLabels':{'app':'web'}}", "y" },
	{ "{'matchLabels':{'app':'web','tier':'web'}}", "n" },
	{ "{'matchLabels':{'app':'api','app':'web'}}", "y" },
	{ "{'matchLabels':{'empty':null}}", "y" },
	{ "{'matchLabels':{'none':''}}", "n" },
	{ "{'matchExpressions':[{'key':'app','operator':'In','values':['api','web']}]}", "y" },
	{ "{'matchExpressions':[{'key':'app','operator':'NotIn','values':['api','web']}]}", "n" },
	{ "{'matchExpressions':[{'key':'none','operator':'NotIn','values':['web']}]}", "y" },
	{ "{'matchExpressions':[{'key':'empty','operator':'In','values':[null]}]}", "y" },
	{ "{'matchExpressions':[{'key':'empty','operator':'Exists'}]}", "y" },
	{ "{'matchExpressions':[{'key':'empty','operator':'DoesNotExist','values':[]}]}", "n" },
	{ "{'matchLabels':{'app':'web'},"
	  "'matchExpressions':[{'key':'app','operator':'DoesNotExist'}]}",
	  "n" },
	{ "{'matchLabels':{'-':'web'}}", "key: Invalid value: \"-\": name part must" },
	{ "{'matchLabels':{'a':'b c'}}", "values[0][a]: Invalid value: \"b c\": a valid label" },
	{ "{'matchLabels':{'a':1}}", "json: cannot unmarshal number into Go value of type string" },
	{ "{'matchLabels':['a']}", "json: cannot unmarshal array into Go value of type map" },
	{ "{'matchLabels':'a=b'}", "json: cannot unmarshal string into Go value of type map" },
	{ "'app=web'", "json: cannot unmarshal string into Go value of type v1.LabelSelector" },
	{ "{'matchExpressions':{}}", "json: cannot unmarshal object into Go value of type []v1" },
	{ "{'matchExpressions':[true]}", "json: cannot unmarshal bool into Go value of type v1" },
	{ "{'matchExpressions':[null]}", "\"\" is not a valid label selector operator" },
	{ "{'matchExpressions':[{'key':'app','operator':'in','values':['a']}]}",
	  "\"in\" is not a valid label selector operator" },
	{ "{'matchExpressions':[{'key':'n','operator':'Gt','values':['1']}]}",
	  "\"Gt\" is not a valid label selector operator" },
	{ "{'matchExpressions':[{'operator':'Exists'}]}",
	  "key: Invalid value: \"\": name part must be" },
	{ "{'matchExpressions':[{'key':7,'operator':'Exists'}]}",
	  "json: cannot unmarshal number into Go struct field LabelSelectorRequirement.key of" },
	{ "{'matchExpressions':[{'key':'a','operator':'In','values':'b'}]}",
	  "json: cannot unmarshal string into Go struct field LabelSelectorRequirement.values of" },
	{ "{'matchExpressions':[{'key':'a','operator':'In','values':[1]}]}",
	  "json: cannot unmarshal number into Go struct field LabelSelectorRequirement.values of" },
	{ "{'matchExpressions':[{'key':'a','operator':'In'}]}",
	  "values: Invalid value: null: for 'in'" },
	{ "{'matchExpressions':[{'key':'a','operator':'In'},{'key':'-','operator':'In'}]}",
	  "values: Invalid value: null: for 'in'" },
	{ "{'matchExpressions':[{'key':'a','operator':'Exists','values':['b']}]}",
	  "values: Invalid value: [\"b\"]: values set must be empty" },
};

static void verdict(struct arena *a, const struct selector *s, const char *expected,
                    const char *what)
{
	if (expected[1]) {
		ok(s->invalid && !strncmp(s->invalid, expected, strlen(expected)), "%s: %s", what,
		   s->invalid ? s->invalid : "not refused");
		expected = "n";
	} else {
		ok(!s->invalid, "%s is taken", what);
	}
	ok(matches(a, s, ABOUT) == (*expected == 'y'), "%s: %s", what, expected);
}

static void of_objects(struct arena *a)
{
	struct selector absent = selector_of(a, (struct json){ 0 }), zero = { 0 };

	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		struct selector s = selector_of(a, json_of(objects[i].selector));

		verdict(a, &s, objects[i].verdict, objects[i].selector);
	}
	ok(absent.what == SELECT_NOTHING, "no selector");
	ok(!matches(a, &absent, "{}"), "selects nothing");
	ok(!matches(a, &zero, "{}"), "nor does a zeroed one");
	ok(selector_of(a, json_of("{}")).what == SELECT_ALL, "an empty one selects all");
	is(selector_of(a, json_of("{'matchExpressions':[{'key':'a','operator':'In'},{}]}")).invalid,
	   "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
	   "of two errors the first is told");
}

static void of_maps(struct arena *a)
{
	static const char *const rows[][2] = {
		{ "{'app':'web'}", "y" },     { "{'app':'web','tier':'x'}", "n" },
		{ "{}", "n" },                { "null", "n" },
		{ "{'matchLabels':{}}",
		  "json: cannot unmarshal object into Go value of type string" },
		{ "{'a b':'c'}", "key: Invalid value: \"a b\"" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct selector s = selector_of_map(a, json_of(rows[i][0]));

		verdict(a, &s, rows[i][1], rows[i][0]);
	}
}

static const char *const queries[][2] = {
	{ "", "y" },
	{ " \t\r\n", "y" },
	{ "app=web", "y" },
	{ "app==web", "y" },
	{ " app = web , tier = db ", "y" },
	{ "app!=web", "n" },
	{ "none!=web", "y" },
	{ "app", "y" },
	{ "!app", "n" },
	{ "! none", "y" },
	{ "empty=", "y" },
	{ "empty=,app=web", "y" },
	{ "app=", "n" },
	{ "app in (api,web)", "y" },
	{ "app in(web)", "y" },
	{ "app notin (api)", "y" },
	{ "none notin ()", "y" },
	{ "empty in ()", "y" },
	{ "empty in (a,,b)", "y" },
	{ "empty in (,a)", "y" },
	{ "empty in (a,)", "y" },
	{ "n>4", "y" },
	{ "n>5", "n" },
	{ "n<6,n>4", "y" },
	{ "app>1", "n" },
	{ "in=in", "n" },
	{ "in notin (in,notin)", "y" },
	{ "app,notin", "n" },
	{ "app=web,tier!=web,empty in (,x),!none,n>4", "y" },
	{ "=", "found '=', expected: !, identifier, or 'end of string'" },
	{ ",app", "found ',', expected: !, identifier, or 'end of string'" },
	{ "app,", "found '', expected: identifier after ','" },
	{ "app,,tier", "found ',', expected: identifier after ','" },
	{ "app=web tier=db", "found 'tier', expected: ',' or 'end of string'" },
	{ "!app=web", "found '=', expected: ',' or 'end of string'" },
	{ "!", "unable to parse requirement: found '', expected: identifier" },
	{ "!!a", "unable to parse requirement: found '!', expected: identifier" },
	{ "a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, >, <" },
	{ "a(b)", "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, >, <" },
	{ "a in", "unable to parse requirement: found '', expected: '('" },
	{ "a in b", "unable to parse requirement: found 'b', expected: '('" },
	{ "a in (b", "unable to parse requirement: found '', expected: ',' or ')'" },
	{ "a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'" },
	{ "a in (b=c)", "unable to parse requirement: found '=', expected: ',' or ')'" },
	{ "a===b", "unable to parse requirement: found '=', expected: identifier" },
	{ "a=!b", "unable to parse requirement: found '!', expected: identifier" },
	{ "a=>b", "unable to parse requirement: found '>', expected: identifier" },
	{ "a=(b)", "unable to parse requirement: found '(', expected: identifier" },
	{ "a>b",
	  "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' op" },
	{ "-a",
	  "unable to parse requirement: key: Invalid value: \"-a\": name part must consist of" },
	{ "a='b'",
	  "unable to parse requirement: values[0][a]: Invalid value: \"'b'\": a valid label" },
	{ "a in (-,_)",
	  "unable to parse requirement: [values[0][a]: Invalid value: \"-\": a valid" },
};

static void of_texts(struct arena *a)
{
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct selector s = { .n = 4711 };
		struct error err = { 0 };
		const char *expected = queries[i][1];
		int result = selector_parse(a, queries[i][0], &s, &err);

		if (!expected[1])
			verdict(a, &s, expected, queries[i][0]);
		else
			ok(result == -1 && err.code == ERR_USAGE && s.n == 4711 &&
			           !strncmp(err.text, expected, strlen(expected)),
			   "-l '%s': %s", queries[i][0], err.text);
	}
}

static void parsed(struct arena *a)
{
	struct selector s = { 0 };

	ok(!selector_parse(a, "", &s, NULL) && s.what == SELECT_ALL && !s.n, "\"\" selects all");
	ok(!selector_parse(a, "tier in (c,,b,c),!x", &s, NULL) && s.what == SELECT_BY && s.n == 2 &&
	           s.at[0].n == 3 && s.at[1].op == SEL_NOT_EXISTS,
	   "what was asked for can be read");
	is(s.at[0].values[0], "", "values are sorted");
	is(s.at[0].values[2], "c", "and different");
}

int main(void)
{
	AUTO(arena_free) struct arena a = { 0 };

	doc = json_doc_new();
	of_objects(&a);
	of_maps(&a);
	of_texts(&a);
	parsed(&a);
	json_doc_free(&doc);
	return tap_end();
}
