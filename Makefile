# Thin targets over `python -m scripts.<name>`; Windows users run those directly (see README).
PYTHON ?= python3
RUN = .venv/bin/python -m

.PHONY: site test serve check bench audit permalinks clean

site: env
	$(RUN) scripts.build

test: env-tests
	$(RUN) scripts.browser
	$(RUN) pytest -q -n auto --dist loadfile

serve: env
	$(RUN) scripts.serve

check: env
	$(RUN) scripts.check

bench: env-tests
	$(RUN) scripts.bench

audit: env-tests
	$(RUN) scripts.browser
	$(RUN) scripts.audit_files
	$(RUN) scripts.audit

permalinks: env
	$(RUN) scripts.permalinks site

clean:
	rm -rf site .build .cache

.PHONY: env env-tests
env:
	@$(PYTHON) scripts/setup_env.py
env-tests:
	@$(PYTHON) scripts/setup_env.py --tests
