/*
 * raw.c - kubectl get --raw PATH, through our library: for tests that compare the two.
 *
 *	raw /api/v1/namespaces --context prod
 */
#include "kube/json_write.h"
#include "kube/plugin.h"

#include <stdio.h>

static const struct option options[] = { OPT_TABLE(kube_options), OPT_END };

static int print(struct api *api, const char *path, struct error *err)
{
	struct json_writer w = { .out = stdout, .format = JSON_COMPACT };
	struct json root;

	if (api_get(api, path, &root, err))
		return plugin_fail(err);
	json_put(&w, NULL, root, false);
	return plugin_end(EXIT_FINE);
}

int main(int argc, char **argv)
{
	AUTO(arena_free) struct arena a = { 0 };
	AUTO(strings_free) struct strings paths = { 0 };
	AUTO(api_free) struct api *api = NULL;
	struct connection connection;
	struct kube_config config;
	struct error err;

	plugin_start("kubectl mks", argc, argv);
	if (options_parse(options, argc, argv, &paths, &err) ||
	    plugin_connect(&a, false, &config, &connection, &api, &err))
		return plugin_fail(&err);
	return print(api, paths.n ? paths.at[0] : "/version", &err);
}
