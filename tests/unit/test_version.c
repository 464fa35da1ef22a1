/* Kubernetes versions. */
#include "kube/version.h"
#include "tap.h"

static const struct {
	const char *text;
	struct version v;
} good[] = {
	{ "v1.36.3", { 1, 36, 3 } },
	{ "1.36.3", { 1, 36, 3 } },
	{ "1.36", { 1, 36, -1 } },
	{ "v1.29.3-gke.1+build", { 1, 29, 3 } },
	{ "1.27+", { 1, 27, -1 } },
	{ "1.27-alpha.1", { 1, 27, -1 } },
	{ "v1.30.0-rc.1", { 1, 30, 0 } },
	{ "1.36.", { 1, 36, -1 } },
	{ "1.36.x", { 1, 36, -1 } },
	{ "10.0.123456789", { 10, 0, 123456789 } },
	{ "1.007.1", { 1, 7, 1 } },
};

static const char *const bad[] = {
	"", "v", "1", "1.", "v1.x", "x1.36", "vv1.36", ".36", "-1.36", "1,36", " 1.36", "latest",
	"1234567890.1", "1.1234567890", "1.99999999999999999999",
};

static const char *const ascending[] = {
	"0.9.9", "1.9", "1.9.0", "1.9.1", "1.10", "1.10.2", "1.10.10", "2.0",
};

static struct version of(const char *text)
{
	struct version v = { 0 };

	version_parse(text, &v);
	return v;
}

int main(void)
{
	size_t n = sizeof ascending / sizeof *ascending;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct version v = of(good[i].text);

		ok(v.major == good[i].v.major && v.minor == good[i].v.minor &&
		           v.patch == good[i].v.patch,
		   "%s is %d, %d, %d", good[i].text, v.major, v.minor, v.patch);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct version v = { 7, 7, 7 };

		ok(version_parse(bad[i], &v) == -1 && v.major == 7 && v.minor == 7 && v.patch == 7,
		   "\"%s\" is none", bad[i]);
	}
	ok(version_parse(NULL, &(struct version){ 0 }) == -1, "no text is none");
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int order = version_cmp(of(ascending[i]), of(ascending[j]));

			ok(i < j ? order < 0 : i > j ? order > 0 : !order, "%s and %s",
			   ascending[i], ascending[j]);
		}
	ok(version_at_least(of("1.36.3"), 1, 36), "new enough");
	ok(version_at_least(of("2.0"), 1, 36), "by far");
	ok(!version_at_least(of("1.35.9"), 1, 36), "too old");
	ok(!version_at_least(of("0.99"), 1, 36), "by far");
	ok(*version_of_suite && *version_commit, "the suite has a version of its own");
	return tap_end();
}
