# Impactloket. `make` lists what there is. Everything installs itself where it is missing.
PYTHON ?= python3
VENV := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo test bench check lock stop clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1\t\2/' | expand -t 16

setup: ## install everything needed for development, without starting anything
	@$(PYTHON) tools/bootstrap.py test

demo: ## start the demo: web, worker, beat and a built-in PostgreSQL (PORT=8000)
	@$(PYTHON) tools/bootstrap.py demo
	@exec $(VENV)/python -m tools.demo

test: ## the whole test suite: units, integration and journeys in a browser
	@$(PYTHON) tools/bootstrap.py test
	@exec $(VENV)/python -m tools.suite $(ARGS)

bench: ## fill a database at 1,000, 10,000 and 100,000 case files and measure the daily pages
	@$(PYTHON) tools/bootstrap.py demo
	@exec $(VENV)/python -m tools.bench $(ARGS)

check: ## lint, types, layers, migrations, translations
	@$(PYTHON) tools/bootstrap.py test
	@exec $(VENV)/python -m tools.checks

lock: ## resolve the Python requirements again, with hashes
	@$(PYTHON) tools/bootstrap.py test
	@for name in base embedded dev; do \
		$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			$(ARGS) requirements/$$name.in -o requirements/$$name.txt > /dev/null || exit 1; done

stop: ## stop the built-in PostgreSQL
	@test ! -x $(VENV)/python || $(VENV)/python -m tools.stop

clean: stop ## remove what was installed, built and stored, the demo's data too
	@rm -rf .venv node_modules var staticfiles portal/ui/static/ui/dist .*_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} + ; find portal accounts procurement challenges -name '*.mo' -delete
