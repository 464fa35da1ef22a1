/* Looking up checks in the tables of themes. */
#include "kube/theme.h"

#include "kube/strings.h"

#include <string.h>

const struct check *check_named(const struct theme *const *themes, const char *id,
                                const struct theme **theme)
{
	for (; *themes; themes++)
		for (const struct check *c = (*themes)->checks; c->id; c++)
			if (!strcmp(c->id, id)) {
				if (theme)
					*theme = *themes;
				return c;
			}
	return NULL;
}

const struct check *check_matching(const struct theme *const *themes, const char *glob)
{
	for (; *themes; themes++)
		for (const struct check *c = (*themes)->checks; c->id; c++)
			if (text_glob(glob, c->id))
				return c;
	return NULL;
}
