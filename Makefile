# Two commands do all the set-up: `make studio` opens the studio, `make test` runs every test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: studio test lint types texts unit bundle bench smoke clean

studio: $(VENV)/.studio
	$(BIN)/featherbrush

test: lint types unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

# Brings the catalogues of the interface's languages up to date with the code.
texts: $(VENV)/.dev
	$(BIN)/python -m featherbrush.app.languages

# Two at a time, the tests of a file together: most of them wait more than they compute.
unit: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# The whole compression path on a few pictures, minutes instead of hours. DATA is a landscape folder.
smoke: $(VENV)/.dev
	$(BIN)/featherbrush-compress run landscape --smoke --data $(DATA) --folder build/smoke

bench: $(VENV)/.studio
	$(BIN)/featherbrush bench

bundle: $(VENV)/.dev
	$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build/bundle packaging/featherbrush.spec

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.studio: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[compression,dev]'
	touch $@ $(VENV)/.studio

clean:
	rm -rf build dist
