#!/usr/bin/env python3
"""Every page that palier writes is valid HTML, says tidy. usage: test_html.py PALIER"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = os.path.abspath(sys.argv[1])
PAPER = "examples/example-2003.yaml"
NORTH = ["examples/north-2025.yaml", "examples/north-2026.yaml"]
COST = ["cost", PAPER, "--profile", "examples/example-2003-profile.yaml", "--alerts"]
PAGES = [["score", PAPER, "--profile", "level-3"], ["score", PAPER],
         ["score", PAPER, "--profile", "level-1"], ["score", NORTH[0], "--profile", "level-2"],
         ["plan", NORTH[0], "--profile", "level-2"], ["plan", PAPER, "--profile", "level-1"],
         ["compare", *NORTH, "--profile", "level-2"], ["compare", *NORTH],
         ["profiles", "level-3"], ["profiles", "examples/museum-profile.yaml"],
         ["profiles", "examples/institutional-site.yaml"],
         ["propose", "examples/needs-institutional.yaml"],
         ["schedule", "examples/example-2003.yaml", "--profile",
          "examples/example-2003-profile.yaml", "--alert", "ecarlate", "--budget",
          "examples/example-2003-budget.yaml"],
         [*COST, "examples/example-2003-history.yaml"],
         [*COST, "examples/example-2003-rates.yaml", "--effort",
          "examples/example-2003-effort.yaml", "--draws", "200"],
         ["posture", "examples/north-posture.yaml", "--profile", "examples/awr-profile.yaml",
          "--alert", "watch"],
         ["posture", NORTH[0], "--profile", "level-2"],
         *(["alert", "awr-example", *levels, "--assessment", "examples/north-posture.yaml",
            "--profile", "examples/awr-profile.yaml"]
           for levels in (("watch", "response"), ("warning", "watch"), ("response", "calm"))),
         *(["alert", path.stem] for path in sorted((ROOT / "data" / "alerts").glob("*.yaml")))]


def main():
    passed = failed = 0
    for words in PAGES:
        for lang in ("en", "fr"):
            page = subprocess.run([PALIER, *words, "--format", "html", "--lang", lang], cwd=ROOT,
                                  stdout=subprocess.PIPE, check=False).stdout
            # tidy does not know SVG; the figure is parsed as XML in test_cli.py.
            page = re.sub(rb"<svg.*?</svg>", b"<p>figure</p>", page, flags=re.S)
            tidy = subprocess.run(["tidy", "-quiet", "-errors", "-utf8", "--drop-empty-elements",
                                   "no"], input=page, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, check=False)
            good = page.startswith(b"<!DOCTYPE html>") and tidy.returncode == 0
            passed += good
            failed += not good
            if not good:
                print(f"FAILED {' '.join(words)} ({lang}):\n{tidy.stderr.decode()[:600]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
