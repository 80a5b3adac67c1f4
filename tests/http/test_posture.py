#!/usr/bin/env python3
"""Tests of the posture on the web: readiness, the four ways, the plan within a budget, its what-if and the search that goes
on as a job; what is missing is told with who writes it; what is shown is what the command line says.

usage: tests/http/test_posture.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import csv
import io
import json
import re
import subprocess
import sys
import time
from datetime import date, timedelta

from house import ROOT, Client, Count, Demonstration, assessment, run_tests

count = Count()
check = count.check
EXAMPLES = ROOT / "examples"
FIRST = "/assessments/example-2003"
POSTURE = FIRST + "/posture"
NAMES = {"expert": "Eve Expert", "project_manager": "Max Manager", "provider": "Pru Provider",
         "auditor": "Otto Auditor", "administrator": "Ada Administrator"}


class House(Demonstration):
    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, "en", NAMES)
        self.binary = binary
        self.expert = self.people["expert"]
        self.program = Client(self.server.port, token=self.expert.make_token(password=self.passwords["expert"]))

    def told(self, command, *words):
        """What the command line says of the same documents."""
        out = subprocess.run([str(self.binary), command, EXAMPLES / "example-2003.yaml", "--profile", EXAMPLES / "example-2003-profile.yaml",
                              "--effort", EXAMPLES / "example-2003-effort.yaml", "--format", "json", *words],
                             stdout=subprocess.PIPE, check=True).stdout
        return json.loads(out)

    def data(self, path):
        answer = self.program.api("GET", path)
        assert answer.status == 200, (path, answer.status, answer.text[:400])
        return answer.json

    def ended(self, job):
        for _ in range(3000):
            found = self.data(f"/jobs/{job}")
            if not found["job"]["is_open"]:
                return found
            time.sleep(0.1)
        return found


def test_readiness(house):
    told = house.told("posture", "--alert", "jaune")["readiness"]
    data = house.data(POSTURE + "/readiness")
    check("each change of level", data["changes"] == told and len(told) == 12, data["changes"][:2])
    check("the project's own efforts", data["effort"]["id"] == "example-2003-effort", data["effort"])
    page = house.expert.get(POSTURE + "/readiness").text
    check("said in words", "From the level yellow" in page and "not ready" in page)
    check("the tab is current, and the page below it", page.count('aria-current="page"') == 2, re.findall(r'<a [^>]*aria-current[^>]*>', page))
    other = house.data(POSTURE + "/readiness?effort=sse-cmm-2.0")
    check("other efforts", other["effort"]["id"] == "sse-cmm-2.0", other["effort"])
    rows = list(csv.DictReader(io.StringIO(house.program.get("/api/v1" + POSTURE + "/readiness?format=csv").text)))
    check("a table of it", len(rows) == 12 and rows[0]["readiness"] == told[0]["readiness"], rows[:1])


def test_prepared(house):
    """Steps that sleep: how long a change takes with which area, and whether that fits into the delay of the scheme."""
    house.program.api("POST", "/library", {"text": (EXAMPLES / "awr-profile.yaml").read_text("utf-8")})
    made = house.program.api("POST", "/projects/new", {"id": "north", "title": "North", "state": "needs", "profile": "awr-profile"})
    assert made.status in (200, 201), made.text[:300]
    areas = "".join(f"  PA{number:02}: level 3\n" for number in range(1, 23))
    text = ("palier: assessment/1\nid: asleep\ntitle: Asleep\nmodel: sse-cmm-2.0\nprovider: North Hosting\nproject: North\ndate: 2026-04-02\n"
            f"ratings:\n{areas}active:\n  PA08: \"2.1\"\n  PA05: \"1.1\"\n  PA02: none\n")
    brought = house.program.api("POST", "/projects/north/assessments/new/bring", text)
    assert brought.status in (200, 201), brought.text[:300]
    effort = ("palier: effort/1\nid: slow\ntitle: Slow\nmodel: sse-cmm-2.0\ncurrency: EUR\nhour_cost: {provider: 1, project_manager: 1, expert: 1}\n"
              "default: {setup_minutes: 60, activation_minutes: 60, activation_time: P2D, switchable: true}\n")
    kept = house.program.api("POST", "/projects/north/library/bring", {"text": effort})
    assert kept.status in (200, 201), kept.text[:300]
    path = "/assessments/asleep/posture/readiness"
    file = house.server.log.with_name("asleep.yaml")
    file.write_text(text, encoding="utf-8")
    slow = file.with_name("slow.yaml")
    slow.write_text(effort, encoding="utf-8")
    told = json.loads(subprocess.run([str(house.binary), "posture", file, "--profile", EXAMPLES / "awr-profile.yaml", "--alert", "calm",
                                      "--effort", slow, "--format", "json"], stdout=subprocess.PIPE, check=True).stdout)["readiness"]
    data = house.data(path + "?alert=calm")
    check("the same as the command line says", data["changes"] == told, (data["changes"][:2], told[:2]))
    verdicts = {row["readiness"] for row in told}
    page = house.expert.get(path + "?alert=calm").text
    check("some are ready, some too slow", {"ready", "too-slow"} <= verdicts, verdicts)
    check("with their times, areas and delays", "ready: it takes" in page and "too slow: it takes" in page and "The scheme allows" in page and "PA08 Monitor Security Posture" in page)


def test_cost(house):
    for alerts, file in (("alert-history/example-2003-history", "example-2003-history.yaml"),
                         ("alert-rates/example-2003-rates", "example-2003-rates.yaml")):
        told = house.told("cost", "--alerts", EXAMPLES / file)
        data = house.data(POSTURE + f"/cost?alerts={alerts}")
        check(f"the four ways over {file}", data["ways"] == told["ways"] and data["outlook"] == told["outlook"], data["ways"][0])
    page = house.expert.get(POSTURE + "/cost").text
    check("the figure comes before the table", 0 < page.find("<svg") < page.find("The four ways"))
    check("the cut of each area is folded", "<summary>The cut of each area</summary>" in page)
    rates = "alerts=alert-rates/example-2003-rates"
    years = house.data(POSTURE + f"/cost?{rates}&years=2&alert=orange")["outlook"]
    check("over other years, from the level asked for", years["years"] == 2 and years["start"] == "orange", years)
    bad = house.expert.get(POSTURE + f"/cost?{rates}&years=900")
    check("years beyond are refused, and stay in the field", bad.status == 422 and "from 1 to 50" in bad.text and 'value="900"' in bad.text)
    check("a program is told", house.program.api("GET", POSTURE + f"/cost?{rates}&years=900").status == 422)
    history = "alerts=alert-history/example-2003-history"
    for chosen in (rates, history):
        for word in ("0", "-3", "abc", "1e9", "10000", "2.5", "9" * 30):
            bad = house.expert.get(POSTURE + f"/cost?{chosen}&years={word}")
            said = re.findall(r'<p class="error" id="f-years-error">([^<]*)</p>', bad.text)
            check(f"years={word} is refused at its field, {chosen}", bad.status == 422 and len(said) == 1 and said[0].startswith("Over years: ")
                  and 'aria-describedby="f-years-error"' in bad.text and "<svg" in bad.text, (bad.status, said))
            told = house.program.api("GET", POSTURE + f"/cost?{chosen}&years={word}")
            check(f"years={word} is refused to a program, {chosen}", told.status == 422 and told.json["field"] == "years", told.text[:300])
    kept = house.expert.get(POSTURE + f"/cost?{history}&years=5")
    check("years that are some are left to the next rates by a history", kept.status == 200 and "f-years" not in kept.text, kept.status)
    rows = list(csv.DictReader(io.StringIO(house.program.get("/api/v1" + POSTURE + "/cost?format=csv").text)))
    check("a table of the ways", [row["id"] for row in rows] == ["full", "strictest", "adaptive", "lowest"], rows[:1])


def test_schedule(house):
    told = house.told("schedule", "--alert", "orange", "--budget", EXAMPLES / "example-2003-budget.yaml")
    data = house.data(POSTURE + "/schedule?alert=orange")
    same = all(data[key] == told[key] for key in ("value", "bound", "optimal", "steps", "periods", "whole_target"))
    check("the plan of the command line", same and data["optimal"], (data["value"], told["value"]))
    page = house.expert.get(POSTURE + "/schedule?alert=orange").text
    check("the calendar comes first", 0 < page.find("<svg") < page.find("The whole target"))
    check("an optimal plan is not searched on", "Search for a better plan" not in page and "it is optimal" in page)
    hard = house.expert.get(POSTURE + "/schedule?alert=ecarlate").text
    check("where plan and bound do not meet both are told", "no plan is worth more than" in hard and "it is optimal" not in hard)
    rows = list(csv.DictReader(io.StringIO(house.program.get("/api/v1" + POSTURE + "/schedule?alert=orange&format=csv").text)))
    check("a table of the steps", len(rows) == len(told["steps"]), len(rows))


def test_what_if(house):
    plain = house.data(POSTURE + "/schedule?alert=rouge")
    more = house.data(POSTURE + "/schedule?alert=rouge&project_manager=3")
    gained = [b["come_in_by_the_end"]["project_manager_minutes"] - a["come_in_by_the_end"]["project_manager_minutes"]
              for a, b in zip(plain["periods"], more["periods"])]
    check("days more come in in each period", gained == [3 * 420 * (t + 1) for t in range(8)], gained)
    check("and are worth something", more["value"] > plain["value"], (plain["value"], more["value"]))
    less = house.data(POSTURE + "/schedule?alert=rouge&provider=-9999")
    check("never less than nothing", less["periods"][7]["come_in_by_the_end"]["provider_minutes"] == 0, less["periods"][7])
    page = house.expert.get(POSTURE + "/schedule?alert=rouge&project_manager=3&money=-200").text
    check("marked as a what-if", "project manager +3 days a period" in page and "money -200 a period" in page)
    kept = re.search(r'href="(/assessments/example-2003/posture/cost\?[^"]*)"', page)
    check("kept from page to page", kept and "project_manager=3" in kept[1] and "alert=rouge" in kept[1], kept)
    shorter = house.data(POSTURE + "/schedule?alert=rouge&by=4")
    check("up to a period", len(shorter["periods"]) == 4)
    for asked in ("provider=abc", "expert=1.5", "money=99999999999", "by=99", "budget=none-such", "effort=none-such"):
        name, value = asked.split("=")
        bad = house.expert.get(POSTURE + "/schedule?" + asked)
        check(f"{asked} is refused on the page of the project's own", bad.status == 422 and "is refused" in bad.text and "<svg" in bad.text, bad.status)
        check(f"{asked} is refused to a program", house.program.api("GET", POSTURE + "/schedule?" + asked).status == 422)
        check(f"{asked} stays in its field", "none-such" in value or f'value="{value}"' in bad.text)


def test_search(house):
    quick = house.data(POSTURE + "/schedule?alert=rouge")
    page = house.expert.get(POSTURE + "/schedule?alert=rouge").text
    check("the search can go on", f'action="{POSTURE}/schedule/search"' in page)
    sent = {"profile": "example-2003-profile", "alert": "rouge", "effort": "example-2003-effort", "budget": "example-2003-budget"}
    later = house.program.api("POST", POSTURE + "/schedule/search", sent)
    check("as a job", later.status == 202, (later.status, later.text[:300]))
    found = house.ended(later.json["job"])
    check("which ends with a plan", found["job"]["state"] == "done" and found["result"]["plan"]["of"]["alert"] == "rouge", found)
    job = later.json["job"]
    url = re.search(r'href="(/assessments/[^"]*job=[^"]*)"', house.expert.get(f"/jobs/{job}").text)
    check("the job leads to it", url is not None)
    path = url[1].replace("&amp;", "&")
    data = house.data(path)
    check("the page shows the plan that was found", data["searched"] and data["value"] == found["result"]["plan"]["value"] >= quick["value"]
          and data["bound"] <= quick["bound"], (data["value"], data["bound"], quick["value"], quick["bound"]))
    check("and says so", "A longer search found this plan" in house.expert.get(path).text)
    other = house.data(path.replace("alert=rouge", "alert=ecarlate"))
    check("of another problem it is not taken", not other["searched"])
    told = house.expert.get(path.replace("alert=rouge", "alert=ecarlate")).text
    check("and that is told", "has changed since" in told)
    check("nobody else's", house.people["auditor"].get(path).status == 200 and
          "there is no such job" in house.people["auditor"].get(path).text)
    sure = house.program.api("POST", POSTURE + "/schedule/search", {**sent, "alert": "orange"})
    check("what is optimal is not searched on", sure.status == 422 and "optimal already" in sure.text, sure.status)
    again = house.program.api("POST", POSTURE + "/schedule/search", {**sent, "alert": "ecarlate"}).json["job"]
    check("it can be stopped", house.program.api("POST", f"/jobs/{again}/stop", {}).status in (200, 303))
    check("and ends stopped", house.ended(again)["job"]["state"] == "stopped")
    asked = house.people["auditor"].post(POSTURE + "/schedule/search", {**sent, "alert": "ecarlate"})
    check("a browser goes to the job", asked.status == 303 and asked.location.startswith("/jobs/"), (asked.status, asked.location))
    house.people["auditor"].post(asked.location + "/stop", {})
    bad = house.program.api("POST", POSTURE + "/schedule/search", {**sent, "provider": "many"})
    check("a number that is none is refused", bad.status == 422 and bad.json["field"] == "provider", bad.text[:200])


def test_lacking(house):
    """A project that has nothing of its own: who writes it, and where."""
    good = house.program.api("POST", "/projects/new", {"id": "bare", "title": "Bare", "state": "needs", "profile": "example-2003-profile"})
    assert good.status in (200, 201), good.text[:300]
    house.program.api("POST", "/projects/bare/assessments/new/bring", assessment("bare-one"))
    for page, kind in (("schedule", "budget"), ("cost", "alert-rates")):
        for role, may in (("expert", True), ("auditor", False)):
            text = house.people[role].get(f"/assessments/bare-one/posture/{page}").text
            link = f'href="/projects/bare/library/{kind}/new"'
            check(f"{page}: {role} reads who writes it", "The project manager or the expert writes" in text, text[-200:])
            check(f"{page}: {role} {'has' if may else 'has no'} link to the form", (link in text) == may)
    check("the form is there", house.expert.get("/projects/bare/library/budget/new").status == 200)
    check("a program is told", house.program.api("GET", "/assessments/bare-one/posture/schedule").status == 422)
    check("built-in efforts do", house.data("/assessments/bare-one/posture/readiness")["effort"]["id"] == "sse-cmm-2.0")
    budget = "palier: budget/1\nid: bare-budget\ntitle: Bare\nstart: 2026-01-01\nperiod: year\nperiods: 1\nminutes: {provider: 6000}\n"
    house.program.api("POST", "/projects/bare/library/bring", {"text": budget})
    data = house.data("/assessments/bare-one/posture/schedule")
    check("once it is there it is taken", data["budget"] == "bare-budget", data["budget"])
    free = house.program.api("GET", "/assessments/bare-one/posture/schedule?expert=2")
    check("more of what has no limit is refused", free.status == 422 and "sets no limit" in free.text, free.text[:200])
    of_another = house.program.api("GET", "/assessments/bare-one/posture/schedule?budget=example-2003-budget")
    check("another project's budget is not offered", of_another.status == 422)
    flat = house.expert.get("/assessments/bare-one/posture/cost?profile=level-3").text
    check("without levels there is nothing to be ready for", "follows no alert scheme" in flat)


def test_documents(house):
    """Budgets, efforts, rates and histories are tables."""
    at = "/projects/institutional-site/library/"
    for path, words in ((at + "budget/example-2003-budget", ("770.0", "12,000.00")), (at + "alert-rates/example-2003-rates", ("104 days", "never")),
                        (at + "alert-history/example-2003-history", ("2003-12-19 18:00", "orange")),
                        (at + "effort/example-2003-effort", ("194.0 (4,000.00)", "6 / 12")), ("/library/effort/sse-cmm-2.0", ("proposal",))):
        text = house.expert.get(path).text
        text = text[:text.find("<details")] if "<details" in text else text
        check(f"{path} is a table", "<table" in text and all(word in text for word in words), text[-300:])
        check(f"{path}: the text is folded", "<details class=\"screen\" open" not in house.expert.get(path).text)


def test_long_history(house):
    """As many changes as a history may have: the page shows them part by part, programs have all."""
    day = date(2003, 1, 1)
    rows = "".join(f"  - {{at: {day + timedelta(i // 2)}T{'00' if i % 2 == 0 else '12'}:00, level: {('jaune', 'orange')[i % 2]}}}\n" for i in range(10000))
    text = ("palier: alert-history/1\nid: long-history\ntitle: Long\nalert_scheme: vigipirate-2003\n"
            f"start: {day}\nend: {day + timedelta(5001)}\nchanges:\n{rows}")
    made = house.program.api("POST", "/projects/institutional-site/library/bring", {"text": text})
    check("a history of ten thousand changes", made.status == 200, made.text[:300])
    place = "/projects/institutional-site/library/alert-history/long-history"
    first = house.expert.get(place)
    lasts = re.findall(r'data-label="lasted"', first.text)
    check("its page is short", first.status == 200 and len(first.body) < 100_000 and len(lasts) == 128, (len(first.body), len(lasts)))
    check("and says how many there are", "10000 changes of the level" in first.text, first.text[:200])
    check("with a way on", 'part=2" rel="next"' in first.text and 'rel="prev"' not in first.text and "1 / 79" in first.text)
    last = house.expert.get(place + "?part=79")
    check("to the last", last.status == 200 and len(re.findall(r'data-label="lasted"', last.text)) == 16 and 'rel="next"' not in last.text
          and str(day + timedelta(5001)) in last.text, last.status)
    check("and no further", [house.expert.get(f"{place}?part={part}").status for part in ("80", "0", "x")] == [422] * 3)
    whole = house.program.api("GET", place).json["document"]["changes"]
    check("a program has all of it", len(whole) == 10000, len(whole))
    few = house.expert.get("/projects/institutional-site/library/alert-history/example-2003-history")
    check("a short one has no parts", few.status == 200 and "changes of the level" in few.text and 'class="parts' not in few.text, few.status)


TESTS = [test_readiness, test_prepared, test_cost, test_schedule, test_what_if, test_search, test_lacking, test_documents, test_long_history]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
