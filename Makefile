# Two commands: `make demo` and `make test`. Everything else is for those who change the code.
SHELL := /bin/bash
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin
EXTRA ?= dev
STAMP := .venv/.luoshi-$(EXTRA)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench lock vendor messages docs

help: ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(STAMP) ## .venv with locked dependencies, development tools and luoshi

$(UV):
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target .tools uv==$(UV_VERSION)

$(STAMP): requirements-$(EXTRA).txt pyproject.toml | $(UV)
	test -x $(BIN)/python || $(UV) venv --quiet --python "$$(python3 -c 'import sys; print(sys.executable)')" .venv
	$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements-$(EXTRA).txt
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@rm -f .venv/.luoshi-*; touch $@

demo: setup ## build the sample in an embedded database and serve it on http://127.0.0.1:8000
	$(BIN)/luoshi demo $(ARGS)

test: setup ## all tests that need nothing outside
	$(BIN)/python -m pytest $(ARGS)

check: setup ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## the figures README quotes, each against a peer and a floor
	$(BIN)/python -m bench $(ARGS)

lock: $(UV) ## move the pinned versions deliberately
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q pyproject.toml -o requirements.txt
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --extra dev --extra spark -c requirements-dev.txt pyproject.toml -o requirements-spark.txt

messages: setup ## collect the texts of the pages and compile the English ones
	tools/messages.sh

vendor: ## fetch the front-end libraries again, as pinned
	tools/vendor.sh

docs: setup ## regenerate docs/mechanisms.md
	$(BIN)/python -m luoshi.docs
