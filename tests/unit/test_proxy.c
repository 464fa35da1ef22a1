/* Which proxy, by Go's rules: rows of environment and URL. */
#include "kube/proxy.h"
#include "tap.h"

#include <stdlib.h>

static const char *const names[] = { "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy",
	                             "ALL_PROXY",   "all_proxy",   "NO_PROXY",   "no_proxy" };

static const struct {
	const char *name, *value; /* of one variable */
	const char *url, *proxy;
} simple[] = {
	{ "HTTPS_PROXY", "http://p:3128", "https://mks.example", "http://p:3128" },
	{ "https_proxy", "http://p:3128", "https://mks.example", "http://p:3128" },
	{ "HTTPS_PROXY", "p:3128", "https://mks.example", "http://p:3128" },
	{ "HTTPS_PROXY", "socks5://p:1080", "https://mks.example", "socks5://p:1080" },
	{ "HTTPS_PROXY", "", "https://mks.example", "" },
	{ "HTTPS_PROXY", "http://p:3128", "http://mks.example", "" },
	{ "HTTP_PROXY", "http://p:3128", "http://mks.example", "http://p:3128" },
	{ "http_proxy", "http://p:3128", "HTTP://mks.example/x", "http://p:3128" },
	{ "HTTP_PROXY", "http://p:3128", "https://mks.example", "" },
	{ "ALL_PROXY", "http://p:3128", "https://mks.example", "" },
	{ "all_proxy", "http://p:3128", "http://mks.example", "" },
	{ "HTTPS_PROXY", "http://p:3128", "https://localhost:6443", "" },
	{ "HTTPS_PROXY", "http://p:3128", "https://127.8.9.1:6443", "" },
	{ "HTTPS_PROXY", "http://p:3128", "https://[::1]:6443", "" },
	{ "HTTPS_PROXY", "http://p:3128", "https://128.0.0.1", "http://p:3128" },
	{ "HTTPS_PROXY", "http://p:3128", "https://localhost.example", "http://p:3128" },
	{ "HTTPS_PROXY", "http://p:3128", "no url", "" },
};

static const struct {
	const char *no_proxy, *host, *port;
	bool exempt;
} exempts[] = {
	{ "*", "mks.example", "443", true },
	{ "", "mks.example", "443", false },
	{ "mks.example", "mks.example", "443", true },
	{ "mks.example", "a.mks.example", "443", true },
	{ "mks.example", "amks.example", "443", false },
	{ ".mks.example", "a.mks.example", "443", true },
	{ ".mks.example", "mks.example", "443", false },
	{ "*.mks.example", "a.mks.example", "443", true },
	{ "*.mks.example", "mks.example", "443", false },
	{ " MKS.Example ", "mks.EXAMPLE", "443", true },
	{ "a, ,mks.example", "mks.example", "443", true },
	{ "mks.example:6443", "mks.example", "6443", true },
	{ "mks.example:6443", "mks.example", "443", false },
	{ "10.0.0.0/8", "10.1.2.3", "443", true },
	{ "10.0.0.0/8", "11.1.2.3", "443", false },
	{ "10.1.2.128/25", "10.1.2.129", "443", true },
	{ "10.1.2.128/25", "10.1.2.127", "443", false },
	{ "0.0.0.0/0", "8.8.8.8", "443", true },
	{ "10.1.2.3/32", "10.1.2.3", "443", true },
	{ "10.0.0.0/33", "10.1.2.3", "443", false },
	{ "10.0.0.0/8", "mks.example", "443", false },
	{ "2001:db8::/32", "2001:db8::7", "443", true },
	{ "2001:db8::/32", "2001:db9::7", "443", false },
	{ "2001:db8::/32", "10.1.2.3", "443", false },
	{ "10.1.2.3", "10.1.2.3", "443", true },
	{ "10.1.2.3:6443", "10.1.2.3", "443", false },
	{ "10.1.2.3:443", "10.1.2.3", "443", true },
	{ "2001:db8::7", "2001:0db8::7", "443", true },
	{ "[2001:db8::7]:443", "2001:db8::7", "443", true },
	{ "[2001:db8::7]:444", "2001:db8::7", "443", false },
	{ "1.2.3", "10.1.2.3", "443", false },
	{ ":443", "mks.example", "443", false },
};

static void clear(void)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

static void from_environment(void)
{
	for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
		AUTO(buf_free) struct buf out = { 0 };
		char what[200];

		clear();
		setenv(simple[i].name, simple[i].value, 1);
		proxy_for(simple[i].url, &out);
		snprintf(what, sizeof what, "%s=%s for %s", simple[i].name, simple[i].value,
		         simple[i].url);
		is(buf_text(&out), simple[i].proxy, what);
	}
}

int main(void)
{
	AUTO(buf_free) struct buf out = { 0 };

	from_environment();
	for (size_t i = 0; i < sizeof exempts / sizeof *exempts; i++)
		ok(proxy_exempts(exempts[i].no_proxy, exempts[i].host, exempts[i].port) ==
		   exempts[i].exempt,
		   "NO_PROXY=%s %s %s:%s", exempts[i].no_proxy,
		   exempts[i].exempt ? "exempts" : "does not exempt", exempts[i].host,
		   exempts[i].port);
	clear();
	setenv("HTTPS_PROXY", "http://upper:1", 1);
	setenv("https_proxy", "http://lower:1", 1);
	setenv("no_proxy", "other.example", 1);
	proxy_for("https://mks.example", &out);
	is(buf_text(&out), "http://upper:1", "the upper-case name wins");
	buf_cut(&out, 0);
	setenv("no_proxy", "mks.example:443", 1);
	proxy_for("https://mks.example", &out);
	is(buf_text(&out), "", "an https URL without a port has port 443");
	return tap_end();
}
