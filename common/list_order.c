/* The order of a list's objects. */
#include "kube/list_order.h"

#include <string.h>

/* false: it has no name, so there is no order to rely on. */
static bool set_key(struct buf *key, struct json item)
{
	struct json metadata = json_key(item, "metadata");
	const char *namespace = json_str(json_key(metadata, "namespace"));
	const char *name = json_str(json_key(metadata, "name"));

	buf_cut(key, 0);
	if (namespace && *namespace) {
		buf_puts(key, namespace);
		buf_putc(key, '/');
	}
	if (name)
		buf_puts(key, name);
	return name && *name;
}

static void keep(struct buf *kept, const struct buf *key)
{
	buf_cut(kept, 0);
	buf_add(kept, buf_text(key), key->len);
}

int list_order_step(struct list_order *o, struct json item, struct error *err)
{
	bool named = set_key(&o->key, item);
	int order = o->any_before ? strcmp(buf_text(&o->key), buf_text(&o->before)) : 1;

	if (named && !order)
		return error_set(err, ERR_DATA, "%s is in it twice", o->key.at);
	o->unsorted |= !named || order < 0;
	if (o->unsorted && o->again)
		return error_set(err, ERR_DATA, "it broke off and cannot be continued, since its "
		                                "objects are in no order");
	keep(&o->before, &o->key);
	o->any_before = true;
	if (o->again && o->any_shown && strcmp(buf_text(&o->key), buf_text(&o->shown)) <= 0)
		return LIST_PASS_OVER;
	keep(&o->shown, &o->key);
	o->any_shown = true;
	return LIST_SHOW;
}

void list_order_again(struct list_order *o)
{
	o->again = true;
	o->any_before = false;
}

void list_order_free(struct list_order *o)
{
	buf_free(&o->shown);
	buf_free(&o->before);
	buf_free(&o->key);
}
