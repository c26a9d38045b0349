# Two commands matter: `make run` starts the product with demo data, `make test` runs every check.
.DEFAULT_GOAL := help
.PHONY: help run test transcripts bench lock format frontend browser lint clean

# The first Python that is new enough and can make virtual environments; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

help:
	@echo "make run    set everything up and serve the demo on http://127.0.0.1:8000"
	@echo "make test   set up what tests need, then run lint, types, contracts and tests"
	@echo "make transcripts  write down anew what a screen reader says of each page"
	@echo "make bench  measure speed, as ratios to this machine's own limits"
	@echo "make lock   resolve the dependencies again;  make format  tidy the code"

run: .venv/run.stamp
	@$(BIN)/python -m runtime.frontend
	@$(BIN)/townclerk demo

test: lint frontend browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# What a screen reader says of each page, written anew: read what has changed before you commit it.
transcripts: frontend browser
	@TOWNCLERK_RENEW_TRANSCRIPTS=1 $(BIN)/python -m pytest -q tests/browser/test_looks.py
	@git diff --stat -- tests/browser/transcripts

lint: .venv/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

frontend: .venv/test.stamp
	@$(BIN)/python -m runtime.frontend

browser: .venv/test.stamp
	@$(BIN)/python -m tests.browser.chromium

bench: .venv/test.stamp frontend
	@$(BIN)/python -m benchmarks

format: .venv/test.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# The lock files hold versions and hashes only, and no index to take them from: pip's own settings say that.
lock: .venv/test.stamp
	@$(BIN)/python -m pip install --quiet pip-tools
	@for extra in "requirements.txt --extra checkout" "requirements-test.txt --extra checkout --extra test"; do set -- $$extra; out=$$1; shift; \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file $$out $$@ pyproject.toml; done

.venv/run.stamp: requirements.txt pyproject.toml
	@$(call install,requirements.txt)
	@touch $@

.venv/test.stamp: requirements-test.txt pyproject.toml
	@$(call install,requirements-test.txt)
	@touch $@ .venv/run.stamp

define install
	if [ -z "$(PYTHON)" ]; then echo "Townclerk needs Python 3.11 or newer, with its venv module (Debian: apt-get install python3-venv)." >&2; exit 1; fi; \
	echo "Installing Python packages from $(1) ..."; \
	{ [ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; } && \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(1) && \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

clean:
	rm -rf .venv node_modules runtime/web/static/vendor dist build
