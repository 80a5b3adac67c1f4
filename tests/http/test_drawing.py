#!/usr/bin/env python3
"""A confidence profile is drawn: what the page and its acts answer, whoever asks, and what is refused.

usage: tests/http/test_drawing.py PALIER [NAME…]
"""
import pathlib
import re
import sys

from house import Client, Count, Demonstration, run_tests, together

count = Count()
check = count.check
SITE = "/projects/institutional-site"
PLACE = SITE + "/library/profile/drawn"
DRAW = PLACE + "/drawing"
LEVELS = ["jaune", "orange", "rouge", "ecarlate"]
NAMES = {"expert": "Eve Expert", "project_manager": "Max Manager", "provider": "Pru Provider", "auditor": "Otto Auditor",
         "administrator": "Ada Administrator"}


class House(Demonstration):
    def __init__(self, folder, postgresql):
        super().__init__(pathlib.Path(sys.argv[1]).resolve(), folder, postgresql, "en", NAMES)
        self.expert = self.people["expert"]
        kept = self.expert.post(SITE + "/proposal", {"id": "drawn"})
        assert kept.status == 303 and DRAW in kept.headers["Location"], (kept.status, kept.headers.get("Location"))

    def look(self, query="", place=DRAW, who="expert"):
        return self.people[who].api("GET", place + query)

    def send(self, path, value, who="expert"):
        """As the script of the page does: with the session's cookie and the form's token."""
        browser = self.people[who]
        return browser.api("POST", path, value, {"X-CSRF-Token": browser.csrf()})

    def points(self, fields, place=DRAW, who="expert"):
        return self.send(place + "/points", fields, who)

    def save(self, fields, place=DRAW, who="expert"):
        return self.send(place, fields, who)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def level(data, name):
    return next(row for row in data["levels"] if row["id"] == name)


def gap(data, name, assessment="example-2003"):
    one = next(row for row in data["assessments"] if row["id"] == assessment)
    return next(row for row in one["points"] if row["level"] == name)


def score(house, profile, alert):
    return house.expert.api("GET", f"/assessments/example-2003?profile={profile}&alert={alert}").json["points"]


def test_page(house):
    page = house.expert.get(DRAW)
    check("the page is there", page.status == 200 and 'role="grid"' in page.text, page.status)
    check("it is light", len(page.text.encode()) < 60000, len(page.text.encode()))
    check("each area is a row of cells", page.text.count('data-area="PA') >= 22 and page.text.count('role="gridcell"') == 22 * 12 + 1,
          page.text.count('role="gridcell"'))
    check("it has the sentences of the proposal", "it is the first area that an alert raises" in page.text)
    data = house.look().json
    check("levels in their order", [row["id"] for row in data["levels"]] == LEVELS, data["levels"])
    check("all areas are proposed", all(row["is_proposed"] for row in data["areas"]), data["areas"][0])
    check("the level in force is shown", data["level"] == "jaune", data["level"])
    for name in LEVELS:
        said = score(house, "drawn", name)
        drawn = gap(data, name)
        check(f"points are those of the assessment at {name}", drawn["gap"] == said["gap"] and drawn["surplus"] == said["surplus"] and
              drawn["gap_by_actor"] == said["gap_by_actor"] and drawn["target"] == said["target"], (drawn, said))
    check("what it costs grows with the steps", all(a["setup"] <= b["setup"] and a["steps"] <= b["steps"]
                                                    for a, b in zip(data["levels"], data["levels"][1:])), data["levels"])
    project = house.expert.get(SITE).text
    check("the project leads to it", DRAW in project)
    check("so does the profile", f'href="{DRAW}"' in house.expert.get(PLACE).text)
    for who in ("auditor", "provider"):
        page = house.people[who].get(DRAW)
        check(f"{who} reads and does not draw", page.status in (200, 403) and 'id="drawing"' not in page.text, page.status)
    french = house.expert.get(DRAW + "?lang=fr").text
    check("in French", "Tous les niveaux" in french and "demandé dès" in french, text_of(house.expert.get(DRAW + "?lang=fr"))[:1500])
    house.expert.get(DRAW + "?lang=en")


def test_points(house):
    before = house.look().json
    data = house.points({"targets/jaune": "PA01=5.2 PA02=none", "shown": "jaune"}).json
    steps = level(data, "jaune")["steps"]
    check("what is drawn counts", steps == level(before, "jaune")["steps"] + 7 - 8, (steps, level(before, "jaune")))
    check("other levels stay", level(data, "orange") == level(before, "orange"), data["levels"])
    check("what falls with the alert is warned of", {row["kind"] for row in data["warnings"]} == {"shrinks"} and
          "yellow" in data["warnings"][0]["sentence"], data["warnings"])
    odd = house.points({"targets/ecarlate": "PA03=[2.2,3.1]"}).json
    check("a hole is warned of", any(row["kind"] == "unsupported" and row["steps"] == ["2.2", "3.1"] for row in odd["warnings"]), odd["warnings"])
    low = house.points({"targets/jaune": "PA21=1.1"}).json
    check("people left low are warned of", any(row["kind"] == "people-low" and row["area"] == "PA21" for row in low["warnings"]), low["warnings"])
    one = house.points({"shown": "orange", "target/PA01": "none"}).json
    check("one target of the level that is shown", one["areas"][0]["targets"][1] == "none" and one["areas"][0]["targets"][0] != "none",
          one["areas"][0])
    check("nothing is written", house.look().json["areas"] == before["areas"])
    reader = house.points({"targets/jaune": "PA01=none"}, who="auditor")
    check("who reads may ask", reader.status == 200, reader.text[:300])
    page = house.expert.post(DRAW + "/points", {"shown": "orange", "level": "rouge", "target/PA01": "5.2", "note": "Kept as typed"})
    check("without a script the page shows it", page.status == 200 and "PA01=5.2" in page.text and "Kept as typed" in page.text,
          text_of(page)[:500])


def test_refusals(house):
    for fields, field, words in (
            ({"targets/jaune": "PA99=2.4"}, "targets/jaune", "no area"),
            ({"targets/jaune": "PA01=9.9"}, "targets/jaune", "no step"),
            ({"targets/jaune": "PA01=[]"}, "targets/jaune", "no step"),
            ({"targets/jaune": "PA01="}, "targets/jaune", "no step"),
            ({"targets/jaune": "PA01=[1.1,9.9]"}, "targets/jaune", "no step"),
            ({"targets/jaune": "PA01"}, "targets/jaune", "no step"),
            ({"targets/blue": "PA01=2.4"}, "targets/blue", "no alert level"),
            ({"shown": "jaune", "target/PA99": "2.4"}, "target/PA99", "no area"),
            ({"shown": "jaune", "target/PA01": "7"}, "target/PA01", "no step"),
            ({"shown": "mauve", "target/PA01": "2.4"}, "shown", "no alert level"),
            ({"level": "mauve"}, "level", "no alert level"),
            ({"part": "2"}, None, "no part"),
            ({"with": "no-such"}, None, "no-such"),
            ({"from": "no-such", "begin": "1"}, None, "no-such")):
        for act in (house.points, house.save):
            answer = act(dict(fields, version="1") if act == house.save else fields)
            said = answer.json
            check(f"{fields} is refused", answer.status in (404, 422) and words in said["detail"] and
                  (field is None or said.get("field") == field), (answer.status, said))
    for query in ("?level=mauve", "?part=9", "?with=no-such", "?from=no-such"):
        check(f"{query} is refused", house.look(query).status in (404, 422), house.look(query).status)
    again = house.expert.post(DRAW + "/points", {"targets/jaune": "PA01=5.2 PA02=nonsense", "targets/orange": "PA03=none", "shown": "jaune"})
    check("what was typed and can be read stays", again.status == 422 and "PA01=5.2" in again.text and "PA03=none" in again.text,
          (again.status, text_of(again)[:600]))
    check("only a profile is drawn", house.look(place="/library/alert-scheme/vigipirate-2003/drawing").status == 404)
    check("none that there is not", house.look(place=SITE + "/library/profile/nowhere/drawing").status == 404)
    for who in ("auditor", "provider"):
        check(f"{who} saves nothing", house.save({"targets/jaune": "PA01=none", "version": "1"}, who=who).status == 403)
    built_in = house.save({"targets/all": "PA01=none", "version": "1"}, place="/library/profile/level-2/drawing", who="administrator")
    check("what is built in stays", built_in.status in (403, 422), built_in.text[:300])


def test_save(house):
    data = house.look().json
    version = str(data["version"])
    refused = house.save({"targets/orange": "PA08=2.3", "targets/jaune": "PA05=none", "version": version})
    check("a proposed target asks why", refused.status == 422 and "PA05" in refused.json["detail"] and "PA08" in refused.json["detail"] and
          refused.json["field"] == "reason/PA05", refused.text[:400])
    page = house.expert.post(DRAW, {"shown": "orange", "target/PA08": "1.1", "version": version, "reason/PA08": " "})
    check("the page shows it there, with what was drawn", page.status == 422 and 'aria-describedby="f-reason/PA08-error"' in page.text and
          "PA08=1.1" in page.text, (page.status, text_of(page)[:400]))
    saved = house.save({"targets/orange": "PA08=2.3 PA01=[1.1,2.2]", "version": version, "reason/PA08": "Watched by the ministry",
                        "reason/PA01": "As agreed", "note": "Drawn"})
    check("it is saved", saved.status in (200, 201) and saved.json["version"] == int(version) + 1, saved.text[:400])
    text = house.expert.get(PLACE + "/file").text
    check("with the reason and the sentence", "Watched by the ministry" in text and "it is the first area that an alert raises" in text and
          "c’est le premier domaine" in text, text[-3000:])
    now = house.look().json
    rows = {row["id"]: row for row in now["areas"]}
    check("and the targets", rows["PA08"]["targets"][1] == "2.3" and rows["PA01"]["targets"][1] == "[1.1,2.2]" and
          rows["PA08"]["reason"] == "Watched by the ministry", (rows["PA01"], rows["PA08"]))
    read = house.people["auditor"].get(DRAW).text
    check("who reads is told why", "Watched by the ministry" in read and "it is the first area that an alert raises" in read)
    same = house.save({"version": str(now["version"])})
    check("saved again it is the same", same.json["changed"] is False, same.text[:300])
    keys = re.findall(r"(?m)^(\w+):", text)
    check("its keys in their order", keys == ["palier", "id", "title", "model", "alert_scheme", "targets", "reasons"], keys)
    late = house.expert.post(DRAW, {"targets/jaune": "PA02=none", "reason/PA02": "Late", "targets/orange": "PA01=1.1", "reason/PA01": "Not so",
                                    "shown": "jaune", "version": version})
    check("a conflict is shown and loses nothing", late.status == 409 and "Changed meanwhile" in late.text and "saving it changes them" in late.text and "PA02=none" in late.text and
          "Late" in late.text, (late.status, text_of(late)[:600]))
    merged = {name: value for name, value in re.findall(r'<input type="hidden" name="(targets/[^"]*|version|base)" value="([^"]*)">', late.text)}
    words = {level: dict(pair.split("=", 1) for pair in merged[f"targets/{level}"].split()) for level in ("jaune", "orange", "rouge", "ecarlate")
             if f"targets/{level}" in merged}
    check("what was saved meanwhile is drawn in beside it", words["orange"]["PA08"] == "2.3" and words["jaune"]["PA02"] == "none" and
          "is drawn in" in late.text, words["orange"])
    check("what both have changed is told, and mine is shown", words["orange"]["PA01"] == "1.1" and
          re.search(r"yours is shown:\s*PA01\s*<", late.text) is not None, text_of(late)[:600])
    check("the reason of the other, too", "Watched by the ministry" in late.text)
    again = house.expert.post(DRAW, {**merged, "reason/PA02": "Late", "reason/PA01": "Not so", "shown": "jaune"})
    check("saved then, both are there", again.status == 303, (again.status, text_of(again)[:500]))
    rows = {row["id"]: row for row in house.look().json["areas"]}
    check("with the reasons of both", rows["PA08"]["targets"][1] == "2.3" and rows["PA08"]["reason"] == "Watched by the ministry" and
          rows["PA02"]["targets"][0] == "none" and rows["PA02"]["reason"] == "Late" and rows["PA01"]["targets"][1] == "1.1" and
          rows["PA01"]["reason"] == "Not so", (rows["PA08"], rows["PA02"], rows["PA01"]))
    version = str(house.look().json["version"])
    second = Client(house.server.port)
    second.cookies, second.form_token = dict(house.expert.cookies), house.expert.csrf()
    both = together(*[lambda area=area, browser=browser: browser.api(
        "POST", DRAW, {"targets/rouge": f"{area}=1.1", f"reason/{area}": "At once", "version": version}, {"X-CSRF-Token": browser.csrf()})
        for area, browser in (("PA15", house.expert), ("PA16", second))])
    check("of two at once one is told", sorted(answer.status for answer in both) in ([200, 409], [201, 409]), [answer.text[:200] for answer in both])


def test_begin_and_compare(house):
    data = house.look("?with=level-2").json
    check("the differences are listed", data["with"] == "level-2" and data["difference_count"] == len(data["differences"]) > 20 and
          "here" in data["differences"][0]["sentence"], data["differences"][:2])
    check("and drawn", "draw-other" in house.expert.get(DRAW + "?with=level-2").text)
    begun = house.look("?from=level-2").json
    check("begun with another", all(row["targets"] == ["2.4"] * 4 for row in begun["areas"]), begun["areas"][0])
    none = house.points({"from": "level-2", "begin": "1", "with": "level-2"}).json
    check("then nothing differs from it", none["difference_count"] == 0, none["differences"][:2])
    page = house.expert.post(DRAW + "/points", {"from": ".proposal", "begin": "1", "shown": "jaune"})
    check("begun with the proposal", page.status == 200 and 'name="base" value=".proposal"' in page.text, page.status)
    drawn = house.points({"base": ".proposal", "with": ".proposal"}).json
    check("which it is then", drawn["difference_count"] == 0, drawn["differences"][:2])


def test_other_profiles(house):
    flat = "palier: profile/1\nid: flat\ntitle: Flat\nmodel: sse-cmm-2.0\ntargets:\n  '*': level 1\n  PA01: '2.4'\n"
    made = "palier: profile/1\nid: made\ntitle: Made\nmodel: sse-cmm-2.0\ntargets:\n  PA01: {low: '1.1', high: '2.4'}\n"
    for text in (flat, made):
        got = house.send(SITE + "/library/bring", text)
        assert got.status in (200, 201), got.text[:300]
    place = SITE + "/library/profile/flat"
    data = house.look(place=place + "/drawing").json
    check("a profile without levels has one target", [row["id"] for row in data["levels"]] == [None] and data["level"] is None, data["levels"])
    page = house.expert.get(place + "/drawing")
    check("and one line", page.status == 200 and 'name="targets/all"' in page.text and "All levels" not in page.text, page.status)
    saved = house.save({"targets/all": "PA02=3.3", "version": "1"}, place=place + "/drawing")
    check("and is saved so", saved.status in (200, 201), saved.text[:300])
    check("without levels", "{" not in house.expert.get(place + "/file").text.split("targets:")[1], house.expert.get(place + "/file").text)
    refused = house.look("?with=made", place=place + "/drawing")
    check("levels that it lacks are not compared", refused.status == 422 and "other alert levels" in refused.json["detail"], refused.text[:300])
    place = SITE + "/library/profile/made"
    saved = house.save({"targets/low": "PA01=2.4", "version": "1"}, place=place + "/drawing")
    data = house.look(place=place + "/drawing").json
    check("levels that the targets alone name stay", [row["id"] for row in data["levels"]] == ["low", "high"], (saved.text[:200], data["levels"]))
    library = house.look("?project=institutional-site", place="/library/profile/level-2/drawing").json
    check("a profile of the library beside a project's assessments", len(library["assessments"]) >= 2, library["assessments"])
    alone = house.look(place="/library/profile/level-2/drawing").json
    check("and alone", alone["assessments"] == [] and alone["levels"][0]["steps"] == 110, alone["levels"])


def test_large(house):
    """200 areas of 12 steps: the page has parts, and the form carries all."""
    lines = ["palier: model/1", "id: large", "title: Large", "rating: {scale: nplf, rule: staged}", "levels:",
             *[f"  - {{rank: {rank}, title: Level {rank}}}" for rank in range(5)], "ladder:",
             *[f"  - {{id: '{step}', level: {step // 4 + 1}, title: Step {step}}}" for step in range(1, 13)], "areas:",
             *[f"  - {{id: A{area:03}, title: Area {area}, category: any, actor: provider}}" for area in range(200)]]
    got = house.send(SITE + "/library/bring", "\n".join(lines) + "\n")
    assert got.status in (200, 201), got.text[:400]
    profile = "palier: profile/1\nid: wide\ntitle: Wide\nmodel: large\nalert_scheme: vigipirate-2003\ntargets:\n  '*': '4'\n"
    got = house.send(SITE + "/library/bring", profile)
    assert got.status in (200, 201), got.text[:400]
    place = SITE + "/library/profile/wide/drawing"
    page = house.expert.get(place + "?part=4")
    check("the last part", page.status == 200 and 'data-area="A199"' in page.text and 'data-area="A000"' not in page.text, page.status)
    shown = page.text.rindex('type="hidden" name="part"')
    check("a button for another part goes before the one that is shown", shown > page.text.rindex('name="part" value="1"'), shown)
    typed = [("targets/rouge", "A000=none"), ("part", "2"), ("shown", "rouge"), ("part", "4")]
    other = house.expert.post(place + "/points", typed)
    check("another part keeps what is drawn", 'data-area="A064"' in other.text and "A000=none" in other.text, other.status)
    check("it stays small", len(page.text.encode()) < 130000, len(page.text.encode()))
    data = house.points({"targets/rouge": "A199=12 A000=none"}, place=place).json
    check("all count", level(data, "rouge")["steps"] == 200 * 4 + 8 - 4, data["levels"])
    check("assessments of another model have no points", all(row["is_unread"] and not row["points"] for row in data["assessments"]),
          data["assessments"])
    check("there are no efforts", "effort" not in data or data["effort"] is None, data.get("effort"))
    saved = house.save({"targets/rouge": "A199=12", "version": "1"}, place=place)
    check("and it is saved", saved.status in (200, 201), saved.text[:300])


run_tests(count, lambda folder, postgresql: House(folder, postgresql),
          [test_page, test_points, test_refusals, test_begin_and_compare, test_save, test_other_profiles, test_large])
