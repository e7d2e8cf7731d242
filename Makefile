# The commands of the project. Only Python 3.11+ and make are assumed; everything else goes into .venv.
# Paths are relative and the one absolute path is quoted, so that a checkout in "My Documents" works.

PYTHON ?= python3
VENV = .venv/bin
PIP = $(VENV)/python -m pip --quiet --disable-pip-version-check
# Printed and passed on, so that a failure of a property test can be had again: make test SEED=1732260000
SEED ?= $(shell date +%s)
# What pytest gets beside: make test ARGS="tests/plan -k reprisals"
ARGS ?=
# A process for each processor shares the tests; one of them has the browser (tests/conftest.py). Alone: make test ARGS="-n 0"
SHARED = -n auto --maxprocesses 4 --dist loadfile

.PHONY: help run install test soak check style types floors templates facts bench data pins clean dev wheelhouse tools

help:
	@echo "make run       install what is needed and serve the desk at http://localhost:8000, data in ./var"
	@echo "make test      install what is needed and run every test; ARGS=... goes to pytest, SEED=... repeats a run"
	@echo "make soak      the long matrices that make test leaves out: every page, language and colour scheme, each element"
	@echo "make check     style, types, floors, templates, directory"
	@echo "make install   only prepare .venv with .venv/bin/alongside"
	@echo "make bench     measure, as JSON"
	@echo "make data      compile the directory after one of its files changed"
	@echo "make pins      choose the newest allowed versions anew (nothing younger than a week)"
	@echo "make clean     remove .venv, build and dist; ./var stays"

run: .venv/installed
	@$(VENV)/alongside serve --data var

install: .venv/installed

test: dev wheelhouse tools
	@echo "Seed of the property tests: $(SEED)"
	@$(VENV)/python -m pytest $(SHARED) --durations=15 --hypothesis-seed=$(SEED) $(ARGS)

# About half an hour, so not in `test`; the later -m wins over the one in pyproject.toml.
soak: dev tools
	@$(VENV)/python -m pytest -m soak --durations=15 --hypothesis-seed=$(SEED) $(ARGS)

# `make --keep-going check` goes through all five even if one fails.
check: style types floors templates facts

style: dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .

types: dev
	$(VENV)/mypy

floors: dev
	$(VENV)/lint-imports

templates: dev
	$(VENV)/djlint src --check --quiet
	$(VENV)/djlint src --lint --quiet

facts: .venv/installed
	$(VENV)/alongside directory check

bench: dev
	@$(VENV)/python -m bench

data: .venv/installed
	@$(VENV)/alongside directory compile

clean:
	rm -rf .venv build dist

# ---- what the targets above stand on ----

dev: .venv/installed-dev

wheelhouse: build/wheelhouse/complete

# Chromium, pdftotext and gpg: looked for, then apt-get as root, else one sentence that says what to install.
tools: .venv/installed-dev
	@$(VENV)/python -m tests.tools

# A virtual environment holds absolute paths. A copied or moved checkout would silently run the code of the old place.
ifneq ("$(shell cat .venv/made-in 2>/dev/null)","$(CURDIR)")
.PHONY: .venv/made-in
endif

.venv/made-in:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Alongside needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Preparing .venv (a minute or two, once) ..."
	@$(PYTHON) -m venv --clear .venv
	@printf '%s' "$$(pwd -P)" > .venv/made-in

.venv/installed: .venv/made-in requirements.txt pyproject.toml
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch .venv/installed

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch .venv/installed-dev

# What an offline installation of the wheel takes: tests/packaging installs from here with the network refused.
build/wheelhouse/complete: requirements.txt | .venv/installed
	@rm -rf build/wheelhouse
	@$(PIP) download --require-hashes --only-binary :all: --requirement requirements.txt --dest build/wheelhouse
	@touch build/wheelhouse/complete

# A week of quarantine: a hijacked release is usually found and withdrawn within days. Hashes pin every file; no registry is named.
COMPILE = build/pins/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	--exclude-newer "$$($(PYTHON) -c 'import datetime as d; print((d.datetime.now(d.UTC) - d.timedelta(7)).strftime("%Y-%m-%dT00:00:00Z"))')"
pins:
	@$(PYTHON) -m venv build/pins && build/pins/bin/python -m pip --quiet --disable-pip-version-check install uv
	$(COMPILE) pyproject.toml --group build --output-file requirements.txt
	$(COMPILE) pyproject.toml --group build --group dev --constraints requirements.txt --output-file requirements-dev.txt
