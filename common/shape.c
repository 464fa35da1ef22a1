/*
 * One descent along the types. The path to a field is a chain of frames on the stack, so
 * that nothing is built before something is wrong.
 */
#include "kube/shape.h"

#include "kube/base64.h"

#include <string.h>

const struct shape shape_any = { SHAPE_ANY, "interface {}" };
const struct shape shape_text = { SHAPE_TEXT, "string" };
const struct shape shape_texts = { SHAPE_LIST, "[]string", .of = &shape_text };
const struct shape shape_bool = { SHAPE_BOOL, "bool" };
const struct shape shape_bytes = { SHAPE_BYTES, "[]uint8" };

/* Where we are: the field of a struct, and the field that struct is in. */
struct frame {
	const struct frame *above;
	const char *type, *field;
};

static int check(struct json v, const struct shape *shape, const struct frame *at,
                 struct error *err);

static void add_path(struct buf *path, const struct frame *at)
{
	if (at->above) {
		add_path(path, at->above);
		buf_putc(path, '.');
	}
	buf_puts(path, at->field);
}

/* "AuthInfo" of "v1.AuthInfo", nothing of a type without a name. */
static const char *name_of(const char *type)
{
	const char *dot = strchr(type, '.');

	return dot ? dot + 1 : "";
}

static int misfit(struct json v, const char *type, const struct frame *at, struct error *err)
{
	static const char *const kinds[] = {
		[JSON_ABSENT] = "null",   [JSON_BOOL] = "bool",   [JSON_NUMBER] = "number",
		[JSON_STRING] = "string", [JSON_ARRAY] = "array", [JSON_OBJECT] = "object",
	};
	AUTO(buf_free) struct buf path = { 0 };

	if (!at)
		return error_set(err, ERR_CONFIG, "json: cannot unmarshal %s into Go value of type %s",
		                 kinds[json_type(v)], type);
	add_path(&path, at);
	return error_set(err, ERR_CONFIG,
	                 "json: cannot unmarshal %s into Go struct field %s.%s of type %s",
	                 kinds[json_type(v)], name_of(at->type), path.at, type);
}

static int check_fields(struct json v, const struct shape *shape, const struct frame *above,
                        struct error *err)
{
	for (const struct shape_field *f = shape->fields; f->name; f++) {
		struct frame here = { above, shape->go, f->name };

		if (check(json_key(v, f->name), f->shape, &here, err))
			return -1;
	}
	return 0;
}

static int check_bytes(struct json v, struct error *err)
{
	AUTO(buf_free) struct buf bytes = { 0 };

	if (!base64_decode(json_str(v), &bytes, err))
		return 0;
	if (err)
		err->code = ERR_CONFIG;
	return -1;
}

static int check(struct json v, const struct shape *shape, const struct frame *at,
                 struct error *err)
{
	static const enum json_type fitting[] = {
		[SHAPE_TEXT] = JSON_STRING, [SHAPE_BOOL] = JSON_BOOL,  [SHAPE_BYTES] = JSON_STRING,
		[SHAPE_LIST] = JSON_ARRAY,  [SHAPE_MAP] = JSON_OBJECT, [SHAPE_STRUCT] = JSON_OBJECT,
	};

	if (shape->type == SHAPE_ANY || !json_exists(v))
		return 0;
	if (json_type(v) != fitting[shape->type])
		return misfit(v, shape->go, at, err);
	if (shape->type == SHAPE_BYTES)
		return check_bytes(v, err);
	if (shape->type == SHAPE_STRUCT)
		return check_fields(v, shape, at, err);
	json_each(item, v)
		if (check(item, shape->of, at, err))
			return -1;
	return 0;
}

int shape_check(struct json v, const struct shape *shape, struct error *err)
{
	return check(v, shape, NULL, err);
}
