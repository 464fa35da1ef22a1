/* Lists of strings, and small tests of texts. */
#include "kube/error.h"
#include "kube/strings.h"
#include "tap.h"

#include <stdlib.h>

static void is_list(const struct strings *list, const char *expected, const char *what)
{
	char text[256] = "";

	for (size_t i = 0; i < list->n; i++) {
		size_t at = strlen(text);

		snprintf(text + at, sizeof text - at, "[%s]", list->at[i]);
	}
	is(text, expected, what);
}

static void lists(void)
{
	AUTO(strings_free) struct strings list = { 0 };

	ok(!strings_contain(&list, "a"), "an empty list has nothing");
	strings_sort_unique(&list);
	is_list(&list, "", "nothing sorts to nothing");
	strings_split(&list, "b,a,,c,b,", ',');
	is_list(&list, "[b][a][c][b]", "empty pieces are left out");
	strings_split(&list, "", ',');
	strings_split(&list, ",,", ',');
	is_list(&list, "[b][a][c][b]", "and nothing else is added");
	strings_add(&list, "");
	strings_addn(&list, "abcdef", 2);
	strings_addn(&list, NULL, 0);
	is_list(&list, "[b][a][c][b][][ab][]", "texts are added as they are");
	ok(strings_contain(&list, "ab") && !strings_contain(&list, "abc"), "what is in it");
	strings_sort_unique(&list);
	is_list(&list, "[][a][ab][b][c]", "each once, in order");
	strings_free(&list);
	ok(!list.at && !list.n && !list.cap, "a freed one is empty");
	for (int i = 0; i < 1000; i++)
		strings_add(&list, "x");
	strings_sort_unique(&list);
	is_list(&list, "[x]", "a thousand times the same");
	strings_add(&list, "y");
	is_list(&list, "[x][y]", "and on");
}

static void comparing(void)
{
	ok(text_cmp(NULL, NULL) == 0 && text_cmp(NULL, "") < 0 && text_cmp("", NULL) > 0,
	   "no text sorts before an empty one");
	ok(text_cmp("a", "b") < 0 && text_cmp("b", "a") > 0 && !text_cmp("a", "a"), "by bytes");
	ok(text_equal(NULL, NULL) && !text_equal(NULL, "") && text_equal("a", "a"), "equal texts");
	ok(text_starts("kube-system", "kube-") && text_starts("a", "") && text_starts("a", "a"),
	   "a text starts with");
	ok(!text_starts("kub", "kube-") && !text_starts("xkube-", "kube-"), "or does not");
	ok(text_ends("web.yaml", ".yaml") && text_ends("a", "") && text_ends("a", "a"), "ends");
	ok(!text_ends("yaml", ".yaml") && !text_ends("web.yaml.", ".yaml"), "or does not");
}

static const struct {
	const char *pattern, *text;
	bool match;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "a", "", false },
	{ "*", "", true },
	{ "*", "anything", true },
	{ "**", "x", true },
	{ "a*", "a", true },
	{ "a*", "ba", false },
	{ "*a", "ba", true },
	{ "*a", "ab", false },
	{ "a*c", "abc", true },
	{ "a*c", "abcd", false },
	{ "a*b*c", "a1b2b3c", true },
	{ "a*bc", "abbbc", true },
	{ "?", "a", true },
	{ "?", "", false },
	{ "a?c", "abc", true },
	{ "a?c", "ac", false },
	{ "*?", "a", true },
	{ "*?", "", false },
	{ "pss-*", "pss-base-privileged", true },
	{ "pss-*", "pss", false },
	{ "[ab]", "a", false },
	{ "[ab]", "[ab]", true },
	{ "A", "a", false },
	{ "a*", "a*", true },
};

static void matching(void)
{
	static char pattern[201], text[20001];

	for (size_t i = 0; i < sizeof globs / sizeof *globs; i++)
		ok(text_glob(globs[i].pattern, globs[i].text) == globs[i].match, "%s %s %s",
		   globs[i].pattern, globs[i].match ? "matches" : "does not match", globs[i].text);
	for (size_t i = 0; i < 200; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	memset(text, 'a', 20000);
	text[19999] = 'b';
	ok(!text_glob(pattern, text), "a hundred stars end in time");
}

static void guessing(void)
{
	static const char *const words[] = { "audit", "backup", "upgradecheck", "version" };
	static const char long_word[] = "01234567890123456789012345678901234567890123456789"
					"01234567890123456789";

	is(text_nearest("audti", words, 4), "audit", "two letters the wrong way round");
	is(text_nearest("bakcup", words, 4), "backup", "in any word");
	is(text_nearest("versions", words, 4), "version", "one letter too many");
	is(text_nearest("ugradecheck", words, 4), "upgradecheck", "one too few");
	is(text_nearest("audit", words, 4), "audit", "the word itself");
	is(text_nearest("frobnicate", words, 4), NULL, "something else");
	is(text_nearest("x", words, 4), NULL, "a short one is not near a long one");
	is(text_nearest("", words, 4), NULL, "nor is nothing");
	is(text_nearest(long_word, words, 4), NULL, "a very long one is near none");
	is(text_nearest("a", (const char *[]){ long_word }, 1), NULL, "either way round");
	is(text_nearest("ackup", words, 4), "backup", "the first letter missing");
	is(text_nearest("backu", words, 4), "backup", "or the last");
	is(text_nearest("audit", (const char *[]){ "audits", "audit", "audi" }, 3), "audit",
	   "the nearest of several");
	is(text_nearest("audit", words, 0), NULL, "without words there is none");
}

int main(void)
{
	lists();
	comparing();
	matching();
	guessing();
	return tap_end();
}
