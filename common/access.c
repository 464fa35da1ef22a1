/* The rights a run needs: as a role to create, and as questions to the server. */
#include "kube/access.h"

#include "kube/print.h"
#include "kube/progress.h"

#include <string.h>

static bool group_was_named(kind_mask kinds_needed, int id)
{
	for (int i = 0; i < id; i++)
		if (kinds_needed & KIND_BIT(i) && !strcmp(kinds[i].group, kinds[id].group))
			return true;
	return false;
}

static void print_rule(kind_mask kinds_needed, const char *group, FILE *out)
{
	fprintf(out, "- apiGroups: [\"%s\"]\n  resources: [", group);
	for (int i = 0, n = 0; i < KIND_COUNT; i++)
		if (kinds_needed & KIND_BIT(i) && !strcmp(kinds[i].group, group))
			fprintf(out, "%s%s", n++ ? ", " : "", kinds[i].resource);
	fputs("]\n  verbs: [list]\n", out);
}

void access_print_role(kind_mask kinds_needed, const char *name, FILE *out)
{
	fprintf(out,
	        "# All that the chosen checks ask for. Secrets and ConfigMaps are read as metadata only.\n"
	        "# Give it to a user or service account:\n"
	        "#   kubectl create clusterrolebinding %s --clusterrole=%s --serviceaccount=NAMESPACE:NAME\n"
	        "# or, for one namespace:\n"
	        "#   kubectl create rolebinding %s --clusterrole=%s --serviceaccount=NAMESPACE:NAME -n NAMESPACE\n"
	        "apiVersion: rbac.authorization.k8s.io/v1\n"
	        "kind: ClusterRole\n"
	        "metadata:\n"
	        "  name: %s\n"
	        "rules:\n",
	        name, name, name, name, name);
	for (int i = 0; i < KIND_COUNT; i++)
		if (kinds_needed & KIND_BIT(i) && !group_was_named(kinds_needed, i))
			print_rule(kinds_needed, kinds[i].group, out);
}

struct answer {
	const char *verb, *resource, *namespace, *allowed;
};

static const struct column columns[] = {
	COLUMN("VERB", "verb", struct answer, verb, NULL, false),
	COLUMN("RESOURCE", "resource", struct answer, resource, NULL, false),
	COLUMN("NAMESPACE", "namespace", struct answer, namespace, NULL, false),
	COLUMN("ALLOWED", "allowed", struct answer, allowed, NULL, false),
	COLUMN_END
};

/* "deployments.apps" */
static void name_resource(const struct kind *k, char *text, size_t size)
{
	snprintf(text, size, "%s%s%s", k->resource, *k->group ? "." : "", k->group);
}

int access_preflight(struct api *api, kind_mask kinds_needed, const char *namespace, FILE *out,
                     size_t *n_missing, struct error *err)
{
	struct answer answers[KIND_COUNT];
	const void *rows[KIND_COUNT];
	char resources[KIND_COUNT][128];
	struct print_style style = { 0 };
	size_t n = 0;

	*n_missing = 0;
	for (int i = 0; i < KIND_COUNT; i++) {
		const char *where = kinds[i].namespaced ? namespace : NULL;
		int allowed;

		if (!(kinds_needed & KIND_BIT(i)))
			continue;
		progress_show("asking for the right to list %s", kinds[i].resource);
		allowed = api_allowed(api, "list", &kinds[i], where, err);
		if (allowed < 0)
			return -1;
		name_resource(&kinds[i], resources[n], sizeof resources[n]);
		answers[n] = (struct answer){ "list", resources[n], where ? where : "*",
			                      allowed ? "yes" : "no" };
		rows[n] = &answers[n];
		*n_missing += !allowed;
		n++;
	}
	progress_clear();
	print_table(columns, rows, n, &style, out);
	return 0;
}
