# Two commands for a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test install lint accuracy clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

install: $(VENV)/.installed

demo: install
	$(BIN)/detente read examples --record examples.record
	$(BIN)/detente info examples.record

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest

# Every figure of docs/accuracy.md, from the data in SHARED; fails when one fell by more than 0.01. PAIRS is the coder's
# answers to pairs that it was not trained on (out-of-fold.tsv of training/coder.py --cross-validate).
SHARED ?= ../shared
accuracy: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.accuracy $(SHARED) $(if $(PAIRS),--pairs $(PAIRS))

clean:
	rm -rf $(VENV) examples.record build dist
