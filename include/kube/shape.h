/*
 * shape.h - whether a document can be read into the types that a Go program has for it.
 *
 *	static const struct shape_field user[] = {
 *		{ "exec", &exec },                 // sorted by name
 *		{ "token", &shape_text },
 *		{ NULL }
 *	};
 *	static const struct shape shape = { SHAPE_STRUCT, "v1.AuthInfo", .fields = user };
 *	if (shape_check(root, &shape, err)) ...
 *	// json: cannot unmarshal number into Go struct field AuthInfo.users.user.token of type string
 *
 * Absent and null values fit every type, unknown fields are passed over.
 */
#ifndef KUBE_SHAPE_H
#define KUBE_SHAPE_H

#include "kube/json.h"

struct shape_field;

struct shape {
	enum { SHAPE_ANY, SHAPE_TEXT, SHAPE_BOOL, SHAPE_BYTES, SHAPE_LIST, SHAPE_MAP, SHAPE_STRUCT } type;
	const char *go;                   /* "v1.ExecConfig", "[]string": the type's name */
	const struct shape *of;           /* the elements of a list or map */
	const struct shape_field *fields; /* of a struct, ended by a NULL name */
};

/* Go checks in the order of names: keep them sorted. */
struct shape_field {
	const char *name;
	const struct shape *shape;
};

extern const struct shape shape_any, shape_text, shape_texts, shape_bool, shape_bytes;

/* ERR_CONFIG: what does not fit first. Bytes must be base64 ("illegal base64 data at input byte 0"). */
int shape_check(struct json v, const struct shape *shape, struct error *err);

#endif
