/* The words of findings. */
#include "kube/finding.h"

#include <string.h>
#include <strings.h>

static const char *const severities[] = { "off", "info", "warning", "error" };
static const char *const duties[] = { "yours", "shared", "provider's" };
static const char *const headings[HEADING_COUNT] = {
	"Best practices", "Cluster specification", "Security by design",
	"Controlled customization", "Lifecycle", "Backups",
};

const char *severity_name(int severity)
{
	return severities[severity];
}

int severity_named(const char *name)
{
	if (!strcasecmp(name, "warn"))
		return WARNING;
	for (int i = OFF; i <= ERROR; i++)
		if (!strcasecmp(name, severities[i]))
			return i;
	return -1;
}

const char *duty_name(int duty)
{
	return duties[duty];
}

const char *heading_name(int heading)
{
	return headings[heading];
}
