# kubectl mks: `make help` lists what can be made.
# A new .c file, page, table, test or plugin needs no edit here.

CC ?= cc
PREFIX ?= /usr/local
VERSION ?= $(shell git describe --tags --always --dirty=+ 2>/dev/null || echo v0.0.0)
COMMIT ?= $(shell git rev-parse --short=7 HEAD 2>/dev/null || echo unknown)
comma := ,
B := build$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))

PACKAGES := libcurl yaml-0.1
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wvla -Wno-missing-field-initializers
CFLAGS ?= -O2 -g
ALL_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -I$(B)/embed $(WARNINGS) \
	$(if $(WERROR),-Werror) $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer) \
	$(CFLAGS) $(shell pkg-config --cflags $(PACKAGES))
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lm
LINK = $(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

plugins := $(notdir $(patsubst %/,%,$(wildcard plugins/*/)))
binaries := $(patsubst %,$(B)/bin/kubectl-mks-%,$(filter-out mks,$(plugins))) $(B)/bin/kubectl-mks
library := $(patsubst %.c,$(B)/%.o,$(wildcard common/*.c common/checks/*.c))
FUZZ_CC = clang $(filter-out -O2,$(ALL_CFLAGS)) -O1 -fno-omit-frame-pointer -fsanitize=address,undefined
units := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
embedded := $(patsubst %,$(B)/embed/%.inc,$(wildcard plugins/*/*.md plugins/*/*.tsv \
	common/*.css common/checks/*.md plugins/*/sample/*))
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2);)
quiet = $(if $(V),,@)

all: $(binaries) ## build the plugins into build/bin

$(B)/bin/kubectl-mks: $(patsubst %.c,$(B)/%.o,$(wildcard plugins/mks/*.c)) $(B)/libcommon.a
	$(quiet)mkdir -p $(@D)
	$(call say,LD,$@)$(LINK)

.SECONDEXPANSION:
$(B)/bin/kubectl-mks-%: $$(addprefix $(B)/,$$(addsuffix .o,$$(basename $$(wildcard plugins/$$*/*.c)))) $(B)/libcommon.a
	$(quiet)mkdir -p $(@D)
	$(call say,LD,$@)$(LINK)

$(B)/libcommon.a: $(library)
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: %.c $(B)/flags | $(embedded)
	$(quiet)mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(if $(filter common/version.c,$<),-DVERSION='"$(VERSION)"' \
		-DCOMMIT='"$(COMMIT)"') -MMD -MP -c -o $@ $<

# Text files become C initialisers: "#include "plugins/audit/resources.md.inc"".
$(B)/embed/%.inc: % Makefile
	$(quiet)mkdir -p $(@D)
	$(call say,EMBED,$<)od -An -v -td1 $< | sed 's/  *\(-\{0,1\}[0-9][0-9]*\)/\1,/g' > $@

# Objects are made anew when the flags change, version.o when the version does.
$(B)/flags: stamp = $(CC) $(ALL_CFLAGS)
$(B)/version: stamp = $(VERSION) $(COMMIT)
$(B)/flags $(B)/version: FORCE
	$(quiet)mkdir -p $(@D)
	$(quiet)echo '$(stamp)' | cmp -s - $@ || echo '$(stamp)' > $@

$(B)/common/version.o: $(B)/version

$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcommon.a
	$(quiet)mkdir -p $(@D)
	$(call say,LD,$@)$(LINK)

$(B)/tests/%: tests/%.c $(B)/libcommon.a
	$(quiet)mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(B)/libcommon.a $(LIBS)

# Each fuzzer includes the .c it attacks. FUZZ_SECONDS each.
fuzz: $(patsubst %,$(B)/fuzz/%,$(fuzzers)) ## fuzz every parser for FUZZ_SECONDS (60) each
	$(quiet)tests/fuzz/run $(B)/fuzz $(or $(FUZZ_SECONDS),60)

$(B)/fuzz/common/%.o: common/%.c $(B)/flags | $(embedded)
	$(quiet)mkdir -p $(@D)
	$(call say,FUZZ,$<)$(FUZZ_CC) -fsanitize=fuzzer-no-link -DVERSION='"fuzz"' -DCOMMIT='"fuzz"' -MMD -MP -c -o $@ $<

$(B)/fuzz/libcommon.a: $(patsubst common/%.c,$(B)/fuzz/common/%.o,$(wildcard common/*.c common/checks/*.c))
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

# The archive's copy of the module that the fuzzer includes is never needed, so never linked.
$(B)/fuzz/%: tests/fuzz/%.c $(B)/fuzz/libcommon.a
	$(call say,FUZZ,$<)$(FUZZ_CC) -fsanitize=fuzzer -o $@ $< $(B)/fuzz/libcommon.a $(LIBS)

unit: $(units) ## build the unit tests
tools: $(B)/tests/apiserver $(B)/tests/oracle/ours $(B)/tests/yamljson $(B)/tests/measure $(B)/tests/raw

lint: ## layers, one door a library, banned functions, pages against tables, format
	$(quiet)tests/lint/run

check: ## lint, unit tests and behaviour; also with SANITIZE=address,undefined
	$(quiet)$(MAKE) --no-print-directory WERROR=1 all unit tools
	$(quiet)tests/run $(B)

test: ## install what the tests need and run all of them
	$(quiet)tests/setup test
	$(quiet)tests/all

demo: ## install what the build needs, build, audit the sample cluster
	$(quiet)tests/setup build
	$(quiet)$(MAKE) --no-print-directory all
	$(quiet)$(B)/bin/kubectl-mks audit demo || [ $$? -eq 2 ]

bench: all ## measure speed and memory against curl and other tools on the lab
	$(quiet)tests/bench/run $(B)

lab: ## start a real control plane on loopback, print its kubeconfig
	$(quiet)tests/lab/lab start

lab-stop: ## stop it
	$(quiet)tests/lab/lab stop

accept: ## rewrite the expected outputs of the tests from what is printed now
	$(quiet)ACCEPT=1 tests/run $(B)

install: all ## install into DESTDIR/PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(binaries) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(wildcard plugins/*/*.1) $(DESTDIR)$(PREFIX)/share/man/man1

clean: ## remove what was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

FORCE:
.PHONY: all unit tools fuzz lint check test demo bench lab lab-stop accept install clean help FORCE
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
