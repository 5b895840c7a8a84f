# Golden Thread. `make` says what there is; `make demo` needs python3 and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
# The colours and notices of pip say nothing that a newcomer needs.
PIP := $(PY) -m pip --disable-pip-version-check --quiet --no-input
COMPILE := $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--annotation-style=line --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options

.PHONY: help
help: ## Say what each target does.
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name words; do \
		printf '  make %-13s %s\n' "$$name" "$$words"; done

# --- run ------------------------------------------------------------------------------------------------

.PHONY: setup
setup: node ## Install what the product needs, and build styles and catalogues.
	@$(PY) -m goldenthread.config.assets

.PHONY: demo
demo: setup ## Serve the fictional service on PORT (8000), with its own PostgreSQL unless DATABASE_URL is set.
	@PORT=$(PORT) $(VENV)/bin/goldenthread demo serve

.PHONY: reset
reset: $(VENV)/.app ## Drop the demonstration's database on the embedded server; the next `make demo` builds it again.
	@$(PY) -m goldenthread.config.postgres drop

.PHONY: stop
stop: ## Stop the embedded PostgreSQL servers of this folder.
	@if [[ -x $(PY) ]]; then $(PY) -m goldenthread.config.postgres stop; \
		$(PY) -m goldenthread.config.postgres --test stop; fi

# --- change ---------------------------------------------------------------------------------------------

.PHONY: dev
dev: $(VENV)/.dev node ## Install what tests and checks need as well.
	@$(PY) -m goldenthread.config.assets

.PHONY: lint
lint: dev ## Check style, imports and types.
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

.PHONY: check
check: lint ## The inner loop: lint, then unit and contract tests.
	$(VENV)/bin/pytest tests/unit tests/contract -n 2 -q

.PHONY: test
test: machine lint ## Everything: lint, then all tests, with journeys in a real browser.
	$(VENV)/bin/pytest -n 2

YEARS ?= 1
SHARE ?= 1
FAMILIES ?= 0
.PHONY: bench
bench: dev ## Measure the pages beside plain SQL, on YEARS (1) of the national service or a SHARE of it.
	@$(PY) -m tests.bench pages --years $(YEARS) --share $(SHARE) --families $(FAMILIES)

.PHONY: flow
flow: dev ## Measure clients at work and the courts' answers, on the same service.
	@$(PY) -m tests.bench flow --years $(YEARS) --share $(SHARE) --families $(FAMILIES)

.PHONY: exports
exports: dev ## Measure the case list as CSV, XLSX and OpenDocument, on the same service.
	@$(PY) -m tests.bench exports --years $(YEARS) --share $(SHARE) --families $(FAMILIES)

# Besides Python: a browser for the journeys; LibreOffice and poppler to look at the documents that leave; Pango, which
# makes PDF. The product itself needs none of them.
PACKAGES := chromium libreoffice-writer-nogui poppler-utils libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.PHONY: machine
machine: ## Find what the tests need of the machine (browser, LibreOffice, poppler, Pango), installing it where root may.
	@missing=; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing=1; \
	command -v soffice >/dev/null && command -v pdftoppm >/dev/null && command -v pdftotext >/dev/null || missing=1; \
	$(PYTHON) -c 'import ctypes; [ctypes.CDLL(f"lib{n}.so.0") for n in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")]' \
		2>/dev/null || missing=1; \
	if [[ -n $$missing ]]; then \
		if [[ $$(id -u) == 0 ]] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
				$(PACKAGES) >/dev/null; \
		else \
			echo "The tests need more of this machine: ask an administrator for 'apt-get install $(PACKAGES)'." >&2; \
			exit 1; \
		fi; \
	fi

MINUTES ?= 5
CLIENTS ?= 32

.PHONY: survive
survive: dev ## Kill web server, worker and PostgreSQL in turn for MINUTES (5) while CLIENTS (32) write; prove the record.
	@$(PY) -m tests.bench.survive --minutes $(MINUTES) --clients $(CLIENTS)

.PHONY: format
format: dev ## Put code in the common format.
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

.PHONY: migrations
migrations: dev ## Write the migrations that the models ask for.
	GOLDENTHREAD_ROLE=app_owner DJANGO_SETTINGS_MODULE=goldenthread.config.settings $(PY) -m django makemigrations

.PHONY: docs
docs: dev ## Write the pages of docs/ that come from the code.
	$(VENV)/bin/goldenthread docs

.PHONY: messages
messages: dev ## Bring the Welsh catalogue up to date with the text in code and templates.
	@printf '[python: **.py]\n[jinja2: **.html]\nextensions=jinja2.ext.i18n,jinja2.ext.do\nsilent=false\n[jinja2: **.jinja]\n' > .local/babel.cfg
	$(VENV)/bin/pybabel -q extract -F .local/babel.cfg --no-location --sort-output \
		-k N_ -k lazy -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext:1c,2 -k pgettext_lazy:1c,2 \
		--project=goldenthread -o .local/django.pot goldenthread
	@if [[ -f goldenthread/locale/cy/LC_MESSAGES/django.po ]]; then command=update; else command=init; fi; \
	$(VENV)/bin/pybabel -q $$command -D django -l cy -i .local/django.pot -d goldenthread/locale

.PHONY: requirements
requirements: $(VENV)/.dev ## Pin requirements/*.in again, with hashes and no addresses.
	cd requirements && CUSTOM_COMPILE_COMMAND="make requirements" ../$(COMPILE) -o app.txt app.in
	cd requirements && CUSTOM_COMPILE_COMMAND="make requirements" ../$(COMPILE) -o dev.txt dev.in
	cd requirements && CUSTOM_COMPILE_COMMAND="make requirements" ../$(COMPILE) -o node.txt node.in

.PHONY: clean
clean: stop ## Remove all that was installed, built or kept here, the embedded databases too.
	rm -rf $(VENV) .local goldenthread/govuk/static goldenthread/locale/*/LC_MESSAGES/django.mo \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find goldenthread tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment ----------------------------------------------------------------------------

# The package is put on the path, and its command written, by hand: pip would fetch a build tool for it.
$(VENV)/bin/goldenthread: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Golden Thread needs Python 3.11 or newer.")'
	@[[ -x $(PY) ]] || $(PYTHON) -m venv $(VENV)
	@echo '$(CURDIR)' > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/goldenthread.pth"
	@printf '%s\n' '#!/bin/sh' \
		'exec "$$(dirname "$$0")/python" -P -c "import sys; sys.argv[0] = \"goldenthread\"; from goldenthread.config.cli import main; sys.exit(main())" "$$@"' > $@
	@chmod +x $@

$(VENV)/.app: requirements/app.txt $(VENV)/bin/goldenthread
	$(PIP) install --require-hashes -r requirements/app.txt
	@touch $@

# The assets are built with npm. It is brought along (200 MB) only where the machine has none that is new enough.
.PHONY: node
node: $(VENV)/.app
	@if ! { command -v npm && node -e 'process.exit(+(parseInt(process.versions.node) < 18))'; } >/dev/null 2>&1; then \
		$(MAKE) $(VENV)/.node; fi

$(VENV)/.node: requirements/node.txt $(VENV)/.app
	$(PIP) install --require-hashes -r requirements/node.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
