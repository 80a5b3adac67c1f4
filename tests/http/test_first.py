#!/usr/bin/env python3
"""The first minutes of a new installation, in a real browser and in each language: from the link of the installation to a
rated assessment, by what the pages say is next (tests/browser/first.mjs); from a new project to a link in somebody's hands
(tests/browser/send.mjs).

usage: tests/http/test_first.py PALIER [--shots FOLDER]
"""
import pathlib
import subprocess
import sys

from house import ROOT, Database, Server, init, scratch


def play(script, language):
    with scratch() as folder:
        server = Server(pathlib.Path(sys.argv[1]).resolve(), Database(folder), folder)
        link = init(server, "anne@example.org", "Anne Expert", language)
        server.start()
        try:
            done = subprocess.run(["node", str(ROOT / "tests/browser" / script), f"http://127.0.0.1:{server.port}", link, language,
                                   *sys.argv[2:]], check=False)
        finally:
            status = server.stop()
        log = server.log.read_text()
        bad = any(word in log for word in ("runtime error", "Sanitizer", "Assertion"))
        if status != 0 or bad:
            print(log[-3000:])
    return done.returncode or status or bad


sys.exit(max(int(play(script, language)) for script in ("first.mjs", "send.mjs") for language in ("en", "fr")))
