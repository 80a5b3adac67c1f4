#!/usr/bin/env python3
"""A consultation in real browsers, from its annex to the answers compared: an expert, a project manager, a keeper, three
candidates with colleagues, and somebody of another project, each in a browser of their own (tests/browser/consultation.mjs).
The clock of the server is moved over the closing with libfaketime, and nothing else is.

usage: tests/http/test_consultation.py PALIER [--shots FOLDER]

Against SQLite; against PostgreSQL where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading

from house import ROOT, Client, Clocked, Database, init, scratch

PEOPLE = (("Eve Expert", "en", "expert:site"), ("Max Manager", "fr", "project_manager:site"), ("Kim Keeper", "en", "keeper:site"),
          ("Sam Stranger", "en", "expert:other"))
CANDIDATES = (("north", "North Hosting"), ("grand", "Grand Cloud"), ("evasive", "Evasive Web"))


def prepare(server):
    """Two projects, one of them a consultation with its candidates, and the links with which people come in."""
    link = init(server)
    server.start()
    admin = Client(server.port).use_link(link)
    for project, fields in (("site", {"title": "The public site", "procedure": "open", "profile": "level-3"}), ("other", {"title": "Another project"})):
        answer = admin.post("/projects/new", {"id": project, "state": "needs", **fields})
        assert answer.status == 303, answer.text[:800]
    for version, (identity, name) in enumerate(CANDIDATES, 1):
        answer = admin.post("/projects/site/candidates/add", {"version": str(version), "provider": "", "name": name, "id": identity})
        assert answer.status == 303, answer.text[:800]
    links = {}
    for name, language, role in PEOPLE:
        first = name.split()[0].lower()
        role, project = role.split(":")
        if role == "keeper":
            links[first] = server.invite(f"{first}@example.org", name)
            rows = Client(server.port, token=admin.make_token()).api("GET", "/people").json["people"]
            person = next(row["id"] for row in rows if row["email"].startswith(first))
            answer = admin.post(f"/people/{person}/grant", {"role": role, "project": project})
            assert answer.status == 303, answer.text[:800]
        else:
            links[first] = server.invite(f"{first}@example.org", name, f"{role}:{project}")
    return links


def play(folder, postgresql):
    server = Clocked(pathlib.Path(sys.argv[1]).resolve(), Database(folder, postgresql), folder)
    links = prepare(server)

    class Control(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/later/"):
                server.move(int(self.path.rsplit("/", 1)[1]))
            body = json.dumps(links).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    control = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
    threading.Thread(target=control.serve_forever, daemon=True).start()
    try:
        done = subprocess.run(["node", str(ROOT / "tests/browser/consultation.mjs"), f"http://127.0.0.1:{server.port}",
                               f"http://127.0.0.1:{control.server_port}", *sys.argv[2:]], stdout=subprocess.PIPE, check=False)
    finally:
        status = server.stop()
        control.shutdown()
    log = server.log.read_text()
    bad = re.search(r"runtime error|Sanitizer|Assertion", log)
    print(done.stdout.decode(), end="")
    if status != 0 or bad:
        print("the server ended with", status, log[-3000:])
    found = re.findall(r"^(\d+) passed, (\d+) failed$", done.stdout.decode(), re.M)
    passed, failed = map(int, found[-1]) if found else (0, 1)
    return passed, failed + bool(status or bad)


def main():
    passed = failed = 0
    server = os.environ.get("PALIER_TEST_POSTGRESQL")
    for postgresql in [None] + [server] * bool(server):
        with scratch() as folder:
            good, wrong = play(folder, postgresql)
            passed, failed = passed + good, failed + wrong
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
