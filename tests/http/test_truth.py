#!/usr/bin/env python3
"""Pages tell the truth, for each role, seen by playing it: every link opens, every form can be sent, no button is
refused, what one cannot save is text.

Each person walks from the first page by its links, and through every address of the API's description with every
subject there is. What a page offers is tried: each button of each form, each choice that decides an act, filled in as
somebody would. Each plays in a copy of the house, which stands in several states.

usage: tests/http/test_truth.py PALIER [PERSON...]
"""
import datetime
import pathlib
import re
import shutil
import sys
import urllib.parse

from house import PASSWORD, Client, Count, Database, Server, assessment, init, scratch
from walk import Page

count = Count()
check = count.check
TODAY = datetime.date.today()
MARKS = {"integrity": "2", "availability": "2", "imputability": "2", "confidentiality": "2", "exposure": "2"}
PROFILE = "example-2003-profile"

# Who plays: the roles, as the command line gives them.
ROLES = {"administrator": ["administrator"], "expert": ["expert"], "manager": ["project_manager"],
         "authority": ["approving_authority"], "auditor": ["auditor"], "nobody": []}
ON_PROJECTS = {"own_expert": "expert", "own_manager": "project_manager", "own_authority": "approving_authority",
               "own_auditor": "auditor", "own_provider": "provider"}
PROJECTS = ["empty", "tender", "assessed", "planned", "closed"]
OWN = ["empty", "assessed"]

# Choices that decide what happens: each is tried. Of others one more than stands there.
DECIDING = ("state", "role", "person", "level", "scope", "pair", "kind")

# Of rows the first is tried, of marks the one that stands there.
MORE_OF_A_KIND = re.compile(r"^(mark/|practice/|language|zone)|\[[1-9]\d*\]")

# What is tried last, since much is gone behind it.
LAST = ("sign-out", "erase", "lock", "expire", "remove", "withdraw", "/end", "revoke", "forget", "ungrant",
        "password", "unlift")


def good(answer, *statuses):
    assert answer.status in (statuses or (200, 201, 303)), (answer.status, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:900])
    return answer


class House:
    """One house in many states."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)
        self.database = Database(folder)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.admin.make_token())
        self.fill()
        self.links = {name: self.server.invite(f"{name}@example.org", name.title(), *roles) for name, roles in ROLES.items()}
        for name, role in ON_PROJECTS.items():
            self.links[name] = self.server.invite(f"{name}@example.org", name.title(), *(f"{role}:{one}" for one in OWN))
        for name, link in self.links.items():
            Client(self.server.port).use_link(link)
        self.founder()
        self.status = self.server.stop()

    def send(self, path, **fields):
        version = self.program.api("GET", "/".join(path.split("/")[:3])).headers["ETag"]
        return good(self.program.api("POST", path, fields, {"If-Match": version}))

    def fill(self):
        """Projects: nothing yet; in its tender; assessed, with an alert level and things removed; with a plan; closed."""
        text = (pathlib.Path(__file__).parent / "../../examples/example-2003-profile.yaml").read_text(encoding="utf-8")
        good(self.program.api("POST", "/library", text))
        for project in PROJECTS:
            more = {} if project == "empty" else {"profile": PROFILE}
            good(self.program.api("POST", "/projects/new", dict(more, id=project, title=project.title(), state="needs")))
        for project in PROJECTS[1:]:
            good(self.program.api("POST", f"/projects/{project}/needs", dict(MARKS, version="0")))
            for name in ("alpha", "beta"):
                self.send(f"/projects/{project}/candidates/add", name=f"{name.title()} of {project}", id=f"{name}-{project}")
            self.send(f"/projects/{project}/edit", state="candidates", title=project.title(), profile=PROFILE)
        for project in PROJECTS[2:]:
            self.assess(project)
        for project in PROJECTS[3:]:
            self.send(f"/projects/{project}/candidates/change", provider=f"alpha-{project}", state="retained")
            for state in ("assessment", "plans"):
                self.send(f"/projects/{project}/edit", state=state, title=project.title(), profile=PROFILE)
        self.send("/projects/closed/edit", state="closed", title="Closed", profile=PROFILE)

    def assess(self, project):
        for at, provider in enumerate(("Alpha", "Beta", "Alpha")):
            identity = f"{project}-{at}"
            good(self.program.api("POST", f"/projects/{project}/assessments/new/bring",
                                  assessment(identity, f"Assessment {at} of {project}", f"{provider} of {project}")))
        good(self.admin.post(f"/assessments/{project}-2/history/remove", self.of_page(f"/assessments/{project}-2/history", "remove")))
        good(self.program.api("POST", f"/projects/{project}/alert/put", {"level": "orange", "order": "Order 12"}))
        for title in ("Architecture", "Annex"):
            self.upload(f"/projects/{project}/documents/upload", title)
        good(self.admin.post(f"/projects/{project}/documents/remove", self.of_page(f"/projects/{project}/documents", "remove")))
        good(self.program.api("POST", f"/projects/{project}/hours/add", {
            "step": "needs", "minutes": "90", "date": "2026-01-02"}))
        good(self.program.api("POST", f"/projects/{project}/hours/deliveries/add", {"output": "Report", "requested": "2026-01-02"}))
        made = good(self.admin.post(f"/assessments/{project}-0/links/make", {
            "until": str(TODAY + datetime.timedelta(30)), "hand_on": "on", "note": "For Alpha"}))
        self.pass_link = re.search(r'value="[^"]*(/pass/[^"]+)"', made.text)[1]

    def of_page(self, path, verb):
        for form in Page(path, self.admin.get(path).text).forms:
            for button in form.buttons:
                if (button.get("formaction") or form.action or "").split("?")[0].endswith("/" + verb):
                    return [pair for pair in form.sent(button) if pair[0] != "csrf"]
        raise AssertionError(f"{path} has no {verb}")

    def upload(self, path, title, browser=None, fields=None):
        browser = browser or self.admin
        return browser.upload(path, fields if fields is not None else {"title": title, "kind": "other"}, f"{title}.txt",
                              f"Words of {title}.\n".encode())

    def founder(self):
        """An expert who has opened a project that nobody leads."""
        link = self.server.invite("founder@example.org", "Founder", "expert")
        browser = Client(self.server.port).use_link(link)
        good(browser.post("/projects/new", {"id": "founded", "title": "Founded", "state": "needs"}))

    def subjects(self):
        """What stands for the {…} of an address."""
        ids = [row[0] for row in self.database.sql("SELECT id FROM persons ORDER BY email")]
        return {"project": PROJECTS + ["founded"], "assessment": ["assessed-0", "assessed-2", "planned-0", "closed-0"],
                "person": ids, "fact": ["hours", "delivery", "mark", "comment", "alert-level", "candidate", "stage"]}


class Player:
    """One person in a copy of the house."""

    def __init__(self, house, name):
        self.name, self.house = name, house
        folder = house.folder / name
        folder.mkdir()
        database = Database(folder)
        for file in house.folder.glob("palier.db*"):
            shutil.copy(file, folder / file.name)
        self.server = Server(house.binary, database, folder).start()
        self.browser = Client(self.server.port)
        self.password = PASSWORD
        self.sign_in()
        self.seen, self.done, self.told, self.looked = {}, set(), set(), {}
        self.number = 0

    def sign_in(self):
        answer = self.browser.sign_in(f"{self.name}@example.org", self.password)
        assert answer.status == 303, (self.name, answer.status)

    def fault(self, what, detail):
        """Each kind of fault once: ids and numbers of it left out."""
        kind = re.sub(r"\b(empty|tender|assessed|planned|closed|founded)(-\d)?\b|[0-9a-f]{16,}", "*", what)
        if kind not in self.told:
            self.told.add(kind)
            check(f"{self.name}: {what}", False, detail)

    def get(self, path):
        """A page; None where it is a file, or goes elsewhere."""
        answer = self.browser.get(path)
        for _ in range(4):
            if answer.status != 303:
                break
            answer = self.browser.get(answer.location)
        return answer

    @staticmethod
    def kind(path):
        """The address without its subjects and without what is asked for."""
        bare = urllib.parse.urlsplit(path)
        return bare.path, tuple(sorted({name for name, _ in urllib.parse.parse_qsl(bare.query)}))

    def walk(self):
        """Every page by its links, then by the table of addresses."""
        queue = [("/", None)]
        while queue:
            path, source = queue.pop(0)
            for link, source in self.visit(path, source):
                queue.append((link, source))
        pages = len(self.seen)
        for path in self.addresses():
            if self.kind(path) not in self.seen and self.browser.get(path).status == 200:
                for link, source in self.visit(path, None):
                    queue.append((link, source))
            while queue:
                link, source = queue.pop(0)
                queue.extend(self.visit(link, source))
        return pages

    def addresses(self):
        subjects = self.house.subjects()
        paths = [path.removeprefix("/api/v1") for path, of in Client(self.server.port).get("/openapi.json").json["paths"].items() if "get" in of]
        for path in paths:
            names = re.findall(r"{(\w+)}", path)
            if all(name in subjects for name in names):
                found = [path]
                for name in names:
                    found = [one.replace("{" + name + "}", value) for one in found for value in subjects[name]]
                yield from found

    def visit(self, path, source):
        bare, _, fragment = path.partition("#")
        if not bare.startswith("/") or bare.startswith("//") or "lang=" in bare:
            return []
        key = self.kind(bare)
        if self.is_one_more(key[0]):
            return []
        if key in self.seen:
            page = self.seen[key]
            if fragment and page is not None and fragment not in page.ids:
                self.fault(f"no place #{fragment} on {bare}, linked from {source}", "")
            return []
        self.seen[key] = None
        answer = self.get(bare)
        if answer.status != 200:
            self.fault(f"link {bare} on {source} opens nothing", (answer.status, words_of(answer)))
            return []
        if not (answer.headers.get("Content-Type") or "").startswith("text/html"):
            return []
        page = Page(bare, answer.text)
        self.seen[key] = page
        self.look(page)
        return [(link, bare) for link in page.links]

    def is_one_more(self, path):
        """Of each kind of document of the library two are looked at."""
        parts = path.split("/")
        if parts[1] != "library" or len(parts) < 4:
            return False
        looked = self.looked.setdefault(parts[2], [])
        if parts[3] not in looked and len(looked) < 2:
            looked.append(parts[3])
        return parts[3] not in looked

    def look(self, page):
        """What cannot be saved is text; a form without a button can only be guessed at."""
        for field in page.stray:
            if field.at.get("id") not in ("keys-on", "filter", "why-reason") and "readonly" not in field.at and not field.at.get("type") == "search":
                self.fault(f"{page.path}: the field {field.name or field.at.get('id')} is in no form", "")
        for form in page.forms:
            open_fields = [field for field in form.fields if not field.is_hidden and "readonly" not in field.at]
            if not form.buttons:
                self.fault(f"{page.path}: a form that nothing saves", sorted(form.names()))
            for field in open_fields:
                if "disabled" in field.at:
                    self.fault(f"{page.path}: {field.name} cannot be changed, and is no text", "")
                if field.kind == "select" and not field.options:
                    self.fault(f"{page.path}: nothing to choose for {field.name}", "")

    # ------------------------------------------------------------ what a page offers

    def offers(self, page):
        """Each button of each form, and each choice that decides what happens."""
        for form in page.forms:
            for button in form.buttons or [{}]:
                yield form, button, None
                for field in form.fields:
                    if form.method == "post" and field.kind == "select" and not MORE_OF_A_KIND.search(field.name):
                        if self.is_in_blank_row(form, field):
                            continue
                        others = [value for value in field.options if value != field.value and
                                  not (value == "" and "required" in field.at)]
                        for value in others[:12 if field.name in DECIDING else 1]:
                            yield form, button, (field.name, value)

    @staticmethod
    def is_in_blank_row(form, field):
        """Of a row of a table that nobody has to fill in: the rest of it would have to be told, too."""
        row = re.match(r".*\[\d+\]", field.name)
        of_row = [other for other in form.fields if row and other.name and re.match(re.escape(row[0]) + "[.#]", other.name)]
        return bool(of_row) and not any("required" in other.at or (other.value and not other.is_hidden) for other in of_row
                                        if other is not field)

    def what(self, page, form, button, choice):
        action = urllib.parse.urlsplit(urllib.parse.urljoin(page.path, button.get("formaction") or form.action or "")).path
        hidden = tuple(field.value for field in form.fields if field.name in ("person", "provider", "step", "id", "role", "part"))
        return (form.method, action, button.get("value") or button.get("formaction") or "", choice, tuple(sorted(form.names())),
                hidden if form.method == "post" else ())

    def is_last(self, what):
        return any(word in part for word in LAST for part in what[1:3])

    def play(self):
        later = []
        for page in [page for page in self.seen.values() if page is not None]:
            # who has opened a project is an expert as others are, but there
            if self.name != "founder" or "founded" in page.path:
                self.play_page(page, later)
        for page, what in later:
            self.again(page, what)

    def play_page(self, page, later):
        for form, button, choice in list(self.offers(page)):
            what = self.what(page, form, button, choice)
            if what in self.done or (what[1] in ("/sign-out",) and what in self.done):
                continue
            self.done.add(what)
            if choice and "/library/" in what[1]:  # the form of a kind is one, in whatever project it is filled in
                if (sheet := (re.sub("^/projects/[^/]+", "", what[1]), choice)) in self.done:
                    continue
                self.done.add(sheet)
            if what[1] == "/sign-in":
                continue
            if self.is_last(what):
                later.append((page, what))
            else:
                self.again(page, what)

    def again(self, page, what):
        """Tries it on the page as it is now; what it offers no more is gone."""
        answer = self.get(page.path)
        if answer.status == 200 and answer.text.find('action="/sign-in"') >= 0 and page.path != "/sign-in":
            self.sign_in()
            answer = self.get(page.path)
        if answer.status != 200:
            return
        now = Page(page.path, answer.text)
        for form, button, choice in self.offers(now):
            if self.what(now, form, button, choice) == what:
                self.attempt(now, form, button, choice)
                return

    def attempt(self, page, form, button, choice):
        typed = self.typed(form, button)
        if choice:
            typed[choice[0]] = choice[1]
        if form.method == "post":
            typed.pop("csrf", None)
        pairs = form.sent(button, typed)
        target = urllib.parse.urljoin(page.path, button.get("formaction") or form.action or page.path)
        if form.method == "get":
            target = urllib.parse.urlsplit(target).path + "?" + urllib.parse.urlencode(pairs)
            answer = self.get(target)
        elif any(field.kind == "file" and "required" in field.at for field in form.fields):
            answer = self.house.upload(target, "Words", self.browser, pairs)
        else:
            answer = self.browser.post(target, pairs, csrf=False)
        self.number += 1
        title = button.get("title") or button.get("value") or "?"
        # who names another model or scheme meets what can be named of it on the form that is shown again, as who chooses
        # another rule what that needs, or a level twice
        names_other = bool(choice and re.fullmatch(r".*\]\.(rule|at)", choice[0])) or any(
            field.name in ("model", "alert_scheme") and typed.get(field.name, field.value) != field.value for field in form.fields)
        is_met = names_other and answer.status == 422 and is_told_at_fields(answer)
        if answer.status not in (200, 202, 303) and not is_met:
            shown = [pair for pair in pairs if pair[0] not in ("csrf", "act", "version") and len(pair[1]) < 60]
            self.fault(f"{page.path}: \"{title}\"{' with ' + choice[0] + '=' + choice[1] if choice else ''} is refused",
                       (answer.status, told_by(answer), shown))
        if "old" in form.names() and answer.status == 303:
            self.password = dict(pairs)["new"]
        if answer.status == 303 and answer.location.startswith("/sign-in"):
            self.sign_in()
            self.browser.form_token = None
        elif answer.status == 303:
            there = self.get(answer.location)
            if there.status != 200:
                self.fault(f"{page.path}: \"{title}\" leads to {answer.location}", (there.status, words_of(there)))

    def typed(self, form, button):
        """What somebody would write into the fields that are empty, or that must not stay as they are."""
        self.number += 1
        new = f"a-{self.name.replace('_', '-')}-{self.number}"
        wanted = {"date": str(TODAY), "note": f"A note {new}", "reason": f"A reason {new}", "why": f"A reason {new}", "step": "needs", "title": f"A title {new}", "name": "A name",
                  "id": new, "copy": new, "email": f"{new}@example.org", "order": "Order 7", "since": str(TODAY), "minutes": "30",
                  "password": self.password, "old": self.password, "new": self.password + " two", "again": self.password + " two",
                  "until": str(TODAY + datetime.timedelta(20)), "expires": str(TODAY + datetime.timedelta(200)),
                  "retention": str(TODAY + datetime.timedelta(900)), "output": "A report", "requested": "2026-01-03",
                  "delivered": "", "days": "30", "start": "2026-01-01", "end": "2026-12-31", "new_provider": "A new provider"}
        out = {}
        erased = re.match("(?:Erase|Effacer) (.*)", button.get("title", ""))
        for field in form.fields:
            if field.kind == "radio" and "required" in field.at and not any(
                    other.is_chosen for other in form.fields if other.name == field.name):
                out.setdefault(field.name, field.value)
            if field.kind == "select" and "required" in field.at and field.value == "":
                row = re.match(r".*\[\d+\]", field.name)
                there = [value for name, value in out.items() if row and name.startswith(row[0])]
                out[field.name] = next((value for value in field.options if value and value not in there), "")
            if field.is_hidden or not field.name or "readonly" in field.at or field.kind in ("radio", "checkbox", "select"):
                continue
            if field.name == "confirm" and erased:
                out[field.name] = erased[1]
            elif field.name == "text" and field.value == "" and field.kind == "textarea":
                if button.get("title") != "Start":
                    out[field.name] = assessment(new) if "new_provider" in form.names() else \
                        f"palier: provider/1\nid: {new}\ntitle: A provider {new}\n"
            elif (field.value == "" or field.name in ("note", "reason")) and field.name in wanted:
                out[field.name] = wanted[field.name]
            elif field.value == "" and ("required" in field.at or field.name == "confirm"):
                out[field.name] = {"date": str(TODAY), "number": field.at.get("min", "1"), "email": f"{new}@example.org"}.get(
                    field.kind, "Some words")
                if field.at.get("inputmode") in ("numeric", "decimal"):
                    out[field.name] = "1"
                elif "pattern" in field.at:
                    out[field.name] = new
                elif field.name.endswith("].at"):
                    out[field.name] = "2026-01-01"
        return out


def words_of(answer):
    text = re.sub(r"(?s)<(script|style).*?</\1>|<header.*?</header>", " ", answer.text)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())[:300]


def is_told_at_fields(answer):
    """Whether each sentence of a refusal leads to a field that is there."""
    page = Page("/", answer.text)
    told = re.search(r'(?s)<div role="alert" class="errors".*?</div>', answer.text)
    places = [re.search(r'<a href="#([^"]+)"', line) for line in re.findall(r"(?s)<p>.*?</p>", told[0] if told else "")]
    return bool(places) and all(place and place[1] in page.ids for place in places)


def told_by(answer):
    """The sentences of a refusal."""
    found = re.findall(r'(?s)class="(?:error|errors|notice)"[^>]*>(.*?)</(?:p|div|section|ul)>', answer.text)
    return " | ".join(" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found)[:300] or words_of(answer)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:]
    with scratch() as folder:
        house = House(binary, folder)
        check("it ends without a leak", house.status == 0, house.server.log.read_text()[-2000:])
        for name in [*house.links, "founder"]:
            if wanted and name not in wanted:
                continue
            player = Player(house, name)
            try:
                pages = player.walk()
                player.play()
                check(f"{name}: pages and tries", pages > 2 and player.number > 2, (pages, player.number))
                print(name, pages, len(player.seen), player.number, flush=True)
            except Exception as error:  # the other players are still worth a try
                check(name, False, repr(error))
            finally:
                status = player.server.stop()
                player.browser.close()
                check(f"{name}: the server ends without a leak", status == 0, player.server.log.read_text()[-2000:])
    sys.exit(count.end())


main()
