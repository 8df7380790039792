# Newsroom: `make run` serves the site, `make test` tests it. Nothing else is needed after a clone.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= var
SITE_URL ?= http://$(HOST):$(PORT)

VENV := .venv
BIN := $(VENV)/bin
# A stamp carries the checksum of what it installed, so a changed pin installs again.
checksum = $(shell cat $(1) | cksum | tr ' ' '-')
SITE_STAMP := $(VENV)/.site-$(call checksum,requirements.txt)
DEV_STAMP := $(VENV)/.dev-$(call checksum,requirements.txt requirements-dev.txt)
TEMPLATES = $(shell find galleries home newsroom search site -name '*.html')

.DEFAULT_GOAL := help
.PHONY: help run test chaos lint lint-imports bench

help:
	@echo "make run    serve the site with demo content (PORT=$(PORT) DATA=$(DATA))"
	@echo "make test   run the tests"
	@echo "make chaos  kill the worker and the web server 30 times each while editors publish; nothing may be lost"
	@echo "make lint   run the linters, the type checker and the import contracts"
	@echo "make bench  compare lists with stock Wagtail, bare Django, and themselves in a large archive; feeds with feedgen; publishing with stock Wagtail; webhooks with a dead and a hanging endpoint; the search with stock Wagtail"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Newsroom needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(SITE_STAMP): $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f $(VENV)/.site-* && touch $@

$(DEV_STAMP): $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f $(VENV)/.site-* $(VENV)/.dev-* && touch $(SITE_STAMP) $@

run: export DEBUG := 1
run: export SITE_URL := $(SITE_URL)
run: export DATA_DIR := $(DATA)
run: $(SITE_STAMP)
	@mkdir -p $(DATA)
	@$(BIN)/python manage.py migrate --no-input --verbosity 0
	@$(BIN)/python manage.py set_site_url
	@$(BIN)/python manage.py load_demo --if-empty
	@echo
	@echo "  web pages  $(SITE_URL)/"
	@echo "  admin      $(SITE_URL)/admin/"
	@echo "  API        $(SITE_URL)/api/news/v1/articles/    docs: $(SITE_URL)/api/news/v1/docs"
	@echo "  Wagtail    $(SITE_URL)/api/v2/pages/"
	@echo "  feeds      $(SITE_URL)/feeds/pl/    $(SITE_URL)/feeds/pl/news.rss"
	@if [ -f $(DATA)/editor.txt ]; then echo; sed 's/^/  /' $(DATA)/editor.txt; fi
	@echo
	@echo "  Ctrl-C stops it."
	@echo
	@$(BIN)/python manage.py run_worker & worker=$$!; \
	$(BIN)/gunicorn --pythonpath site,. --bind $(HOST):$(PORT) --threads 8 --timeout 60 \
		--log-level warning config.wsgi & server=$$!; \
	trap 'kill $$worker $$server 2>/dev/null; wait; exit 0' INT TERM; \
	while kill -0 $$worker 2>/dev/null && kill -0 $$server 2>/dev/null; do sleep 1; done; \
	kill $$worker $$server 2>/dev/null; wait; \
	echo "The site or its worker ended unexpectedly; both are stopped."; exit 1

# The two packages are tested in a foreign project, the rest in the reference site.
test: PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope
test: $(DEV_STAMP)
	$(PYTEST) --ds=tests.host.settings_languages tests/newsroom tests/galleries
	$(PYTEST) --ds=tests.host.settings tests/host
	$(PYTEST) --ignore=tests/newsroom --ignore=tests/galleries

chaos: $(DEV_STAMP)
	$(BIN)/python -m tests.chaos

lint: export DEBUG := 1
lint: $(DEV_STAMP) lint-imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djhtml --check $(TEMPLATES)
	$(BIN)/curlylint $(TEMPLATES)
	$(BIN)/python manage.py makemigrations --check --dry-run

lint-imports: export PYTHONPATH := .:site
lint-imports: $(DEV_STAMP)
	$(BIN)/lint-imports

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.articles --data $(DATA)/bench
	$(BIN)/python -m benchmarks.answers --data $(DATA)/bench
	$(BIN)/python -m benchmarks.growth --data $(DATA)/bench
	$(BIN)/python -m benchmarks.changes --data $(DATA)/bench
	$(BIN)/python -m benchmarks.feeds --data $(DATA)/bench
	$(BIN)/python -m benchmarks.alt_texts
	$(BIN)/python -m benchmarks.publishing --data $(DATA)/bench
	$(BIN)/python -m benchmarks.deliveries
	$(BIN)/python -m benchmarks.search --data $(DATA)/bench
