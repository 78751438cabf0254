# Everything a developer types. Python 3.11 or newer and make are all that has to be there.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
# Processes that tests start would compile the whole app anew, each time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install install-dev run call test lint format bench bench-realtime soak e2e standins lock clean

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

run: install
	@$(BIN)/python -m flask --app wsgi migrate
	@$(BIN)/python -m flask --app wsgi seed
	@exec $(BIN)/python -m gunicorn wsgi:app

call: install
	@$(BIN)/python -m voicebot.simphone

test: install-dev
	$(BIN)/python -m pytest -n auto -m "not slow"

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev
	$(BIN)/python -m tests.bench

bench-realtime: install-dev
	$(BIN)/python -m tests.bench_realtime

soak: install-dev
	$(BIN)/python -m tests.soak

standins: install-dev
	@$(BIN)/python -m tests.standins

lock: install-dev
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet --requirement requirements.in
	(echo "# Locked by \`make lock\` from requirements.in."; .venv-lock/bin/pip freeze) > requirements.txt
	.venv-lock/bin/pip install --quiet --requirement requirements-dev.in
	(echo "# Locked by \`make lock\` from requirements-dev.in."; .venv-lock/bin/pip freeze) > requirements-dev.txt
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
