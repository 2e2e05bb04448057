# Every target says what it does; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BUILD := swift build --explicit-target-dependency-import-check error
BINARY := .build/release/belvedere

.PHONY: help install build release run test conformance check bench bench-quick profile instructions bench-http bench-chat \
	bench-usage attack fuzz conformance-money conformance-routes conformance-websocket soak soak-consistency soak-live \
	soak-resume format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Install the Debian packages that the build and the tests need
	@Scripts/install.sh

build: install ## Build everything for debugging
	@$(BUILD)

release: install ## Build the optimised binary
	@Scripts/embed.sh
	@echo "Building belvedere (release) …" >&2
	@$(BUILD) -c release --product belvedere --static-swift-stdlib

run: release ## Install, build and start the gateway on the embedded store
	@$(BINARY) serve --demo

test: install ## Run every test on a private PostgreSQL and Redis
	@Scripts/install.sh Scripts/packages-test.txt || echo "Tests that need a browser will be skipped." >&2
	@Scripts/test.sh

conformance: release ## Compare the engine with the reference implementation (CASES=n generated cases, SEED=n)
	@Scripts/conformance.sh

check: install ## Lint, build without warnings, and test the architecture
	@echo "Linting …" >&2
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests
	@$(BUILD) 2>&1 | grep -E 'error:|warning:|Compiling|Build complete' | awk '/error|warning|complete/'; exit $${PIPESTATUS[0]}
	@BELVEDERE_MODULES=Architecture swift test --scratch-path .build/architecture 2>&1 | grep -vE '^(◇|✔) |^\[' ; exit $${PIPESTATUS[0]}

conformance-routes: release ## Send generated requests to every route and judge the answers (EXAMPLES=n each, SEED=n)
	@Scripts/conformance-routes.sh $(BINARY)

conformance-money: release ## Count a generated tenant's money again in fractions (USAGES=n, SEED=n), on both engines
	@Tests/Conformance/money.py $(BINARY) $(or $(USAGES),100000) $(or $(SEED),7)
	@Scripts/with-servers.sh sh -c 'BELVEDERE_STORAGE_POSTGRES="$$BELVEDERE_TEST_POSTGRES" \
	    Tests/Conformance/money.py $(BINARY) $(or $(USAGES),100000) $(or $(SEED),7)'

bench: release ## Measure Belvedere beside its peers and write Benchmarks/RESULTS.md (about 20 minutes)
	@Benchmarks/setup.sh
	@Scripts/with-servers.sh Benchmarks/run.py full

bench-quick: release ## The same in 3 minutes, for daily work; writes Benchmarks/.work/RESULTS-quick.md
	@Benchmarks/setup.sh
	@Scripts/with-servers.sh Benchmarks/run.py quick

bench-engine: release ## Measure the stages of the GraphQL engine beside graphql-js
	@Benchmarks/engine/run.sh $(BINARY)

bench-log: install ## Measure the log and the drivers beside pgbench and a bare loop (about 3 minutes)
	@Scripts/with-servers.sh Benchmarks/log/run.py

bench-usage: release ## Measure ingest, projecting and the usage views on PostgreSQL with USAGES=n behind them (1,000,000)
	@Scripts/with-servers.sh Benchmarks/usage/run.py $(BINARY) $(or $(USAGES),1000000)

bench-chat: release ## Measure the chat: delivery, long lists, long chats (MESSAGES=1000000, about 5 minutes)
	@Scripts/with-servers.sh Benchmarks/chat/run.py $(BINARY)

soak: install ## Kill the log's writer and server, fill its disk, break its syncs, move its clock; check it (ROUNDS=n)
	@Scripts/install.sh Scripts/packages-bench.txt
	@Scripts/soak.sh $(or $(ROUNDS),20) $(PARTS)

soak-resume: release ## Kill nodes and PostgreSQL, cut sockets, restart under load: no gap, no repeat (EVENTS=n, SEED=n)
	@Scripts/install.sh
	@BELVEDERE=$(BINARY) Benchmarks/live/resume.py $(RUNS)

soak-consistency: install ## Write and read 10,000 times at two nodes with slow projections (PAIRS=n)
	@TEST_SECONDS=7200 BELVEDERE_SOAK_PAIRS=$(or $(PAIRS),10000) Scripts/test.sh Composition ReadYourWrites

soak-live: release ## Subscribe and go away 100,000 times on each transport, flood, and do not read (CYCLES=n)
	@BELVEDERE=$(BINARY) Benchmarks/live/soak.py $(or $(CYCLES),100000)

profile: release ## Show where the time of one workload goes: make profile WORKLOAD=W3
	@Benchmarks/setup.sh
	@Scripts/with-servers.sh Benchmarks/profile.py $(WORKLOAD)

instructions: release ## Hold the hot paths to their kept instruction counts, and their growth to its shape
	@Benchmarks/setup.sh
	@Benchmarks/instructions.py
	@Benchmarks/instructions.py --growth

bench-http: ## Measure the edge alone beside nginx: requests, pipelining, TLS, sockets (about 4 minutes)
	@Benchmarks/http/run.py

attack: install ## Attack the edge: slow clients, dead peers, floods of connections, no files (about 5 minutes; root)
	@Scripts/install.sh Scripts/packages-bench.txt
	@Benchmarks/http/attack.py

fuzz: install ## Fuzz every parser for FUZZ_SECONDS each (30), with a sanitizer; findings fail
	@Scripts/fuzz.sh

conformance-websocket: ## Run the outside WebSocket suite against the edge (needs Python 2.7; about an hour)
	@Scripts/autobahn.sh

format: ## Format every source file in place
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

clean: ## Remove what was built
	@rm -rf .build .venv
