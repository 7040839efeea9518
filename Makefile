# Two commands are all a fresh machine needs: `make run` and `make test`. Both set up .venv with pinned packages first.

PYTHON ?= python3
MODEL ?= auto
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench screenshots check clean

run: $(VENV)/ready
	@test "$(MODEL)" = auto || $(BIN)/python -m toneatlas models pull "$(MODEL)"
	$(BIN)/python -m toneatlas serve --sample --model "$(MODEL)" --port "$(PORT)"

test: $(VENV)/ready-for-tests check
	$(BIN)/python -m pytest

check: $(VENV)/ready-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready-for-tests
	$(BIN)/python -m benchmarks.run

screenshots: $(VENV)/ready-for-tests
	$(BIN)/python -m tests.screenshots --out var/screenshots

clean:
	rm -rf $(VENV)

$(VENV)/ready: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "ToneAtlas needs Python 3.11 or newer: make run PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r requirements.txt
	@touch $@

$(VENV)/ready-for-tests: $(VENV)/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r requirements-dev.txt
	@touch $@
