/* URLs: what Go's net/url takes and refuses, and how it writes them. */
#include "kube/url.h"

#include "tap.h"

static struct arena arena;

static void reads(enum url_form form, const char *text, const char *expected)
{
	struct error err = { 0 };
	struct url u;

	is(url_parse(&arena, text, form, &u, &err) ? err.text : url_text(&arena, &u), expected,
	   text);
}

static void any(const char *text, const char *expected)
{
	reads(URL_ANY, text, expected);
}

static void test_parts(void)
{
	struct error err = { 0 };
	struct url u;

	ok(!url_parse(&arena, "HTTPS://me:a%20b@Host:6443/p/q?x=1#f", URL_ANY, &u, &err), "whole");
	is(u.scheme, "https", "scheme");
	is(u.user, "me:a%20b", "user");
	is(u.host, "Host:6443", "host");
	is(u.path, "/p/q", "path");
	is(u.query, "x=1", "query");
	is(u.fragment, "f", "fragment");
	ok(!url_parse(&arena, "host:6443", URL_ANY, &u, &err), "a host with a port");
	is(u.scheme, "host", "looks like a scheme");
	is(u.opaque, "6443", "and something");
}

static void test_texts(void)
{
	any("https://host:6443", "https://host:6443");
	any("https://host/", "https://host/");
	any("https://host?", "https://host?");
	any("https://[fe80::1%25eth0]:1/x", "https://[fe80::1%25eth0]:1/x");
	any("https://host/a b\"%41%2f", "https://host/a%20b%22A/");
	any("https://host/%41%2f!", "https://host/%41%2f!");
	any("https://host/p?q#a b", "https://host/p?q#a%20b");
	any("https://h\xc3\xa9", "https://h%C3%A9");
	any("https://u:p:q@host", "https://u:p%3Aq@host");
	any("file:/x", "file:/x");
	any("file:///x", "file:///x");
	any("socks5://a:1:2", "socks5://a:1:2");
	any("host/path", "host/path");
	any("", "");
	reads(URL_REQUEST, "https://host/p?q=1#f", "https://host/p?q=1#f");
	reads(URL_REQUEST, "https://host/p#f", "https://host/p%23f");
	reads(URL_REQUEST, "//host/p", "//host/p");
}

static void test_refused(void)
{
	any(":", "parse \":\": missing protocol scheme");
	any("a b:c", "parse \"a b:c\": first path segment in URL cannot contain colon");
	any("http://[::1", "parse \"http://[::1\": missing ']' in host");
	any("http://[1.2.3.4]", "parse \"http://[1.2.3.4]\": invalid host: unable to parse IP");
	any("http://a[::1]", "parse \"http://a[::1]\": invalid IP-literal");
	any("https://host:port", "parse \"https://host:port\": invalid port \":port\" after host");
	any("http://a: ", "parse \"http://a: \": invalid port \": \" after host");
	any("https://a:1:2", "parse \"https://a:1:2\": invalid port \":1:2\" after host");
	any("https://a b", "parse \"https://a b\": invalid character \" \" in host name");
	any("https://a%41", "parse \"https://a%41\": invalid URL escape \"%41\"");
	any("https://host/%zz", "parse \"https://host/%zz\": invalid URL escape \"%zz\"");
	any("https://u p@host", "parse \"https://u p@host\": net/url: invalid userinfo");
	any("https://host\n", "parse \"https://host\\n\": net/url: invalid control character in URL");
	reads(URL_REQUEST, "", "parse \"\": empty url");
	reads(URL_REQUEST, "host", "parse \"host\": invalid URI for request");
}

int main(void)
{
	test_parts();
	test_texts();
	test_refused();
	arena_free(&arena);
	return tap_end();
}
