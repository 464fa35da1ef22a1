// kubeconfig files and flags: what client-go's clientcmd makes of them, as kubectl asks it.
//
// A case is {"files":[{"name","text"}…], "aside":[{"name","text"}…], "flags":{…},
// "relative":bool}. All files are written below a directory that is the working directory,
// those of "files" (without a text: left missing) make up KUBECONFIG, with the directory before
// them or relative. The answer is one line of JSON with what is set, paths without the
// directory; or `error "TEXT"`, kubectl's words, but for files that cannot be read as a
// configuration just which.
package main

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	kjson "sigs.k8s.io/json"
)

type configFile struct {
	Name string  `json:"name"`
	Text *string `json:"text"`
}

type configFlags struct {
	Kubeconfig  string   `json:"kubeconfig"`
	Context     string   `json:"context"`
	Cluster     string   `json:"cluster"`
	User        string   `json:"user"`
	Namespace   string   `json:"namespace"`
	Server      string   `json:"server"`
	ServerName  string   `json:"tls-server-name"`
	CA          string   `json:"certificate-authority"`
	Certificate string   `json:"client-certificate"`
	Key         string   `json:"client-key"`
	Token       string   `json:"token"`
	Username    string   `json:"username"`
	Password    string   `json:"password"`
	As          string   `json:"as"`
	AsUID       string   `json:"as-uid"`
	AsGroup     []string `json:"as-group"`
	AsUserExtra []string `json:"as-user-extra"`
	Insecure    bool     `json:"insecure-skip-tls-verify"`
	Uncompress  bool     `json:"disable-compression"`
	Timeout     string   `json:"request-timeout"`
}

type configCase struct {
	Files    []configFile `json:"files"`
	Aside    []configFile `json:"aside"`
	Flags    configFlags  `json:"flags"`
	Relative bool         `json:"relative"`
}

// Nothing of a case may be written elsewhere.
var configFileName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9][a-z0-9.-]*)?$`)

// configDirectory is made at the first case; HOME and in-cluster variables must not be looked
// at either.
var configDirectory = ""

func enterConfigDirectory() error {
	if configDirectory == "" {
		made, err := os.MkdirTemp("", "oracle")
		if err != nil {
			return err
		}
		if configDirectory, err = filepath.EvalSymlinks(made); err != nil {
			return err
		}
		for _, name := range []string{"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT",
			"POD_NAMESPACE"} {
			os.Unsetenv(name)
		}
	}
	return os.Chdir(configDirectory)
}

func leaveConfigDirectory() {
	if configDirectory != "" {
		os.RemoveAll(configDirectory)
	}
}

func (c configCase) valid() bool {
	for _, file := range append(append([]configFile{}, c.Files...), c.Aside...) {
		if !configFileName.MatchString(file.Name) || !filepath.IsLocal(file.Name) {
			return false
		}
	}
	return true
}

func (c configCase) write() error {
	old, err := os.ReadDir(configDirectory)
	for _, entry := range old {
		if err == nil {
			err = os.RemoveAll(filepath.Join(configDirectory, entry.Name()))
		}
	}
	for _, file := range append(append([]configFile{}, c.Files...), c.Aside...) {
		if err == nil && file.Text != nil {
			if err = os.MkdirAll(filepath.Dir(file.Name), 0o755); err == nil {
				err = os.WriteFile(file.Name, []byte(*file.Text), 0o600)
			}
		}
	}
	return err
}

func (c configCase) kubeconfig() string {
	paths := []string{}
	for _, file := range c.Files {
		path := file.Name
		if !c.Relative {
			path = filepath.Join(configDirectory, path)
		}
		paths = append(paths, path)
	}
	if len(paths) == 0 {
		// An empty variable would stand for the file in HOME.
		return filepath.Join(configDirectory, "missing")
	}
	return strings.Join(paths, string(filepath.ListSeparator))
}

// overrides lays the flags over the files as cli-runtime's ConfigFlags does.
func (f configFlags) overrides() *clientcmd.ConfigOverrides {
	o := &clientcmd.ConfigOverrides{ClusterDefaults: clientcmd.ClusterDefaults,
		CurrentContext: f.Context, Timeout: f.Timeout}
	o.Context = clientcmdapi.Context{Cluster: f.Cluster, AuthInfo: f.User, Namespace: f.Namespace}
	o.ClusterInfo = clientcmdapi.Cluster{Server: f.Server, TLSServerName: f.ServerName,
		CertificateAuthority:  f.CA,
		InsecureSkipTLSVerify: f.Insecure, DisableCompression: f.Uncompress}
	o.AuthInfo = clientcmdapi.AuthInfo{ClientCertificate: f.Certificate, ClientKey: f.Key,
		Token:       f.Token,
		Impersonate: f.As, ImpersonateUID: f.AsUID, ImpersonateGroups: f.AsGroup,
		Username: f.Username, Password: f.Password}
	if len(f.AsUserExtra) > 0 {
		o.AuthInfo.ImpersonateUserExtra = map[string][]string{}
	}
	for _, extra := range f.AsUserExtra {
		if key, value, found := strings.Cut(extra, "="); found {
			o.AuthInfo.ImpersonateUserExtra[key] = append(o.AuthInfo.ImpersonateUserExtra[key],
				value)
		}
	}
	return o
}

// answerKubeconfig asks for the namespace first, as kubectl's commands do: both have errors of
// their own.
func answerKubeconfig(line string) string {
	var c configCase
	if kjson.UnmarshalCaseSensitivePreserveInts([]byte(line), &c) != nil || !c.valid() ||
		enterConfigDirectory() != nil {
		return skip
	}
	if c.write() != nil {
		return skip
	}
	os.Setenv(clientcmd.RecommendedConfigPathEnvVar, c.kubeconfig())
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.DefaultClientConfig = &clientcmd.DefaultClientConfig
	rules.MigrationRules = nil
	rules.Warner = func(error) {}
	rules.ExplicitPath = c.Flags.Kubeconfig
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, c.Flags.overrides())
	namespace, given, err := loader.Namespace()
	if err != nil {
		return configError(err)
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return configError(err)
	}
	server, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return configError(err)
	}
	out := restConfig(config)
	set(out, "server", server.String())
	set(out, "namespace", namespace)
	set(out, "namespace-given", given)
	var text strings.Builder
	writeCanonical(&text, out)
	return text.String()
}

var (
	unreadable   = regexp.MustCompile(`(?m)(error loading config file "[^"]*"): .*$`)
	manyErrors   = "Error in configuration: "
	errorPrefix  = "error: "
	pathsWithout = func(text string) string {
		return strings.ReplaceAll(text, configDirectory+"/",
			"")
	}
)

// configError puts an error in words as kubectl's CheckErr does.
func configError(err error) string {
	if many, is := err.(utilerrors.Aggregate); is && len(many.Errors()) == 1 {
		err = many.Errors()[0]
	}
	text := errorPrefix + err.Error()
	many, is := err.(utilerrors.Aggregate)
	switch {
	case clientcmd.IsConfigurationInvalid(err) && is:
		text = manyErrors
		for _, one := range utilerrors.Flatten(many).Errors() {
			text += "\n* " + one.Error()
		}
	case clientcmd.IsConfigurationInvalid(err):
		text = manyErrors + err.Error()
	case is:
		lines := []string{}
		for _, one := range many.Errors() {
			lines = append(lines, one.Error())
		}
		text = strings.Join(lines, "\n")
	}
	var out strings.Builder
	writeCanonicalText(&out, strings.TrimSpace(unreadable.ReplaceAllString(pathsWithout(text),
		"$1")))
	return "error " + out.String()
}

// set leaves out what is empty.
func set(object map[string]any, key string, value any) {
	switch value := value.(type) {
	case string:
		if value != "" {
			object[key] = value
		}
	case bool:
		if value {
			object[key] = value
		}
	case int64:
		if value != 0 {
			object[key] = json.Number(strconv.FormatInt(value, 10))
		}
	case []byte:
		set(object, key, base64.StdEncoding.EncodeToString(value))
	case []string:
		if len(value) > 0 {
			list := []any{}
			for _, item := range value {
				list = append(list, item)
			}
			object[key] = list
		}
	}
}

func restConfig(config *rest.Config) map[string]any {
	out := map[string]any{}
	if config.Proxy != nil {
		if proxy, err := config.Proxy(nil); err == nil && proxy != (*url.URL)(nil) {
			set(out, "proxy-url", proxy.String())
		}
	}
	set(out, "disable-compression", config.DisableCompression)
	// Ours keeps whole milliseconds; a negative one is none.
	set(out, "timeout-ms", max(0, (config.Timeout+time.Millisecond-1).Milliseconds()))
	set(out, "tls-server-name", config.ServerName)
	set(out, "insecure", config.Insecure)
	set(out, "ca-file", pathsWithout(config.CAFile))
	set(out, "ca-data", config.CAData)
	set(out, "cert-file", pathsWithout(config.CertFile))
	set(out, "cert-data", config.CertData)
	set(out, "key-file", pathsWithout(config.KeyFile))
	set(out, "key-data", config.KeyData)
	set(out, "token-file", pathsWithout(config.BearerTokenFile))
	if config.BearerTokenFile == "" {
		// With a file it is the file's content, or unused.
		set(out, "token", config.BearerToken)
	}
	set(out, "username", config.Username)
	set(out, "password", config.Password)
	set(out, "as", config.Impersonate.UserName)
	set(out, "as-uid", config.Impersonate.UID)
	set(out, "as-groups", config.Impersonate.Groups)
	set(out, "as-extra", extraPairs(config.Impersonate.Extra))
	if config.AuthProvider != nil {
		set(out, "auth-provider", config.AuthProvider.Name)
	}
	if config.ExecProvider != nil {
		out["exec"] = execConfig(config.ExecProvider)
	}
	return out
}

func extraPairs(extra map[string][]string) []string {
	pairs := []string{}
	for key, values := range extra {
		for _, value := range values {
			pairs = append(pairs, key+"="+value)
		}
	}
	slices.Sort(pairs)
	return pairs
}

func execConfig(exec *clientcmdapi.ExecConfig) map[string]any {
	out, env := map[string]any{}, []string{}
	for _, variable := range exec.Env {
		env = append(env, variable.Name+"="+variable.Value)
	}
	set(out, "api-version", exec.APIVersion)
	set(out, "command", pathsWithout(exec.Command))
	set(out, "args", exec.Args)
	set(out, "env", env)
	set(out, "install-hint", exec.InstallHint)
	set(out, "interactive-mode", string(exec.InteractiveMode))
	set(out, "provide-cluster-info", exec.ProvideClusterInfo)
	if unknown, is := exec.Config.(*runtime.Unknown); is {
		if value, err := decode(string(unknown.Raw)); err == nil {
			out["config"] = value
		}
	}
	return out
}
