#!/usr/bin/env python3
"""What the page of a comparison costs: 4 and 12 candidates, and one provider over four dates; beside what
`palier compare --format html` takes for the same documents in the same run.

usage: bench/bench_compare_web.py PALIER [--quick]

`cpu ms` is what the server took of the processor for each answer, `may` what a page of that size may take (as
bench_server.py has it), `command` what the command takes with all that a process needs to start, `ratio` the one by the
other: it stays what it is on a slow machine.
"""
import pathlib
import resource
import subprocess
import sys

import bench_server
from bench_lists import cost
from house import Client, Database, Server, init, scratch  # bench_server knows where it is
from sample_pages import BIDDERS, bid

TIMES, RUNS = (60, 5) if "--quick" in sys.argv else (400, 30)
PROFILE = "examples/example-2003-profile.yaml"


def fill(server, token):
    """A project with a profile, twelve candidates with an assessment each, one of them with three more."""
    program = Client(server.port, token=token)
    profile = (bench_server.ROOT / PROFILE).read_text("utf-8")
    sent = [("/library", profile), ("/projects/new", {"id": "tender", "title": "Tender", "state": "needs",
                                                      "profile": "example-2003-profile"})]
    texts = {f"bid-{number}": bid(number, name) for number, name in enumerate(BIDDERS, 1)}
    texts.update({f"bid-1-{year}": bid(1, BIDDERS[0], year, f"bid-1-{year}") for year in (2004, 2005, 2006)})
    sent += [("/projects/tender/assessments/new/bring", text) for text in texts.values()]
    for path, value in sent:
        answer = program.api("POST", path, value)
        assert answer.status == 200, (path, answer.text)
    return texts


def command(binary, folder, texts, ids):
    """Milliseconds of the processor that the command takes, and how much it writes."""
    paths = []
    for identity in ids:
        path = pathlib.Path(folder) / f"{identity}.yaml"
        path.write_text(texts[identity], encoding="utf-8")
        paths.append(str(path))
    words = [binary, "compare", *paths, "--profile", str(bench_server.ROOT / PROFILE), "--alert", "jaune", "--format", "html"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(RUNS):
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took / RUNS * 1e3, len(done.stdout)


def measure(binary):
    with scratch() as folder:
        server = Server(binary, Database(folder, None), folder, ["--log", "none"])
        link = init(server)
        server.start()
        admin = Client(server.port).use_link(link)
        texts = fill(server, admin.make_token())
        headers = {"Cookie": f"palier={admin.cookies['palier']}"}
        rows = {"4 candidates": [f"bid-{number}" for number in range(1, 5)],
                "12 candidates": [f"bid-{number}" for number in range(1, 13)],
                "one over 4 dates": ["bid-1"] + [f"bid-1-{year}" for year in (2004, 2005, 2006)]}
        print("a comparison           cpu ms   may   kB   data ms   command ms   kB   ratio")
        for name, ids in rows.items():
            query = "/compare?" + "&".join(f"id={one}" for one in ids) + "&alert=jaune"
            cpu, _, got = cost(server.port, query, headers, lambda: bench_server.processor(server), TIMES)
            data, _, _ = cost(server.port, "/api/v1" + query, headers, lambda: bench_server.processor(server), TIMES)
            own, size = command(binary, folder, texts, ids)
            print(f"  {name:<19}{cpu:8.2f}{bench_server.allowed(len(got.body)):6.2f}{len(got.body) / 1000:5.0f}{data:10.2f}"
                  f"{own:13.2f}{size / 1000:5.0f}{cpu / own:8.2f}", flush=True)
        server.stop()


if __name__ == "__main__":
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")]
    measure(pathlib.Path(chosen[0] if chosen else bench_server.ROOT / "build/palier").resolve())
