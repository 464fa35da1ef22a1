/*
 * checker.h - the command every plugin that runs checks is: options, objects, checks,
 * report, exit status. A plugin brings its themes and its help.
 *
 *	int main(int argc, char **argv)
 *	{
 *		return checker_main(&audit, argc, argv);
 *	}
 */
#ifndef KUBE_CHECKER_H
#define KUBE_CHECKER_H

#include "kube/check.h"
#include "kube/plugin.h"

struct checker {
	const char *plugin;                /* "kubectl-mks-audit" */
	const char *command;               /* "kubectl mks audit" */
	const struct theme *const *themes; /* ends with NULL */
	struct plugin_page page;           /* options: its own ones, may be NULL */
	const char *sample;                /* manifests of the sample cluster for `demo` */
};

int checker_main(const struct checker *checker, int argc, char **argv);

#endif
