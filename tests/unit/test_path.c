/* Paths: Go's filepath.Clean, Dir and Join. */
#include "kube/path.h"

#include "tap.h"

static struct arena arena;

static void cleans(const char *path, const char *expected)
{
	is(path_clean(&arena, path), expected, path);
}

int main(void)
{
	cleans("", ".");
	cleans(".", ".");
	cleans("/", "/");
	cleans("///", "/");
	cleans("a//b/", "a/b");
	cleans("./a/./b/.", "a/b");
	cleans("a/..", ".");
	cleans("a/../..", "..");
	cleans("../../a", "../../a");
	cleans("../a/../../b", "../../b");
	cleans("/..", "/");
	cleans("/../a", "/a");
	cleans("/a/../..", "/");
	cleans("a/b/../../..", "..");
	cleans("..a/...", "..a/...");
	is(path_directory(&arena, "config"), ".", "a bare name is here");
	is(path_directory(&arena, "/config"), "/", "the root");
	is(path_directory(&arena, "a/b//c"), "a/b", "a directory");
	is(path_directory(&arena, "a/b/"), "a/b", "a final slash");
	is(path_resolve(&arena, "/home/me/.kube", "../ca.crt"), "/home/me/ca.crt", "from there");
	is(path_resolve(&arena, "/d", "/a/../b"), "/a/../b", "an absolute path stays");
	is(path_name("/usr/bin/plugin"), "plugin", "the name");
	is(path_name("plugin"), "plugin", "a bare name");
	is(path_name("a/"), "", "no name");
	arena_free(&arena);
	return tap_end();
}
