# The whole project in one environment of its own: .venv
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
CLIPTRIAL := $(BIN)/cliptrial
# A file's tests stay together, so that what they share is made once; the long files come first (tests/conftest.py).
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := report
.PHONY: report test test-random check calibrate bench mutate soak lab clean lock

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(STAMP)  ## Build the demo data, ingest it, render every report and the index
	@$(CLIPTRIAL) demo . --refresh
	@$(CLIPTRIAL) report --all --lang en --lang de

test: $(STAMP) browser  ## Layers, types, lint and every test
	@$(MAKE) --no-print-directory check
	@$(PYTEST)

test-random: SEED ?= $(shell date +%s)
test-random: $(STAMP) browser  ## Every test in a drawn order, on cases that hypothesis draws anew; SEED=n repeats the order
	@echo "make test-random SEED=$(SEED)"
	@$(PYTEST) --hypothesis-profile random --shuffle $(SEED)

check: $(STAMP)  ## Layers, types, lint
	@$(BIN)/ruff format --check toolkit tests
	@$(BIN)/ruff check toolkit tests
	@$(BIN)/lint-imports
	@$(BIN)/mypy

.PHONY: docs
docs: $(STAMP)  ## The documentation as a site that needs no network: build/docs/index.html
	@PYTHONPATH=toolkit $(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "build/docs/index.html"

.PHONY: browser
browser:  ## Chromium and a PDF reader for the tests that look at pages
	@command -v chromium >/dev/null && command -v pdfinfo >/dev/null || \
	  (command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium poppler-utils fonts-noto-core >/dev/null) || \
	  echo "chromium or pdfinfo is missing; the tests that need them will say so and be skipped"

calibrate: $(STAMP)  ## Count how often each method is wrong: 4,000 simulated experiments in each cell, 200 manipulated seasons
	@$(CLIPTRIAL) calibrate --out docs
	@cp docs/calibration.csv templates/calibration.csv
	@$(CLIPTRIAL) calibrate --together --out docs
	@$(CLIPTRIAL) calibrate --manipulations --out docs

bench: $(STAMP)  ## Engines beside scipy, reports beside papermill and nbconvert, what many posts and pages take; PARTS="columns large"
	@$(BIN)/python -m tests.benchmarks $(PARTS)

.PHONY: spark
spark: $(STAMP)  ## Java 17 and pyspark: the query of observe in local mode; its last result is docs/spark.md
	@command -v java >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pyspark>=4"
	@$(BIN)/python -m pytest -q tests/posts/test_engines.py
	@$(BIN)/python -m tests.benchmarks.spark > docs/spark.md

MUTANTS ?= 300
mutate: SEED ?= 1
mutate: $(STAMP)  ## Change one line at a time and see whether a test notices; SEED=2 MUTANTS=60 FOLDER=stats FILE=stats/pooled/prior.py KEEP=1
	@$(BIN)/python -m tests.mutation --seed $(SEED) --mutants $(MUTANTS) $(addprefix --folder ,$(FOLDER)) $(addprefix --file ,$(FILE)) $(if $(TESTS),--tests $(TESTS)) $(if $(OUT),--out $(OUT)) $(if $(KEEP),--keep-map)

soak: SEED ?= 1
soak: $(STAMP)  ## Changed files at every door, commands killed and at once, strangers' workspaces; SEED=2 MUTATIONS=2000 KILLS=50 ROUNDS=5 WORKSPACES=10
	@$(BIN)/python -m tests.soak --seed $(SEED) $(if $(MUTATIONS),--mutations $(MUTATIONS)) $(if $(KILLS),--kills $(KILLS)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WORKSPACES),--workspaces $(WORKSPACES)) $(if $(OUT),--out $(OUT))

lab: $(STAMP)  ## Open JupyterLab with the notebooks
	@$(CLIPTRIAL) lab

lock: $(STAMP)  ## Compile requirements.lock anew
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra dev --extra docs --python-version 3.11 pyproject.toml -o requirements.lock

clean:  ## Remove what was built; the store, exports and filled workbooks stay
	rm -rf .venv build dist reports .mutation .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
