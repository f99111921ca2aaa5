# `make` lists the targets. Needs Python 3.11 or newer, make and pip; everything else goes into .venv and build/.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

BIN := .venv/bin
PIP := python -m pip install -qq --disable-pip-version-check --no-input --constraint tests/constraints.txt
DEV := .venv/dev.stamp
LOCAL := .venv/local.stamp
WHEEL := build/wheel
SAMPLES := tests/documents
DOCUMENTS := $(sort $(wildcard $(SAMPLES)/*.txt $(SAMPLES)/*.html))
SEEDS := ../shared/seeds
DEV_SET := ../shared/dev
SIDE_BY_SIDE := --numprocesses logical --maxprocesses 4 --dist worksteal
FUZZ := 5000
KILLS := 1000
STOREKILLS := 100
TABLES := 10000

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test check lint types imports wheel live fuzz kills storekills ray tables converters bench record replay calibrate quality raise net gallery readme format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(LOCAL) ## fill the forms of two sample reports with the embedded model (first time: 1.1 GB)
	$(BIN)/ogi extract $(SAMPLES)/demo-2014.txt $(SAMPLES)/demo-2021.txt --ask all --out build/demo

test: $(DEV) ## all tests that need no network and no model
	$(BIN)/python -m pytest --quiet $(SIDE_BY_SIDE)

check: lint types imports test wheel live ## everything: lint, types, imports, tests, wheel, one run of the model

lint: $(DEV) ## lint and format, without changing files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## mypy, strict for the package
	$(BIN)/mypy

imports: $(DEV) ## the directions that imports may take
	$(BIN)/lint-imports --no-logo

wheel: $(DEV) ## the wheel: built, installed into a new environment, used away from the checkout
	rm -rf $(WHEEL)
	$(BIN)/python -m build --outdir $(WHEEL) . >/dev/null
	$(BIN)/python -m venv $(WHEEL)/venv
	@$(WHEEL)/venv/bin/$(PIP) $(WHEEL)/*.whl
	cd / && '$(CURDIR)/$(WHEEL)/venv/bin/ogi' --version
	cd / && '$(CURDIR)/$(WHEEL)/venv/bin/ogi' forms list
	cd / && '$(CURDIR)/$(WHEEL)/venv/bin/ogi' extract '$(CURDIR)/$(SAMPLES)/demo-2021.txt' --reader grid --no-show --out '$(CURDIR)/$(WHEEL)/out'

live: $(DEV) $(LOCAL) ## the tests that need the embedded model
	$(BIN)/python -m pytest --quiet -m live

fuzz: $(DEV) ## damaged files through the whole flow, 5000 of each kind or FUZZ=n
	OGI_FUZZ=$(FUZZ) $(BIN)/python -m pytest --quiet --capture=no tests/loading/test_fuzz.py

kills: $(DEV) ## recorded runs killed at 1000 moments, or KILLS=n, and resumed: nothing lost, nothing asked twice
	PYTHONPATH=tests $(BIN)/python tests/run/kills.py $(KILLS)

storekills: $(DEV) ## runs into a store killed at 100 moments, or STOREKILLS=n, on SQLite and PostgreSQL
	PYTHONPATH=tests $(BIN)/python tests/run/store_kills.py $(STOREKILLS)

ray: $(DEV) ## runs on two workers of a local Ray, which this installs (240 MB); skipped elsewhere
	@$(BIN)/$(PIP) --editable '.[ray]'
	$(BIN)/python -m pytest --quiet tests/run/test_ray.py

tables: $(DEV) ## broken tables whose truth is known, 10000 or TABLES=n: no false value, and how many cells come back
	$(BIN)/python tests/tables/damage_tables.py $(TABLES)

converters: $(DEV) ## what is read of our PDF files when other programs have turned them into text
	@$(BIN)/$(PIP) '.[converters]'
	$(BIN)/python tests/make_files/converters.py

bench: $(DEV) $(LOCAL) ## what the program costs, and how it reads beside one single-shot call (half an hour)
	$(BIN)/python tests/bench/run.py

# All that is recorded, read once more: $(1) none or all, $(2) the folder of the results, $(3) what is shown.
define read-recorded
	$(BIN)/python tests/injections.py build/injections
	$(BIN)/ogi extract $(DOCUMENTS) --cassettes cassettes/samples --record $(1) --out $(2)/samples $(3)
	$(BIN)/ogi extract tests/unseen/*.txt --cassettes cassettes/unseen --record $(1) --out $(2)/unseen $(3)
	$(BIN)/ogi extract build/injections/*.* --ask all --cassettes cassettes/injections --record $(1) --out $(2)/injections $(3)
	@test ! -d '$(SEEDS)' || $(BIN)/ogi extract '$(SEEDS)'/*.txt --cassettes cassettes/seeds --record $(1) --out $(2)/seeds $(3)
	@test ! -d '$(DEV_SET)' || $(BIN)/ogi extract '$(DEV_SET)'/H*.txt '$(DEV_SET)'/H*.html --cassettes cassettes/traps --record $(1) --out $(2)/traps $(3)
	@test ! -d '$(DEV_SET)' || $(BIN)/ogi extract '$(DEV_SET)'/real-like/*.txt --cassettes cassettes/real-like --record $(1) --out $(2)/real-like $(3)
endef

record: $(LOCAL) ## record what the embedded model answers for the samples, and for the seed reports if they are there
	$(call read-recorded,all,build/record,--no-show)

replay: $(DEV) ## make the results of the recordings again, with no model, and compare them with those of `make record`
	$(call read-recorded,none,build/replay,--quiet)
	@test ! -d build/record || diff --recursive --brief build/record build/replay

calibrate: $(DEV) ## fit how likely a value is right, schemas/confidence.yaml, to the gold at hand
	$(BIN)/python tests/calibrate.py

quality: $(DEV) ## hold what the recordings come to against the floor in tests/quality.json
	$(BIN)/python tests/quality.py

raise: $(DEV) ## write what the recordings come to as the new floor; a drop is refused
	$(BIN)/python tests/quality.py --raise

net: $(DEV) ## compare what all reports at hand give with what they gave; results go to build/net
	$(BIN)/python tests/net.py

gallery: $(DEV) ## the pictures of docs/gallery.md and docs/review.md, made anew; needs Chromium
	PYTHONPATH=tests/review $(BIN)/python tests/gallery.py

readme: $(DEV) $(LOCAL) ## write what real runs print into the READMEs
	$(BIN)/python tests/readme_blocks.py

format: $(DEV) ## format and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what the other targets made; the model in the user's cache stays
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find extractor tests -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is made again when what it was made from changes.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

$(DEV): pyproject.toml tests/constraints.txt | $(BIN)/python
	@echo "installing what the tests need"
	@$(BIN)/$(PIP) --editable '.[dev,ocr,store]'
	@touch $@

$(LOCAL): pyproject.toml tests/constraints.txt | $(BIN)/python
	@echo "installing the embedded model: 1.1 GB the first time"
	@$(BIN)/$(PIP) --editable '.[local]'
	@touch $@
