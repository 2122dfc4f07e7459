# pm-tools: small programs for product backlogs and roadmaps kept as Markdown in git.
#
#   make deps demo        install what is missing, build, and see a report of examples/shop
#   make deps check-all   install what is missing, build, and run every test
#   make                  build only        make help   every target
#
# Variables are those of the GNU coding standards.  CFLAGS, CPPFLAGS and LDFLAGS are yours: the build's own flags stand
# elsewhere and come first.

SHELL = /bin/sh
VERSION = 0.1.0
B = build

PREFIX = /usr/local
prefix = $(PREFIX)
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
docdir = $(datarootdir)/doc/pm-tools
bashcompdir = $(datarootdir)/bash-completion/completions
zshcompdir = $(datarootdir)/zsh/site-functions
fishcompdir = $(datarootdir)/fish/vendor_completions.d
DESTDIR =

CC ?= cc
ifeq ($(origin AR),default)
AR = ar
endif
PKG_CONFIG ?= pkg-config
INSTALL ?= install
INSTALL_PROGRAM = $(INSTALL) -m 755
INSTALL_DATA = $(INSTALL) -m 644
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla

# -- what is built: a new file in these folders needs no edit here

PARSER := $(sort $(wildcard parser/*.c parser/rules/*.c parser/methods/*.c))
FORMATS := $(sort $(wildcard formats/*.c))
TOOLS := $(sort $(patsubst cmd/%.c,%,$(wildcard cmd/pm-*.c)))
COMMON := $(sort $(filter-out cmd/pm-%.c,$(wildcard cmd/*.c)))
UNIT := $(sort $(patsubst %.c,%,$(wildcard tests/unit/test_*.c tests/unit/prop_*.c)))
FUZZ := $(sort $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c))))
MAN := $(sort $(wildcard cmd/*.1 cmd/*.5 cmd/*.7 formats/*.5 formats/*.7))
HEADERS := $(wildcard parser/*.h formats/*.h cmd/*.h)

PROGRAMS := $(TOOLS:%=$(B)/%)
LIBS := $(B)/libcmd.a $(B)/libformats.a $(B)/libpm.a
COMPLETIONS := $(foreach t,$(TOOLS),$(B)/completions/$(t).bash $(B)/completions/$(t).zsh $(B)/completions/$(t).fish)
REPLAYS := $(FUZZ:%=$(B)/tests/fuzz/%)
TESTS := $(UNIT:%=$(B)/%) $(REPLAYS) $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/spec.c tests/pathological.c))
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(wildcard tests/bench/*.c))

# -- how: `lazy` runs a command when its result is first needed, once, so that `make clean` needs no library

lazy = $(eval $(1) := $$(shell $(2)))$($(1))
PACKAGES = libcmark libgit2 libpcre2-8 yaml-0.1
LIB_CPPFLAGS = $(call lazy,LIB_CPPFLAGS,$(PKG_CONFIG) --cflags $(PACKAGES))
LIB_LDLIBS = $(call lazy,LIB_LDLIBS,$(PKG_CONFIG) --libs $(PACKAGES))
CF_PROTECTION = $(call lazy,CF_PROTECTION,$(CC) -Werror -fcf-protection -x c -c -o /dev/null /dev/null 2>/dev/null \
	&& echo -fcf-protection)

# glibc's checked functions need an optimising compiler, and are in the way of the sanitizers' own.
LAST_O = $(lastword $(filter -O%,$(CFLAGS)))
FORTIFY = $(if $(findstring -fsanitize,$(CFLAGS))$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,\
	$(if $(filter-out -O0,$(LAST_O)),-D_FORTIFY_SOURCE=2))
HARDENING = -fstack-protector-strong -fstack-clash-protection $(CF_PROTECTION) -Wformat -Werror=format-security
PM_CPPFLAGS = -I. -D_GNU_SOURCE -DPM_VERSION='"$(VERSION)"' -Wdate-time $(FORTIFY) $(LIB_CPPFLAGS)
PM_CFLAGS = -std=c17 -pthread $(WARN) $(if $(WERROR),-Werror) $(HARDENING) -fPIE -ffile-prefix-map=$(CURDIR)=.
PM_LDFLAGS = -pthread -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed

COMPILE = $(CC) $(PM_CPPFLAGS) $(CPPFLAGS) $(PM_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
LINK = $(CC) $(PM_CFLAGS) $(CFLAGS) $(PM_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIB_LDLIBS) -lm $(LDLIBS)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))
Q = $(if $(V),,@)

all: $(LIBS) $(PROGRAMS) $(COMPLETIONS)

$(B)/%.o: %.c | $(B)/.ready
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE)

objects = $(patsubst %.c,$(B)/%.o,$(1))
$(B)/libpm.a: $(call objects,$(PARSER))
$(B)/libformats.a: $(call objects,$(FORMATS))
$(B)/libcmd.a: $(call objects,$(COMMON))
$(LIBS):
	$(call say,AR,$@)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcD $@ $^

$(PROGRAMS): $(B)/%: $(B)/cmd/%.o $(LIBS)
	$(call say,LINK,$@)
	$(Q)$(LINK)

$(REPLAYS): $(B)/tests/fuzz/replay.o
$(TESTS) $(BENCHES): %: %.o $(LIBS)
	$(call say,LINK,$@)
	$(Q)$(LINK)

# The programs print their own completions, from the table of their options.
$(B)/completions/%.bash: $(B)/% ; @mkdir -p $(@D) && $< --completion bash >$@
$(B)/completions/%.zsh: $(B)/% ; @mkdir -p $(@D) && $< --completion zsh >$@
$(B)/completions/%.fish: $(B)/% ; @mkdir -p $(@D) && $< --completion fish >$@

# Before the compiler can fail on a missing header: name the package that has it.
$(B)/.ready:
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' .ci/deps --verify $(PACKAGES)
	@mkdir -p $(B) && : >$@

# Objects of tests would else be removed as intermediate files.
.SECONDARY:
.DELETE_ON_ERROR:

# -- set-up, demonstration, tests

deps:
	@.ci/deps
deps-all:
	@.ci/deps --all

demo: all
	@B=$(B) tests/demo

tests: all $(TESTS) $(BENCHES)

check: tests
	@B=$(B) tests/check
check-all: deps-all
	@CC='$(CC)' MAKE='$(MAKE)' tests/check-all
accept: all
	@B=$(B) tests/golden --accept

bench: all $(BENCHES)
	@$(B)/tests/bench/run $(BENCH)
soak: tests
	@B=$(B) PM_CASES=$(or $(CASES),1000000) tests/check --soak
fuzz:
	@MAKE='$(MAKE)' tests/fuzz/run $(or $(SECONDS),60) $(FUZZ)

# Links one target with libFuzzer; tests/fuzz/run calls this with clang.
fuzz-targets: $(FUZZ:%=$(B)/fuzz/%)
$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(LIBS)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer

# -- installation

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(docdir) $(DESTDIR)$(bashcompdir) $(DESTDIR)$(zshcompdir) \
		$(DESTDIR)$(fishcompdir) $(MAN_SECTIONS:%=$(DESTDIR)$(mandir)/man%)
	@set -e; for t in $(TOOLS); do set -x; \
		$(INSTALL_PROGRAM) $(B)/$$t $(DESTDIR)$(bindir)/$$t; \
		$(INSTALL_DATA) $(B)/completions/$$t.bash $(DESTDIR)$(bashcompdir)/$$t; \
		$(INSTALL_DATA) $(B)/completions/$$t.zsh $(DESTDIR)$(zshcompdir)/_$$t; \
		$(INSTALL_DATA) $(B)/completions/$$t.fish $(DESTDIR)$(fishcompdir)/$$t.fish; \
		{ set +x; } 2>/dev/null; done
	@set -e; for m in $(MAN); do set -x; \
		$(INSTALL_DATA) $$m $(DESTDIR)$(mandir)/man$${m##*.}/; { set +x; } 2>/dev/null; done
	$(INSTALL_DATA) $(DOCS) $(DESTDIR)$(docdir)
install-strip:
	$(MAKE) INSTALL_PROGRAM='$(INSTALL_PROGRAM) -s' install
uninstall:
	rm -f $(TOOLS:%=$(DESTDIR)$(bindir)/%) $(TOOLS:%=$(DESTDIR)$(bashcompdir)/%) \
		$(TOOLS:%=$(DESTDIR)$(zshcompdir)/_%) $(TOOLS:%=$(DESTDIR)$(fishcompdir)/%.fish) \
		$(foreach m,$(MAN),$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $(m)))/$(notdir $(m))) \
		$(addprefix $(DESTDIR)$(docdir)/,$(notdir $(DOCS)))
	-rmdir $(DESTDIR)$(docdir)
installcheck:
	@set -e; for t in $(TOOLS); do $(DESTDIR)$(bindir)/$$t --version; done
	$(DESTDIR)$(bindir)/pm-lint -C examples/shop --exit-zero -q
DOCS := $(wildcard README.md CHANGELOG.md LICENSE formats/FORMAT.md)
MAN_SECTIONS := $(sort $(patsubst .%,%,$(suffix $(MAN))))

mostlyclean clean:
	rm -rf $(B)
distclean: clean
	rm -f pm-tools-*.tar.gz
dist:
	git archive --format=tar --prefix=pm-tools-$(VERSION)/ HEAD | gzip -9n >pm-tools-$(VERSION).tar.gz

help:
	@sed -n 's/^#   //p' Makefile
	@echo 'deps deps-all demo check check-all accept bench soak fuzz'
	@echo 'install install-strip uninstall installcheck clean distclean dist'
	@echo 'variables: prefix DESTDIR bindir mandir CC CFLAGS CPPFLAGS LDFLAGS WERROR=1 V=1 B=FOLDER'

.PHONY: all deps deps-all demo tests check check-all accept bench soak fuzz fuzz-targets install install-strip uninstall \
	installcheck mostlyclean clean distclean dist help
-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d)
