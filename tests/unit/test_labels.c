/* Label sets: interned, sorted, the last of equal keys; and the API server's rules for labels. */
#include "kube/labels.h"
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
	ok(!json_parse(doc, text, len, &root, NULL), "%s", single_quoted);
	return root;
}

static void sets(struct arena *a)
{
	const struct labels *set = labels_of(a, json_of("{'tier':'db','app':'web','a.b/c':''}"));
	const struct labels *none = labels_of(a, (struct json){ 0 });

	ok(set->n == 3, "three labels");
	is(set->at[0].key, "a.b/c", "in the order of their keys");
	is(labels_value(set, "app"), "web", "are found by key");
	is(labels_value(set, "tier"), "db", "each of them");
	is(labels_value(set, "a.b/c"), "", "also an empty one");
	is(labels_value(set, "ap"), NULL, "others are not");
	is(labels_value(set, "zone"), NULL, "whatever their place");
	ok(set == labels_of(a, json_of("{'a.b/c':'','app':'web','tier':'db'}")),
	   "equal sets are one");
	ok(set != labels_of(a, json_of("{'a.b/c':'','app':'web'}")), "different ones are not");
	ok(none && !none->n && none == labels_of(a, json_of("{}")), "nothing is the empty set");
	is(labels_value(none, "app"), NULL, "in which nothing is");
}

static void odd_sets(struct arena *a)
{
	const struct labels *set;

	set = labels_of(a, json_of("{'a':'1','b':'x','a':'2','b':'y','a':'3'}"));
	ok(set->n == 2, "equal keys are one label");
	is(labels_value(set, "a"), "3", "the last counts");
	is(labels_value(set, "b"), "y", "for each key");
	set = labels_of(a, json_of("{'null':null,'number':1,'list':[],'map':{'x':'y'}}"));
	is(labels_value(set, "null"), "", "null is the empty text");
	is(labels_value(set, "number"), "1", "a careless number is its text");
	ok(set->n == 2, "what is no text is left out");
	ok(!labels_of(a, json_of("['a','b']"))->n, "a list has no labels");
	ok(!labels_of(a, json_of("'a'"))->n, "neither has a text");
}

static void without_keeping(void)
{
	struct json labels = json_of("{'a':'1','b':null,'a':'2','c':[]}");

	is(labels_json_value(labels, "a"), "2", "the same without an arena: the last counts");
	is(labels_json_value(labels, "b"), "", "null is the empty text");
	is(labels_json_value(labels, "c"), NULL, "a list is no value");
	is(labels_json_value(labels, "d"), NULL, "nor is nothing");
	is(labels_json_value((struct json){ 0 }, "a"), NULL, "of nothing");
}

static void many(struct arena *a)
{
	AUTO(buf_free) struct buf json = { 0 };
	const struct labels *set;
	struct json root;
	size_t found = 0;

	for (int i = 0; i < 200000; i++)
		buf_addf(&json, "%c\"k%d\":\"v%d\"", i ? ',' : '{', i * 7919 % 200000, i);
	buf_putc(&json, '}');
	ok(!json_parse(doc, json.at, json.len, &root, NULL), "two hundred thousand labels");
	set = labels_of(a, root);
	for (int i = 0; i < 200000; i++) {
		char key[16], value[16];

		snprintf(key, sizeof key, "k%d", i * 7919 % 200000);
		snprintf(value, sizeof value, "v%d", i);
		found += labels_value(set, key) && !strcmp(labels_value(set, key), value);
	}
	ok(found == 200000, "are all found");
}

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A50 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A252 "aaaaaaaaa." A63 "." A63 "." A63 "." A50

static const char *const good_keys[] = {
	"a", "A", "1", "app.kubernetes.io/name", "a_b-c.d", A63, "a.b/" A63, "1.2/3", "a-b/c",
	A252 "a/x",
};

static const struct {
	const char *key, *why;
} bad_keys[] = {
	{ "", "name part must be non-empty; name part must consist" },
	{ "-a", "name part must consist of alphanumeric" },
	{ "a-", "name part must consist" },
	{ "a b", "name part must consist" },
	{ "\xc3\xa4", "name part must consist" },
	{ A63 "a", "name part must be no more than 63 bytes" },
	{ A63 "-", "name part must be no more than 63 bytes; name part must consist" },
	{ "/x", "prefix part must be non-empty" },
	{ "x/", "name part must be non-empty; name part must consist" },
	{ "a/b/c", "a valid label key must consist" },
	{ "Ex.com/a", "prefix part a lowercase RFC 1123 subdomain must" },
	{ "a..b/c", "prefix part a lowercase" },
	{ ".a/c", "prefix part a lowercase" },
	{ "a./c", "prefix part a lowercase" },
	{ "-a/c", "prefix part a lowercase" },
	{ "a.b-/c", "prefix part a lowercase" },
	{ "a_b/c", "prefix part a lowercase" },
	{ A252 "aa/x", "prefix part must be no more than 253 bytes" },
};

static void keys(void)
{
	for (size_t i = 0; i < sizeof good_keys / sizeof *good_keys; i++) {
		AUTO(buf_free) struct buf why = { 0 };

		ok(labels_key_check(good_keys[i], &why) && !why.len, "key %s", good_keys[i]);
	}
	for (size_t i = 0; i < sizeof bad_keys / sizeof *bad_keys; i++) {
		AUTO(buf_free) struct buf why = { 0 };
		bool good;

		buf_puts(&why, "no: ");
		good = labels_key_check(bad_keys[i].key, &why);
		ok(!good && !strncmp(why.at + 4, bad_keys[i].why, strlen(bad_keys[i].why)),
		   "no key \"%s\": %s", bad_keys[i].key, why.at);
	}
}

static void values(void)
{
	static const char *const good[] = { "", "a", "A.b_c-1", "1.5", A63 };
	static const char *const bad[] = { "-", "a-", "_a", "a b", "a/b", "\n", "a\n", A63 "a" };
	AUTO(buf_free) struct buf why = { 0 };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(labels_value_check(good[i], &why) && !why.len, "value \"%s\"", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		buf_cut(&why, 0);
		ok(!labels_value_check(bad[i], &why) && why.len, "no value \"%s\"", bad[i]);
	}
	is(buf_text(&why), "must be no more than 63 bytes", "the API server's words");
	buf_cut(&why, 0);
	labels_value_check("-", &why);
	is(buf_text(&why),
	   "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' "
	   "or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
	   "'my_value',  or '12345', regex used for validation is "
	   "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
	   "to the letter");
}

int main(void)
{
	AUTO(arena_free) struct arena a = { 0 };

	doc = json_doc_new();
	sets(&a);
	odd_sets(&a);
	without_keeping();
	many(&a);
	keys();
	values();
	json_doc_free(&doc);
	return tap_end();
}
