# One command each: `make run` to see Jod at work, `make test` to prove it.
# They need make, Python 3.11 or newer and its venv module; everything else goes into .venv.

BIN := .venv/bin
INSTALLED := .venv/installed
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types lock bench bench-scale chaos fuzz
.ONESHELL:
.SHELLFLAGS := -ec
unexport PYTHONDONTWRITEBYTECODE # tests start Python hundreds of times: it need not compile Jod each time

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: $(INSTALLED) ## Create .venv with everything that run and test need

run: $(INSTALLED) ## Jod with a simulated LINE and demo data; no account needed
	@exec $(BIN)/python -m simulator $(ARGS)

test: $(INSTALLED) ## The whole suite, on SQLite and PostgreSQL (ARGS="-k name" for a part)
	@exec $(BIN)/python -m pytest -n $$(($$(nproc) + 2)) --maxprocesses 8 --dist worksteal $(ARGS) # many tests wait

lint: $(INSTALLED) ## ruff: rules and format
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED) ## mypy --strict
	@$(BIN)/mypy --strict

lock: $(INSTALLED) ## Compile requirements*.in into hashed requirements*.txt
	@for name in requirements requirements-dev; do
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $$name.in -o $$name.txt
	done

bench: $(INSTALLED) ## Timings, taken on this machine
	@exec $(BIN)/python -m benchmarks $(ARGS)

bench-scale: $(INSTALLED) ## What people wait for, over 100 k to 10 M activities (half an hour; 16 GB of disk; ARGS="--keep FOLDER")
	@exec $(BIN)/python -m benchmarks.scale $(ARGS)

chaos: $(INSTALLED) ## Ten minutes of kill -9 and LINE faults on both databases, with a new seed
	@export CAMPAIGN_PEOPLE=10000 CHAOS_SECONDS=$${CHAOS_SECONDS:-600} CHAOS_SEED=$${CHAOS_SEED:-$$(date +%s)}
	exec $(BIN)/python -m pytest -m chaos -s $(ARGS)

fuzz: $(INSTALLED) ## 100,000 mutated webhook bodies and as many lines of nonsense (ARGS="COUNT SEED")
	@exec $(BIN)/python -m benchmarks.fuzz $(or $(ARGS),100000)

# A name on PATH proves nothing (pyenv leaves shims of Pythons that are not there), so each is tried.
# Debian's Python comes without ensurepip; uv makes a .venv without it. pip compiles what it installs, uv when
# told: else the first start, or where nothing may be written each start, takes twice as long. What pip alone does
# in a minute, uv, which pip brings, does in ten seconds; where it cannot (it does not know pip's mirrors), pip does.
$(INSTALLED): requirements.txt requirements-dev.txt
	@for python in python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3 none; do
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && break
	done
	sudo=$$(test "$$(id -u)" = 0 || echo 'sudo ')
	if [ "$$python" = none ]; then
		echo "Jod needs Python 3.11 or newer. On Debian 12, Ubuntu 24.04 or newer:" >&2
		echo "  $${sudo}apt install python3 python3-venv" >&2
		exit 1
	fi
	uv=$$(command -v uv || true)
	if [ -z "$$uv" ] && ! "$$python" -c 'import ensurepip, venv' 2> /dev/null; then
		echo "This Python cannot make a virtual environment yet. Type:" >&2
		"$$python" -c 'import sys; print("  %sapt install python%d.%d-venv" % (sys.argv[1], *sys.version_info[:2]))' "$$sudo" >&2
		exit 1
	fi
	echo "Installing what Jod needs into .venv (under a minute) ..." >&2
	locked="--require-hashes -r requirements.txt -r requirements-dev.txt"
	pip="$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes"
	if [ -n "$$uv" ]; then
		$(BIN)/python -c '' 2> /dev/null || "$$uv" venv --quiet --clear --python "$$python" .venv
		"$$uv" pip install --quiet --compile-bytecode --python $(BIN)/python $$locked
	else
		$(BIN)/python -m pip --version > /dev/null 2>&1 || "$$python" -m venv --clear .venv
		sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > .venv/uv.txt
		{ $$pip --no-deps -r .venv/uv.txt &&
			$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python $$locked 2> /dev/null; } ||
			$$pip $$locked
	fi
	touch $@
