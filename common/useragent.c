/* The User-Agent header, in the form of client-go's programs. */
#include "kube/useragent.h"

#include "kube/strings.h"
#include "kube/version.h"

#include <ctype.h>
#include <string.h>
#include <sys/utsname.h>

/* The names Go uses where uname has others. */
static const struct {
	const char *machine, *arch;
} archs[] = {
	{ "x86_64", "amd64" },  { "amd64", "amd64" }, { "aarch64", "arm64" },
	{ "arm64", "arm64" },   { "i386", "386" },    { "i486", "386" },
	{ "i586", "386" },      { "i686", "386" },    { "armv6l", "arm" },
	{ "armv7l", "arm" },    { "armv8l", "arm" },
};

static const char *arch_of(const char *machine)
{
	for (size_t i = 0; i < sizeof archs / sizeof *archs; i++)
		if (!strcmp(machine, archs[i].machine))
			return archs[i].arch;
	return machine;
}

void user_agent(const char *program, struct buf *out)
{
	struct utsname system;

	if (!program || !text_starts(program, "kubectl-"))
		program = "kubectl-mks";
	if (uname(&system) < 0)
		system = (struct utsname){ .sysname = "unknown", .machine = "unknown" };
	for (char *c = system.sysname; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	buf_addf(out, "%s/%.*s (%s/%s) kubernetes/%.7s", program,
	         (int)strcspn(version_of_suite, "-"), version_of_suite, system.sysname,
	         arch_of(system.machine), version_commit);
}
