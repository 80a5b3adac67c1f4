#!/usr/bin/env python3
"""An assessment read a second time, independently: who is asked, what neither sees of the other, what is open at last.

usage: tests/http/test_second.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import filecmp
import json
import re
import secrets
import shutil
import sys

import test_marks
from house import ROOT, Client, Database, Server, assessment, run_tests
from test_marks import check, count
from walk import Page

# Recognisable words: of what the first side said, and of what the second did.
def first(place):
    return tuple(f"{place.split('/')[-1]}-{word}" for word in ("reason", "note", "evidence", "comment", "version"))


SECOND = ("withheld-words",)


class House(test_marks.House):
    """Beside those of test_marks: Eva, an expert of north who has marked nothing, and Ruth, who also administers."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        profile = (ROOT / "examples/example-2003-profile.yaml").read_text("utf-8")
        self.good(self.program.api("POST", "/projects/north/library/bring", re.sub(r"(?m)^id: .*$", "id: of-north", profile)))
        self.invite("eva", "expert:north")
        self.invite("ruth", "expert:north", "administrator")
        self.invite("paul", "expert:north")

    def invite(self, name, *roles):
        browser = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), *roles))
        self.people[name] = (browser, Client(self.server.port, token=browser.make_token()))

    def person(self, name):
        return self.principal(name.title()).split(":")[1]

    def planted(self, name):
        """An assessment on which the first side has said all kinds of things."""
        place = self.add(name, assessment(name) + f'notes: {{"PA09/1.1": "{name}-note"}}\n')
        self.good(self.mark("PA05/2.2 L\nPA05/2.3 F\nPA05/2.4 N\nPA01/1.1 =", place=place, reason=f"{name}-reason", how="site", words=f"{name}-evidence", date="2026-03-01"))
        self.good(self.say(f"{name}-comment", place=place))
        text = self.text(place)
        self.good(self.people["expert"][1].api("POST", f"{place}/text", {
            "version": text["version"], "fact": text["fact"], "text": text["text"] + f"# {name}-version\n", "note": f"{name}-version"}))
        return place

    def ask(self, place, reader="eva", who="expert", **more):
        return self.people[who][1].api("POST", f"{place}/second/ask", {"reader": self.person(reader), **more})

    def second(self, place, who="eva", query=""):
        return self.people[who][1].api("GET", f"{place}/second{query}").json

    def read(self, marks, place, who="eva", **more):
        fact = more.pop("fact", None)
        fact = self.second(place, who)["fact"] if fact is None else fact
        return self.people[who][1].api("POST", f"{place}/second/marks", {"marks": marks, "fact": str(fact), **more})

    def done(self, place, who, state="done", turn=None):
        now = self.second(place, who)
        side = "second" if now["is_reader"] else "first"
        turn = now[side]["turn"] if turn is None else turn
        return self.people[who][1].api("POST", f"{place}/second/done", {"state": state, "turn": str(turn)})

    def heads_of(self, kind, place, who="expert"):
        return self.people[who][1].api("GET", f"{place}/facts/{kind}").json["facts"]

    def both_done(self, place):
        self.good(self.done(place, "eva"))
        self.good(self.done(place, "expert"))

    def agree(self, place, who="expert", **fields):
        now = self.second(place, who)
        return self.people[who][1].api("POST", f"{place}/second/agree", {"version": str(now["version"]), "fact": str(now["fact"]), **fields})


def addresses(house, place, other):
    """Every address that is read, with what it may be asked."""
    paths = house.program.api("GET", "/openapi.json") if False else Client(house.server.port).get("/openapi.json")
    described = json.loads(paths.text)["paths"]
    words = {"project": ["north"], "assessment": [place.split("/")[-1]], "kind": ["profile", "provider", "model"], "id": ["of-north"],
             "area": ["PA05"], "step": ["2.2"], "practice": ["GP%202.2.1"], "file": ["x"], "part": ["PA05/2.2"], "job": ["x"], "link": ["x"], "pass": ["x"],
             "sending": ["x"], "question": ["POL-01"], "tender": ["t1"], "topic": ["POL"],
             "person": [house.person(name) for name in ("expert", "eva")],
             "fact": ["mark", "reason", "evidence", "course", "comment", "second-mark", "second-reading", "second-done", "second-agreed", "hours", "delivery",
                      "stage", "candidate", "file", "alert-level"]}
    found = []
    for path, acts in described.items():
        if "get" not in acts:
            continue
        names = re.findall(r"{(\w+)}", path)
        filled = [path]
        for name in names:
            filled = [one.replace("{" + name + "}", word, 1) for one in filled for word in words[name]]
        found += filled
    found = [re.sub(r"^/api/v1", "", one) for one in found]
    here, there = place.split("/")[-1], other.split("/")[-1]
    found += [f"/compare?id={here}&id={there}", f"/compare?id[]={here}&id[]={there}", "/projects/north?format=csv", "/projects?format=csv",
              "/audit?format=csv", f"{place}/text?version=1", f"{place}/text?version=2", f"{place}/history?from=1&to=2", f"{place}/file?version=1",
              f"{place}/marks?area=PA05", f"{place}/marks?basis=seen", f"{place}/facts/mark?part=PA05%2F2.2&lane=checked",
              f"{place}/second?area=PA05&basis=checked", f"{place}?basis=claimed", "/projects/north?sort=gap", "/projects/north?q=north",
              "/compare?project=north", "/people/" + house.person("expert") + "/export", f"{place}/facts/second-mark?format=csv"]
    return sorted(set(found))


def seen(house, who, place, other):
    """All that somebody is shown, on pages and as a program: address to text."""
    browser, program = house.people[who]
    shown = {}
    for path in addresses(house, place, other):
        for way, answer in (("page", browser.get(path)), ("api", program.api("GET", path))):
            shown[f"{way} {path}"] = answer.text if answer.status < 400 else ""
            if answer.status >= 500:
                check(f"{way} {path} answers", False, answer.text[:300])
            if answer.status >= 400:
                shown[f"refused {way} {path}"] = answer.text
    return shown


def told(shown, words):
    return [(path, word) for path, text in shown.items() for word in words if word in text]


def told_numbers(house, who, identity, shown):
    """Rows about an assessment, in whatever a program is told, that hold points or how far it is."""
    def walk(value, path):
        if isinstance(value, dict):
            is_it = value.get("id") == identity or value.get("assessment") == identity
            for key in ("points", "steps", "rated", "gap", "achieved"):
                if is_it and value.get(key) not in (None, []):
                    yield path, key, value[key]
            for member in value.values():
                yield from walk(member, path)
        elif isinstance(value, list):
            for member in value:
                yield from walk(member, path)

    for path, text in shown.items():
        if path.startswith("api ") and "/second" not in path and text.startswith("{"):
            yield from walk(json.loads(text), path)


def test_ask(house):
    """Who is asked: another expert, who has marked nothing and not read it before."""
    place = house.planted("asked")
    offered = house.second(place, "expert")["offered"]
    check("experts who marked nothing are offered", set(offered) == {house.person(name) for name in ("eva", "ruth", "paul", "second")}, offered)
    lone = house.people["paul"][1].api("GET", f"{place}/second").json
    check("to each the others", house.person("paul") not in lone["offered"] and house.person("eva") in lone["offered"], lone["offered"])
    check("not oneself", house.ask(place, "expert").status == 422, house.ask(place, "expert").text)
    check("not whoever is no expert", house.ask(place, "manager").status == 422)
    refused = house.ask(place, "expert", who="paul")
    check("not whoever has marked", refused.status == 422 and refused.json["field"] == "reader" and "has marked" in refused.json["detail"], refused.text)
    check("who may not assess asks nobody", house.ask(place, who="manager").status == 403)
    done = house.ask(place, reason="Before the committee meets")
    check("Eva is asked", done.status == 200, done.text[:300])
    check("one at a time", house.ask(place, "paul").status == 409, house.ask(place, "paul").text)
    now = house.second(place)
    check("she reads it", now["is_reader"] and now["state"] == "under-way" and now["reason"] == "Before the committee meets" and
          now["may"] == ["give_up", "mark", "done"], now)
    check("the others read that she does", house.second(place, "manager")["reader"] == house.person("eva") and house.second(place, "manager")["may"] == [])
    page = house.people["expert"][0].get(f"{place}/second").text
    check("the page says since when", "reads it independently since" in page and "Eva" in page and "We are done" in page, page[:200])
    page = house.people["eva"][0].get(f"{place}/second").text
    check("hers is to mark", "I am done" in page and 'name="mark/1.1"' in page, page[:200])
    check("she cannot be undone", house.people["expert"][1].api("POST", f"{place}/facts/second-reading/undo", {
        "act": secrets.token_hex(16), "number": done.json["act"]}).status == 409)
    fact = done.json["facts"][0]["number"]
    check("nor erased while it holds", house.program.api("POST", f"{place}/facts/second-reading/erase", {
        "act": secrets.token_hex(16), "number": fact}).status == 409)
    check("nobody says that it is open", house.people["eva"][1].api("POST", f"{place}/facts/second-reading/say", {
        "act": secrets.token_hex(16), "part": house.person("eva"), "turn": "1", "state": "ended"}).status == 422)
    check("it is given up with a reason", house.people["eva"][1].api("POST", f"{place}/second/give-up", {"turn": "1", "reason": " "}).status == 422)
    given = house.people["eva"][1].api("POST", f"{place}/second/give-up", {"turn": "1", "reason": "No time"})
    check("given up", given.status == 200 and house.second(place, "expert")["state"] == "given-up", given.text)
    check("then she sees it", house.people["eva"][0].get(place).status == 200 and "asked-reason" in house.people["eva"][0].get(f"{place}/marks?area=PA05").text)
    again = house.ask(place)
    check("and is not asked again", again.status == 422 and "read it before" in again.json["detail"], again.text)
    check("somebody else is", house.ask(place, "paul").status == 200)
    check("the chain holds", *house.holds())


def test_blind(house):
    """The reader is shown nothing that the first side said, by no address."""
    other = house.add("beside")
    place = house.planted("blind")
    one = place.split("/")[-1]
    before = seen(house, "eva", place, other)
    check("the words are there to be found", {word for _, word in told(before, first(place))} == set(first(place)), told(before, first(place)))
    points = house.people["eva"][1].api("GET", place).json["points"]
    check("and points", points["achieved"] > 0)
    check("in lists and on pages", len(list(told_numbers(house, "eva", one, before))) > 5)
    house.good(house.ask(place))
    after = seen(house, "eva", place, other)
    check("none of them is shown", told(after, first(place)) == [], told(after, first(place)))
    row = next(row for row in house.people["eva"][1].api("GET", "/projects/north").json["assessments"] if row["id"] == one)
    check("the list knows it without points", row["is_blind"] and row["points"] is None and row["rated"] is None and not row["is_unread"], row)
    text = house.people["eva"][0].get("/projects/north").text
    item = re.search(rf'<li><a class="small-figure" href="/assessments/{one}".*?</li>', text, re.S)[0]
    check("the page says so, without a figure", "you read this one independently" in item and "<svg" not in item, item)
    check("she is led to her page", house.people["eva"][0].get(place).location.endswith("/second"), house.people["eva"][0].get(place).headers)
    check("a program is refused", house.people["eva"][1].api("GET", place).status == 403)
    numbers = [row for row in told_numbers(house, "eva", one, after)]
    check("nor is a number of it", numbers == [], numbers[:5])
    drawn = house.people["eva"][1].api("POST", "/projects/north/library/profile/of-north/drawing/points", {})
    check("nor where a profile is drawn", drawn.status != 200 or [row["points"] for row in drawn.json["assessments"] if row["id"] == one] == [[]], drawn.text[:600])
    check("the list by points is refused", house.people["eva"][1].api("GET", "/projects/north?sort=gap").status == 422)
    pages = {path for path, text in after.items() if path.startswith("page ") and text and one in path and "/second" not in path and "facts/second" not in path}
    check("no other page of it opens", all("independently" in after[path] or after[path] == "" for path in pages), sorted(pages))
    for verb, fields in (("marks", {"marks": "PA01/1.1 F", "fact": "0"}), ("text", {"version": "2", "fact": "0", "text": "x"}),
                         ("rating/say", {"state": "rated", "turn": "0"}), ("facts/comment/say", {"act": secrets.token_hex(16), "text": "x"}),
                         ("facts/mark/say", {"act": secrets.token_hex(16), "part": "PA05/2.2", "lane": "checked", "turn": "0", "mark": "N"}),
                         ("links/make", {"until": "2027-01-01"}), ("history/revert", {"old": "1", "version": "2", "fact": "0"}),
                         ("history/remove", {}), ("second/agree", {"take": "first", "reason": "x", "part": "PA05/2.2"})):
        answer = house.people["eva"][1].api("POST", f"{place}/{verb}", fields)
        check(f"{verb} is refused, and tells nothing", answer.status in (403, 422) and not told({verb: answer.text}, first(place)), (answer.status, answer.text[:300]))
    browser = Client(house.server.port)
    browser.sign_in("eva@example.org")
    check("nor in another browser", browser.get(f"{place}/marks").location.endswith("/second"))
    check("others see it as before", house.people["second"][0].get(f"{place}/marks").status == 200)
    house.server.command("user", "withdraw", "eva@example.org", "expert:north")
    check("without the role there is nothing", house.people["eva"][1].api("GET", f"{place}/second").status == 403)
    house.server.command("user", "grant", "eva@example.org", "expert:north")
    check("with it she is as blind as before", house.people["eva"][1].api("GET", place).status == 403 and house.second(place)["is_reader"])
    check("other assessments are open to her", house.people["eva"][1].api("GET", other).status == 200)


def test_compared(house):
    """A comparison leaves out what is read independently, says so, and is the same whatever is marked there."""
    for name in ("cmp-a", "cmp-b", "cmp-c"):
        house.add(name)
    place = house.planted("cmp-blind")
    house.good(house.ask(place))
    eva, program = house.people["eva"]
    both, rest = "/compare?id=cmp-a&id=cmp-blind&id=cmp-b", "/compare?id=cmp-a&id=cmp-b"

    def compared(path=both):
        answer = program.api("GET", path)
        check(f"{path} is there", answer.status == 200, answer.text[:300])
        return answer.json

    told_so = compared()
    check("it is left out, with why", told_so["left_out"] == [{"id": "cmp-blind", "reason": "blind"}], told_so["left_out"])
    but = {key: value for key, value in told_so.items() if key not in ("left_out", "notice")}
    plain = {key: value for key, value in compared(rest).items() if key not in ("left_out", "notice")}
    check("all else is as without it", but == plain, [key for key in but if but[key] != plain.get(key)])
    page = eva.get(both).text
    check("the page says so, once", page.count("is left out: you read it independently") == 1 and eva.get(both + "&id=cmp-blind").status == 200, page[:300])
    check("its chooser does not offer it", 'value="cmp-blind"' not in page and 'value="cmp-c"' in page)
    check("nor does the order of the address tell", program.api("GET", "/compare?id=cmp-blind&id=cmp-b&id=cmp-a").json["order"] == told_so["order"])
    house.good(house.mark("PA05/2.2 F\nPA01/1.1 F\nPA02/1.1 F", place=place))
    check("what is marked there changes nothing", compared() == told_so and eva.get(both).text.split("<main")[1] == page.split("<main")[1])
    for path in ("/compare?id=cmp-a&id=cmp-blind", "/compare?id=cmp-blind", "/compare?id=cmp-blind&id=cmp-blind"):
        few = program.api("GET", path)
        check(f"{path}: too few are left, in a sentence", few.status == 422 and "independently" in few.json["detail"], few.text)
    check("on a page, too", "what you read independently is left out" in eva.get("/compare?id=cmp-a&id=cmp-blind").text)
    check("others compare it", len(house.people["second"][1].api("GET", both).json["order"]) == 3)
    house.server.command("user", "withdraw", "eva@example.org", "expert:north")
    check("without the role she is refused as before", program.api("GET", both).status in (403, 404))
    house.server.command("user", "grant", "eva@example.org", "expert:north")


def test_stands(house):
    """Which assessment stands for a provider does not tell its second reader how far the one is that they read."""
    dated = re.sub(r"(?m)^date: .*$", "date: 2030-01-01", assessment("st-blind", provider="Standing"))
    house.add("st-old", assessment("st-old", provider="Standing"))
    house.add("st-other", re.sub(r"(?m)^date: .*$", "date: 2029-01-01", assessment("st-other", provider="Another")))
    place = house.add("st-blind", dated)
    house.good(house.ask(place))

    def stands(who):
        program = house.people[who][1]
        project = program.api("GET", "/projects/north").json
        return (sorted(program.api("GET", "/compare?project=north").json["order"]), project["latest"]["id"], project["next"]["todo"],
                program.api("GET", "/projects?q=north").json["projects"][0]["latest"]["id"])

    eva, others = [stands("eva")], [stands("second")]
    now = house.text(place)
    house.good(house.people["expert"][1].api("POST", f"{place}/text", {
        "version": now["version"], "fact": now["fact"], "text": re.sub(r"(?m)^  PA05: .*\n", "", now["text"])}))
    eva.append(stands("eva"))
    others.append(stands("second"))
    check("the others see what is rated stand", "st-blind" in others[0][0] and "st-old" in others[1][0], others)
    check("to the reader it is as if it were begun", eva[0] == eva[1] and "st-old" in eva[0][0], eva)


def test_second_hidden(house):
    """What the reader marks is shown to nobody else, the administrator and the auditor included."""
    other = house.add("beside-two")
    place = house.planted("hidden")
    points = house.points(place)
    house.good(house.ask(place))
    done = house.read("PA05/2.2 F\nPA05/2.3 F\nPA02/1.1 P", place, reason="withheld-words")
    check("she marks", done.status == 200 and len(done.json["facts"]) == 3, done.text[:400])
    own = house.second(place, query="?area=PA05&basis=checked")
    row = next(row for row in own["steps"] if row["part"] == "PA05/2.2")
    check("she sees it", row["own"] == {"mark": "F"} and row["reason"] == "withheld-words", row)
    check("it counts nowhere", house.points(place) == points)
    for who in ("expert", "second", "manager", "auditor", "ruth"):
        shown = seen(house, who, place, other)
        check(f"{who} is shown none of it", told(shown, SECOND) == [], told(shown, SECOND))
        heads = house.people[who][1].api("GET", f"{place}/facts/second-mark")
        check(f"{who} counts none", heads.status == 200 and heads.json["facts"] == [], heads.text[:300])
    entries = house.people["auditor"][0].get("/audit?verb=mark+independently").text
    row = re.search(r"<tr(?:(?!</tr>).)*marked steps independently.*?</tr>", entries, re.S)[0]
    check("the audit says that she marked, not what", "not yours to read" in row and "PA02/1.1" not in row, row)
    check("nobody marks in her place", house.people["expert"][1].api("POST", f"{place}/facts/second-mark/say", {
        "act": secrets.token_hex(16), "part": house.person("eva") + "/PA05/2.2", "lane": "checked", "turn": "1", "mark": "N"}).status == 403)
    stale = house.people["expert"][1].api("POST", f"{place}/facts/second-mark/say", {
        "act": secrets.token_hex(16), "part": house.person("eva") + "/PA05/2.2", "lane": "checked", "turn": "0", "mark": "N"})
    check("nor is shown hers by coming late", stale.status in (403, 409) and "withheld-words" not in stale.text, stale.text)
    check("a reason that is not sent stays", house.read("PA05/2.2 P", place).status == 200 and
          next(row for row in house.second(place, query="?area=PA05")["steps"] if row["part"] == "PA05/2.2") ["reason"] == "withheld-words")
    seen_fact = house.second(place)["fact"]
    house.good(house.read("PA05/2.2 L", place))
    late = house.read("PA05/2.2 N", place, fact=seen_fact)
    check("a stale page of her own is told", late.status == 409, late.text[:300])
    check("a step that is not there", house.read("PA99/1.1 F", place).status == 422)
    check("a basis that is not read twice", house.read("PA05/2.2 F", place, basis="active").status == 422)


def test_open(house):
    """Both done: both are seen, for good; the share is told, differences are agreed one by one and by area."""
    place = house.planted("opened")
    house.good(house.ask(place))
    check("another may not say that she is done", house.people["expert"][1].api("POST", f"{place}/facts/second-done/say", {
        "act": secrets.token_hex(16), "part": house.person("eva") + "/second", "turn": "0", "state": "done"}).status == 403)
    check("nor she that they are", house.people["eva"][1].api("POST", f"{place}/facts/second-done/say", {
        "act": secrets.token_hex(16), "part": house.person("eva") + "/first", "turn": "0", "state": "done"}).status == 403)
    house.good(house.read("PA05/2.2 F\nPA05/2.3 F\nPA05/2.4 F\nPA05/1.1 F", place, reason="withheld-words"))
    house.good(house.done(place, "eva"))
    check("one side alone opens nothing", house.people["eva"][1].api("GET", place).status == 403 and house.second(place, "expert")["second"]["done"])
    house.good(house.done(place, "eva", "not-yet"))
    house.good(house.done(place, "eva"))
    page = house.people["expert"][0].get(f"{place}/second").text
    opened = house.done(place, "expert")
    check("the other side opens it", opened.status == 200 and house.second(place)["state"] == "open", opened.text)
    check("she sees theirs", house.people["eva"][0].get(f"{place}/marks").status == 200)
    now = house.second(place, "expert")
    check("they see hers", any(row["second_reason"] == "withheld-words" for row in now["differences"]), now)
    apart = {row["part"]: (row["first"], row["second"], row["distance"]) for row in now["differences"]}
    check("what differs", apart == {"PA05/2.2": ("L", "F", 1), "PA05/2.4": ("N", "F", 3)}, apart)
    pair = next(row for row in now["differences"] if row["part"] == "PA05/2.2")
    check("with both reasons", pair["first_reason"] == "opened-reason" and pair["second_reason"] == "withheld-words", pair)
    share = now["agreement"]
    check("the share of equal marks", (share["both"], share["equal"], share["percent"]) == (4, 2, 50), share)
    check("by area", now["agreement_by_area"] and next(row for row in now["agreement_by_area"] if row["id"] == "PA05")["percent"] == 50)
    html = house.people["expert"][0].get(f"{place}/second").text
    check("the page prints it", "2 of 4 equal: 50 %" in html, re.search(r"lead.*", html)[0])
    check("it stays open", house.done(place, "expert", "not-yet").status == 422 and house.second(place)["state"] == "open")
    check("her marks stay", house.read("PA05/2.2 N", place, fact=0).status in (409, 422))
    check("a reason is needed", house.agree(place, part="PA05/2.2", basis="checked", take="second", reason=" ").status == 422)
    done = house.agree(place, part="PA05/2.2", basis="checked", take="second", reason="The log shows it")
    check("hers is taken", done.status == 200 and house.area("PA05", place)["2.2"]["own"] == {"mark": "F"} and
          house.area("PA05", place)["2.2"]["reason"] == "The log shows it", done.text[:400])
    now = house.second(place, "manager")
    one = next(row for row in now["differences"] if row["part"] == "PA05/2.2")
    check("what is agreed stays to be seen", one["taken"] == "second" and one["first"] == "L" and one["now"] == "F" and one["agreed_reason"] == "The log shows it", one)
    check("the share is that of before", now["agreement"]["percent"] == 50)
    stale = house.people["second"][1].api("POST", f"{place}/second/agree", {"version": str(now["version"]), "fact": "1",
                                          "part": "PA05/2.2", "basis": "checked", "take": "first", "reason": "x"})
    check("who has seen less is told", stale.status == 409, stale.text[:300])
    done = house.agree(place, area="PA05", take="first", reason="Nothing was shown")
    check("the rest of the area in one act", done.status == 200 and house.area("PA05", place)["2.4"]["own"] == {"mark": "N"} and
          {row["kind"] for row in done.json["facts"]} == {"reason", "second-agreed"}, done.text[:400])
    check("then nothing is left", house.agree(place, area="PA05", take="first", reason="x").status == 422)
    check("another mark", house.agree(place, part="PA05/2.4", basis="checked", take="other", mark="P", reason="Half").status == 200 and
          house.area("PA05", place)["2.4"]["own"] == {"mark": "P"})
    check("no other second reading", house.ask(place, "paul").status == 409)
    entries = house.people["auditor"][0].get("/audit").text
    check("the audit tells what is open", "PA05/2.2" in entries, entries[:1500])
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_browser(house):
    """By the forms, without a script; what was typed stays."""
    place = house.planted("browsed")
    expert, eva = house.people["expert"][0], house.people["eva"][0]

    def send(browser, verb, button=None, **typed):
        page = Page(f"{place}/second", browser.get(f"{place}/second").text)
        form = next(form for form in page.forms if (form.action or "").endswith("/" + verb))
        chosen = next((one for one in form.buttons if button is None or one.get("value") == button), None)
        return browser.post(form.action, form.sent(chosen, typed), csrf=False)

    house.good_page(send(expert, "ask", reader=house.person("eva")))
    refused = send(eva, "give-up", reason="")
    check("a reason is missing", refused.status == 422 and "say why" in refused.text, refused.text[:500])
    done = send(eva, "marks", **{"mark/1.1": "F", "reason/1.1": "withheld-words"})
    check("she marks", done.status == 303, done.text[:500])
    page = eva.get(done.location).text
    check("the form shows it", "withheld-words" in page and "1 of 264 steps rated" in page, re.search("lead.*", page))
    wrong = send(eva, "marks", marks="PA05/2.2 Z")
    check("what is no mark", wrong.status in (303, 422))
    house.good_page(send(eva, "marks", **{"marks": "PA05/2.2 F"}) if False else eva.post(f"{place}/second/marks", {
        "act": secrets.token_hex(16), "fact": house.second(place)["fact"], "basis": "checked", "area": "", "marks": "PA05/2.2 F\nPA05/2.4 F"}))
    house.good_page(send(eva, "done"))
    house.good_page(send(expert, "done"))
    refused = send(expert, "agree", "second PA05/2.2 checked")
    check("a reason is missing here, too", refused.status == 422 and "say why this mark holds" in refused.text, refused.text[:600])
    done = send(expert, "agree", "other PA05/2.2 checked", **{"reason/PA05/2.2/checked": "Half of it", "mark/PA05/2.2/checked": "P"})
    check("agreed by its button", done.status == 303 and house.area("PA05", place)["2.2"]["own"] == {"mark": "P"}, done.text[:500])
    page = expert.get(f"{place}/second").text
    check("it stays visible", "Half of it" in page and "Agreed" in page)


def lines(browser, path):
    """What the lines of a page say that lead to second readings, by the address that they lead to."""
    found = re.findall(r'<p class="notice screen">(.*?)</p>', browser.get(path).text, re.S)
    return {re.search(r'href="([^"]+)"', line)[1]: " ".join(re.sub(r"<[^>]+>", "", line).split()) for line in found if "/second" in line}


def test_led(house):
    """Whoever is asked is led there from the first page on, and whoever asked sees how it stands; neither learns what the other marked."""
    place = house.planted("led")
    here = f"{place}/second"
    person = {name: browser for name, (browser, _) in house.people.items()}
    pages = ("/", "/projects", "/projects/north")
    check("before, no page has a line", not any(here in lines(person[who], path) for who in ("eva", "expert") for path in pages))
    house.good(house.ask(place))
    for path in pages:
        said = lines(person["eva"], path).get(here, "")
        check(f"{path} leads whoever is asked", said.startswith("You are asked to read ") and said.endswith(" independently: begin"), said)
    check("so does the assessment itself", person["eva"].get(place).location.endswith("/second"))
    check("who asked is not asked", all(here not in lines(person["expert"], path) for path in ("/", "/projects")))
    said = lines(person["expert"], "/projects/north").get(here, "")
    check("they see on the overview that it is under way", "is read independently by Eva." in said and said.endswith("How it stands"), said)
    under_way = said
    check("and on the assessment", here in lines(person["expert"], place), lines(person["expert"], place))
    check("who does not assess has no line", here not in lines(person["manager"], "/projects/north") and here not in lines(person["manager"], place))
    other = house.add("led-other")
    check("another assessment has none", here not in lines(person["expert"], other))
    house.good(house.read("PA05/2.2 F\nPA05/2.3 F\nPA05/2.4 F", place))
    house.good(house.read("PA05/2.2 F", place, basis="seen"))
    for path in pages:
        said = lines(person["eva"], path).get(here, "")
        check(f"once begun {path} says how far it is", said.endswith("independently: go on with it · 3 of 264 steps rated"), said)
    before = lines(person["expert"], "/projects/north")[here]
    check("nothing of it is told to the others", "rated" not in before and before == under_way, (before, under_way))
    house.good(house.done(place, "eva"))
    said = lines(person["expert"], "/projects/north").get(here, "")
    check("that she is done is", "who is done: say when you are, too" in said and "rated" not in said, said)
    check("to her that the others are not", "the others are not yet" in lines(person["eva"], "/").get(here, ""), lines(person["eva"], "/"))
    house.good(house.done(place, "eva", "not-yet"))
    house.good(house.done(place, "expert"))
    said = lines(person["expert"], "/projects/north").get(here, "")
    check("nor that she is not", "who is not done yet" in said and "rated" not in said, said)
    house.good(house.done(place, "eva"))
    for who in ("eva", "expert"):
        for path in ("/projects/north", place):
            said = lines(person[who], path).get(here, "")
            check(f"once both are done {who} sees on {path} that differences wait", said.startswith("Both sides are done with ") and
                  said.endswith("2 of 2 differences to agree"), said)
    check("the first page asks nobody any more", here not in lines(person["eva"], "/"))
    house.good(house.agree(place, part="PA05/2.2", basis="checked", take="second", reason="The log shows it"))
    check("one is left", lines(person["expert"], "/projects/north").get(here, "").endswith("1 of 2 differences to agree"))
    house.good(house.agree(place, area="PA05", take="first", reason="Nothing was shown"))
    check("with nothing left there is no line", here not in lines(person["expert"], "/projects/north") and here not in lines(person["expert"], place))
    given = house.planted("led-given")
    house.good(house.ask(given))
    house.good(house.people["eva"][1].api("POST", f"{given}/second/give-up", {"turn": "1", "reason": "No time"}))
    check("what was given up asks nobody", f"{given}/second" not in lines(person["eva"], "/") | lines(person["expert"], "/projects/north"))
    house.good(house.ask(given, "paul"))
    check("until somebody else is asked", f"{given}/second" in lines(person["paul"], "/") and "by Paul." in lines(person["expert"], "/projects/north")[f"{given}/second"])
    house.server.command("user", "withdraw", "paul@example.org", "expert:north")
    check("who may assess no more is not asked", f"{given}/second" not in lines(person["paul"], "/"))
    house.server.command("user", "grant", "paul@example.org", "expert:north")
    french = Client(house.server.port)
    french.cookies = dict(person["paul"].cookies)
    told = french.get("/?lang=fr").text
    check("in French, too", "Il vous est demandé de lire" in told, re.findall(r'<p class="notice screen">.*?</p>', told, re.S))


def test_typed(house):
    """Without a script: what is typed at the other differences outlives the one that is agreed, also where somebody else agrees meanwhile."""
    place = house.planted("typed")
    browser = house.people["expert"][0]
    house.good(house.ask(place))
    house.good(house.read("PA01/1.1 P\nPA05/2.2 F\nPA05/2.4 F\nPA05/2.3 P", place))
    house.good(house.mark("PA01/1.1 F", place=place))
    house.both_done(place)
    parts = [row["part"] for row in house.second(place, "expert")["differences"]]
    check("there are four", parts == ["PA01/1.1", "PA05/2.2", "PA05/2.3", "PA05/2.4"], parts)

    def send(text, button, **typed):
        page = Page(f"{place}/second", text)
        form = next(form for form in page.forms if (form.action or "").endswith("/agree"))
        return browser.post(form.action, form.sent(next(one for one in form.buttons if one.get("value") == button), typed), csrf=False)

    def stands(text):
        page = Page(f"{place}/second", text)
        return {field.name: field.value for form in page.forms for field in form.fields if (field.name or "").startswith(("reason/", "mark/")) and field.value}

    words = {"reason/PA05/2.3/checked": "  Seen, but\r\n\r\nonly once ", "reason/PA05/2.4/checked": "Four <b>& more", "mark/PA05/2.4/checked": "L",
             "reason/PA01/1.1/checked": "One", "reason/PA05": "All of them"}
    start = browser.get(f"{place}/second").text
    done = send(start, "second PA05/2.2 checked", **{"reason/PA05/2.2/checked": "The log shows it", **words})
    check("one is agreed", house.area("PA05", place)["2.2"]["own"] == {"mark": "F"} and house.area("PA05", place)["2.2"]["reason"] == "The log shows it", done.text[:300])
    check("the page that follows has all that was typed at the others", done.status == 200 and stands(done.text) == words, stands(done.text))
    check("and says that it is not saved", "not saved yet" in done.text and done.text.count("data-unsaved") == 1)
    refused = send(done.text, "second PA05/2.3 checked", **{"reason/PA05/2.3/checked": "\u00a0\u200b"})
    kept = {name: word for name, word in words.items() if name != "reason/PA05/2.3/checked"}
    check("a reason that nobody sees is asked for, the rest stays", refused.status == 422 and "say why this mark holds" in refused.text and
          {name: word for name, word in stands(refused.text).items() if name != "reason/PA05/2.3/checked"} == kept, (refused.status, stands(refused.text)))
    other = house.agree(place, who="second", part="PA01/1.1", basis="checked", take="first", reason="Theirs")
    check("somebody else agrees one meanwhile", other.status == 200, other.text[:300])
    late = send(done.text, "other PA05/2.4 checked")
    check("what was typed there is shown all the same", "you had written" in late.text and ">One<" in late.text and "Theirs" in late.text, (late.status, re.sub(r"\s+", " ", late.text)[-3000:]))
    check("and what was typed elsewhere stays", stands(late.text).get("reason/PA05/2.3/checked") == words["reason/PA05/2.3/checked"], (late.status, stands(late.text)))
    back = house.people["expert"][1].api("POST", f"{place}/facts/second-agreed/undo", {"act": secrets.token_hex(16), "number": house.heads_of("second-agreed", place)[0]["act"]})
    check("an agreement is taken back", back.status == 200, back.text[:300])
    page = browser.get(f"{place}/second").text
    open_ones = sorted(row["part"] for row in house.second(place, "expert")["differences"] if row["taken"] is None and row["part"].startswith("PA05"))
    done = send(page, "first PA05", **{"reason/PA05": "As it was shown", "reason/PA05/2.4/checked": "This one was read"})
    said = {step: row["reason"] for step, row in house.area("PA05", place).items()}
    check("of all of an area those with a reason of their own keep that", "2.4" in said and said["2.4"] == "This one was read" and
          all(said[part.split("/")[1]] == "As it was shown" for part in open_ones if part != "PA05/2.4"), (open_ones, said))
    check("with nothing left the page is opened anew", done.status == 303, (done.status, done.text[:200]))
    check("the chain holds", *house.holds())


def test_links(house):
    """A link that the reader made before opens nothing so long; those of others do."""
    place = house.planted("linked")
    made = house.people["eva"][0].post(f"{place}/links/make", {"until": "2027-06-01", "hand_on": "on"})
    path = re.search(r'value="[^"]*(/pass/[^"]+)"', made.text)[1]
    other = re.search(r'value="[^"]*(/pass/[^"]+)"', house.people["second"][0].post(f"{place}/links/make", {"until": "2027-06-01"}).text)[1]
    holder, friend = Client(house.server.port), Client(house.server.port)
    inside = holder.post(path).location
    check("before, it opens", holder.get(inside).status == 200)
    house.good(house.ask(place))
    check("then it does not, where it was open", holder.get(inside).status == 404, holder.get(inside).text[:200])
    check("nor anew", Client(house.server.port).post(path).status == 404)
    check("that of another does", friend.get(friend.post(other).location).status == 200)
    turns = [house.people["expert"][1].api("POST", f"{place}/facts/second-mark/say", {
        "part": f"{house.person('eva')}/{part}", "lane": "checked", "turn": turn, "state": "rated", "mark": "F"}).status
        for part in ("PA05/2.2", "PA05/2.3") for turn in ("0", "1", "2")]
    check("nobody learns which turn her marks have", set(turns) == {403}, turns)
    early = house.done(place, "eva")
    check("a reading without a mark is not done", early.status == 422 and "marked nothing" in early.text, early.text[:300])
    house.good(house.people["eva"][1].api("POST", f"{place}/second/marks", {"marks": "PA05/2.2 F", "fact": "0"}))
    house.both_done(place)
    check("and hers again, once it is open", holder.get(inside).status == 200)


def test_ruler(house):
    """An administrator who reads: as blind as anybody, also in what is held of others."""
    other = house.add("beside-three")
    place = house.planted("ruled")
    house.good(house.ask(place, "ruth"))
    shown = seen(house, "ruth", place, other)
    check("nothing is shown", told(shown, first(place)) == [], told(shown, first(place)))
    exported = house.people["ruth"][1].api("GET", "/people/" + house.person("expert") + "/export").json
    about = {fact["kind"] for fact in exported["facts"] if fact["subject"] == "ruled"}
    check("nor of whom it marked", about == {"second-reading"}, about)
    check("of other assessments it is", any(fact["subject"] == "asked" and fact["kind"] == "mark" for fact in exported["facts"]))


def test_carried(house):
    """An export at the machine has both sides; what it names is kept as a claim, and holds there as it did here."""
    opened, place = house.planted("carried-open"), house.planted("carried")
    for one in (opened, place):
        house.good(house.ask(one))
        house.good(house.read("PA05/2.2 F\nPA05/2.4 F", one, reason="withheld-words"))
    house.both_done(opened)
    house.good(house.agree(opened, part="PA05/2.2", basis="checked", take="second", reason="The log shows it"))
    out, back, there = (house.folder / f"second-{name}" for name in ("out", "back", "there"))
    for path in (out, back, there):
        shutil.rmtree(path, ignore_errors=True)
    house.server.command("export", str(out))
    carried = "".join(path.read_text(errors="replace") for path in out.rglob("*") if path.is_file())
    check("the operator carries both", "withheld-words" in carried and "carried-reason" in carried)
    there.mkdir()
    database = Database(there, house.database.postgresql)
    other = Server(house.binary, database, there)
    try:
        done = other.command("import", str(out), "--with-grants", check=False)
        check("it comes in", done.returncode == 0, (done.returncode, done.stdout, done.stderr))
        again = other.command("import", str(out), "--with-grants", check=False)
        check("again nothing is new", again.returncode == 0 and b"0 documents and 0 rows" in again.stdout, again.stdout + again.stderr)
        other.command("export", str(back))
        same = filecmp.dircmp(out, back)
        check("it goes out as it came", not same.left_only and not same.right_only and not same.diff_files, (same.left_only, same.right_only, same.diff_files))
        kinds = database.sql("SELECT state, audience FROM heads WHERE kind = 'second-reading' AND subject IN ('carried', 'carried-open') ORDER BY state")
        check("one is under way there, one is open", [tuple(row) for row in kinds] == [("begun", "project"), ("ended", "project")], kinds)
        words = {row[0] for row in database.sql("SELECT audience FROM heads WHERE kind = 'second-mark'")}
        check("marks are of their reader", all(word.startswith("second:") and len(word) > 8 for word in words) and words, words)
        check("the chain holds there", other.command("audit", "verify", check=False).returncode == 0)
    finally:
        database.remove()


def test_taken_back(house):
    """Undo: the reader's own marks while it is under way, an agreement as a whole; nothing once it is open."""
    place = house.planted("undone")
    house.good(house.ask(place))
    eva, expert = house.people["eva"][1], house.people["expert"][1]
    undo = lambda who, kind, act: who.api("POST", f"{place}/facts/{kind}/undo", {"act": secrets.token_hex(16), "number": act})
    one = house.read("PA05/2.2 F", place).json["act"]
    done = undo(eva, "second-mark", one)
    check("she takes a mark back", done.status == 200 and next(row for row in house.second(place, query="?area=PA05")["steps"] if row["part"] == "PA05/2.2")["own"] is None, done.text)
    two = house.read("PA05/2.2 F\nPA05/2.4 F", place).json["act"]
    house.both_done(place)
    late = undo(eva, "second-mark", two)
    check("not any more once it is open", late.status == 422, late.text)
    rating = lambda state, **more: house.good(expert.api("POST", f"{place}/rating/say", {"state": state, "turn": str(expert.api("GET", f"{place}/rating").json["turn"]), **more}))
    rating("rated")
    page = house.people["expert"][0].get(f"{place}/second").text
    check("nothing is offered of what is rated", house.second(place, "expert")["may"] == [] and "agreed in the draft" in page and "second/agree" not in page)
    check("and nothing agreed", house.agree(place, part="PA05/2.2", basis="checked", take="second", reason="x").status == 422)
    rating("draft", reason="Differences are to be agreed")
    act = house.agree(place, part="PA05/2.2", basis="checked", take="second", reason="So be it").json["act"]
    done = undo(expert, "second-agreed", act)
    row = next(row for row in house.second(place)["differences"] if row["part"] == "PA05/2.2")
    check("an agreement is undone as a whole", done.status == 200 and row["taken"] is None and row["now"] == "L" and
          house.area("PA05", place)["2.2"]["reason"] == "undone-reason", (done.text, row))
    check("the chain holds", *house.holds())


House.good_page = staticmethod(lambda answer: (check("the form is taken", answer.status == 303, answer.text[:600]), answer)[1])
TESTS = [test_ask, test_blind, test_compared, test_stands, test_second_hidden, test_open, test_browser, test_led, test_typed, test_links, test_ruler, test_taken_back, test_carried]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
