#!/usr/bin/env python3
"""The description of the API, as the server gives it: under a linter, which finds what is wrong with a broken one; held against
what the API answers; and against the keys that it once described, of which none may vanish.

usage: tests/http/test_description.py PALIER [--update]     (after npm ci in tests/browser)

--update adds what is new to tests/golden/openapi.keys; it takes nothing out. Ends with one line: N passed, N failed.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys

import jsonschema

from house import ROOT, Count, TwoProjects, scratch

GOLDEN = ROOT / "tests/golden/openapi.keys"


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


def keys_of(description):
    """What a program may rely on, a line each: operations with what they take, schemas with their keys."""
    found = set()
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            place = f"{method} {path}"
            found.add(place)
            found |= {f"{place} {row['in']} {row['name']}" for row in operation.get("parameters", [])}
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                for field in content.get("schema", {}).get("properties", {}):
                    found.add(f"{place} {kind} {field}")
            for status, answer in operation["responses"].items():
                found.add(f"{place} {status}")
                for kind, content in answer.get("content", {}).items():
                    found |= {f"{place} {status} {name}" for name in [kind, *references(content.get("schema", {}))]}
    for name, schema in description["components"]["schemas"].items():
        for key, what in schema["properties"].items():
            found.add(f"{name}.{key} {json.dumps(what, sort_keys=True)}")
            found |= {f"{name}.{key} required" for _ in range(key in schema.get("required", []))}
        found |= {f"{name} {pattern}" for pattern in schema.get("patternProperties", [])}
    return found


def references(schema):
    """The names of the components in a schema."""
    if isinstance(schema, list):
        return [name for each in schema for name in references(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else []
    return own + [name for each in schema.values() for name in references(each)]


def hold_keys(count, description, is_update):
    now = keys_of(description)
    before = set(GOLDEN.read_text("utf-8").splitlines()) if GOLDEN.exists() else set()
    if is_update:
        GOLDEN.write_text("".join(line + "\n" for line in sorted(before | now)), "utf-8")
        before |= now
    gone, new = sorted(before - now), sorted(now - before)
    count.check("no key of the API vanishes", not gone, gone[:5])
    count.check("new keys are kept (--update)", not new, new[:5])
    spoilt = copy.deepcopy(description)
    del spoilt["components"]["schemas"]["fact"]["properties"]["turn"]
    count.check("a key that vanishes is found", any(
        line.startswith("fact.turn ") for line in before - keys_of(spoilt)))


# What is put into the places of a path.
NAMES = {"{project}": "north", "{assessment}": "north-one", "{kind}": "profile", "{id}": "level-3", "{fact}": "comment"}
NO_DATA = ("/healthz", "/metrics", "/openapi.json", "/ui/", "/link/", "/pass/", "/sign-", "/file")


def hold_answers(count, description, house):
    """Each page that can be named is asked for, and acts are done: what comes back is as described."""
    def validator(method, path, status="200"):
        schema = description["paths"][path][method]["responses"][status]["content"]
        kind = "application/json" if status == "200" else "application/problem+json"
        return jsonschema.Draft202012Validator(
            {**schema[kind]["schema"], "components": description["components"]})

    def hold(name, answer, check):
        errors = [] if answer.status in (200, 201, 403, 404, 409, 422) else [f"status {answer.status}"]
        errors += [f"{list(error.path)}: {error.message}" for error in check.iter_errors(answer.json)]
        count.check(name, not errors, errors[:3])

    program = house.program
    comment = {"part": "a1b2c3d4e5f60718", "text": "A word", "turn": 0}
    for path, fields in (("/projects/north/facts/comment/say", comment),
                         ("/projects/north/needs", {"integrity": 3, "availability": 2, "imputability": 2,
                                                    "confidentiality": 1, "exposure": 2, "version": 0})):
        pattern = path.replace("north", "{project}").replace("comment", "{fact}")
        if pattern in description["paths"]:
            hold(f"POST {path}", program.api("POST", path, fields), validator("post", pattern))
    person = program.api("GET", "/people").json["people"][0]["id"]
    held = 0
    for path, methods in description["paths"].items():
        if "get" not in methods or any(word in path for word in NO_DATA):
            continue
        asked = path.replace("{person}", person)
        for place, name in NAMES.items():
            asked = asked.replace(place, name)
        asked += "?id=north-one&id=south-one" if path == "/compare" else ""
        if "{" not in asked and "content" in methods["get"]["responses"]["200"]:
            answer = program.api("GET", asked)
            if answer.status == 200:
                hold(f"GET {asked}", answer, validator("get", path))
                held += 1
    count.check("most pages were asked for", held > 30, held)
    missing = program.api("GET", "/projects/none")
    hold("a refusal", missing, validator("get", "/projects/{project}", "404"))
    spoilt = {**program.api("GET", "/projects/north").json, "more": 1}
    count.check("a key more would be found", list(validator("get", "/projects/{project}").iter_errors(spoilt)))


def hold_statuses(count, description, house):
    """What any address answers is described: its status, and of what type it is; a body that is described is taken."""
    program = house.program
    bare = [f"{method} {path}" for path, methods in description["paths"].items() for method, row in methods.items()
            if "content" not in row["responses"]["200"]]
    count.check("each answer has a content", not bare, bare)
    seen = {}
    for path, methods in description["paths"].items():
        for method, row in methods.items():
            if path in ("/sign-out", "/me/sign-out", "/backup") or path.endswith(("/sign-out", "/erase")):
                continue
            for names in (NAMES, {}):  # what is there, and what is not
                asked = path
                for place, name in names.items():
                    asked = asked.replace(place, name)
                asked = re.sub(r"\{\w+\}", "no-such-thing", asked)
                answer = program.api(method.upper(), asked, {} if method == "post" else None)
                kind = (answer.headers["Content-Type"] or "").split(";")[0]
                told = row["responses"].get(str(answer.status), {}).get("content", {})
                count.check(f"{method} {asked}: {answer.status} of {kind} is described", kind in told, (answer.status, kind, list(told)))
                seen[answer.status] = asked
    count.check("many were met", set(seen) >= {200, 404, 409, 422}, seen)
    for method, path, value, status in (
            ("GET", "/compare?id=never-made&id=north-one", None, 404), ("POST", "/me/tokens/revoke", {"id": "never-made"}, 404),
            ("POST", "/projects/north/candidates/remove", {"provider": "never-made", "version": 1}, 404),
            ("POST", "/me/change", {"name": "x" * 100000}, 413), ("GET", "/projects/north/file", None, 200)):
        answer = program.api(method, path, value)
        pattern = path.split("?")[0].replace("north", "{project}")
        told = description["paths"][pattern][method.lower()]["responses"]
        kind = answer.headers["Content-Type"].split(";")[0]
        count.check(f"{method} {path}: {status}", answer.status == status and kind in told[str(status)]["content"],
                    (answer.status, kind, told.get(str(answer.status))))
    for path, status in (("/link/{link}", "429"), ("/sign-in", "429"), ("/projects/{project}/text", "429")):
        told = description["paths"][path]["post"]["responses"]
        count.check(f"{path}: {status}, 503 and 507", {status, "503", "507"} <= set(told), sorted(told))
    schema = description["paths"]["/projects/{project}/hours/add"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body = {"assessment": "north-one", "step": "visit", "minutes": 60, "date": "2026-01-02", "note": "talk"}
    errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(body)]
    done = program.api("POST", "/projects/north/hours/add", body)
    count.check("a number is taken, and described", done.status == 200 and not errors, (done.status, done.text[:200], errors))
    count.check("no fraction", list(jsonschema.Draft202012Validator(schema).iter_errors({**body, "minutes": 1.5})) and
                program.api("POST", "/projects/north/hours/add", {**body, "minutes": 1.5}).status == 422)


def main():
    count = Count()
    binary = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build-check/palier")
    with scratch() as folder:
        house = TwoProjects(binary.resolve(), folder, None, ["--log", "none"], {})
        description = house.admin.get("/openapi.json").json
        said = lint(folder, description)
        count.check("the linter has nothing to say", said == "", said)
        for spoil in (without_a_parameter, twice_the_same_id, unknown_type):
            broken = copy.deepcopy(description)
            spoil(broken)
            count.check(f"it finds {spoil.__name__}", lint(folder, broken) != "")
        hold_answers(count, description, house)
        hold_statuses(count, description, house)
        hold_keys(count, description, "--update" in sys.argv)
        house.server.stop()
    sys.exit(count.end())


if __name__ == "__main__":
    main()
