# `make run` shows the map, `make test` tests it, `make help` lists the rest.
# Stamps in .venv say what is installed there; a target does again only what has changed since.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --require-hashes --requirement

# STORY=DIR shows, checks or measures another story than this one.
ifdef STORY
export TUMEN_STORY := $(STORY)
endif

.DEFAULT_GOAL := help
.PHONY: help run test lint data renew check site bench fuzz pins clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=python3.12 picks the interpreter, PORT=8600 the port of 'make run'."
	@echo "  STORY='...' is the folder of another story, for 'make run', 'make check' and 'make site'."
	@echo "  ARGS='...' is handed on to streamlit, pytest, tumen-map, the scripts or uv."

run: $(VENV)/.run ## the map, in a browser
	@echo "The map will be at http://127.0.0.1:$(PORT) (Ctrl-C stops it)."
	@exec $(VENV)/bin/streamlit run app.py --server.port=$(PORT) $(ARGS)

test: $(VENV)/.test ## every test, with a real browser
	@$(PY) tests/chromium.py
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope $(ARGS)

# The compiler reads the types that comments of the scripts state; it writes nothing.
NPX = npx --yes -p typescript@5.9.3 -p @types/leaflet@1.9.21 -p @types/geojson@7946.0.16 -c
TSC = tsc --project layers/webmap/types/jsconfig.json --typeRoots "$$(dirname "$$(command -v tsc)")/../@types"

lint: $(VENV)/.test ## style, format, types and the direction of imports
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@if $(NPX) 'tsc --version' >/dev/null 2>&1; then $(NPX) '$(TSC)'; \
	else echo "Left out: the types of the scripts. npx, which comes with Node.js, cannot get TypeScript."; fi

data: $(VENV)/.run ## build the layers in data/ anew; ARGS=--offline those that need no npm
	@$(PY) data/build.py $(ARGS)

renew: $(VENV)/.run ## write anew what is made from the code: schemas, docs/format.md, parts of the style sheets
	@$(PY) -c "from layers.webmap.asset_files import write_symbols; write_symbols()"
	@$(PY) -m layers.cli schemas docs/schemas --dictionary docs/format.md

check: $(VENV)/.run ## every claim against its source
	@$(VENV)/bin/tumen-map check $(ARGS)

SITE ?= build/site
site: $(VENV)/.run ## the map as a folder of files, in build/site
	@mkdir -p "$$(dirname "$(SITE)")"
	@$(VENV)/bin/tumen-map site "$(SITE)" $(ARGS)

bench: $(VENV)/.test ## how fast it is
	@$(PY) -m tests.bench $(ARGS)
	@$(PY) -m tests.bench_uploads

load: $(VENV)/.test ## a class and a newsroom at once (Linux), ten minutes
	@$(PY) -W ignore -m tests.load $(ARGS)

fuzz: $(VENV)/.fuzz ## look for files that break the check of own layers, a minute (Linux)
	@$(PY) -W ignore -m tests.fuzz $(ARGS)

# uv does not read pip's settings, so an index set for pip is handed to it. ARGS=--upgrade takes newer releases.
PIN = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PIP) config get global.index-url 2>/dev/null)}}" \
	$(VENV)/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --annotation-style line \
	--custom-compile-command "make pins" $(ARGS)

pins: $(VENV)/.python ## pin the libraries in requirements*.txt
	@$(PIP) install --quiet uv
	@$(PIN) pyproject.toml --group build --output-file requirements.txt
	@$(PIN) pyproject.toml --group build --extra test --extra watch --constraint requirements.txt --output-file requirements-test.txt
	@$(PIN) --group fuzz --constraint requirements-test.txt --output-file requirements-fuzz.txt

clean: ## remove what these targets made, the installed libraries too
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Install one and name it, for example: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments: its venv module is not installed." >&2; \
		echo "On Debian, Ubuntu or WSL: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements.txt pyproject.toml setup.py
	@echo "Installing the libraries into $(VENV) (once)."
	@$(INSTALL) requirements.txt
	@$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.txt
	@echo "Installing the test tools into $(VENV) (once)."
	@$(INSTALL) requirements-test.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test requirements-fuzz.txt
	@$(INSTALL) requirements-fuzz.txt
	@touch $@
