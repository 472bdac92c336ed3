# Two commands for a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
FIRST := examples/2012-05-10-negotiation-day.txt
RECORD := examples.record

.PHONY: demo test install lint clean accuracy fuzz crash chromium screenshots train train-coder train-attribution

$(VENV)/.installed: pyproject.toml
	@echo "Setting up $(VENV) (once; a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "detente needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv here; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed

demo: install
	@$(BIN)/detente read examples --record $(RECORD) --quiet
	@$(BIN)/detente read $(FIRST) --record $(RECORD)
	@echo
	@echo "That was the record of $(FIRST)."
	@echo "Three more articles are in $(RECORD). Try next:"
	@echo
	@echo "  $(BIN)/detente show negotiation --record $(RECORD)       its text, with what was found marked"
	@echo "  $(BIN)/detente positions --record $(RECORD)              who wants, refuses and offers what"
	@echo "  $(BIN)/detente agenda --record $(RECORD)                 what comes next"
	@echo "  $(BIN)/detente dossier RUS --record $(RECORD)            a briefing page, every line with its evidence"
	@echo "  $(BIN)/detente events --dyad THA-KHM --record $(RECORD)  what two parties did to each other"
	@echo "  $(BIN)/detente read YOUR-ARTICLE.txt --published 2013-02-18"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The browser tests need Chromium; where it is missing and may be installed, Debian's is.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		echo "Installing Chromium for the browser tests"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	} || { echo "The browser tests need Chromium: install it (Debian: apt-get install chromium)"; exit 1; }

test: lint chromium
	$(BIN)/pytest

# Every figure of docs/accuracy.md, from the data in SHARED; fails when one fell by more than 0.01. PAIRS is the coder's
# answers to pairs that it was not trained on (out-of-fold.tsv of training.coder --cross-validate), FOLDS the folder of
# the weights of each fold.
SHARED ?= ../shared
accuracy: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.accuracy $(SHARED) $(if $(PAIRS),--pairs $(PAIRS)) $(if $(FOLDS),--folds $(FOLDS))

# The networks, from the data in SHARED (see docs/model-card.md); what is trained lies in TRAINED and is copied by hand.
TRAINED ?= trained
$(VENV)/.installed-train: $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch $@

# Both, from the folder of training data (the coder's needs what lies beside it, too).
DATA ?= $(SHARED)/data
train: train-attribution train-coder

# Two stages, some fifty minutes on two cores with nothing beside them.
train-attribution: $(VENV)/.installed-train
	@mkdir -p $(TRAINED)
	$(BIN)/python -m training.attribution $(DATA)/polnear/train $(DATA)/polnear/dev $(TRAINED)/attribution.onnx

train-coder: $(VENV)/.installed-train
	mkdir -p $(TRAINED)
	$(BIN)/python -m benchmarks.candidates $(DATA)/.. --write $(TRAINED)/candidates.jsonl --set polnear-train
	$(BIN)/python -m training.coder $(DATA) --gold $(TRAINED)/candidates.jsonl --out $(TRAINED)/coder --cross-validate $(foreach k,0 1 2 3 4,--fold $(k))
	$(BIN)/python -m training.coder $(DATA) --gold $(TRAINED)/candidates.jsonl --out $(TRAINED)/coder

# The test that kills a writer at random moments, fifty times.
crash: $(VENV)/.installed-dev
	DETENTE_KILLS=50 $(BIN)/pytest tests/crash -k killed

# Broken and made-up input in every form, far more of it than `make test` tries.
fuzz: $(VENV)/.installed-dev
	FUZZ=24000 $(BIN)/pytest tests/sources -k "any_bytes or damaged"

# Pictures of every page for the documentation, over the record of the examples.
screenshots: $(VENV)/.installed-dev chromium
	@$(BIN)/detente read examples --record $(RECORD) --quiet
	$(BIN)/python docs/screenshots.py $(RECORD)

clean:
	rm -rf $(VENV) $(RECORD) build dist
