/* The system's certificate authorities. */
#include "kube/roots.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt",                /* Debian, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, RHEL */
	"/etc/ssl/ca-bundle.pem",                            /* SUSE */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* RHEL 7 */
	"/etc/ssl/cert.pem",                                 /* macOS, the BSDs */
};

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static bool is_there(const char *path)
{
	struct stat s;

	return path && !stat(path, &s);
}

const char *roots_file(const char *built_in)
{
	const char *given = environment("SSL_CERT_FILE");

	if (given)
		return given;
	if (is_there(built_in))
		return NULL;
	for (size_t i = 0; i < sizeof bundles / sizeof *bundles; i++)
		if (is_there(bundles[i]))
			return bundles[i];
	return NULL;
}

const char *roots_directory(void)
{
	return environment("SSL_CERT_DIR");
}
