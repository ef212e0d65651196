# Each target is a line that can be pasted; `make` alone lists them.
CONFIGURATION ?= Debug
HOMEPORT := artifacts/bin/Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/homeport
WEB_INPUTS := $(shell find web/src web/public web/index.html web/*.json web/*.ts web/.npmrc -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help start build test torture check generate verify publish bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: build web/dist/index.html ## restore, build what is stale, start, open the browser
	$(HOMEPORT)

build: ## build the program
	dotnet build src/Cli -c $(CONFIGURATION) -v quiet -clp:NoSummary

web/node_modules/.package-lock.json: web/package-lock.json
	npm ci --prefix web --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_INPUTS)
	npm run build --prefix web --silent
	@touch $@

test: ## install what the tests need, run every test
	tests/run

torture: ## crash host and worker for half an hour while agents work; HOMEPORT_TORTURE_{AGENTS,HOST_KILLS,WORKER_KILLS,SECONDS,SEED}
	dotnet build tests/EndToEnd.Tests -v quiet -clp:NoSummary
	HOMEPORT_TORTURE_HOST_KILLS=$${HOMEPORT_TORTURE_HOST_KILLS:-500} HOMEPORT_TORTURE_WORKER_KILLS=$${HOMEPORT_TORTURE_WORKER_KILLS:-100} \
	  HOMEPORT_TORTURE_SECONDS=$${HOMEPORT_TORTURE_SECONDS:-1800} \
	  artifacts/bin/EndToEnd.Tests/debug/Homeport.EndToEnd.Tests -class "*TortureTests" -diagnostics

check: test ## what CI runs

generate: build ## print the web client's types, the pictures of states and the tables of agents from the code
	$(HOMEPORT) typescript --out web/src/api
	dotnet build tests/Domain.Tests -v quiet -clp:NoSummary
	HOMEPORT_UPDATE=1 artifacts/bin/Domain.Tests/debug/Homeport.Domain.Tests -class "*PrintedStatesTests" > /dev/null
	dotnet build tests/Agents.Tests -v quiet -clp:NoSummary
	HOMEPORT_UPDATE=1 artifacts/bin/Agents.Tests/debug/Homeport.Agents.Tests -class "*AgentMatrixTests" > /dev/null

verify: generate ## fail when what is printed from the code is stale
	git diff --exit-code -- web/src/api docs/state-machines.md docs/agents.md

publish: web/dist/index.html ## the executable, self-contained, at dist/homeport
	rm -rf dist
	dotnet publish src/Cli -c Release -r linux-x64 --self-contained -v quiet -nologo -o dist \
	  -p:PublishSingleFile=true -p:DebugType=embedded -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
	cp -r web/dist dist/web

bench: web/dist/index.html ## measure against peers and limits in the same run
	dotnet run --project bench/Bench -c Release

clean: ## remove what was built
	rm -rf artifacts dist web/dist web/node_modules tests/agents/node_modules
