// Random pods for Pod Security: each field that a check of any version reads, mostly as the
// checks want it, so that what is wrong shows one by one.
package main

import (
	"encoding/json"
	"strconv"
)

var sysctlNames = `kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies
	net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start
	net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout
	net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem
	net.ipv4.tcp_wmem net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_notsent_lowat
	net.core.somaxconn kernel.msgmax`

var capabilityNames = `AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID
	SETPCAP SETUID SYS_CHROOT NET_BIND_SERVICE NET_BIND_SERVICE SYS_ADMIN NET_RAW ALL all
	CAP_CHOWN net_bind_service`

var volumeSources = `hostPath hostPath hostPath hostPath emptyDir gcePersistentDisk awsElasticBlockStore
	gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd flexVolume cinder cephfs
	flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk
	photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image`

// boolField is there `percent` times of a hundred, and true then `yes` times of a hundred.
func boolField(name string, percent, yes int) field {
	return field{name, percent, func(p *picker) any { return p.percent(yes) }}
}

func seccomp(p *picker) any {
	return map[string]any{"type": p.one("RuntimeDefault", "RuntimeDefault", "RuntimeDefault",
		"Localhost", "Unconfined", "")}
}

func apparmor(p *picker) any {
	return map[string]any{"type": p.one("RuntimeDefault", "Localhost", "Unconfined", "")}
}

func selinux(p *picker) any {
	return p.object([]field{
		{"type", 60, anyOf("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "Container_t")},
		{"user", 15, anyOf("", "system_u")},
		{"role", 15, anyOf("", "system_r")},
		{"level", 30, text("s0:c1")},
	})
}

func windowsOptions(p *picker) any {
	return p.object([]field{boolField("hostProcess", 60, 50), {"runAsUserName", 20, text("u")}})
}

func userID(p *picker) any { return json.Number(p.one("0", "1", "1000")) }

func capabilities(p *picker) any {
	return p.object([]field{
		{"add", 40, func(p *picker) any { return p.list(2, text(capabilityNames)) }},
		{"drop", 80, func(p *picker) any { return p.list(2, text("ALL ALL ALL all NET_RAW")) }},
	})
}

// containerSecurity is what restricted asks for, then some fields changed or taken out.
func containerSecurity(p *picker) any {
	security := map[string]any{"allowPrivilegeEscalation": false, "runAsNonRoot": true,
		"capabilities":   map[string]any{"drop": []any{"ALL"}},
		"seccompProfile": map[string]any{"type": "RuntimeDefault"}}
	for _, name := range sortedKeys(security) {
		if p.percent(12) {
			delete(security, name)
		}
	}
	odd := p.object([]field{
		boolField("privileged", 6, 50),
		boolField("allowPrivilegeEscalation", 6, 60),
		boolField("runAsNonRoot", 8, 40),
		{"runAsUser", 10, userID},
		{"capabilities", 15, capabilities},
		{"procMount", 8, text("Default Unmasked Other")},
		{"seccompProfile", 8, seccomp},
		{"appArmorProfile", 8, apparmor},
		{"seLinuxOptions", 10, selinux},
		{"windowsOptions", 6, windowsOptions},
	})
	for _, name := range sortedKeys(odd) {
		security[name] = odd[name]
	}
	return security
}

func probeHandler(p *picker) any {
	host := anyOf("", "", "127.0.0.1", "h")
	return p.object([]field{
		{"httpGet", 40, func(p *picker) any {
			return p.object([]field{{"host", 50, host}, {"port",
				100, port}})
		}},
		{"tcpSocket", 30, func(p *picker) any {
			return p.object([]field{{"host", 50, host},
				{"port", 100, port}})
		}},
		{"exec", 20, func(p *picker) any { return map[string]any{"command": []any{"x"}} }},
	})
}

func port(*picker) any { return json.Number("80") }

func ports(p *picker) any {
	return p.list(3, func(p *picker) any {
		return p.object([]field{{"containerPort", 100, port}, {"hostPort", 25,
			func(p *picker) any { return json.Number(p.one("0", "0", "80")) }}})
	})
}

func containers(prefix string, percentEmpty int) func(*picker) any {
	return func(p *picker) any {
		out := []any{}
		for p.percent(percentEmpty) && len(out) < 3 {
			container := p.object([]field{
				{"securityContext", 88, containerSecurity},
				{"ports", 15, ports},
				{"livenessProbe", 8, probeHandler},
				{"readinessProbe", 8, probeHandler},
				{"startupProbe", 8, probeHandler},
				{"lifecycle", 8, func(p *picker) any {
					return p.object([]field{{"postStart", 60, probeHandler}, {"preStop", 60,
						probeHandler}})
				}},
			})
			container["name"] = prefix + strconv.Itoa(len(out))
			out = append(out, container)
		}
		return out
	}
}

func podSecurity(p *picker) any {
	return p.object([]field{
		boolField("runAsNonRoot", 40, 80),
		{"runAsUser", 12, userID},
		{"seccompProfile", 40, seccomp},
		{"appArmorProfile", 8, apparmor},
		{"seLinuxOptions", 8, selinux},
		{"windowsOptions", 6, windowsOptions},
		{"sysctls", 15, func(p *picker) any {
			return p.list(2,
				func(p *picker) any {
					return map[string]any{"name": p.word(sysctlNames),
						"value": "1"}
				})
		}},
	})
}

// A volume has one source; none means emptyDir, and two are what validation would refuse.
func volumes(p *picker) any {
	return p.list(2, func(p *picker) any {
		volume := map[string]any{"name": "v"}
		sources := "emptyDir secret configMap projected"
		if p.percent(30) {
			sources = volumeSources
		}
		for p.percent(60) {
			volume[p.word(sources)] = map[string]any{}
		}
		return volume
	})
}

func annotations(p *picker) any {
	out := map[string]any{}
	container := p.one("c0", "c1", "i0", "e0", "other")
	p.maybe(40, out, "container.apparmor.security.beta.kubernetes.io/"+container, func() any {
		return p.one("", "runtime/default", "localhost/x", "localhost/", "localhost",
			"unconfined", "Runtime/default")
	})
	profile := func() any {
		return p.one("", "runtime/default", "docker/default", "localhost/x", "localhost/",
			"unconfined")
	}
	p.maybe(40, out, "seccomp.security.alpha.kubernetes.io/pod", profile)
	p.maybe(40, out, "container.seccomp.security.alpha.kubernetes.io/"+container, profile)
	return out
}

func generatePSS(p *picker) any {
	version := "latest"
	if p.percent(90) {
		version = "v1." + strconv.Itoa(p.IntN(40))
	}
	spec := p.object([]field{
		boolField("hostNetwork", 6, 60),
		boolField("hostPID", 5, 60),
		boolField("hostIPC", 5, 60),
		boolField("hostUsers", 25, 40),
		{"os", 15, func(p *picker) any {
			return map[string]any{"name": p.one("linux", "windows", "windows", "Windows", "")}
		}},
		{"securityContext", 60, podSecurity},
		{"volumes", 25, volumes},
		{"initContainers", 25, containers("i", 60)},
		{"ephemeralContainers", 15, containers("e", 60)},
		{"containers", 97, containers("c", 80)},
	})
	metadata := p.object([]field{{"name", 90, text("p")}, {"annotations", 20, annotations}})
	return map[string]any{"level": p.one("baseline", "restricted", "restricted"),
		"version": version,
		"pod":     map[string]any{"metadata": metadata, "spec": spec}}
}
