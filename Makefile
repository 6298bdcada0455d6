# Thin targets over `python -m scripts.<name>`; Windows users run those directly (see README).
PYTHON ?= python3
RUN = .venv/bin/python -m

.PHONY: site test serve check bench audit permalinks clean

site: env
	$(RUN) scripts.build

test: env-tests
	$(RUN) tests.browsers
	$(RUN) pytest -q -n auto --dist loadfile

serve: env
	$(RUN) scripts.serve

check: env
	$(RUN) scripts.check

bench: env-tests
	$(RUN) scripts.bench.__main__

audit: env-tests
	$(RUN) tests.browsers
	$(RUN) scripts.audit.files
	$(RUN) scripts.audit.pages

permalinks: env
	$(RUN) scripts.publish.permalinks site

clean:
	rm -rf site .build .cache

.PHONY: env env-tests
env:
	@$(PYTHON) scripts/setup_env.py
env-tests:
	@$(PYTHON) scripts/setup_env.py --tests
