#!/usr/bin/env python3
"""Assessments beside each other, from outside: who is one provider, which one is the earlier, what they are
seen against, whatever order the address has; what cannot be read is left out; what is long has parts.

usage: tests/http/test_compared.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import itertools
import re
import sys

from house import Count, run_tests
from test_texts import MODEL, PROFILE, House, assessment

count = Count()
check = count.check
HIGH = PROFILE.replace("id: watch", "id: high").replace("calm: none", "calm: all")


def not_applicable(text):
    return re.sub("(?m)^  (Logging|Backup): .*$", r"  \1: not applicable", text)


def asked(*ids):
    return "/compare?" + "&".join(f"id={one}" for one in ids)


def every_order(house, *ids):
    """The data of a comparison in each order of the address, without what is listed as it was asked."""
    for order in itertools.permutations(ids):
        answer = house.program.api("GET", asked(*order))
        check(f"{order}: there", answer.status == 200 and house.expert.get(asked(*order)).status == 200, answer.text[:300])
        yield answer.json


def test_one_day(house):
    """On one day by which was first written; nothing is lost that was gained."""
    house.project("day")
    house.bring("day", assessment("z-first", logging="none"))
    house.bring("day", assessment("a-second", logging="all"))
    for data in every_order(house, "a-second", "z-first"):
        check("in the order of writing", [one["assessment"] for one in data["assessments"]] == ["z-first", "a-second"], data)
        area = next(area for area in data["areas"] if area["id"] == "Logging")
        check("gained, not lost", area["won"] == [["1"]] and area["lost"] == [[]], area)
    # A change is no first writing.
    text = house.program.api("GET", "/assessments/z-first/text").json
    house.good(house.program.api("POST", "/assessments/z-first/text", {
        "text": text["text"].replace("Of z-first", "Changed"), "version": text["version"]}))
    for data in every_order(house, "a-second", "z-first"):
        check("though it was changed since", [one["assessment"] for one in data["assessments"]] == ["z-first", "a-second"])


def test_one_provider(house):
    """A provider goes by its title or its id; case and blanks make no other."""
    house.good(house.expert.post("/library", {"text": "palier: provider/1\nid: acme\ntitle: Acme Web\n"}))
    names = {"by-id": "acme", "by-title": "Acme Web", "by-case": '"ACME  web"', "id-case": "Acme", "other": "Acme Webs"}
    house.project("names")
    for number, (identity, name) in enumerate(names.items()):
        house.bring("names", assessment(identity, name, f"2026-01-{10 + number}"))
    for one, other in itertools.combinations(names, 2):
        for data in every_order(house, one, other):
            check(f"{one} and {other}", data["one_provider"] == ("other" not in (one, other)), data["one_provider"])
    page = house.expert.get("/projects/names").text
    check("the project says so", "Compare the candidates" in page)
    house.good(house.program.api("POST", "/assessments/other/history/remove", {}))
    page = house.expert.get("/projects/names").text
    check("and so of one that is named in several ways", "Compare these assessments over time" in page)


def test_order(house):
    """Equals have one place, and their order is not that of the address."""
    house.project("equals", profile="watch", alert_level="busy")
    for identity, logging in (("eq-b", "all"), ("eq-a", "all"), ("eq-c", "none")):
        house.bring("equals", assessment(identity, f"Host {identity}", logging=logging))
    for data in every_order(house, "eq-a", "eq-b", "eq-c"):
        check("one ranking", data["ranking"] == ["eq-a", "eq-b", "eq-c"], data["ranking"])
    places = re.findall(r'data-label="place">(\d)<', house.expert.get(asked("eq-c", "eq-b", "eq-a")).text)
    check("one place", places == ["1", "1", "3"], places)


def test_profile(house):
    """What they are seen against is one thing in every order, and the page says whose it is."""
    house.good(house.program.api("POST", "/library", HIGH))
    for project, profile, date in (("none", None, "2026-05-01"), ("aims", "watch", "2026-01-01"),
                                   ("higher", "high", "2026-03-01")):
        house.project(f"pr-{project}", **({"profile": profile} if profile else {}))
        house.bring(f"pr-{project}", assessment(f"in-{project}", f"Host {project}", date))
    for data in every_order(house, "in-none", "in-aims"):
        check("the profile that there is", {one["profile"] for one in data["assessments"]} == {"watch"}, data["assessments"])
    for data in every_order(house, "in-none", "in-aims", "in-higher"):
        check("of several that of the latest", {one["profile"] for one in data["assessments"]} == {"high"})
    page = house.expert.get(asked("in-none", "in-aims", "in-higher")).text
    check("the page says whose", 'profile of the project "pr-higher"' in page.replace("&quot;", '"'), page)
    page = house.expert.get(asked("in-none", "in-aims", "in-higher") + "&profile=watch&alert=busy").text
    check("not of one that was chosen", "of the project" not in page)


def test_unread(house):
    """One that cannot be read is named and left out; the others are compared."""
    house.project("torn")
    for identity in ("tn-a", "tn-b", "tn-c", "tn-d"):
        house.bring("torn", assessment(identity, f"Host {identity}"))
    break_text = ("UPDATE versions SET text = replace(text, 'Logging: all', 'Nowhere: all') WHERE kind = 'assessment'"
                  " AND id = '{}'")
    house.database.sql(break_text.format("tn-c"))
    house.database.sql("UPDATE versions SET text = 'palier: [' WHERE kind = 'assessment' AND id = 'tn-d'")
    for data in every_order(house, "tn-a", "tn-b", "tn-c", "tn-d"):
        check("the others", data["ranking"] == ["tn-a", "tn-b"], data["ranking"])
        check("which, and why", sorted((row["id"], row["reason"]) for row in data["left_out"]) == [
            ("tn-c", "unreadable"), ("tn-d", "unreadable")], data["left_out"])
    page = house.expert.get(asked("tn-c", "tn-a", "tn-b")).text
    check("the page names it, with its text", "is left out: it cannot be read" in page
          and 'href="/assessments/tn-c/text"' in page and "Of tn-c" in page)
    answer = house.program.api("GET", asked("tn-a", "tn-c"))
    check("too few are refused, and named", answer.status == 422 and "tn-c" in answer.json["detail"], answer.text)
    page = house.expert.get(asked("tn-a", "tn-c"))
    check("on a page, too", page.status == 200 and "tn-c" in page.text
          and 'href="/assessments/tn-a/text"' not in page.text.split("<main")[1], page.text)
    for identity in ("tn-c", "tn-d"):
        page = house.expert.get(f"/assessments/{identity}/marks")
        check(f"{identity}: marks are a page with tabs", page.status == 200
              and f'href="/assessments/{identity}/history"' in page.text, (page.status, page.text[:500]))
        check(f"{identity}: of the API an error", house.program.api("GET", f"/assessments/{identity}/marks").status == 422)
    answer = house.expert.get("/assessments/tn-a/marks?area=Nowhere")
    check("an area that there is not is none still", answer.status == 404, answer.status)


def test_asks_nothing(house):
    """Where nothing is demanded, nothing is told of what was applicable."""
    house.project("calm", profile="watch", alert_level="calm")
    for identity in ("cm-a", "cm-b"):
        house.bring("calm", assessment(identity, f"Host {identity}"))
    house.bring("calm", not_applicable(assessment("cm-out", "Host out")))
    for path in ("/assessments/cm-a", "/assessments/cm-a/plan", asked("cm-a", "cm-b"), "/projects/calm", "/projects?q=calm"):
        for query in ("", "?alert=calm", "&alert=calm"):
            if query and ("?" in path) != query.startswith("&"):
                continue
            page = house.expert.get(path + query).text
            check(f"{path}{query}: nothing of applicable", "nothing of the target was applicable" not in page)
    check("it says what is", "nothing is demanded" in house.expert.get("/assessments/cm-a?alert=calm").text)
    page = house.expert.get("/assessments/cm-out?alert=busy").text
    check("which is another thing than nothing that is applicable", "nothing of the target was applicable" in page)


def test_over_time(house):
    """Of one provider over time nobody stands behind others."""
    house.project("time", profile="watch", alert_level="busy")
    text = not_applicable(assessment("tm-none", date="2026-01-01"))
    house.bring("time", text)
    house.bring("time", assessment("tm-some", date="2026-02-01").replace("Backup: none", "Backup: not applicable"))
    page = house.expert.get(asked("tm-none", "tm-some")).text
    check("over time", "One provider over time" in page and "nothing of the target was applicable" in page
          and "demanded steps that are not applicable" in page, page)
    check("nobody has a place", not re.search("stands behind|place rests", page), page)
    house.bring("time", text.replace("tm-none", "tm-other").replace("North", "South"))
    page = house.expert.get(asked("tm-other", "tm-some")).text
    check("as candidates they have", "stands behind" in page and "place rests" in page, page)


def rated(identity, provider, date="2026-01-10", **bases):
    """An assessment with a word on each basis: checked, seen, claimed = (Logging, Backup)."""
    text = re.sub("(?s)ratings:.*", "", assessment(identity, provider, date))
    for key, basis in (("ratings", "checked"), ("seen", "seen"), ("claimed", "claimed")):
        if basis in bases:
            text += f"{key}:\n  Logging: {bases[basis][0]}\n  Backup: {bases[basis][1]}\n"
    return text


def test_separates(house):
    """What separates candidates comes first, then what all miss, then what all meet; each on every basis."""
    house.project("apart", profile="watch", alert_level="busy")
    house.bring("apart", rated("ap-a", "Host A", checked=("all", "none"), claimed=("all", "all")))
    house.bring("apart", rated("ap-b", "Host B", checked=("none", "none")))
    for data in every_order(house, "ap-a", "ap-b"):
        check("the steps that one misses and the other does not", data["separates"] == [
            {"id": "Logging", "points": 1, "steps": ["1"], "of": [
                {"assessment": "ap-a", "missing": [], "not_rated": [], "not_applicable": []},
                {"assessment": "ap-b", "missing": ["1"], "not_rated": [], "not_applicable": []}]}], data["separates"])
        check("what both miss", data["lacked"] == [{"id": "Backup", "points": 1, "steps": ["1"]}], data["lacked"])
        check("what both meet", data["met"] == [])
        check("the order that is shown", data["order"] == data["ranking"] == ["ap-a", "ap-b"] and data["has_places"], data["order"])
        told = [(row["assessment"], row["basis"], row["said"], row["gap"]) for row in data["bases"]]
        check("on each basis", told == [("ap-a", "claimed", True, 0), ("ap-a", "seen", False, 1), ("ap-a", "checked", True, 1),
                                        ("ap-b", "claimed", False, 2), ("ap-b", "seen", False, 2), ("ap-b", "checked", True, 2)], told)
        check("by actor", all(sum(row["gap_by_actor"].values()) == row["gap"] for row in data["bases"]))
    page = house.expert.get(asked("ap-a", "ap-b")).text
    places = [page.find(words) for words in ("What separates them", "What all are missing", "Points missing, by who answers")]
    check("the page has them in this order", -1 not in places and places == sorted(places), places)
    check("what nobody said has no number", "nothing claimed" in page and "nothing seen" in page)
    plain = house.expert.get(asked("ap-a", "ap-b") + "&profile=none")
    check("without a profile it says why there is nothing", plain.status == 200 and "nothing separates them" in plain.text)


def test_claimed(house):
    """What is only claimed ranks nobody: the order is that of the titles, and the page says so."""
    house.project("claims", profile="watch", alert_level="busy")
    for identity, claimed in (("cl-a", ("none", "none")), ("cl-b", ("all", "all")), ("cl-c", ("all", "none"))):
        house.bring("claims", rated(identity, f"Host {identity}", checked=("all", "none"), claimed=claimed))
    ids = ("cl-b", "cl-c", "cl-a")
    for order in itertools.permutations(ids):
        data = house.program.api("GET", asked(*order) + "&basis=claimed").json
        check("no ranking", data["ranking"] == [] and not data["has_places"], data["ranking"])
        check("by title", data["order"] == ["cl-a", "cl-b", "cl-c"], data["order"])
    page = house.expert.get(asked(*ids) + "&basis=claimed").text
    check("the page says why", "what is only claimed ranks nobody" in page and 'data-label="place"' not in page
          and "stands behind" not in page, page)
    check("what is checked ranks", 'data-label="place"' in house.expert.get(asked(*ids)).text)


def test_project(house):
    """Of a project: each candidate's standing assessment, however it names its provider; the chooser keeps what is chosen."""
    for identity, title in (("nuage", "Nuage Élevé"), ("terre", "Terre"), ("late", "Late")):
        house.good(house.program.api("POST", "/library", f"palier: provider/1\nid: {identity}\ntitle: {title}\n"))
    house.project("field", profile="watch", alert_level="busy")
    answer = house.program.api("GET", "/compare?project=field")
    check("nothing to compare yet, in a sentence", answer.status == 422 and "not two are assessed" in answer.json["detail"], answer.text)
    for identity, provider, date in (("fd-old", "Nuage Élevé", "2026-01-01"), ("fd-new", '"NUAGE  eleve"', "2026-02-01"),
                                     ("fd-two", "terre", "2026-01-05"), ("fd-other", "Somebody Else", "2026-03-01")):
        house.bring("field", assessment(identity, provider, date))
    data = house.program.api("GET", "/compare?project=field").json
    check("without candidates whoever is assessed, each once", sorted(data["order"]) == ["fd-new", "fd-other", "fd-two"], data["order"])
    for provider in ("nuage", "terre", "late"):
        version = house.program.api("GET", "/projects/field/candidates").headers["ETag"]
        house.good(house.program.api("POST", "/projects/field/candidates/add", {"provider": provider}, {"If-Match": version}))
    data = house.program.api("GET", "/compare?project=field").json
    check("each candidate's latest", sorted(data["order"]) == ["fd-new", "fd-two"], data["order"])
    page = house.expert.get("/compare?project=field").text
    check("who has none is named", "No assessment so far: Late." in page, page)
    boxes = dict(re.findall(r'name="id" value="([^"]+)"( checked)?', page))
    check("the chooser offers the project's", boxes == {"fd-old": "", "fd-new": " checked", "fd-two": " checked", "fd-other": ""}, boxes)
    check("and keeps the project", 'name="project" value="field"' in page)
    data = house.program.api("GET", "/compare?project=field&id=fd-old&id=fd-new").json
    check("what is named goes before", data["one_provider"] and data["order"] == ["fd-old", "fd-new"], data["order"])
    check("who may not read the project", house.program.api("GET", "/compare?project=nowhere").status == 404)
    version = house.program.api("GET", "/projects/field/candidates").headers["ETag"]
    house.good(house.program.api("POST", "/projects/field/candidates/change", {"provider": "nuage", "state": "retained"}, {"If-Match": version}))
    latest = house.program.api("GET", "/projects/field").json["latest"]
    check("what stands is the retained one's, whatever case, accents and blanks", latest["id"] == "fd-new", latest)
    row = next(row for row in house.program.api("GET", "/projects?q=field").json["projects"] if row["id"] == "field")
    check("in the list, too", row["latest"]["id"] == "fd-new", row)


def test_unfinished(house):
    """A follow-up that was only begun takes nobody's place; where there is nothing else it stands, and the page says so."""
    for identity, title in (("brume", "Brume"), ("roche", "Roche")):
        house.good(house.program.api("POST", "/library", f"palier: provider/1\nid: {identity}\ntitle: {title}\n"))
    house.project("later", profile="watch", alert_level="busy")

    def begun(identity, provider, date):
        return rated(identity, provider, date, checked=("all", "none")).replace("  Backup: none\n", "")

    def compared():
        return house.program.api("GET", "/compare?project=later").json

    def page():
        return house.expert.get("/compare?project=later").text.replace("&quot;", '"')

    for text in (assessment("lt-whole", "Brume", "2026-01-01"), begun("lt-begun", "Brume", "2026-02-01"),
                 assessment("lt-old", "Roche", "2026-01-01"), assessment("lt-new", "Roche", "2026-02-01")):
        house.bring("later", text)
    data = compared()
    check("each one's latest that is rated", sorted(data["order"]) == ["lt-new", "lt-whole"] and data["unfinished"] == [], data["order"])
    check("nothing is unfinished", "Unfinished" not in page())
    house.bring("later", begun("lt-last", "Roche", "2026-03-01"))
    project = house.program.api("GET", "/projects/later").json
    check("of the project, too", project["latest"]["id"] == "lt-new", project["latest"])
    check("what is to be rated is what was begun", project["next"]["todo"] != "rate" or
          "/assessments/lt-last" in house.expert.get("/projects/later").text, project["next"])
    for identity in ("lt-old", "lt-new", "lt-whole"):
        house.good(house.program.api("POST", f"/assessments/{identity}/history/remove", {}))
    data = compared()
    check("the latest draft where there is no other", sorted(data["order"]) == ["lt-begun", "lt-last"], data["order"])
    check("with how far it is", sorted((row["id"], row["rated"], row["steps"]) for row in data["unfinished"]) == [
        ("lt-begun", 1, 2), ("lt-last", 1, 2)], data["unfinished"])
    told = re.search(r"Unfinished: (.*?)\.</p>|$", page().replace("\n", " "))[1]
    check("the page says so, in one sentence", set((told or "").split(", ")) == {
        f'"Of {identity}" (1 of 2 steps rated)' for identity in ("lt-begun", "lt-last")}, told)
    check("named one by one they are as they are", "Unfinished" not in house.expert.get(asked("lt-begun", "lt-last")).text)


def test_said(house):
    """What is said to be rated stands, also where the target has become higher since."""
    house.good(house.program.api("POST", "/library", PROFILE.replace("id: watch", "id: rising").replace(
        '"*": {calm: none, busy: all}', "Logging: {calm: all, busy: all}\n  Backup: {calm: none, busy: all}")))
    house.project("said", profile="rising", alert_level="calm")
    half = rated("sd-half", "Host A", "2026-01-01", checked=("all", "none")).replace("  Backup: none\n", "")
    for text in (half, half.replace("sd-half", "sd-draft").replace("2026-01-01", "2026-02-01").replace("  Logging: all", "  Backup: all"),
                 assessment("sd-other", "Host B")):
        house.bring("said", text)
    house.good(house.program.api("POST", "/assessments/sd-half/rating/say", {"state": "rated", "turn": "0"}))
    text = house.program.api("GET", "/projects/said/text").json
    house.good(house.program.api("POST", "/projects/said/text", {
        "text": text["text"].replace("alert_level: calm", "alert_level: busy"), "version": text["version"]}))
    data = house.program.api("GET", "/compare?project=said").json
    check("what was said stays", sorted(data["order"]) == ["sd-half", "sd-other"] and data["unfinished"] == [], data)


def test_trend(house):
    """One provider over time: a line of what is missing, by basis, and what was gained, lost, newly asked."""
    house.project("line", profile="watch", alert_level="busy")
    house.bring("line", rated("ln-1", "Host", "2025-01-01", checked=("none", "not applicable"), claimed=("all", "none")))
    house.bring("line", rated("ln-2", "Host", "2025-06-01", checked=("all", "none")))
    for data in every_order(house, "ln-1", "ln-2"):
        area = {row["id"]: row for row in data["areas"]}
        check("gained", area["Logging"]["won"] == [["1"]], area)
        check("newly asked", area["Backup"]["asked"] == [["1"]] and area["Backup"]["not_asked"] == [[]], area)
    page = house.expert.get(asked("ln-1", "ln-2")).text
    figure = re.search(r'(?s)<div class="figure trend">.*?</div>', page)[0]
    check("a line with its numbers and dates", re.findall(r'bold" text-anchor="middle">(\d+)<', figure) == ["1", "1"] * 2
          and figure.count("2025-01-01") == figure.count("2025-06-01") == 2, figure[:1500])
    check("newly asked on the page", "Newly asked for:" in page)
    check("candidates have no line", 'class="figure trend"' not in house.expert.get(asked("ln-1", "ap-a")).text)


def test_long(house):
    """Every page of a long assessment holds its shape, whole and in parts."""
    areas = "".join(f"  - {{id: L{i}, title: L, category: work, actor: provider}}\n" for i in range(70))
    long = re.sub(r"(?s)areas:\n.*rating:", f"areas:\n{areas}rating:", MODEL).replace("id: small", "id: longer")
    house.good(house.program.api("POST", "/library", long))
    house.good(house.program.api("POST", "/library", PROFILE.replace("id: watch", "id: far").replace("model: small", "model: longer")))
    house.project("long", profile="far", alert_level="busy")
    for identity in ("lg-a", "lg-b"):
        house.bring("long", re.sub("(?s)ratings:.*", "ratings:\n  L0: none\n", assessment(
            identity, f"Host {identity}")).replace("model: small", "model: longer"))
    for page in ("/assessments/lg-a", "/assessments/lg-a/posture", asked("lg-a", "lg-b"),
                 "/library/profile/far", "/library/model/longer"):
        sign = "&" if "?" in page else "?"
        for path in (page, f"{page}{sign}part=2") if "model" not in page else (page,):
            answer = house.expert.get(path)
            check(f"{path}: there", answer.status == 200, (answer.status, answer.text[:300]))
        whole = house.program.api("GET", page)
        check(f"{page}: whole", whole.status == 200 and "part" not in whole.json, whole.text[:300])
        if page.startswith(("/assessments", "/compare")):
            part = house.program.api("GET", f"{page}{sign}part=2")
            check(f"{page}: a part", part.status == 200 and part.json["part"] == {"part": 2, "of": 2}, part.text[:300])
            check(f"{page}: of its areas", len(part.json["areas"]) == 6, len(part.json["areas"]))


TESTS = [test_one_day, test_one_provider, test_order, test_profile, test_unread, test_asks_nothing, test_over_time,
         test_separates, test_claimed, test_project, test_unfinished, test_said, test_trend, test_long]


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
