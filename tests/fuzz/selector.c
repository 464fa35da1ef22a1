/*
 * Selectors: the text of -l, or behind a '{' an object with "selector" and "labels".
 * Both ways to match must agree, and equal sets of labels must be one.
 */
#include "../../common/selector.c"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void try_text(struct arena *a, const char *text)
{
	struct selector s = { 0 };
	struct error err = { 0 };

	if (selector_parse(a, text, &s, &err))
		must(err.code == ERR_USAGE && *err.text);
	else
		must(!s.invalid && s.what != SELECT_NOTHING && !err.code);
	selector_matches(&s, labels_of(a, (struct json){ 0 }));
}

static void try_object(struct arena *a, struct json object)
{
	struct json labels = json_key(object, "labels");
	struct selector all[] = { selector_of(a, json_key(object, "selector")),
		                  selector_of_map(a, json_key(object, "selector")) };
	const struct labels *set = labels_of(a, labels);

	must(set == labels_of(a, labels));
	for (size_t i = 0; i < 2; i++) {
		must(!all[i].invalid || all[i].what == SELECT_NOTHING);
		must(selector_matches(&all[i], set) == selector_matches_json(&all[i], labels));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_free) struct arena a = { 0 };
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	char *text = xalloc(size + 1);
	struct json object;

	memcpy(text, data, size);
	if (*text != '{')
		try_text(&a, text);
	else if (!json_parse(doc, text, size, &object, NULL))
		try_object(&a, object);
	free(text);
	return 0;
}
