# Everything a developer or operator types. Each target says what it does: `make help`.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MODELLKOMMUNE_HOME ?= var
export MODELLKOMMUNE_HOME
BIN := .venv/bin
PYTEST := $(BIN)/pytest
# File by file on as many processors as there are, each with a database and an installation of its own.
SIDE_BY_SIDE := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: help install install-dev assets manifest run test test-quick test-postgres check bench lock system release-dump sbom audit

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

install: ## install what it takes to run, into .venv
	@scripts/install.sh run

install-dev: install
	@scripts/install.sh dev

assets: install ## build style sheet and fonts from the package of KERN
	@scripts/assets.sh

manifest: install assets ## after an upgrade: write down the program's files, so that the health page names what changes later
	@scripts/manifest.sh

run: install assets ## start everything and say where to go; Ctrl-C ends it
	@exec $(BIN)/modellkommune run

system: install-dev
	@scripts/system.sh

test: assets system ## all tests, journeys in a real browser included
	@$(PYTEST) $(SIDE_BY_SIDE)

test-quick: install-dev ## all tests but the journeys, in about a quarter of an hour on two processors
	@$(PYTEST) $(SIDE_BY_SIDE) -m "not journey"

test-postgres: assets install-dev ## what touches the database, against an installed PostgreSQL server
	@SIDE_BY_SIDE="$(SIDE_BY_SIDE)" scripts/test-postgres.sh

check: install-dev ## linters, types, architecture, locks, licences; about two minutes
	@scripts/check.sh

bench: assets install-dev ## measure it all in about 25 minutes, print a table and JSON; parts: python -m bench --only case,scale
	@$(BIN)/python -m bench

sbom: install-dev ## list everything the portal is made of, as CycloneDX JSON, in the data folder
	@$(BIN)/python -m scripts.sbom "$(MODELLKOMMUNE_HOME)/sbom.cdx.json"

audit: install-dev ## ask for known vulnerabilities of the packages; the health page reads the result
	@scripts/audit.sh

lock: install-dev ## write the lock files anew from pyproject.toml and requirements/*.in
	@scripts/lock.sh

release-dump: assets install-dev ## before a tag: leave what this version writes to the upgrade tests of later ones
	@scripts/release-dump.sh
