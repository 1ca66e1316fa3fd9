# The campaign production line on one machine. Every target works from a new clone: what it needs is set up first.

VENV := .venv
BIN := $(VENV)/bin
LOCK := deploy/requirements/development.txt
SERVICES := onboarding strategy production qc delivery orchestrator
PACKAGES := shared-contracts shared-contracts/checks shared-contracts/pacts chassis $(addprefix services/,$(SERVICES)) \
	deploy/local deploy/cli deploy/manifests
REQUIREMENTS_INSTALLED := $(VENV)/.requirements-installed
PACKAGES_INSTALLED := $(VENV)/.packages-installed

REPLICAS ?= 1
MODE ?= db
ARGS ?=
SEED ?= 1
export REPLICAS MODE

# What measures and attacks the whole system: packages beside its tests.
SUITE := PYTHONPATH=tests-e2e $(BIN)/python -m

# The first Python that is new enough and can make virtual environments; PYTHON=... chooses another. The system's own comes
# first: distributions build it with profiles, which makes the interpreter a fifth faster than a plain build.
SUITABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITABLE)' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help setup up down clean demo status test bench samples verify simulate chaos fuzz contracts may-go-live manifests \
	image check format
.DELETE_ON_ERROR:

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(PACKAGES_INSTALLED) ## Create the virtual environment (again only when a requirement changes)

up: $(PACKAGES_INSTALLED) ## Start everything that isn't running; REPLICAS=2 runs each service twice
	@$(BIN)/python -m local_stack up

down: $(PACKAGES_INSTALLED) ## Stop everything, keep the data
	@$(BIN)/python -m local_stack down

status: $(PACKAGES_INSTALLED) ## Show what runs, where, and whether it is ready
	@$(BIN)/python -m local_stack status || true

demo: $(PACKAGES_INSTALLED) ## Send one brief through the line; MODE=inmemory without Kafka and PostgreSQL
	@$(BIN)/python -m local_stack demo

test: $(PACKAGES_INSTALLED) ## Run all tests in two processes; ARGS="services/qc -k budget" chooses some, in one
	$(BIN)/python -m pytest $(or $(ARGS),-n 2)

bench: up ## Measure the running system and its peers; ARGS=--quick, ARGS=--no-peers
	@$(SUITE) benchmark $(ARGS)

samples: $(PACKAGES_INSTALLED) ## Make the ten sample packages in memory, show pages, words, scores, likeness; ARGS=skincare
	@$(SUITE) samples $(ARGS)

verify: $(PACKAGES_INSTALLED) ## Check the protocol's specification for five services, and that each mutant is rejected
	@$(SUITE) specification --services 5 $(ARGS)

simulate: $(PACKAGES_INSTALLED) ## Simulate the real code over a broker and databases that fail; RUNS=100000 SEED=1
	@$(SUITE) simulation --runs $(or $(RUNS),2000) --seed $(SEED) $(ARGS)

chaos: $(PACKAGES_INSTALLED) ## Kill, pause and cut off real processes under load; RUNS=10000 FAULTS=200 SEED=1
	@$(SUITE) chaos --runs $(or $(RUNS),1000) --faults $(or $(FAULTS),20) --seed $(SEED) $(ARGS)

fuzz: $(PACKAGES_INSTALLED) ## Send bad records to every topic and bad requests to every API; RECORDS=100000 SEED=1
	@$(SUITE) fuzz --records $(or $(RECORDS),100000) --seed $(SEED) $(ARGS)

# Pact counts its users over the network unless told not to.
contracts: $(PACKAGES_INSTALLED) ## Check the messages' contracts: schemas, AsyncAPI, flows, pacts; s=qc one service's pacts
	$(if $(s),,$(BIN)/python -m contract_checks all)
	@PACT_DO_NOT_TRACK=true $(BIN)/python -m contract_pacts verify $(s)

may-go-live: $(PACKAGES_INSTALLED) ## May this version go live beside those that are live? s=qc env=prod
	@PACT_DO_NOT_TRACK=true $(BIN)/python -m contract_pacts may-go-live $(s) --environment $(or $(env),prod)

manifests: $(PACKAGES_INSTALLED) ## Render what is deployed and check it against the code
	@$(BIN)/python -m manifest_checks

image: $(PACKAGES_INSTALLED) ## Build a service's image without an engine and try it: s=qc, as root
	@$(BIN)/python -m manifest_checks image $(s)

check: $(PACKAGES_INSTALLED) ## Check format, lint, types and imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(PACKAGES_INSTALLED) ## Format the code and sort its imports
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

# With state but without an environment, processes may still run: set up first, so that they are stopped before their
# files are removed.
clean: ## Stop everything and remove all that was made
	@if [ -d .local ]; then $(MAKE) --no-print-directory setup && $(BIN)/python -m local_stack clean; fi
	rm -rf .local $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(PACKAGES) tests-e2e -type d \( -name __pycache__ -o -name '*.egg-info' \) -prune -exec rm -rf {} + 2>/dev/null || true

$(REQUIREMENTS_INSTALLED): $(LOCK)
	@$(if $(PYTHON),,echo "No suitable Python: 3.11 or newer with venv is needed (on Debian: apt install python3-venv)." \
		"Name one with PYTHON=/path/to/python3." >&2; exit 1)
	@$(PYTHON) -c '$(SUITABLE)' 2>/dev/null || { echo "$(PYTHON) is older than 3.11 or lacks venv: choose another" \
		"with PYTHON=/path/to/python3 (on Debian: apt install python3-venv)." >&2; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@touch $@

# One call for all: each costs pip's own start, and the packages need one another.
$(PACKAGES_INSTALLED): $(REQUIREMENTS_INSTALLED) $(addsuffix /pyproject.toml,$(PACKAGES))
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index \
		$(addprefix -e ,$(PACKAGES))
	@touch $@
