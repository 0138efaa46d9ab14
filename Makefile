# Every habit has a name here. `make demo` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
DEMO := demo
BRIEF := E-commerce platform with users, products, orders
SCALE := 1M users, 50k orders a day, 5 years of history, EU

.PHONY: demo engines test check golden docs bench bench-theory bench-discovery bench-reading clean

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: .venv/ready  ## design and prove the shop on PostgreSQL and SQLite
	$(BIN)/relvar design "$(BRIEF)" -d postgresql -d sqlite --scale "$(SCALE)" --out $(DEMO)
	@echo; echo "Look at $(DEMO)/SPEC.html, then $(DEMO)/PROOF.md and $(DEMO)/postgresql/deploy/"

engines: .venv/ready  ## fetch the engines that no Python package carries, once, into a cache
	$(BIN)/python -m relvar.engines.fetching

test: .venv/ready  ## every test, on every engine that is here
	-@$(MAKE) --no-print-directory engines
	$(BIN)/pytest -n 2

check: .venv/ready  ## style, types, layers
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

golden: .venv/ready  ## renew the goldens and print the semantic difference for the commit message
	$(BIN)/python -m tests.cases.renew

docs: .venv/ready  ## write the manual's reference pages
	COLUMNS=100 $(BIN)/python docs/generate.py

bench: .venv/ready  ## ratios, never tests
	$(BIN)/python bench/design.py

bench-theory: .venv/ready  ## dependency theory: speed, and 100,000 schemas against an oracle
	$(BIN)/python -m bench.theory

bench-discovery: .venv/ready  ## what holds in files of rows: PEER=python of an environment with desbordante, DATA=folder of published data
	$(BIN)/python -m bench.discovery --peer "$(PEER)" $(if $(DATA),--data $(DATA))

bench-reading: .venv/ready  ## the reader against the development texts: make bench-reading QUESTIONS=... PREDICTIONS=...
	$(BIN)/python bench/reading.py $(QUESTIONS) $(PREDICTIONS)

clean:
	rm -rf .venv $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis
