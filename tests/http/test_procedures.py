#!/usr/bin/env python3
"""Tests of the procedure that a project states: chosen, shown, refused; the table that the house goes by, and what stands in
its place; what being a tender changes of who lifts what.

usage: tests/http/test_procedures.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import html
import re
import sys

from house import ROOT, Client, Count, Database, Server, init, run_tests

count = Count()
check = count.check
TABLE = (ROOT / "data/procedures/fr-2026.yaml").read_text("utf-8")
OPEN_NOTE = "Anyone may answer; the keeper sends a link to whoever asks for the consultation file."


class House:
    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.ada = Client(self.server.port).use_link(link)
        self.people = {name: Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), *roles))
                       for name, roles in (("max", ["project_manager"]), ("noa", []), ("eve", []))}
        self.ids = {mail.split("@")[0]: identity for mail, identity in
                    self.database.sql("SELECT email, id FROM persons")}
        self.program = Client(self.server.port, token=self.ada.make_token())

    def begin(self, identity, **more):
        return self.ada.post("/projects/new", {"id": identity, "title": identity.title(), "state": "needs", **more})

    def edit(self, identity, **more):
        version = self.program.api("GET", f"/projects/{identity}").headers["ETag"].strip('"')
        return self.ada.post(f"/projects/{identity}/edit", {"title": identity.title(), "version": version, **more})

    def procedure(self, identity):
        return self.program.api("GET", f"/projects/{identity}").json["procedure"]

    def change(self, person, do, **fields):
        return self.ada.post(f"/people/{self.ids[person]}/{do}", fields)


def chooser(text):
    found = re.search(r'(?s)<select [^>]*name="procedure".*?</select>', text)
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', html.unescape(found[0])) if found else []


def test_chosen(house):
    """By its title, in the language of who chooses; none is what is stated where nothing is."""
    options = chooser(house.ada.get("/projects/new").text)
    check("seven to choose from", [value for value, _, _ in options] == [
        "", "open", "restricted", "negotiated", "competitive_dialogue", "adapted", "existing_contract"], options)
    check("none first, and chosen", options and options[0] == ("", " selected", "No procedure"), options)
    house.ada.get("/me?lang=fr")
    french = [title for _, _, title in chooser(house.ada.get("/projects/new").text)]
    check("in French", "Appel d’offres ouvert" in french and "Sans procédure" in french, french)
    house.ada.get("/me?lang=en")
    check("a project without one", house.begin("plain").status == 303)
    told = house.procedure("plain")
    check("has none", (told["id"], told["is_tender"], told["is_known"]) == ("none", False, True), told)
    check("its text says nothing of it", "procedure" not in house.ada.get("/projects/plain/file").text)
    page = house.ada.get("/projects/plain").text
    check("its page says so", "No procedure" in page and "Binds nobody;" in page)
    check("one with", house.begin("site", procedure="open").status == 303)
    told = house.procedure("site")
    check("it is told", told == {"id": "open", "title": "Open procedure", "note": OPEN_NOTE, "is_tender": True,
                                 "is_known": True}, told)
    page = html.unescape(house.ada.get("/projects/site").text)
    check("and shown with its note", "Open procedure" in page and OPEN_NOTE in page)
    french = html.unescape(house.ada.ask("GET", "/projects/site", headers={"Accept-Language": "fr"}).text)
    check("it stands in its text", re.search(r"(?m)^procedure: open$", house.ada.get("/projects/site/file").text), french[:0])
    options = chooser(house.ada.get("/projects/site/edit").text)
    check("and is chosen in the form", [value for value, chosen, _ in options if chosen] == ["open"], options)
    check("what does not name it leaves it", house.edit("site", summary="More").status == 303 and
          house.procedure("site")["id"] == "open")
    check("it changes", house.edit("site", procedure="adapted").status == 303 and house.procedure("site")["id"] == "adapted")
    check("and goes", house.edit("site", procedure="").status == 303 and house.procedure("site")["id"] == "none")
    check("to name none is the same", house.edit("site", procedure="none").status == 303 and
          [value for value, chosen, _ in chooser(house.ada.get("/projects/site/edit").text) if chosen] == [""])


def test_refused(house):
    """What the table does not have is told at the field, with what there is; nothing is written."""
    answer = house.begin("bad", procedure="auction")
    text = html.unescape(answer.text)
    check("refused at its field", answer.status == 422 and 'id="f-procedure-error"' in text and
          "choose one of: open, restricted" in text, answer.status)
    check("what was chosen stays to be seen", ("auction", " selected", "auction: does not fit (any more)") in chooser(answer.text), chooser(answer.text))
    check("nothing is there", house.ada.get("/projects/bad").status == 404)
    answer = house.program.api("POST", "/projects/new", {"id": "bad", "title": "Bad", "procedure": "auction"})
    check("a program is told, too", answer.status == 422 and "auction" in answer.text, answer.text)
    house.begin("text", procedure="open")
    version = house.program.api("GET", "/projects/text").headers["ETag"].strip('"')
    answer = house.ada.post("/projects/text/text", {"version": version, "text":
                            "palier: project/1\nid: text\ntitle: Text\nprocedure: auction\n"})
    check("nor by its text", answer.status == 422 and "there is no procedure" in html.unescape(answer.text), answer.status)
    check("it stays", house.procedure("text")["id"] == "open")


def own_table(identity, replaces="fr-2026", word="Open procedure", wanted="Our open procedure", less=""):
    text = TABLE.replace("id: fr-2026\n", f"id: {identity}\n" + (f"replaces: {replaces}\n" if replaces else ""), 1)
    text = text.replace(word, wanted)
    return re.sub(rf"(?ms)^  - id: {less}\n.*?(?=^  - id: )", "", text, count=1).replace(f"[{less}, ", "[") if less else text


def title(house):
    return house.procedure("ours")["title"]


def test_in_place(house):
    """A copy in the library that says what it replaces stands in its place; a project's own does not, until it is published."""
    house.begin("ours", procedure="open")
    check("what is built in is read", "Open procedure" in house.ada.get("/library/procedures/fr-2026").text)
    answer = house.ada.post("/library", {"text": own_table("draft", "")})
    check("a copy that replaces nothing is kept", answer.status == 303, html.unescape(answer.text)[:500])
    check("and decides nothing", title(house) == "Open procedure", title(house))
    answer = house.ada.post("/projects/ours/library/bring", {"text": own_table("mine", wanted="Mine")})
    check("a project has its own", answer.status == 303, html.unescape(answer.text)[:800])
    check("which decides nothing", title(house) == "Open procedure", title(house))
    check("the library's does", house.ada.post("/library", {"text": own_table("house-1")}).status == 303 and
          title(house) == "Our open procedure", title(house))
    check("and offers its titles", "Our open procedure" in house.ada.get("/projects/new").text)
    check("the project's own, once it is published", house.ada.post(
        "/projects/ours/library/procedures/mine/publish", {}).status == 303 and title(house) in ("Mine", "Our open procedure"))
    check("taken out of the lists it goes", house.ada.post("/library/procedures/mine/history/remove", {}).status == 303 and
          title(house) == "Our open procedure", title(house))
    answer = house.ada.post("/library", {"text": own_table("bad-1").replace("rules: [NO-PRIVATE]", "rules: [NO-SUCH]", 1)})
    check("one that does not hold is refused", answer.status == 422 and "there is no rule" in html.unescape(answer.text))
    check("nobody else writes one", house.people["max"].post("/library", {"text": own_table("max-1", wanted="Max")}).status == 403 and
          title(house) == "Our open procedure")
    house.ada.post("/library", {"text": own_table("less", less="open")})
    told = house.procedure("ours")
    check("a procedure that is gone binds as none, and that is said", (told["id"], told["is_tender"], told["is_known"]) ==
          ("open", False, False) and "has none of this name" in house.ada.get("/projects/ours").text, told)
    for identity in ("less", "house-1"):
        house.ada.post(f"/library/procedures/{identity}/history/remove", {})
    check("what is built in is back", title(house) == "Open procedure", title(house))


def test_texts(house):
    """The texts of messages stand in the library like other documents, and what is wrong with a copy is refused."""
    text = (ROOT / "data/messages/consultation-1.yaml").read_text("utf-8")
    check("they are shown", house.ada.get("/library/messages/consultation-1").status == 200)
    mine = text.replace("id: consultation-1\n", "id: ours-1\nreplaces: consultation-1\n", 1)
    answer = house.ada.post("/library", {"text": mine})
    check("a copy is kept", answer.status == 303, html.unescape(answer.text)[:500])
    answer = house.ada.post("/library", {"text": mine.replace("id: ours-1", "id: ours-2", 1).replace(
        "Consultation {reference} – {project_title}", "Consultation {reference} – {title}", 1)})
    check("a placeholder of one language is refused", answer.status == 422 and
          "{title} is none of the placeholders" in html.unescape(answer.text), html.unescape(answer.text)[:500])
    house.ada.post("/library/messages/ours-1/history/remove", {})


def test_tender(house):
    """In a tender fewer pairs of roles are lifted, and what was lifted before does not count; elsewhere all stays as it was."""
    for project, procedure in (("free", ""), ("sealed", "open"), ("later", "")):
        house.begin(project, procedure=procedure)
    lift = {"pair": "D02", "reason": "a small house"}
    answer = house.change("noa", "lift", **lift, project="sealed")
    text = html.unescape(answer.text)
    check("nobody lifts it in a tender", answer.status == 422 and "the project is a tender: there nobody lifts the rule D02" in text,
          answer.status)
    out = house.server.command("user", "lift", "noa@example.org", "provider", "expert:sealed", "--reason", "r", check=False)
    check("nor does the operator", out.returncode == 1 and b"tender" in out.stderr, out.stderr)
    for project in ("free", "later"):
        check(f"{project}: elsewhere it is lifted", house.change("noa", "lift", **lift, project=project).status == 303)
        check(f"{project}: and both are held", house.change("noa", "grant", role="expert", project=project).status == 303 and
              house.change("noa", "grant", role="provider", project=project).status == 303)
    check("it becomes a tender", house.edit("later", procedure="restricted").status == 303)
    pairs = house.program.api("GET", "/projects/later/people").json["pairs"]
    check("then the pair is told", [row["rule"] for row in pairs] == ["D02"], pairs)
    check("there alone", house.program.api("GET", "/projects/free/people").json["pairs"] == [])
    house.change("eve", "grant", role="expert", project="sealed")
    refused = house.change("eve", "grant", role="provider", project="sealed")
    check("and a refusal says that nobody lifts it", refused.status == 422 and "Nobody can lift this." in html.unescape(refused.text),
          re.sub(r"<[^>]+>", " ", html.unescape(refused.text))[-1500:])
    refused = house.change("noa", "grant", role="keeper", project="free")
    check("no keeper of what is no tender", refused.status == 422 and "held in a tender alone" in html.unescape(refused.text),
          refused.status)
    check("in a tender there is one", house.change("max", "withdraw", id="project_manager *").status == 303 and
          house.change("max", "grant", role="keeper", project="later").status == 303)
    check("it is none any more", house.edit("later", procedure="").status == 303 and
          house.program.api("GET", "/projects/later/people").json["pairs"] == [])
    check("and its keeper goes", house.change("max", "withdraw", id="keeper later").status == 303)


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql),
              [test_chosen, test_refused, test_in_place, test_texts, test_tender])
