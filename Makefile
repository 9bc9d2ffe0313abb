# Every target sets up what it needs. `make demo` and `make test` start from a Debian machine that
# has a Swift toolchain and make, and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# Parallelism is the program's own; OpenBLAS runs on one thread.
export OPENBLAS_NUM_THREADS := 1

# Libraries to build with, what the package manager needs, what some tests and the benchmarks run on.
PACKAGES := libopenblas-dev liblapack-dev libsqlite3-dev libxlsxwriter-dev zlib1g-dev pkg-config git ca-certificates
PACKAGES_TEST := libreoffice-calc-nogui
PACKAGES_BENCH := python3 python3-venv r-base-core r-cran-glmnet

VEDETTA := .build/release/vedetta
# `swift test` without testable imports compiles as `swift build` does: one release build for both.
TEST := swift test --disable-xctest
RELEASE := -c release --disable-testable-imports

.PHONY: build demo test test-debug test-release models bench bench-check peers format lint deps \
  deps-test deps-bench

## Build the command: .build/release/vedetta
build: deps
	swift build -c release --product vedetta

## Both main jobs on the data that ships
demo: build
	$(VEDETTA) demo --force

## Every test: units and properties in debug, references and whole commands in release
test: deps
	@rm -rf .build/counts && mkdir -p .build/counts
	@status=0; \
	$(MAKE) --no-print-directory test-debug || status=1; \
	$(MAKE) --no-print-directory test-release || status=1; \
	cat .build/counts/*; exit $$status

test-debug: deps-test
	@mkdir -p .build/counts
	.ci/tests "tests, debug" .build/counts/1-debug \
	  $(TEST) --skip CommandTests

test-release: deps-test
	@mkdir -p .build/counts
	VEDETTA_SLOW_TESTS=1 .ci/tests "tests, release" .build/counts/2-release \
	  $(TEST) $(RELEASE)

## Fit the shipped models again; a test compares them with a fresh fit
models: build
	rm -rf .build/models && mkdir -p .build/models
	$(VEDETTA) risk cohort --spec Models/neet-mvad/cohort.yaml \
	  --data Models/neet-mvad/data/mvad.csv --out .build/models/cohort.csv
	$(VEDETTA) risk train --spec Models/neet-mvad/spec.yaml --data .build/models/cohort.csv \
	  --as-of 1994-07,1995-07,1996-07 --out Models/neet-mvad/model --force \
	  --registry .build/models/registry

## Accuracy as gates, speed beside the peers, at most ten minutes
bench-check: build peers
	@mkdir -p .build/counts
	Benchmarks/.venv/bin/python Benchmarks/check.py --counts .build/counts/3-bench-check

## The same with more repetitions, written to Benchmarks/RESULTS.md
bench: build peers
	Benchmarks/.venv/bin/python Benchmarks/check.py --repetitions 5 --write Benchmarks/RESULTS.md

peers: deps-bench Benchmarks/.venv/installed

Benchmarks/.venv/installed: Benchmarks/peers/requirements.txt
	rm -rf Benchmarks/.venv
	python3 -m venv Benchmarks/.venv
	Benchmarks/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

format:
	swift format format --in-place --recursive --parallel Sources Tests Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

deps:
	@.ci/install $(PACKAGES)

deps-test: deps
	@.ci/install $(PACKAGES_TEST) || echo "Tests that need $(PACKAGES_TEST) will be skipped." >&2

deps-bench:
	@.ci/install $(PACKAGES_BENCH)
