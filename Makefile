# Two commands: `make demo` shows Turnabout, `make test` proves it. Both start with `make setup`.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m

.PHONY: help setup demo rehearse browser cards test lint types imports tests bench texts lock clean
.DEFAULT_GOAL := help

help:
	@echo "make setup   the environment in .venv (does nothing when it is up to date)"
	@echo "make demo    the rehearsal page: live through a programme in a browser"
	@echo "make rehearse  eight months of a small cohort in this terminal"
	@echo "make test    lint, types, imports and every test"
	@echo "make bench   the benchmarks: ratios against a bare baseline"
	@echo "make lock    pin the newest allowed versions again"

setup: .venv/.up-to-date

.venv/.up-to-date: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Turnabout needs Python 3.11, 3.12 or 3.13; set PYTHON=… to one of them." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(BIN)/turnabout demo

rehearse: setup
	$(BIN)/turnabout rehearse examples/cohort.csv --cohort examples/cohort.toml --out out

# Debian's Chromium when root, else the browser that Playwright brings; does nothing when there is one.
browser: setup
	./scripts/install-browser.sh

# What draws the cards of Teams in the browser tests, from the npm registry; does nothing when it is there.
cards: setup
	./scripts/install-cards.sh

test: lint types imports tests

lint: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: setup
	$(RUN) mypy

imports: setup
	$(BIN)/lint-imports

tests: setup browser cards
	$(RUN) pytest -n 2 --dist worksteal --cov --cov-report=term

bench: setup
	@for one in benchmarks/bench_*.py; do $(BIN)/python $$one || exit 1; done

# The page of every text, made again from the source.
texts: setup
	$(RUN) tools.texts

lock: setup
	$(RUN) uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --quiet --upgrade --group dev --extra postgresql pyproject.toml -o requirements.lock

clean:
	rm -rf .venv out .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
