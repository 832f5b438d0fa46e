# One word each; `make run` and `make test` set up all they need on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCKED := $(VENV)/.locked
LOCKS := requirements-build.lock requirements.lock

.PHONY: help install run server test test-slow test-operate check bench lock clean

help:
	@echo "make run      ingest the samples in raw/ by the Prefect flow; prints where the Parquet is"
	@echo "make server   a Prefect server on http://127.0.0.1:4200, the flow on its schedule, raw/ watched (Ctrl-C ends all)"
	@echo "make test     run the tests (make test-slow: those that take minutes; make test-operate: servers, clusters, kills)"
	@echo "make check    lint, format, types, imports"
	@echo "make bench    documents and megabytes a second of each stage"
	@echo "make install  put all into .venv, pinned by the lock files"
	@echo "make lock     resolve the dependencies anew"

install: $(STAMP)

$(LOCKED): $(LOCKS)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked dependencies into $(VENV) (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-build.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --require-hashes -r requirements.lock
	@touch $@

$(STAMP): pyproject.toml $(LOCKED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@

run: install
	@$(BIN)/python flows/ingest_raw.py

server: install
	@$(BIN)/python flows/up.py

test: install
	@$(BIN)/python -m pytest

test-slow: install
	@$(BIN)/python -m pytest -m slow

test-operate: install
	@$(BIN)/python -m pytest -m operate tests/operate

check: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: install
	@$(BIN)/python bench/run.py

# The locks hold versions and hashes and no address: any index that has the packages will do.
UV := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
      --no-emit-index-url --no-emit-find-links
# It needs the locked uv and not the project, which may ask for what the old lock has not.
lock: $(LOCKED)
	@$(UV) --output-file requirements.lock --extra dev --extra pdf --extra docx --no-emit-package setuptools --no-emit-package hatchling pyproject.toml
	@printf 'hatchling>=1.27,<2\neditables>=0.5,<1\nsetuptools>=77,<83\nwheel>=0.45,<1\n' | $(UV) --output-file requirements-build.lock -

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
