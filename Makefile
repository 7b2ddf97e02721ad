# Two commands: `make run` and `make test`. Both make .venv first.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
HOST ?= 127.0.0.1
PORT ?= 8000
STAMP := .venv/.complete
RUN := .venv/bin/python
PIP = $(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Where torch comes from, if not from the registry; kept, so that an update does not bring the GPU build after all.
TORCH_NOTE := .venv/.torch-index
TORCH_INDEX ?= $(shell cat $(TORCH_NOTE) 2>/dev/null)
# What else this machine's pip looks through may have a build that sorts above it.
NOWHERE_ELSE = PIP_EXTRA_INDEX_URL="$(TORCH_INDEX)" PIP_FIND_LINKS=.venv

# A .venv made elsewhere, or whose Python is gone, has scripts that start nothing: it is made anew.
ifneq ($(shell [ -x $(RUN) ] && $(RUN) -c '' 2>/dev/null && cat $(STAMP) 2>/dev/null),$(CURDIR))
$(shell rm -f $(STAMP))
endif

.PHONY: run test lint bench mutate clean

run: $(STAMP)
	@exec $(RUN) manage.py up --demo --host $(HOST) --port $(PORT) $(if $(OPEN_DEMO),--open-demo)

# The tests start some hundred processes: each would compile all sources anew where Python is told to keep nothing.
# Three workers on two cores: one of them is always waiting for a browser, a server or the database.
test: lint
	env -u PYTHONDONTWRITEBYTECODE $(RUN) -m pytest -n 3 --dist loadgroup

lint: $(STAMP)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(RUN) -m tools.layout
	$(RUN) -m mypy --num-workers 2 exchange matching benchmarks tools manage.py

bench: $(STAMP)
	@for file in benchmarks/[a-z]*.py; do name=$$(basename $$file .py); echo "== $$name"; $(RUN) -m benchmarks.$$name || exit 1; done

# Some or all: make mutate TARGETS="rules checks" (mutation/targets.toml). Hours on two cores, so it keeps out of the way.
mutate: .venv/.mutate
	@exec nice $(RUN) -m mutation $(TARGETS)

.venv/.mutate: $(STAMP)
	@$(PIP) -e ".[mutate]"
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis staticfiles

# The stamp is written last: a half-made .venv has none and is made anew.
$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Gyoryu needs Python 3.11 or newer: install it, or say which with PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments: install its venv package (Debian: apt install python3-venv)."; exit 1; }
	@if [ ! -e $(STAMP) ]; then echo "[1/4] Making .venv with $(PYTHON) …"; rm -rf .venv; $(PYTHON) -m venv .venv; fi
ifneq ($(TORCH_INDEX),)
	@echo "[2/4] Installing torch from $(TORCH_INDEX) …"
	@$(NOWHERE_ELSE) $(PIP) --no-deps --index-url "$(TORCH_INDEX)" torch
	@echo "$(TORCH_INDEX)" > $(TORCH_NOTE)
else
	@echo "[2/4] torch comes from the registry below, on Linux with gigabytes for GPUs (without them: TORCH_INDEX=…, see docs/operations.md)"
endif
	@echo "[3/4] Installing Gyoryu's packages into .venv (some minutes the first time) …"
	@$(PIP) -e ".[dev]"
	@echo "[4/4] Done: $$($(RUN) -m pip list --disable-pip-version-check 2>/dev/null | tail -n +3 | wc -l) packages, $$(du -sh .venv | cut -f1)"
	@echo "$(CURDIR)" > $(STAMP)
