#!/usr/bin/env python3
"""The grid in which steps are marked: bytes and processor time of its page, and in a browser what a key takes.

usage: bench/bench_grid.py PALIER

A release build. Of the model of the paper (22 areas of 12 steps) and of one of 200 areas of 12, whose grid is shown in
parts. The processor's time is the server's own, of 400 pages; a key is an arrow or a mark, from its event until the page is
laid out again. Figures are printed, and what is beyond the aim is said.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import TwoProjects, scratch  # noqa: E402

AREAS, PAGES, AIM_BYTES, AIM_MS, AIM_KEY = 200, 400, 60000, 0.4, 50


def wide_model():
    ladder = "".join(f"  - {{id: \"{1 + j // 3}.{1 + j % 3}\", level: {1 + j // 3}, title: Step {j}}}\n" for j in range(12))
    levels = "".join(f"  - {{rank: {i}, title: Level {i}}}\n" for i in range(5))
    areas = "".join(f"  - {{id: A{i:03}, title: Area of the number {i}, category: c{i % 5}, actor: provider}}\n" for i in range(AREAS))
    return (f"palier: model/1\nid: wide\ntitle: Wide\nlevels:\n{levels}ladder:\n{ladder}areas:\n{areas}"
            "rating: {scale: nplf, rule: staged}\n")


def wide_assessment():
    rows = "".join("  A%03d: {%s}\n" % (i, ", ".join(f"\"{1 + j // 3}.{1 + j % 3}\": {'FLPN'[(i * j) % 4]}" for j in range(12)))
                   for i in range(AREAS))
    return ("palier: assessment/1\nid: wide-one\ntitle: Wide\nmodel: wide\nprovider: Somebody\nproject: north\ndate: 2026-01-01\n"
            f"ratings:\n{rows}")


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    with scratch() as folder:
        house = TwoProjects(os.path.abspath(sys.argv[1]), folder, None, ["--log", "none"], {"expert": ["expert:north"]})
        house.good(house.program.api("POST", "/library", (ROOT / "examples/example-2003-profile.yaml").read_text("utf-8")))
        project = house.program.api("GET", "/projects/north/text").json
        house.good(house.program.api("POST", "/projects/north/text", {
            "version": project["version"], "text": project["text"] + "profile: example-2003-profile\n"}))
        house.good(house.program.api("POST", "/library", wide_model()))
        house.good(house.program.api("POST", "/projects/north/assessments/new/bring", wide_assessment()))
        browser, program = house.people["expert"]
        house.good(program.api("POST", "/assessments/north-one/marks", {"marks": "PA01/1.1 P", "fact": "0"}))
        house.good(program.api("POST", "/assessments/wide-one/marks", {"marks": "A001/1.1 P", "fact": "0"}))
        print(f"{'page':36} {'kB':>6} {'packed':>6} {'cpu ms':>7} {'of 60 kB':>8}")
        for path in ("/assessments/north-one", "/assessments/north-one/marks", "/assessments/north-one/marks?basis=seen",
                     "/assessments/north-one/marks?area=PA05", "/assessments/wide-one/marks"):
            size = len(browser.get(path).body)
            packed = browser.ask("GET", path, headers={"Accept-Encoding": "gzip"}).headers.get("Content-Length") or "0"
            before = processor(house.server.process.pid)
            for _ in range(PAGES):
                browser.get(path)
            spent = (processor(house.server.process.pid) - before) / PAGES * 1e3
            share = spent * AIM_BYTES / size
            more = " (more than the aim)" if (spent if size <= AIM_BYTES else share) > AIM_MS else ""
            print(f"{path:36} {size / 1000:6.1f} {int(packed) / 1000:6.1f} {spent:7.3f} {share:8.3f}{more}", flush=True)
        done = subprocess.run(["node", str(ROOT / "tests/browser/grid_speed.mjs"), f"http://127.0.0.1:{house.server.port}",
                               json.dumps(browser.cookies), "/assessments/north-one/marks", "/assessments/wide-one/marks"],
                              check=True, stdout=subprocess.PIPE)
        for row in json.loads(done.stdout):
            more = " (more than the aim)" if max(row["arrow"], row["mark"]) > AIM_KEY else ""
            print(f"{row['path']:36} {row['cells']:5} cells  loaded {row['load']:6.0f} ms  an arrow {row['arrow']:5.1f} ms  "
                  f"a mark {row['mark']:5.1f} ms{more}")
        house.server.stop()


if __name__ == "__main__":
    main()
