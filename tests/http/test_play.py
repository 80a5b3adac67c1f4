#!/usr/bin/env python3
"""A house from its first minute, in a real browser: its people come in by the links that they are given, and each does
what is theirs to do by what the pages offer. The play itself is tests/browser/play.mjs.

usage: tests/http/test_play.py PALIER [--shots FOLDER]
"""
import pathlib
import subprocess
import sys

from house import ROOT, Database, Server, init, scratch


def main():
    with scratch() as folder:
        server = Server(pathlib.Path(sys.argv[1]).resolve(), Database(folder), folder)
        link = init(server, "ada@example.org", "Ada Admin")
        server.start()
        try:
            done = subprocess.run(["node", str(ROOT / "tests/browser/play.mjs"), f"http://127.0.0.1:{server.port}", link, *sys.argv[2:]],
                                  check=False)
        finally:
            status = server.stop()
        log = server.log.read_text()
        bad = any(word in log for word in ("runtime error", "Sanitizer", "Assertion"))
        if status != 0 or bad:
            print(log[-3000:])
    sys.exit(done.returncode or status or bad)


main()
