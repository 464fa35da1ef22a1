/* kubectl mks audit: best practices, sizing and security of what the user runs. */
#include "themes.h"

#include "kube/checker.h"

static const struct theme *const themes[] = {
	&objects_theme,
	&resources_theme,
	&sizes_theme,
	&probes_theme,
	&availability_theme,
	&spread_theme,
	&disruption_theme,
	&autoscaling_theme,
	&pod_security_theme,
	&namespace_security_theme,
	&hardening_theme,
	&host_paths_theme,
	&exemptions_theme,
	NULL
};

static const char sample[] = {
#include "plugins/audit/sample/cluster.yaml.inc"
	0 };

static const struct checker audit = {
	.plugin = "kubectl-mks-audit",
	.command = "kubectl mks audit",
	.themes = themes,
	.sample = sample,
	.page = {
		.description =
			"Show what of your half of a managed Kubernetes is not done: best practices, sizing,\n"
			"security. Looks at the cluster of the kubeconfig, or at manifests with -f. Writes nothing.\n"
			"\n"
			"Exit status: 0 no findings of --fail-on or above; 1 the command failed; 2 findings; 3 none,\n"
			"but something could not be checked.",
		.examples =
			"  # Audit the current cluster\n"
			"  kubectl mks audit\n"
			"\n"
			"  # One namespace, a line a finding\n"
			"  kubectl mks audit -n shop -o wide\n"
			"\n"
			"  # What a Helm chart would install\n"
			"  helm template ./chart | kubectl mks audit -f -\n"
			"\n"
			"  # In CI: SARIF for the code host, the overview for the log\n"
			"  kubectl mks audit -f deploy/ -R -o table -o sarif=audit.sarif\n"
			"\n"
			"  # Why, and how to mend it\n"
			"  kubectl mks audit explain pss-base-privileged\n"
			"\n"
			"  # The sample cluster, without a cluster\n"
			"  kubectl mks audit demo",
		.usage = "[-f FILE] [options]",
	},
};

int main(int argc, char **argv)
{
	return checker_main(&audit, argc, argv);
}
