/* Which files make a kubeconfig, how they are read, and whose contexts they have. */
#include "config_cases.h"

static void test_files(void)
{
	put("one", "current-context: ''\nclusters: [{name: k, cluster: {server: 'https://one'}}]\n");
	put("sub/two", CONTEXT "clusters: [{name: k, cluster: {server: 'https://two', "
	    "tls-server-name: lost}}, {name: l, cluster: {server: 'https://two', "
	    "certificate-authority: ca.crt}}]\n");
	setenv("KUBECONFIG", "one::missing:sub/two:one", 1);
	loads(NULL, "server=https://one file=one file=sub/two",
	      "the first file's entry counts, whole, and each file once");
	loads(&(struct kube_flags){ .cluster = "l" },
	      "server=https://two ca=/sub/ca.crt file=one file=sub/two",
	      "paths start from the file's directory");
	loads(&(struct kube_flags){ .kubeconfig = "sub/two" }, "server=https://two tls=lost",
	      "--kubeconfig is the only file");
	loads(&(struct kube_flags){ .kubeconfig = "none" },
	      "error: stat none: no such file or directory", "and must be there");
	put("one", "a: [");
	put("three", "[]");
	setenv("KUBECONFIG", "one:three:sub/two", 1);
	loads(NULL, "error loading config file \"one\": yaml: line 2: did not find expected node "
	      "content\nerror loading config file \"three\": couldn't get version/kind; json parse "
	      "error: json: cannot unmarshal array into Go value of type struct { APIVersion "
	      "string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
	      "\"json:\\\"kind,omitempty\\\"\" }", "all broken files are told");
	put("one", "current-context: d\ncontexts: [{name: d, context: {namespace: first}}]");
	setenv("KUBECONFIG", "one:sub/two", 1);
	loads(NULL, "server=http://localhost:8080 file=one file=sub/two namespace=first",
	      "the first current context counts");
	setenv("KUBECONFIG", "sub", 1);
	loads(NULL, "error: error loading config file \"sub\": read sub: is a directory",
	      "a directory is none");
	setenv("KUBECONFIG", "none", 1);
	loads(NULL, "server=http://localhost:8080", "no file: the old default");
	setenv("KUBERNETES_MASTER", "https://master", 1);
	loads(NULL, "server=https://master", "or KUBERNETES_MASTER");
	unsetenv("KUBERNETES_MASTER");
	unsetenv("KUBECONFIG");
	setenv("HOME", directory, 1);
	mkdir(".kube", 0755);
	put(".kube/config", CLUSTER CONTEXT);
	loads(NULL, "server=https://h:6443", "else the one in HOME");
	setenv("KUBECONFIG", "config", 1);
}

static void test_reading(void)
{
	has("", "server=http://localhost:8080", "an empty file is an empty config");
	has("\xef\xbb\xbf" CLUSTER CONTEXT "---\nkind: Other\n", "server=https://h:6443",
	    "the first document counts");
	has("{\"current-context\": \"c\", \"contexts\": [{\"name\": \"c\", \"context\": "
	    "{\"namespace\": \"n\"}}]}", "server=http://localhost:8080 namespace=n", "JSON");
	has("users: [{name: u, user: {token: 12345}}]",
	    "error: error loading config file \"config\": json: cannot unmarshal number into Go "
	    "struct field AuthInfo.users.user.token of type string", "types are checked");
	has("kind: 5", "error: error loading config file \"config\": couldn't get version/kind; "
	    "json parse error: json: cannot unmarshal number into Go struct field .kind of type "
	    "string", "also of the kind");
	has("kind: Pod\napiVersion: v1",
	    "error: error loading config file \"config\": no kind \"Pod\" is registered for "
	    "version \"v1\" in scheme \"pkg/runtime/scheme.go:111\"",
	    "the kind is checked");
	has("users: [{name: u, user: {token: secret}}, {name: u}]",
	    "error: error loading config file \"config\": error converting *[]NamedAuthInfo into "
	    "*map[string]*api.AuthInfo: duplicate name \"u\" in list",
	    "names are unique, and no token is told");
	user("client-key-data: '%%%%'", "error: error loading config file \"config\": illegal "
	     "base64 data at input byte 0", "base64 is checked");
	has("a: b\n c: d\n", "error: error loading config file \"config\": yaml: line 2: mapping "
	    "values are not allowed in this context", "the line is told");
}

static void test_contexts(void)
{
	AUTO(strings_free) struct strings names = { 0 };
	struct kube_flags none = { 0 };
	struct error err;

	put("config", "contexts: [{name: b}, {name: a}]");
	put("one", "contexts: [{name: c}, {name: a}]");
	setenv("KUBECONFIG", "config:one", 1);
	ok(!kubeconfig_contexts(&none, &names, &err) && names.n == 3, "all contexts");
	is(names.at[0], "a", "are sorted");
}

int main(void)
{
	static const char *const files[] = { "one", "three", "sub/two", ".kube/config", ".kube", NULL };

	enter_directory();
	test_files();
	test_reading();
	test_contexts();
	leave_directory(files);
	return tap_end();
}
