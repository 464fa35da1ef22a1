// Random kubeconfig files and flags: few names, so that they meet, and every field now and
// then.
package main

import (
	"encoding/base64"
	"strings"

	"sigs.k8s.io/yaml"
)

const (
	configNames = "a a a a a b c"
	configPaths = "ca.crt ca.crt ca.crt ca.crt ./ca.crt ./ca.crt sub/../ca.crt ../ca.crt missing"
)

func base64Text(p *picker) any {
	if p.percent(2) {
		return p.one("%%%", "YQ", "YQ==\n", "YQ= =")
	}
	return base64.StdEncoding.EncodeToString([]byte(p.text("abc\n", 9) + "x"))
}

func text(words string) func(*picker) any { return func(p *picker) any { return p.word(words) } }

// anyOf gives one of the choices, which text cannot where they have spaces or are empty.
func anyOf(choices ...string) func(*picker) any {
	return func(p *picker) any { return p.one(choices...) }
}

// usually gives the first of the choices, nine times of ten or more.
func usually(first string, others ...string) func(*picker) any {
	return func(p *picker) any {
		if p.percent(max(98-4*len(others), 80)) {
			return first
		}
		return p.one(others...)
	}
}

func truth(p *picker) any { return p.percent(70) }

// A field of an entry, how often it is there, and what it may be.
type field struct {
	name    string
	percent int
	value   func(*picker) any
}

func (p *picker) object(fields []field) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		p.maybe(f.percent, out, f.name, func() any { return f.value(p) })
	}
	return out
}

func clusterFields() []field {
	return []field{
		{"server", 92, text(`https://one:6443 https://two/a/b https://h/p?q=1#f http://plain:8080
			host:1 host https://[::1]:6443 https://HOST/ https://u@h`)},
		{"certificate-authority", 15, text(configPaths)},
		{"certificate-authority-data", 20, base64Text},
		{"insecure-skip-tls-verify", 15, truth},
		{"tls-server-name", 15, text("name other")},
		{"proxy-url", 12, usually("http://p:1", "https://p", "socks5://p:2", "http://u:w@p/x",
			"socks5h://p", "p:8080", "http://[::1")},
		{"disable-compression", 10, truth},
		{"extensions", 12, clusterExtensions},
	}
}

func clusterExtensions(p *picker) any {
	name := p.one("client.authentication.k8s.io/exec", "client.authentication.k8s.io/exec", "other")
	return []any{map[string]any{"name": name,
		"extension": map[string]any{"audience": p.word("x y")}}}
}

func userFields() []field {
	return []field{
		{"token", 30, text("t1 t2")},
		{"tokenFile", 15, text("token token sub/token")},
		{"client-certificate", 5, text(configPaths)},
		{"client-certificate-data", 3, base64Text},
		{"client-key", 5, text(configPaths)},
		{"client-key-data", 5, base64Text},
		{"username", 8, text("u1 u2")},
		{"password", 8, text("p1 p2")},
		{"as", 20, text("alice bob")},
		{"as-uid", 2, text("7 8")},
		{"as-groups", 2, impersonatedGroups},
		{"as-user-extra", 1, impersonatedExtra},
		{"auth-provider", 5,
			func(p *picker) any { return map[string]any{"name": p.word("oidc gcp")} }},
		{"exec", 25, execFields},
	}
}

func impersonatedGroups(p *picker) any { return p.list(3, text("g1 g2")) }

func impersonatedExtra(p *picker) any {
	return map[string]any{p.word("k1 k2"): p.list(2, text("v1 v2")), "k3": p.list(1, text("v3"))}
}

// user is an entry whose fields go together, besides those that userFields puts there by
// chance.
func user(p *picker) any {
	out := p.object(userFields())
	if p.percent(20) {
		out["client-certificate"], out["client-key"] = p.word(configPaths), "sub/ca.crt"
	}
	if p.percent(20) {
		out["client-certificate-data"], out["client-key-data"] = base64Text(p), base64Text(p)
	}
	if _, is := out["as"]; is {
		p.maybe(50, out, "as-groups", func() any { return impersonatedGroups(p) })
		p.maybe(30, out, "as-user-extra", func() any { return impersonatedExtra(p) })
		p.maybe(30, out, "as-uid", func() any { return "7" })
	}
	return out
}

func execFields(p *picker) any {
	return p.object([]field{
		{"apiVersion", 98, text(`client.authentication.k8s.io/v1
			client.authentication.k8s.io/v1beta1 client.authentication.k8s.io/v1alpha1`)},
		{"command", 98, text("plugin ./plugin sub/plugin ../plugin /bin/plugin sub/../plugin")},
		{"args", 50, func(p *picker) any { return p.list(3, text("-x --y=1 z")) }},
		{"env", 40, func(p *picker) any {
			return p.list(2, func(p *picker) any {
				return p.object([]field{{"name", 95, text("A B")}, {"value", 90, text("1 2")}})
			})
		}},
		{"installHint", 25, anyOf("get it", "red \x1b[1m", "a\tb\nc", "é\u200b\u00ad")},
		{"provideClusterInfo", 40, truth},
		{"interactiveMode", 85, usually("Never", "IfAvailable", "Always", "Sometimes")},
	})
}

func contextFields() []field {
	return []field{
		{"cluster", 93, text(configNames)},
		{"user", 90, text(configNames)},
		{"namespace", 40, anyOf("ns", "default", "Bad_Name", "other")},
	}
}

// namedEntries is a list as kubeconfig has it: [{name, cluster: {…}}…]; a name twice is an
// error, and rare here.
func namedEntries(p *picker, key string, entry func(*picker) any) any {
	out := []any{}
	for i, name := range []string{"a", "b", "c"} {
		if p.percent(92 - 20*i) {
			out = append(out, map[string]any{"name": name, key: entry(p)})
		}
	}
	if p.percent(2) {
		out = append(out, map[string]any{"name": "a", key: entry(p)})
	}
	return out
}

func kubeconfigText(p *picker) string {
	config := p.object([]field{
		{"apiVersion", 90, usually("v1", "v2")},
		{"kind", 90, usually("Config", "Pod")},
		{"current-context", 85, usually("a", "b", "c", "d")},
		{"preferences", 10, func(p *picker) any { return map[string]any{"colors": truth(p)} }},
		{"clusters", 95, func(p *picker) any {
			return namedEntries(p, "cluster",
				func(p *picker) any { return p.object(clusterFields()) })
		}},
		{"users", 90, func(p *picker) any { return namedEntries(p, "user", user) }},
		{"contexts", 95, func(p *picker) any {
			return namedEntries(p, "context",
				func(p *picker) any { return p.object(contextFields()) })
		}},
	})
	if p.percent(20) {
		return encode(config)
	}
	made, err := yaml.Marshal(config)
	if err != nil {
		panic(err)
	}
	return disturb(p, string(made))
}

// disturb is what people do to such files by hand.
func disturb(p *picker, made string) string {
	switch p.IntN(40) {
	case 0:
		return ""
	case 1:
		return "---\n" + made + "---\nkind: Other\n"
	case 2:
		return strings.ReplaceAll(made, "\n", "\r\n")
	case 3:
		return "\ufeff" + made
	case 4:
		return strings.Replace(made, ": true", ": "+p.word("yes on True y \"true\" 1"), 1)
	case 5:
		return strings.Replace(made, "token: t1", "token: "+p.word("12345 true null ~ 1.5 [t1]"), 1)
	case 6:
		return made + "unknown: field\n"
	case 7:
		return made + "current-context: b\n"
	case 8:
		return strings.Replace(made, "server:", "Server:", 1)
	case 9:
		return made + "\tx: 1\n"
	case 10:
		return strings.Replace(made, "- name: a", "- name: "+p.word("1 yes null A"), 1)
	case 11:
		return strings.Replace(made, "namespace: ns", "namespace: "+p.one("null", "''", "5",
			"ns # not a comment?"), 1)
	}
	return made
}

func flagFields() []field {
	return []field{
		{"kubeconfig", 4, text("one one sub/two missing")},
		{"context", 15, text(configNames + " b c d")},
		{"cluster", 8, text(configNames + " b c d")},
		{"user", 8, text(configNames + " b c d")},
		{"namespace", 15, text("nsflag default")},
		{"server", 12, text("https://flag:1 http://flag flag:2 https://flag/x/")},
		{"tls-server-name", 6, text("flagname")},
		{"certificate-authority", 8, text(configPaths)},
		{"insecure-skip-tls-verify", 8, truth},
		{"client-certificate", 4, text(configPaths)},
		{"client-key", 6, text(configPaths)},
		{"token", 8, text("flagtoken")},
		{"username", 3, text("flaguser")},
		{"password", 3, text("flagpass")},
		{"as", 6, text("carol")},
		{"as-uid", 2, text("9")},
		{"as-group", 3, func(p *picker) any { return p.list(2, text("g3 g4")) }},
		{"as-user-extra", 2, func(p *picker) any {
			return p.list(3,
				text("k1=x k1=y k9=z= bare"))
		}},
		{"disable-compression", 4, truth},
		{"request-timeout", 8, text("0 30 1m 1.5s 2h -1 -1s x 007 +5 9999999999 1ns")},
	}
}

func generateKubeconfig(p *picker) any {
	files := []any{map[string]any{"name": "one", "text": kubeconfigText(p)}}
	for _, name := range []string{"sub/two", "three", "absent", "one"} {
		if p.percent(18) {
			file := map[string]any{"name": name, "text": kubeconfigText(p)}
			if name == "absent" {
				delete(file, "text")
			}
			files = append(files, file)
		}
	}
	aside := []any{}
	for _, name := range []string{"ca.crt", "sub/ca.crt", "token", "sub/token"} {
		if p.percent(93) {
			aside = append(aside, map[string]any{"name": name, "text": name})
		}
	}
	return map[string]any{"files": files, "aside": aside, "flags": p.object(flagFields()),
		"relative": p.percent(15)}
}
