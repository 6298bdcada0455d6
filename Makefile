# Thin targets over `python -m scripts.<name>`; Windows users run those directly (see README).
PYTHON ?= python3
RUN = .venv/bin/python -m

.PHONY: site test test-fast serve check bench audit permalinks clean

site: env
	$(RUN) scripts.build

test: env-tests
	$(RUN) tests.browsers
	$(RUN) tests.node_packages
	$(RUN) pytest -q -n auto --dist loadfile --no-loadscope-reorder -rs

test-fast: env-tests
	$(RUN) pytest -q -n auto --dist loadfile -m "not slow and not browser"

serve: env
	$(RUN) scripts.serve

check: env
	$(RUN) scripts.check

bench: env-tests
	$(RUN) scripts.bench

audit: env-tests
	$(RUN) tests.browsers
	$(RUN) scripts.audit.files
	$(RUN) scripts.audit.pages

permalinks: env
	$(RUN) scripts.publish.permalinks site

clean:
	rm -rf site .cache

.PHONY: env env-tests
env:
	@$(PYTHON) scripts/setup_env.py
env-tests:
	@$(PYTHON) scripts/setup_env.py --tests
