# Everything one does with this repository. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export NEXT_TELEMETRY_DISABLED := 1

CONFIG ?= config.toml
CARGO := cargo
NPM := npm --prefix client-web
PROGRAM := target/debug/heliograph
MODULES := client-web/node_modules/.package-lock.json
EXPORT := client-web/out/index.html
WEB_SOURCES := $(shell find client-web/src client-web/public -type f 2>/dev/null) \
	$(wildcard client-web/*.ts client-web/*.mjs client-web/*.json)

##@ Use

.PHONY: run
run: ## Build the server and the web client, and start them (CONFIG=config.toml)
	@$(MAKE) --jobs=2 server web
	@exec $(PROGRAM) serve --config $(CONFIG)

.PHONY: release
release: web ## Build what goes to a server: target/release/heliograph and client-web/out
	$(CARGO) build --release --locked --package hs-server --features jemalloc

.PHONY: package
package: release ## Make a Debian package in target/debian (needs `cargo install cargo-deb`)
	$(CARGO) deb --no-build --locked --package hs-server

.PHONY: image
image: ## Make an image of the server and the web client (needs Docker)
	docker build --tag heliograph .

##@ Develop

.PHONY: check
check: $(MODULES) ## Fast loop: format, lints, types and unit tests
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- --deny warnings
	$(CARGO) test --workspace --lib --bins --locked --quiet
	$(NPM) run lint
	$(NPM) run typecheck
	$(NPM) test

.PHONY: test
test: setup ## Everything: formats, lints, layering, all tests on both databases, the web client, and both together in a browser
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- --deny warnings
	$(CARGO) build --locked --package hs-server
	.ci/postgres $(CARGO) test --workspace --locked --quiet
	@$(MAKE) test-clients
	$(NPM) run lint
	$(NPM) run typecheck
	$(NPM) test
	@$(MAKE) web
	$(NPM) run e2e
	@echo "make test: all is well"

# From another folder, because cargo's settings of this repository are not for what the clients are made of.
.PHONY: test-clients
test-clients: server ## Real clients, matrix-rust-sdk and matrix-nio, on the real server
	$(CARGO) test --locked --quiet --package hs-server --test it nio
	cd / && HELIOGRAPH_BIN=$(CURDIR)/$(PROGRAM) NIO_PYTHON=$$($(CURDIR)/.ci/matrix-nio) \
		CARGO_TARGET_DIR=$(CURDIR)/target/rust-sdk \
		$(CARGO) test --locked --quiet --manifest-path $(CURDIR)/compliance/rust-sdk/Cargo.toml

.PHONY: fmt
fmt: $(MODULES) ## Format all sources
	$(CARGO) fmt --all
	$(NPM) run format

.PHONY: lint
lint: $(MODULES) ## Lints only, of Rust and of the web client
	$(CARGO) clippy --workspace --all-targets --locked -- --deny warnings
	$(NPM) run lint

.PHONY: bench
bench: ## What sends, waiting clients, a start, floods of logins and files cost, beside what the disk and a bare handler allow
	$(CARGO) build --release --locked --package hs-server --features jemalloc
	$(CARGO) bench --locked --package hs-core --bench rules
	$(CARGO) bench --locked --package hs-sync --bench assembly
	$(CARGO) bench --locked --package hs-server --features jemalloc --bench server
	$(CARGO) bench --locked --package hs-server --features jemalloc --bench logins
	$(CARGO) run --release --locked --package hs-media --example streaming

.PHONY: docs
docs: ## Write docs/configuration.md anew from config.toml
	$(CARGO) run --locked --quiet --package documents > docs/configuration.md.new
	mv docs/configuration.md.new docs/configuration.md

.PHONY: book
book: docs ## Write docs/ as a website to target/book (needs `cargo install mdbook`)
	mdbook build docs

.PHONY: compare
compare: ## Measure this server and Synapse from PyPI with the same load, on both databases (20 minutes); prints ratios
	compliance/load/compare sqlite
	POSTGRES_DURABLE=1 .ci/postgres compliance/load/compare postgres

.PHONY: growth
growth: ## What answers cost where there is more of everything: rooms of an account, events of a room
	$(CARGO) bench --locked --package hs-server --features jemalloc --bench growth

.PHONY: perf
perf: web ## How fast the web client is with 1,000 chats and 10,000 messages, by Chromium's tracing
	$(CARGO) build --release --locked --package hs-server --features jemalloc
	HELIOGRAPH_BIN=$(CURDIR)/target/release/heliograph $(NPM) run perf

.PHONY: bench-federation
bench-federation: ## What others cost: large rooms of theirs beside Synapse, their talk, forks (10 minutes)
	$(CARGO) build --release --locked --package hs-server --features jemalloc
	$(CARGO) bench --locked --package federation-tests --bench large_room
	$(CARGO) bench --locked --package federation-tests --bench inbound
	$(CARGO) test --release --locked --package hs-rooms --test it -- --ignored --nocapture what_a_fork_costs

.PHONY: coverage
coverage: server ## Ask a running server for every endpoint of the specification, and the tests what they call: docs/coverage.md
	@rm -f target/calls.tsv
	TEST_CALLS=$(CURDIR)/target/calls.tsv $(CARGO) test --locked --quiet --package hs-server --test it
	TEST_CALLS=$(CURDIR)/target/calls.tsv $(CARGO) test --locked --quiet --package federation-tests
	$(CARGO) run --locked --quiet --package coverage -- --calls target/calls.tsv --write docs/coverage.md

.PHONY: sytest
sytest: server ## Run SyTest, the older public suite of tests of homeservers (6 minutes): docs/sytest.md
	compliance/sytest/run

.PHONY: deny
deny: ## Licences, banned crates and sources of all dependencies (needs `cargo install cargo-deny`)
	$(CARGO) deny --locked check bans licenses sources

##@ Parts

.PHONY: server
server: ## Build the server: target/debug/heliograph
	$(CARGO) build --locked --package hs-server

.PHONY: web
web: $(EXPORT) ## Build the web client into client-web/out, if its sources have changed

.PHONY: setup
setup: $(MODULES) ## Get what the tests need: Debian's PostgreSQL and Chromium, and the web client's packages
	@.ci/packages

.PHONY: clean
clean: ## Remove everything that was built; data/ stays
	rm -rf target client-web/out client-web/.next client-web/node_modules

$(MODULES): client-web/package-lock.json
	npm ci --prefix client-web --no-audit --no-fund
	@touch $@

$(EXPORT): $(MODULES) $(WEB_SOURCES) .ci/compress.mjs
	$(NPM) run build
	node .ci/compress.mjs client-web/out
	@touch $@

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
