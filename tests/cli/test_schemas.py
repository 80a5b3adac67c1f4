#!/usr/bin/env python3
"""The JSON Schemas of data/schema against the documents that are shipped, and against bad ones."""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Loader(yaml.SafeLoader):
    """Dates stay text, and so do yes, no and on, as an editor's YAML 1.2 reads them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers
            if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF")

# As the reader has them (src/format/desc.c).
RESERVED = re.findall(r'"(\w+)"', re.search(r"pal_id_reserved\[\] = \{(.*?)\}", (ROOT / "src/format/desc.c").read_text("utf-8"))[1])
assert {"none", "new"} <= set(RESERVED)
HEAD = {"palier": "assessment/1", "id": "a", "title": "T", "model": "m", "provider": "P",
        "project": "J", "date": "2026-01-01", "ratings": {}}
BAD = [{**HEAD, "ratngs": {}}, {**HEAD, "ratings": []}, *({**HEAD, "id": word} for word in RESERVED),
       {**HEAD, "id": "a b"}, {**HEAD, "date": "yesterday"}, {**HEAD, "weights": {"PA01": -1}},
       {**HEAD, "actors": {"PA01": "isp"}}, {**HEAD, "ratings": {"PA01": {"1.1": "X"}}},
       {**HEAD, "palier": "assessment/2"}, {k: v for k, v in HEAD.items() if k != "provider"}]


def main():
    passed = failed = 0
    validators = {}
    for path in (ROOT / "data" / "schema").glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[schema["title"]] = jsonschema.Draft202012Validator(schema)
    documents = [*(ROOT / "examples").glob("*.yaml"), *(path for path in (ROOT / "data").rglob("*.yaml")
                                                       if not path.name.endswith(("demonstration.yaml", "-seen.yaml")))]
    for path in documents:
        content = yaml.load(path.read_text("utf-8"), Loader=Loader)
        errors = list(validators[content["palier"]].iter_errors(content))
        passed += not errors
        failed += bool(errors)
        for error in errors[:3]:
            print(f"FAILED {path.relative_to(ROOT)}: {list(error.path)}: {error.message[:200]}")
    assert validators["assessment/1"].is_valid(HEAD)
    for document in BAD:
        wrong = validators["assessment/1"].is_valid(document)
        failed += wrong
        passed += not wrong
        if wrong:
            print(f"FAILED accepted: {document}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
