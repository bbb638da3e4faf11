# Kizuki: two commands, `make run` and `make test`; the rest is for those who build it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VAR ?= var
MINUTES ?= 30
LOAD ?= 0
UV := .cache/uv/bin/uv
UV_VERSION := 0.13.9
KIZUKI := .venv/bin/kizuki
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
# Every command and most tests start processes: what is compiled once need not be compiled at each start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check bench bench-large prove map

help: ## print these targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

setup: .cache/python.ready .cache/assets.ready ## install what the lock files name

run: setup ## set up, load the sample, run the main job, print what it found, serve http://127.0.0.1:8000
	@$(KIZUKI) sample --round --reports $(VAR)/reports --sign-in $(VAR)/sign-in.txt
	@exec $(KIZUKI) run --port $(PORT)

test: setup .cache/browser.ready ## all tests on SQLite with the browser, those of the record again on PostgreSQL; LOAD=6 beside busy loops
	@KIZUKI_TEST_DATABASE=sqlite tools/under_load.sh $(LOAD) .venv/bin/pytest -n 2 --dist worksteal -m "not prove"
	@KIZUKI_TEST_DATABASE=postgresql tools/under_load.sh $(LOAD) .venv/bin/pytest -n 2 --dist worksteal --record -m "not prove and not browser"

check: setup ## lint, types, import contracts, licences, known holes of our own parts, the generated pages
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/python -m tools.map --check
	@.venv/bin/python -m tools.law --check
	@.venv/bin/python -m tools.not_yet --check
	@.venv/bin/python -m tools.notices --check
	@.venv/bin/python -m tools.own_sbom --check

bench: setup ## speed and memory, against the committed baseline; every page, a large portfolio and the first load
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.starting
	@.venv/bin/python -m bench.papers
	@.venv/bin/python -m bench.queueing
	@.venv/bin/python -m bench.aftermath
	@.venv/bin/python -m bench.suites
	@.venv/bin/python -m bench.pages
	@.venv/bin/python -m bench.scale
	@.venv/bin/python -m bench.loading
	@.venv/bin/python -m bench.limits

bench-large: setup ## how the figures grow from 10,000 to 10,000,000 component rows, in MINUTES (30)
	@.venv/bin/python -m bench.growth $(MINUTES)

prove: setup .cache/browser.ready ## the long proofs: the marked tests, and mutation of the rules
	@.venv/bin/pytest -m prove -o faulthandler_timeout=0
	@.venv/bin/python -m tools.mutants

map: setup ## write what is generated: docs/map.md, docs/law, docs/not-yet.md, docs/third-party.md, docs/sbom.cdx.json
	@.venv/bin/python -m tools.law
	@.venv/bin/python -m tools.map
	@.venv/bin/python -m tools.not_yet
	@.venv/bin/python -m tools.notices
	@.venv/bin/python -m tools.own_sbom

.cache/python.ready: pyproject.toml uv.lock $(UV)
	@echo "setup: Python packages (uv.lock)" >&2
	@$(UV) sync --quiet --frozen --system-certs --python $(PYTHON)
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "setup: Python 3.11 or newer is needed")'
	@echo "setup: uv $(UV_VERSION)" >&2
	@mkdir -p .cache
	@$(PYTHON) -m venv .cache/uv
	@.cache/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.cache/assets.ready: package.json package-lock.json
	@command -v npm > /dev/null || { echo "setup: npm (Node 18 or newer) is needed" >&2; exit 1; }
	@echo "setup: fonts and design tokens (package-lock.json)" >&2
	@npm ci --silent --ignore-scripts
	@mkdir -p .cache
	@touch $@

.cache/browser.ready:
	@.ci/browser
	@mkdir -p .cache
	@touch $@
