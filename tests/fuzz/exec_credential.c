/* What a credential plugin prints: taken whole, or refused with a reason. */
#include "../../common/exec_credential.c"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_free) struct arena a = { 0 };
	AUTO(buf_free) struct buf output = { 0 };
	struct exec_credential r = { "", "", "" };
	struct error err = { 0 };

	buf_add(&output, data, size);
	if (read_output(&a, &output, GROUP "v1", &r, &err)) {
		must(err.code && *err.text);
		return 0;
	}
	must(*r.token || *r.cert_pem);
	must(!*r.cert_pem == !*r.key_pem);
	must(!*r.cert_pem || strstr(r.cert_pem, "-----BEGIN CERTIFICATE-----"));
	return 0;
}
