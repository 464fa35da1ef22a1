/*
 * Objects that cannot be judged as they are: fields of the wrong type, without a name.
 * A list where a map belongs hides everything below it from every other check, so the
 * fields that checks read are looked at here, by one table.
 */
#include "themes.h"

#include <string.h>

#define BIT(type) (1u << (type))
#define SCALAR (BIT(JSON_STRING) | BIT(JSON_NUMBER) | BIT(JSON_BOOL))

struct field {
	const char *path;
	unsigned types;         /* bits of enum json_type */
	const char *expected;
	unsigned elements;      /* of its elements or members; 0: any */
	int64_t most;           /* of a number; 0: any */
};

#define MAP(path) { path, BIT(JSON_OBJECT), "a map", 0 }
#define LIST_OF_MAPS(path) { path, BIT(JSON_ARRAY), "a list", BIT(JSON_OBJECT) }
#define TEXTS(path) { path, BIT(JSON_ARRAY), "a list", BIT(JSON_STRING) }
#define TEXT(path) { path, BIT(JSON_STRING), "a text", 0 }
#define NUMBER(path) { path, BIT(JSON_NUMBER), "a number", 0, INT32_MAX }
#define LARGE_NUMBER(path) { path, BIT(JSON_NUMBER), "a number", 0, INT64_MAX }
#define FLAG(path) { path, BIT(JSON_BOOL), "true or false", 0 }
#define TEXT_MAP(path) { path, BIT(JSON_OBJECT), "a map", BIT(JSON_STRING) }
#define VALUES(path) { path, BIT(JSON_OBJECT), "a map", SCALAR }

static const struct field object_fields[] = {
	MAP("metadata"), TEXT("metadata.name"), TEXT("metadata.namespace"),
	TEXT_MAP("metadata.labels"), TEXT_MAP("metadata.annotations"),
	LIST_OF_MAPS("metadata.ownerReferences"),
	{ NULL }
};

static const struct field workload_fields[] = {
	MAP("spec"), NUMBER("spec.replicas"), MAP("spec.strategy"), MAP("spec.updateStrategy"),
	NUMBER("spec.minReadySeconds"),
	{ NULL }
};

static const struct field pod_fields[] = {
	LIST_OF_MAPS("containers"), LIST_OF_MAPS("initContainers"), LIST_OF_MAPS("ephemeralContainers"),
	LIST_OF_MAPS("volumes"), LIST_OF_MAPS("tolerations"), LIST_OF_MAPS("topologySpreadConstraints"),
	LIST_OF_MAPS("hostAliases"), TEXT_MAP("nodeSelector"), MAP("affinity"), MAP("securityContext"),
	MAP("resources"), VALUES("resources.requests"), VALUES("resources.limits"),
	FLAG("hostNetwork"), FLAG("hostPID"), FLAG("hostIPC"), FLAG("hostUsers"),
	FLAG("shareProcessNamespace"), FLAG("automountServiceAccountToken"),
	LARGE_NUMBER("terminationGracePeriodSeconds"), TEXT("nodeName"), TEXT("priorityClassName"),
	TEXT("serviceAccountName"), TEXT("runtimeClassName"), TEXT("restartPolicy"),
	FLAG("securityContext.runAsNonRoot"), LARGE_NUMBER("securityContext.runAsUser"),
	LARGE_NUMBER("securityContext.runAsGroup"), LARGE_NUMBER("securityContext.fsGroup"),
	LIST_OF_MAPS("securityContext.sysctls"), MAP("securityContext.seccompProfile"),
	MAP("securityContext.seLinuxOptions"), MAP("securityContext.appArmorProfile"),
	{ NULL }
};

static const struct field container_fields[] = {
	TEXT("name"), TEXT("image"), TEXTS("command"), TEXTS("args"), TEXT("restartPolicy"),
	LIST_OF_MAPS("ports"), LIST_OF_MAPS("env"), LIST_OF_MAPS("volumeMounts"), MAP("resources"),
	VALUES("resources.requests"), VALUES("resources.limits"), MAP("livenessProbe"),
	MAP("readinessProbe"), MAP("startupProbe"), MAP("lifecycle"), MAP("securityContext"),
	FLAG("securityContext.privileged"), FLAG("securityContext.allowPrivilegeEscalation"),
	FLAG("securityContext.readOnlyRootFilesystem"), FLAG("securityContext.runAsNonRoot"),
	LARGE_NUMBER("securityContext.runAsUser"), LARGE_NUMBER("securityContext.runAsGroup"),
	MAP("securityContext.capabilities"), TEXTS("securityContext.capabilities.add"),
	TEXTS("securityContext.capabilities.drop"), MAP("securityContext.seccompProfile"),
	MAP("securityContext.seLinuxOptions"), MAP("securityContext.appArmorProfile"),
	{ NULL }
};

static const struct field budget_fields[] = {
	MAP("spec"), MAP("spec.selector"), TEXT("spec.unhealthyPodEvictionPolicy"),
	{ NULL }
};

static const struct field autoscaler_fields[] = {
	MAP("spec"), MAP("spec.scaleTargetRef"), TEXT("spec.scaleTargetRef.kind"),
	TEXT("spec.scaleTargetRef.name"), NUMBER("spec.minReplicas"), NUMBER("spec.maxReplicas"),
	LIST_OF_MAPS("spec.metrics"), MAP("spec.behavior"),
	{ NULL }
};

static const struct field service_fields[] = {
	MAP("spec"), TEXT_MAP("spec.selector"), LIST_OF_MAPS("spec.ports"), TEXT("spec.clusterIP"),
	{ NULL }
};

static const struct field limit_fields[] = {
	MAP("spec"), LIST_OF_MAPS("spec.limits"),
	{ NULL }
};

static const struct {
	enum kind_id kind;
	const struct field *fields;
} other_kinds[] = {
	{ KIND_PDB, budget_fields }, { KIND_HPA, autoscaler_fields },
	{ KIND_SERVICE, service_fields }, { KIND_LIMITRANGE, limit_fields },
};

#define KINDS_WITH_FIELDS (KINDS_WITH_PODS | KIND_BIT(KIND_PDB) | KIND_BIT(KIND_HPA) | \
                           KIND_BIT(KIND_SERVICE) | KIND_BIT(KIND_LIMITRANGE))

static const char *type_name(struct json v)
{
	static const char *const names[] = { "null", "a truth value", "a number", "a text", "a list", "a map" };

	return names[json_type(v)];
}

static void judge_elements(struct visit *v, const struct field *f, struct json value)
{
	json_each(element, value)
		if (json_exists(element) && !(f->elements & BIT(json_type(element))))
			found(v, element, NULL, "%s cannot stand in %s", type_name(element), f->path);
}

/* Kubernetes has no fractions, and its numbers end at 32 or 64 bits. */
static void judge_number(struct visit *v, const struct field *f, struct json value)
{
	int64_t n = json_int(value, INT64_MIN);

	if (n == INT64_MIN || n > f->most || n < -f->most)
		found(v, value, NULL, "%s is %s, expected a whole number of at most %lld", f->path,
		      json_text(value, ""), (long long)f->most);
}

static void judge(struct visit *v, struct json base, const struct field *fields)
{
	for (const struct field *f = fields; f->path; f++) {
		struct json value = json_get(base, f->path);

		if (!json_exists(value))
			continue;
		if (!(f->types & BIT(json_type(value))))
			found(v, value, NULL, "%s is %s, expected %s", f->path, type_name(value), f->expected);
		else if (f->elements)
			judge_elements(v, f, value);
		else if (f->most)
			judge_number(v, f, value);
	}
}

static void container_types(struct visit *v, struct json containers)
{
	json_each(container, containers)
		judge(v, container, container_fields);
}

static void other_types(struct visit *v)
{
	for (size_t i = 0; i < sizeof other_kinds / sizeof *other_kinds; i++)
		if (other_kinds[i].kind == v->object->kind->id)
			judge(v, v->object->json, other_kinds[i].fields);
}

static void field_types(struct visit *v)
{
	const char *pod = v->object->kind->pod;
	struct json template, spec;

	if (v->object->live)
		return; /* the API server has looked at the types */

	judge(v, v->object->json, object_fields);
	other_types(v);
	if (!pod)
		return;
	judge(v, v->object->json, workload_fields);
	template = *pod ? json_get(v->object->json, pod) : v->object->json;
	spec = json_get(template, "spec");
	if (json_exists(template) && json_type(template) != JSON_OBJECT)
		found(v, template, NULL, "the pod template is %s, expected a map", type_name(template));
	else if (json_exists(spec) && json_type(spec) != JSON_OBJECT)
		found(v, spec, NULL, "the pod spec is %s, expected a map", type_name(spec));
	judge(v, spec, pod_fields);
	container_types(v, json_get(spec, "containers"));
	container_types(v, json_get(spec, "initContainers"));
	container_types(v, json_get(spec, "ephemeralContainers"));
}

static void no_name(struct visit *v)
{
	const char *generated = json_str(json_get(v->meta, "generateName"));

	if (!*v->object->name && !generated)
		found(v, v->object->json, "metadata.name", "the object has no name");
}

static void no_containers(struct visit *v)
{
	if (!json_count(json_get(v->spec, "containers")))
		found(v, v->spec, "containers", "the pod has no containers");
}

static const struct check checks[] = {
	{ "obj-field-type", ON_OBJECT, ERROR, field_types, "a field is of the wrong type", .kinds = KINDS_WITH_FIELDS },
	{ "obj-no-name", ON_OBJECT, ERROR, no_name, "an object has no name", .kinds = KINDS_WITH_PODS },
	{ "obj-no-containers", ON_POD, ERROR, no_containers, "a pod has no containers" },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/objects.md.inc"
	0 };

const struct theme objects_theme = { "objects", BEST_PRACTICES, checks, page };
