# The house's manual: `make help`. Everything is installed below this folder; nothing needs root.
# Stamps remember what is installed, so each environment is made once, and again when its lock changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
PY := $(VENV)/bin/python
NODE := $(VENV)/bin/node
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-deps
PIP_INSTALL := $(PIP) --require-hashes
# The command $(VENV)/bin/pumpctl, made of what lies in tools/pumpctl, from nothing but pinned packages.
INSTALL_PUMPCTL := $(PIP) --no-index --no-build-isolation --editable .

VENV_MADE := $(VENV)/.made
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
BOARD_READY := $(VENV)/.board-ready
CAMPAIGN_READY := $(VENV)/.campaign-ready
BROWSER_READY := $(VENV)/.browser-ready
NODE_READY := node_modules/.ready
STUBS_READY := .stubs/.ready

# What `make run` tells and `make serve` offers; override on the command line.
SCENARIO ?= host_sim/scenarios/refill_missed.txt
PTY ?= build/pump
TCP ?= 127.0.0.1:5025
SPEED ?= 1
# make serve WEB=1 serves the bench page, too; the port of it, 0 for any. OPEN=1 opens a browser.
WEB ?=
PAGE ?= 0
OPEN ?=
# How many days `make browser-year` lets a page stand.
DAYS ?= 365
# Where `make bench-static` puts the page without a server.
STATIC ?= build/bench_static
# The board's serial port for `make deploy`; where `make emulate` leaves one.
PORT ?=
PICO ?= build/pico
# Which population `make campaign` asks: a shipped campaign's name, or a file. Where it computes, if not here.
CAMPAIGN ?= withdrawal
SCHEDULER ?=
# What `make fuzz` says and damages; `make test` takes a share of both (tests/share.py).
BYTES ?= 10000000
CASES ?= 1000000
# How many lives `make windows` and `make swarm` look at, and in how many processes the second does.
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
LIVES ?= 20000
# How many generated mutants `make mutants-sample` tries, and which.
SAMPLE ?= 100
SEED ?= 1
# Where `make logs` writes; the commit that `make bench` and `make logs-vs` compare this tree with.
DIR ?= build/logs
VS ?=
# pytest's processes, and what else to hand it: make test ARGS='-k metering' One more than there are cores: some tests wait for a line.
JOBS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
ARGS ?=
# A file's tests stay in one process: they share the scenarios they played and the pump they serve.
# Their compiled form is kept (make clean removes it): each process would make it anew in 4 s of CPU time.
PYTEST = PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(call quoted,$(JOBS)) --dist loadfile
NOT_ON_CPYTHON := --ignore=tests/vm --ignore=tests/board --ignore=tests/pico --ignore=tests/browser

# A value as one shell word, whatever is in it; a path may also begin with ~/, which a shell leaves alone there.
quoted = '$(subst ','\'',$(1))'
path = $(call quoted,$(if $(filter ~/%,$(firstword $(1))),$(subst ~/,$(HOME)/,$(1)),$(1)))

##@ Using it
.PHONY: help
help: ## This page
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z][a-z0-9_-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\n%s\n' "What a target takes, after its name (paths may hold spaces: make serve STATE='my pump'):"
	@printf '  %-14s %s\n' \
	  run 'SCENARIO=<file>' campaign 'CAMPAIGN=<file or name> SCHEDULER=' bench-page 'PAGE=<port> OPEN=1 SPEED= START= STATE=' \
	  serve 'PTY= TCP= SPEED= START=<scenario file> STATE=<file that keeps the pump> PLAIN=<role of unsigned lines> WEB=1' \
	  verify-log LOG= deploy PORT= 'emulate emulate-plain' PICO= logs DIR= fuzz 'BYTES= CASES=' windows LIVES= \
	  bench 'VS=<commit>' logs-vs 'VS=<commit>' most "ARGS='what else to hand on', such as make bench ARGS=--help"
	@printf '\nbuild/ holds what a target makes again: reports, logs of scenarios, images, links to ptys. make clean\n'
	@printf 'empties it, so keep pumps and the logs of theirs elsewhere: make serve STATE=~/pump.state\n'

.PHONY: run
run: $(RUN_READY) ## Watch 180 simulated days of the refill that nobody came for; writes an HTML report
	@$(PY) -m host_sim run $(call path,$(SCENARIO)) $(ARGS)

.PHONY: serve
serve: $(RUN_READY) ## A live pump on a pty (build/pump) and on 127.0.0.1:5025; SPEED=0 moves time by SIM:TIME:ADVance only
	@exec $(PY) -m host_sim serve --speed $(call quoted,$(SPEED)) \
	  $(if $(PTY),--pty $(call path,$(PTY))) $(if $(TCP),--tcp $(call quoted,$(TCP))) \
	  $(if $(START),--scenario $(call path,$(START))) $(if $(STATE),--state $(call path,$(STATE))) \
	  $(if $(PLAIN),--plain $(call quoted,$(PLAIN))) $(if $(WEB),--web $(call quoted,$(PAGE))) \
	  $(if $(OPEN),--open) $(ARGS)

.PHONY: bench-page
bench-page: $(NODE_READY) ## A live pump in the browser: prints the page's address; OPEN=1 opens it, PAGE= is its port
	@exec $(PY) -m host_sim serve --speed $(call quoted,$(SPEED)) --web $(call quoted,$(PAGE)) \
	  $(if $(START),--scenario $(call path,$(START))) $(if $(STATE),--state $(call path,$(STATE))) $(if $(OPEN),--open) $(ARGS)

.PHONY: bench-static
bench-static: $(NODE_READY) ## The same page as a folder for any file server: the pump runs in the browser (STATIC=build/bench_static)
	@PYTHONPATH=firmware:host_sim/shim $(PY) -m host_sim.web $(call path,$(STATIC))

.PHONY: campaign
campaign: $(CAMPAIGN_READY) ## Simulate CAMPAIGN='s pumps and answer its question as a page; SCHEDULER=tcp://HOST:8786 for a Dask cluster
	@$(PY) -m host_sim campaign $(call path,$(CAMPAIGN)) $(if $(SCHEDULER),--scheduler $(call quoted,$(SCHEDULER))) $(ARGS)

.PHONY: verify-log
verify-log: $(RUN_READY) ## LOG=file: a downloaded log's chain, and its volume computed anew; ARGS='--head .. --ledger MIN,MAX'
	@$(PY) -m tools.pumpctl verify-log $(if $(LOG),$(call path,$(LOG))) $(ARGS)

##@ On a board
.PHONY: uf2
uf2: $(BOARD_READY) ## Build MicroPython with the pump frozen in: build/rp2040_pico/firmware.uf2, for a Pico's BOOTSEL drive
	@$(PY) -m tools.board uf2

.PHONY: plain
plain: $(BOARD_READY) ## The same image without the pump: plain.uf2, on which make deploy puts it as files
	@$(PY) -m tools.board uf2 --plain

.PHONY: deploy
deploy: $(BOARD_READY) ## Send the pump's files that the board at PORT= has not, restart it and ask who it is
	@$(PY) -m tools.board deploy --port $(call path,$(PORT)) $(ARGS)

.PHONY: firmware-set
firmware-set: $(BOARD_READY) ## The pump's files as one: build/rp2040_pico/firmware.set, for pumpctl firmware update
	@$(PY) -m tools.board set

.PHONY: release
release: $(BOARD_READY) ## Both images, the set and SHA256SUMS in build/rp2040_pico/release, to attach; uploads nothing
	@$(PY) -m tools.board release

.PHONY: footprint
footprint: $(BOARD_READY) ## What the pump takes on a board, room by room, beside what it should
	@$(PY) -m tools.board footprint $(ARGS)

.PHONY: emulate
emulate: uf2 ## The image on an emulated Pico, its serial line on a pty (build/pico)
	@exec $(PY) -m host_sim.pico serve build/rp2040_pico/firmware.uf2 --pty $(call path,$(PICO)) $(ARGS)

.PHONY: emulate-plain
emulate-plain: plain ## The image without the pump on an emulated Pico: make deploy PORT=build/pico puts one there
	@exec $(PY) -m host_sim.pico serve build/rp2040_pico/plain.uf2 --pty $(call path,$(PICO)) $(ARGS)

.PHONY: test-board
test-board: uf2 plain ## The real image, on an emulated Pico
	CISTERNA_UF2=build/rp2040_pico/plain.uf2 $(PY) -m pytest -n $(call quoted,$(JOBS)) tests/board tests/pico $(ARGS)

##@ Checking it
.PHONY: test
test: $(DEV_READY) $(CAMPAIGN_READY) ## Every test that CPython runs, with a share of the long runs
	$(PYTEST) $(NOT_ON_CPYTHON) $(ARGS)

.PHONY: test-long
test-long: $(DEV_READY) $(CAMPAIGN_READY) ## For the night: cuts, fuzz, corruption and all shares whole, fresh examples, then every mutant
	CISTERNA_SHARES=whole $(PYTEST) --hypothesis-profile=long $(NOT_ON_CPYTHON) $(ARGS)
	$(PY) -m tools.mutants

.PHONY: test-pythons
test-pythons: ## A share of the tests under each python3.11, 3.12, 3.13 that is here, each in an environment of its own
	@tools/setup/test_pythons.sh $(ARGS)

.PHONY: test-vm
test-vm: $(DEV_READY) ## The same rooms and scenarios on MicroPython: the unix port and the 31-bit WebAssembly port
	@$(MAKE) --silent --no-print-directory $(NODE_READY) || echo "without node: the WebAssembly half will not run"
	$(PY) -m pytest -n $(call quoted,$(JOBS)) tests/vm $(ARGS)

.PHONY: test-browser
test-browser: $(BROWSER_READY) $(NODE_READY) ## The bench page in a real browser: Debian's Chromium, fetched without root where none is here
	@$(PY) -m tools.browser
	$(PYTEST) tests/browser $(ARGS)

.PHONY: screenshots
screenshots: $(BROWSER_READY) $(NODE_READY) ## Make the five pictures of docs/bench_page.md anew, in a real browser
	@$(PY) -m tools.browser
	$(PY) -m pytest -q tests/browser/test_pictures.py
	@$(PY) -m tools.browser.pictures

.PHONY: browser-year
browser-year: $(BROWSER_READY) $(NODE_READY) ## What memory a page holds that is left open for a simulated year (minutes; DAYS=365)
	@$(PY) -m tools.browser
	@CISTERNA_PAGE_DAYS=$(call quoted,$(DAYS)) $(PY) -m pytest -q -s tests/browser/test_year.py $(ARGS)

.PHONY: bench
bench: $(DEV_READY) ## Speed and memory: counts, CPU time, heap, wear; ARGS='counts speed' for a part, VS=commit to compare
	@$(MAKE) --silent --no-print-directory $(NODE_READY) || echo "without node: the heap on the 31-bit VM is not measured"
	@$(PY) -m tools.bench $(if $(VS),--vs $(call quoted,$(VS))) $(ARGS)

.PHONY: fast
fast: $(DEV_READY) ## Compile the simulator and the firmware's rooms into build/fast (mypyc and a C compiler; minutes); ARGS=compare, ARGS=speed
	@$(PY) -m tools.fast $(or $(ARGS),build)

.PHONY: logs
logs: $(DEV_READY) ## Play every shipped scenario and write its event log and fault log to DIR= (build/logs)
	@$(PY) -m tools.bench.logs write $(call path,$(DIR))

.PHONY: logs-vs
logs-vs: $(DEV_READY) ## The same logs against those of the commit VS=: equal byte for byte, or the first line that differs
	@$(PY) -m tools.bench.logs compare $(call quoted,$(VS))

.PHONY: lint
lint: $(DEV_READY) ## ruff: mistakes and format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

.PHONY: types
types: $(BOARD_READY) $(CAMPAIGN_READY) $(BROWSER_READY) $(NODE_READY) $(STUBS_READY) ## pyright: strict on the firmware with MicroPython's stubs, standard on the simulator and tools
	$(NODE) node_modules/pyright/index.js --project tools/types/firmware.json
	$(NODE) node_modules/pyright/index.js --project tools/types/esp32.json
	$(NODE) node_modules/pyright/index.js --project pyproject.toml

.PHONY: references
references: $(RUN_READY) ## Write every page of docs/ that is made from tables: the six below, and the trace
	@$(PY) -m host_sim references
	@$(PY) -m tools.schemas
	@$(PY) -m tools.trace

.PHONY: references_check
references_check: $(RUN_READY) ## Tell whether one of them is stale
	@$(PY) -m host_sim references --check
	@$(PY) -m tools.schemas --check
	@$(PY) -m tools.trace --check

.PHONY: commands
commands: $(RUN_READY) ## Write docs/commands.md from the command tables
	@$(PY) -m host_sim references commands

.PHONY: commands_check
commands_check: $(RUN_READY) ## Tell whether it is stale
	@$(PY) -m host_sim references commands --check

.PHONY: states
states: $(RUN_READY) ## Write docs/states.md and its picture from the table of therapy's states
	@$(PY) -m host_sim references states

.PHONY: states_check
states_check: $(RUN_READY) ## Tell whether they are stale
	@$(PY) -m host_sim references states --check

.PHONY: errors
errors: $(RUN_READY) ## Write docs/errors.md: each error number with cause, next step and where it is given
	@$(PY) -m host_sim references errors

.PHONY: errors_check
errors_check: $(RUN_READY) ## Tell whether it is stale
	@$(PY) -m host_sim references errors --check

.PHONY: alarms
alarms: $(RUN_READY) ## Write docs/alarms.md from the table of alarms
	@$(PY) -m host_sim references alarms

.PHONY: alarms_check
alarms_check: $(RUN_READY) ## Tell whether it is stale
	@$(PY) -m host_sim references alarms --check

.PHONY: events
events: $(RUN_READY) ## Write docs/events.md: each line of the logs, with an example from a play
	@$(PY) -m host_sim references events

.PHONY: events_check
events_check: $(RUN_READY) ## Tell whether it is stale
	@$(PY) -m host_sim references events --check

.PHONY: schemas
schemas: $(RUN_READY) ## Write docs/schemas: the JSON of every command as JSON Schema
	@$(PY) -m host_sim references schemas
	@$(PY) -m tools.schemas

.PHONY: schemas_check
schemas_check: $(RUN_READY) ## Tell whether they are stale
	@$(PY) -m host_sim references schemas --check
	@$(PY) -m tools.schemas --check

.PHONY: cuts
cuts: $(DEV_READY) ## Cut the power before, within and after every write, and count (minutes; ARGS='ring --share 41' for a part)
	@$(PY) -m tests.cuts $(ARGS)

.PHONY: windows
windows: $(DEV_READY) ## Search LIVES= lives of a pump for a window of 1, 4 or 24 h above its bound (hours when whole)
	@PYTHONPATH=firmware:host_sim/shim $(PY) -m tests.core.tip_search --lives $(call quoted,$(LIVES)) $(ARGS)

.PHONY: swarm
swarm: $(RUN_READY) ## LIVES= lives of the swarm from SEED=, all judges on, and what they reached; the first that fails is shrunk
	@$(PY) -m host_sim swarm --lives $(call quoted,$(LIVES)) --seed $(call quoted,$(SEED)) \
	  --workers $(call quoted,$(WORKERS)) $(ARGS)

.PHONY: swarm-mutants
swarm-mutants: $(DEV_READY) ## Take a line of the firmware out for each judge of the swarm, and see it found (minutes; ARGS='stop' for one)
	@$(PY) -m tests.swarm.hunt $(ARGS)

.PHONY: fuzz
fuzz: $(DEV_READY) ## Say BYTES= that nobody meant to a pump that delivers, and damage CASES= checked lines (minutes)
	@$(PY) -m tests.counting $(call quoted,BYTES=$(BYTES)) $(call quoted,CASES=$(CASES))
	@PYTHONPATH=firmware:host_sim/shim:. $(PY) -m tests.commands.fuzz $(call quoted,$(BYTES))
	@PYTHONPATH=firmware:host_sim/shim:. $(PY) -m tests.wire.corruption $(call quoted,$(CASES))

.PHONY: catalogue
catalogue: $(DEV_READY) ## Play the failure catalogue, FI-1 to FI-45, and print what came of each
	@PYTHONPATH=firmware:host_sim/shim:. $(PY) -m tests.catalogue $(ARGS)

.PHONY: trace
trace: $(RUN_READY) ## Requirements: how many are built and held by tests, which are not, and what is stale
	@$(PY) -m tools.trace --summary

.PHONY: mutants
mutants: $(DEV_READY) ## Take every safety line out once and see a test fail (long; ARGS='stall' for some of them)
	@$(PY) -m tools.mutants $(ARGS)

.PHONY: mutants-sample
mutants-sample: $(DEV_READY) ## Try SAMPLE= random changes of core, store and app, chosen by SEED=, and score the tests (long)
	@$(PY) -m tests.counting $(call quoted,SAMPLE=$(SAMPLE)) $(call quoted,SEED=$(SEED))
	@$(PY) -m tools.mutants --generated $(call quoted,$(SAMPLE)) --seed $(call quoted,$(SEED)) $(ARGS)

##@ Keeping it
.PHONY: picture
picture: $(RUN_READY) ## Write docs/report.svg, what a report looks like, from a shipped scenario
	@$(PY) -m host_sim picture

.PHONY: trumpet
trumpet: $(RUN_READY) ## Write docs/trumpet.svg, how evenly the pump delivers at five rates; its records to build/trumpet
	@$(PY) -m host_sim trumpet

.PHONY: schematic
schematic: $(DEV_READY) ## Write docs/bench.svg and the lists of docs/build_a_bench.md from boards/rp2040_pico/bench.toml
	@$(PY) -m tools.schematic

.PHONY: setup
setup: $(BOARD_READY) $(CAMPAIGN_READY) $(NODE_READY) $(STUBS_READY) ## Make .venv, node_modules and .stubs from the locks; done once, and again when a lock changes

.PHONY: fmt
fmt: $(DEV_READY) ## Let ruff format everything and mend what it can
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

.PHONY: lock
lock: $(VENV_MADE) ## Pin anew what requirements/*.in and package.json ask for (asks the package registries)
	tools/setup/lock.sh $(PY) $(NODE)

.PHONY: clean
clean: ## Remove what the other targets wrote; the environments stay
	rm -rf build .pytest_cache .ruff_cache .hypothesis
	find firmware host_sim tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## Remove the environments too
	rm -rf $(VENV) $(VENV)-3.* node_modules .stubs

# --- environments -------------------------------------------------------------------------------

$(VENV_MADE):
	@python=$$(tools/setup/find_python.sh); \
	echo "making $(VENV) with $$python"; \
	rm -rf $(VENV); \
	"$$python" -m venv $(VENV)
	@touch $@

$(RUN_READY): requirements/run.txt pyproject.toml $(VENV_MADE)
	@echo "installing what the simulator and pumpctl need"
	@$(PIP_INSTALL) -r requirements/run.txt
	@$(INSTALL_PUMPCTL)
	@touch $@

# dev.txt holds run.txt's pins too: the run environment is ready with it, and not installed twice.
$(DEV_READY): requirements/dev.txt requirements/run.txt $(VENV_MADE)
	@echo "installing what the checks need"
	@$(PIP_INSTALL) -r requirements/dev.txt
	@$(INSTALL_PUMPCTL)
	@touch $(RUN_READY) $@

# The same again: board.txt holds dev.txt's pins too.
$(BOARD_READY): requirements/board.txt requirements/dev.txt requirements/run.txt $(VENV_MADE)
	@echo "installing what a board needs"
	@$(PIP_INSTALL) -r requirements/board.txt
	@$(INSTALL_PUMPCTL)
	@touch $(RUN_READY) $(DEV_READY) $@

# Beside whatever else is there: campaign.txt pins what it shares with board.txt alike.
$(CAMPAIGN_READY): requirements/campaign.txt requirements/run.txt $(VENV_MADE)
	@echo "installing what campaigns need"
	@$(PIP_INSTALL) -r requirements/campaign.txt
	@$(INSTALL_PUMPCTL)
	@touch $(RUN_READY) $@

$(BROWSER_READY): requirements/browser.txt requirements/run.txt $(VENV_MADE)
	@echo "installing what tests of the page need"
	@$(PIP_INSTALL) -r requirements/browser.txt
	@$(INSTALL_PUMPCTL)
	@touch $(RUN_READY) $(DEV_READY) $@

# Node comes with its wheel, so that pyright and the WebAssembly VM are the same everywhere.
$(NODE_READY): package.json package-lock.json $(DEV_READY)
	@echo "installing the page's charts, pyright and the WebAssembly VM"
	@tools/setup/link_node.sh $(PY) $(NODE)
	@$(NODE) "$$(dirname "$$(readlink -f $(NODE))")/../lib/node_modules/npm/bin/npm-cli.js" ci --loglevel=error >/dev/null
	@touch $@

$(STUBS_READY): requirements/stubs.txt requirements/stubs_esp32.txt $(DEV_READY)
	@echo "installing MicroPython's type stubs"
	@rm -rf .stubs
	@$(PIP_INSTALL) --target .stubs/rp2 -r requirements/stubs.txt
	@$(PIP_INSTALL) --target .stubs/esp32 -r requirements/stubs_esp32.txt
	@touch $@
