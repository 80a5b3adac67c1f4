#!/usr/bin/env python3
"""The description of the API, as the server gives it, under a linter; and that the linter finds
what is wrong with a broken one.

usage: tests/http/test_description.py PALIER     (after npm ci in tests/browser)

Ends with one line: N passed, N failed.
"""
import copy
import json
import pathlib
import subprocess
import sys

from house import ROOT, Client, Count, Database, Server, init, scratch


def lint(folder, description):
    path = pathlib.Path(folder) / "openapi.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    done = subprocess.run(["node", ROOT / "tests/http/lint.mjs", path], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode()


def without_a_parameter(description):
    del description["paths"]["/projects/{project}"]["get"]["parameters"]


def twice_the_same_id(description):
    description["paths"]["/me"]["get"]["operationId"] = "get_audit"


def unknown_type(description):
    description["paths"]["/audit"]["get"]["parameters"][0]["schema"]["type"] = "words"


def main():
    count = Count()
    binary = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build-check/palier")
    with scratch() as folder:
        server = Server(binary.resolve(), Database(folder), folder, ["--log", "none"])
        init(server)
        server.start()
        description = Client(server.port).get("/openapi.json").json
        server.stop()
        said = lint(folder, description)
        count.check("the linter has nothing to say", said == "", said)
        for spoil in (without_a_parameter, twice_the_same_id, unknown_type):
            broken = copy.deepcopy(description)
            spoil(broken)
            count.check(f"it finds {spoil.__name__}", lint(folder, broken) != "")
    sys.exit(count.end())


if __name__ == "__main__":
    main()
