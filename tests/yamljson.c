/* yamljson FILE...: every document of YAML files as a line of JSON, for jq in the tests. */
#include "kube/doc.h"
#include "kube/json_write.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct error err = { 0 };

	for (int i = 1; i < argc; i++) {
		AUTO(buf_free) struct buf text = { 0 };
		AUTO(doc_free) struct doc *doc = doc_new();
		struct json root;
		int more;

		if (buf_read_file(&text, argv[i], &err))
			break;
		doc_open_text(doc, buf_text(&text), text.len, argv[i]);
		while ((more = doc_next(doc, &root, &err)) > 0) {
			struct json_writer w = { .out = stdout, .format = JSON_COMPACT };

			if (json_exists(root))
				json_put(&w, NULL, root, true);
		}
		if (more < 0)
			break;
	}
	if (err.code)
		fprintf(stderr, "%s\n", err.text);
	return err.code != ERR_NONE;
}
