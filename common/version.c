/* Versions of Kubernetes, and our own. */
#include "kube/version.h"

#include <stdlib.h>

#ifndef VERSION
#define VERSION "v0.0.0"
#define COMMIT "unknown"
#endif

const char version_of_suite[] = VERSION;
const char version_commit[] = COMMIT;

/* Digits at *at; -1 when there are none, or more than an int holds. */
static int number(const char **at)
{
	int n = 0, digits = 0;

	for (; **at >= '0' && **at <= '9'; (*at)++, digits++)
		n = digits < 9 ? n * 10 + (**at - '0') : -1;
	return digits ? n : -1;
}

int version_parse(const char *text, struct version *v)
{
	struct version parsed;

	if (!text)
		return -1;
	if (*text == 'v')
		text++;
	parsed.major = number(&text);
	if (parsed.major < 0 || *text++ != '.')
		return -1;
	parsed.minor = number(&text);
	if (parsed.minor < 0)
		return -1;
	parsed.patch = -1;
	if (*text == '.') {
		text++;
		parsed.patch = number(&text);
	}
	*v = parsed;
	return 0;
}

int version_cmp(struct version a, struct version b)
{
	if (a.major != b.major)
		return a.major < b.major ? -1 : 1;
	if (a.minor != b.minor)
		return a.minor < b.minor ? -1 : 1;
	return (a.patch > b.patch) - (a.patch < b.patch);
}

bool version_at_least(struct version v, int major, int minor)
{
	return v.major != major ? v.major > major : v.minor >= minor;
}
