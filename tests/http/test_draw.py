#!/usr/bin/env python3
"""A confidence profile is drawn in a real browser, on a server with the demonstration: tests/browser/draw.mjs.

usage: tests/http/test_draw.py PALIER [--times] [--shots FOLDER]
"""
import json
import pathlib
import subprocess
import sys

from house import ROOT, Demonstration, scratch

PLACE = "/projects/institutional-site/library/profile/drawn/drawing"


def main():
    with scratch() as folder:
        house = Demonstration(pathlib.Path(sys.argv[1]).resolve(), folder, None, "en", {"expert": "Eve Expert"})
        expert = house.people["expert"]
        kept = expert.post("/projects/institutional-site/proposal", {"id": "drawn"})
        assert kept.status == 303, kept.text[:500]
        try:
            done = subprocess.run(["node", str(ROOT / "tests/browser/draw.mjs"), f"http://127.0.0.1:{house.server.port}",
                                   json.dumps(expert.cookies), PLACE, *sys.argv[2:]], check=False)
        finally:
            status = house.server.stop()
        log = house.server.log.read_text()
        bad = any(word in log for word in ("runtime error", "Sanitizer", "Assertion"))
        if status != 0 or bad:
            print(log[-3000:])
    sys.exit(done.returncode or status or bad)


main()
