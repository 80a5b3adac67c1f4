#!/usr/bin/env python3
"""What is built in says truly what its wording rests on, and how this software is described.

usage: tests/cli/test_content.py PALIER
"""
import json
import pathlib
import re
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
passed = failed = 0


def check(what, is_so, seen=None):
    global passed, failed
    if is_so:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {seen}")


def model():
    text = subprocess.run([sys.argv[1], "models", "sse-cmm-2.0", "--format", "json"], check=True,
                          capture_output=True).stdout
    return json.loads(text)


def test_sources(built_in):
    """PA01-PA11 rest on the project's own tutorial; what is from memory says so."""
    areas = {area["id"]: area for area in built_in["areas"]}
    early = [areas[f"PA{n:02}"] for n in range(1, 12)]
    late = [areas[f"PA{n:02}"] for n in range(12, 23)]
    titles = [practice for area in early for practice in area["practices"]]
    doubtful = [practice["id"] for practice in titles if not practice["verified"]]
    check("61 titles of PA01-PA11", len(titles) == 61, len(titles))
    check("one of them is in doubt", doubtful == ["BP.10.02"], doubtful)
    check("all name the tutorial", all("F98" in practice["source"] for practice in titles))
    check("their sentences are from memory", not any(practice["text_verified"] for practice in titles))
    check("18 goals", sum(len(area["goals"]) for area in early) == 18)
    check("goals are checked", all(area["goals_verified"] for area in early))
    check("what follows is from memory", not any(
        practice["verified"] or practice["text_verified"] for area in late for practice in area["practices"]))
    check("titles of all areas have a source", all(area["verified"] and area["source"] for area in areas.values()))


def test_features(built_in):
    features = built_in["ladder"]
    generic = [practice for feature in features for practice in feature["practices"]]
    memory = [practice["id"] for practice in generic if practice["source"] == "from memory"]
    check("12 features with a source", len(features) == 12 and all(
        feature["verified"] and "F98" in feature["source"] for feature in features))
    check("29 generic practices, none beyond doubt", len(generic) == 29 and not any(
        practice["verified"] for practice in generic))
    check("15 from memory alone", len(memory) == 15, memory)
    check("doubts in two languages", len(built_in["doubts"]) == 6, built_in["doubts"])


def test_variants():
    """Where a source prints other words both are told."""
    text = (ROOT / "data/models/sse-cmm-2.0.yaml").read_text("utf-8")
    for words in ("Identify Exposures", "Identify Applicable Laws, Policies, Standards, and Constraints",
                  "Monitor System Security Posture", "Manage Project Risk"):
        check(f"{words} is told", f"also printed: {words}" in text or f"/ {words}" in text)
    keys = set(re.findall(r"^#   ([A-Z0-9]+)  ", text, re.M))
    named = set(re.findall(r"\b(?:[FS]\d+|RK|TOC|GB|LN|Z)\b", "\n".join(
        re.findall(r'source: "([^"]*)"', text))))
    check("every source is explained", named <= keys, named - keys)


def test_publiccode():
    """The keys that the standard demands, and the version of the build."""
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    wanted = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
              "description", "legal", "maintenance", "localisation"}
    check("keys", wanted <= set(said), wanted - set(said))
    version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text("utf-8"))[1]
    check("version", said["softwareVersion"] == version, said["softwareVersion"])
    for language, text in said["description"].items():
        check(f"{language}: short", len(text["shortDescription"]) <= 150)
        check(f"{language}: long", 150 <= len(text["longDescription"]) <= 10000)
        check(f"{language}: features", text["features"])


built = model()
test_sources(built)
test_features(built)
test_variants()
test_publiccode()
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
