# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint embedded bench docs clean

SEED := What role do local police and 287(g) agreements play in referring people to ICE?

demo: $(VENV)/installed
	$(BIN)/atlas287 ask "$(SEED)"
	@echo
	$(BIN)/atlas287 ask "$(SEED)" --place "Collier County, FL"
	@echo
	@echo "Go on with:"
	@echo "  $(BIN)/atlas287 ask \"Which states ban 287(g) agreements?\"        and ¿Cuántos acuerdos hay en Ohio?"
	@echo "  $(BIN)/atlas287 check \"287(g) partnerships have increased 641%, from 135 agreements to 1,001\" --said 2025-09-17"
	@echo "  $(BIN)/atlas287 authority JEM WSO TFM"
	@echo "  $(BIN)/atlas287 count agreements --by model --as-of 2025-12-31"
	@echo "  $(BIN)/atlas287 --help            and docs/tutorial.md"

test: $(VENV)/developer lint
	$(BIN)/pytest -rs --numprocesses auto --dist loadfile

lint: $(VENV)/developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/developer
	$(BIN)/python docs/generate.py

# The release in the package, from real lists and one table of detention: make embedded FROM="FOLDER FOLDER FILE"
FROM ?= ../shared/data/agreements/sheets ../shared/data/agreements/historical \
	../shared/data/enforcement/ddp_facility_daily_population.parquet
embedded: $(VENV)/installed
	rm -rf build/embedded
	$(BIN)/atlas287 build $(foreach folder,$(FROM),--from $(folder)) --out build/embedded
	rm -f src/atlas287/embedded/*
	cp build/embedded/$$(cat build/embedded/CURRENT)/* src/atlas287/embedded/

# The baseline has an environment of its own, which holds what its reader would have and nothing of ours.
BASELINE := build/baseline
bench: $(VENV)/developer $(BASELINE)/installed
	$(BIN)/python bench/build.py --baseline $(BASELINE)/bin/python
	$(BIN)/python bench/ledger.py --baseline $(BASELINE)/bin/python
	$(BIN)/python bench/briefs.py --baseline $(BASELINE)/bin/python
	$(BIN)/python bench/export.py --baseline $(BASELINE)/bin/python
	$(BIN)/python bench/start.py
	$(BIN)/python bench/ask.py
	$(BIN)/python bench/citations.py

$(BASELINE)/installed: constraints.txt
	$(PYTHON) -m venv $(BASELINE)
	$(BASELINE)/bin/pip install --quiet --disable-pip-version-check -c constraints.txt pandas openpyxl
	touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/developer: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
