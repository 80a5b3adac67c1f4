#!/usr/bin/env python3
"""French to the last word: every page that a link leads to, as each role, and what pages answer to bad input, read as a
person would read it. What is told to people holds no word that the program says in English alone, no id in place of a word.

usage: test_french.py PALIER [--list]      --list: prints every text that was seen, with where; ends with one line: N passed, N failed

A word is English when the English texts of po/fr.po have it and neither their translations nor the French texts of data/ do.
"""
import collections
import functools
import html.parser
import re
import sys
import time
import urllib.parse

import yaml

from house import PASSWORD, ROOT, Client, Count, Demonstration, run_tests

count = Count()
check = count.check

WORD = re.compile(r"[^\W\d_]+(?:[_-][^\W\d_]+)*(?:['’]t)?")
# What carries no words of the program: documents as they are written, and what somebody types.
QUIET = {"script", "style", "textarea", "pre", "metadata"}
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-label", "data-text", "data-empty")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Texts(html.parser.HTMLParser):
    """What a page says in the language of the page: its texts, attributes for people, words of the figures."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.links, self.forms, self.form, self.stack = [], [], [], None, []
        self.language = None
        self.feed(text)

    def is_told(self):
        """Not inside what is quiet, nor in what is marked as another language."""
        for tag, language in reversed(self.stack):
            if tag in QUIET or "quiet" in (language or ""):
                return False
            if language:
                return language == "fr"
        return True

    def say(self, text):
        text = " ".join(text.split())
        if text and self.is_told():
            self.texts.append(text)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        self.stack.append((tag, at.get("lang")))
        for name in ATTRIBUTES:
            if at.get(name):
                self.say(at[name])
        if tag == "input" and at.get("type") in ("submit", "button"):
            self.say(at.get("value") or "")
        if tag == "a" and at.get("href"):
            self.links.append(at["href"])
        if tag == "form":
            self.form = {"method": at.get("method", "get"), "action": at.get("action"), "names": [], "buttons": [],
                         "files": at.get("enctype") == "multipart/form-data"}
            self.forms.append(self.form)
        elif self.form is not None and tag == "button":
            self.form["buttons"].append((at.get("formaction", self.form["action"]), at.get("name"), at.get("value", "")))
        elif self.form is not None and at.get("name"):
            if tag in ("input", "select", "textarea"):
                self.form["names"].append((at["name"], at.get("type", tag), at.get("value") or ""))
        if tag in VOID:
            self.stack.pop()

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at][0] == tag:
                del self.stack[at:]
                break

    def handle_data(self, data):
        self.say(data)


def po_texts():
    """The pairs of po/fr.po: English and its French, all forms."""
    english, french, into = [], [], None
    for line in (ROOT / "po/fr.po").read_text("utf-8").splitlines():
        found = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line)
        if found:
            into = english if found[1].startswith("msgid") else french
            into.append(found[2])
        elif line.startswith('"') and into is not None:
            into[-1] += line[1:-1]
    return english, french


def texts_of(value, language):
    """The texts of a document in that language, where it has more than one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("en", "fr") and isinstance(inner, str):
                if key == language:
                    yield inner
            else:
                yield from texts_of(inner, language)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner, language)


def words(text):
    return {word.lower() for word in WORD.findall(text)}


@functools.cache
def english_words():
    """What no French page says: of English alone, and ids of the program's own."""
    english, french = set(), set()
    of_po = po_texts()
    for text in of_po[0]:
        english |= words(re.sub(r"%[-+ #0]*\d*(?:\.\d+)?[hlzj]*[a-z]", " ", text))
    for text in of_po[1]:
        french |= words(text)
    for path in (ROOT / "data").rglob("*.yaml"):
        document = yaml.safe_load(path.read_text("utf-8"))
        for text in texts_of(document, "en"):
            english |= words(text)
        for text in texts_of(document, "fr"):
            french |= words(text)
    return {word for word in english - french if len(word) > 2 or word in ("of", "is", "by", "no", "to", "it", "be")}


# What the demonstration's people typed, in their language; ids of theirs and of the library, which stand beside titles.
TYPED = ("Institutional site", "Example Hosting", "Action plan of the provider", "Report on the provider, second", "Report on the provider",
         "The paper's case (synthetic): a public site that is handed to a hoster.", "A hoster that does not exist.", "invented",
         "demonstration", "EXAMPLE", "A. Expert",
         # words quoted from documents that were handed over in English
         "Machine rooms: 17 names before, 2 withdrawn, 15 after", "41,816 files compared, 3 differ, all three explained",
         "copy 3: tape, weekly, safe in Arras, off line",
         "order of take-over changed; manual step written; replacement by 2026-09-30")
IDS = re.compile(r"\b[\w-]+\.txt\b|\b\d+ bytes, sha256\b|\b(?:example-2003[-a-z]*|level-\d|outcontracting-[12]|sse-cmm-2\.0|institutional-site|example-hosting|(?:awr|vigipirate)-[a-z\d]+)\b"
                 r"|\b[0-9a-f]{12,}\b|\b[a-z0-9]{16}\b|\S+@\S+|(?:GET |POST )?(?<!\w)/[\w{}./-]+|\b[a-z-]+/\d\b"
                 r"|\b[a-z]+_[a-z]+: [a-z]+|« (?:documentation|questionnaire|visit|maturity|plans|reports|reassessment) »|\"[^\"]*\"")


def bad_words(text):
    """The words that no French page says, without what people typed: of English alone, or with a low line as only ids have."""
    for typed in TYPED:
        text = text.replace(typed, " ")
    text = re.sub(r"^[\w.\[\]]*(?:: |$)", "", text)  # the place in a document, by its keys
    return [word for word in WORD.findall(IDS.sub(" ", text)) if word.lower() in english_words() or "_" in word]


class House(Demonstration):
    """The demonstration, whose people read French, with more of everything that pages show."""
    PEOPLE = {"expert": "Ève", "project_manager": "Maxime", "provider": "Prune", "approving_authority": "Hector",
              "auditor": "Odile", "administrator": "Adèle"}

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, "fr", self.PEOPLE)
        expert, manager, administrator = (self.people[role] for role in ("expert", "project_manager", "administrator"))
        # More of what pages show: a link without an account, a comment, an alert level, an account that was just made.
        self.done = [
            expert.post("/assessments/example-2003/links/make", {"until": time.strftime(
                "%Y-%m-%d", time.gmtime(time.time() + 864000)), "note": "M. Dupont"}).status,
            expert.post("/projects/institutional-site/facts/comment/say", {
                "act": "1" * 32, "lane": "", "text": "À relire avant la visite."}).status,
            manager.post("/projects/institutional-site/alert/put", {
                "level": "ecarlate", "scope": "project", "act": "2" * 32, "seen": "0", "since": "", "order": "Préfecture"}).status,
            administrator.post("/people/invite", {"name": "Zoé", "email": "zoe@example.org", "language": "fr",
                                           "roles": "expert", "project": "*"}).status]


LIMIT = 2  # pages of one route that are read as each role


class Crawl:
    def __init__(self, house):
        self.house = house
        self.seen = collections.defaultdict(set)  # text: where
        self.titles = {}  # of the pages of each thing: where

    def read(self, where, answer):
        page = Texts(answer.text)
        for text in page.texts:
            self.seen[text].add(where)
        language = re.search(r'<html lang="(\w+)"', answer.text)
        check(f"{where}: its language is given", language is not None and language[1] == "fr", answer.text[:200])
        return page

    def walk(self, name, browser, starts):
        """Follows the links; the forms that it met, by their address."""
        forms, routes, wait, met = {}, collections.Counter(), list(starts), set(starts)
        while wait:
            path = wait.pop(0)
            shape = re.sub(r"=[^&]*", "=", route_of(path))
            routes[shape] += 1
            if routes[shape] > LIMIT:
                continue
            answer = browser.get(path)
            if "text/html" not in answer.headers.get("Content-Type", ""):
                continue
            page = self.read(f"{name} {path}", answer)
            title = re.search(r"<title>(.*?)</title>", answer.text)
            if answer.status == 200 and title is not None:
                self.titles.setdefault((name, path.split("?")[0]), title[1])
            for form in page.forms:
                if form["method"] == "post":
                    form["buttons"] = [(action or path.split("?")[0], *rest) for action, *rest in form["buttons"]]
                    action = form["action"] or path.split("?")[0]
                    key = (tuple(sorted((route_of(to), str(rest)) for to, *rest in form["buttons"])), tuple(sorted(n for n, _, _ in form["names"])))
                    forms.setdefault(key, (action, form))
            for link in page.links:
                link = urllib.parse.urldefrag(urllib.parse.urljoin(path, link))[0]
                if link.startswith("/") and not link.startswith(("/api/", "/ui/")) and "lang=" not in link and link not in met:
                    met.add(link)
                    wait.append(link)
        return forms

    def misuse(self, name, browser, forms):
        """Sends each form with nothing in it and with what fits nowhere."""
        for _, form in forms.values():
            for action, key, value in form["buttons"]:
                if action.startswith("/people/") or action.endswith(("/sign-out", "/sessions/end", "/revoke", "/anchor", "/verify")):
                    continue
                for bad in ("", "¿?"):
                    fields = [(n, v if kind in ("hidden", "select") else bad) for n, kind, v in form["names"] if n != "csrf" and kind != "file"]
                    if key:
                        fields.append((key, value))
                    answer = browser.post(action, fields)
                    if "text/html" in answer.headers.get("Content-Type", ""):
                        self.read(f"{name} POST {action} {value} {bad!r} ({answer.status})", answer)


def route_of(path):
    """A path by its kind: ids that many pages share taken out."""
    path = re.sub(r"(?<=/projects/)(?!new)[^/?]+", "{}", path)
    path = re.sub(r"(?<=/assessments/)(?!new)[^/?]+", "{}", path)
    path = re.sub(r"(/library/[^/]+/)[^/?]+", r"\1{}", path)
    path = re.sub(r"(/(?:people|jobs|documents|files)/)[^/?]+", r"\1{}", path)
    return path


def test_pages(house):
    """Every page, and what pages answer to bad input, is French."""
    crawl, forms = Crawl(house), {}
    for role, browser in house.people.items():
        forms[role] = crawl.walk(role, browser, ["/", "/me", "/compare", "/jobs", "/library", "/nowhere"])
    pages = len(crawl.titles)
    check("the demonstration was added to", all(status in (200, 303) for status in house.done), house.done)
    check("many pages were read", pages > 150 and len(crawl.seen) > 1000, (pages, len(crawl.seen)))
    check("the level has its accent", any("écarlate" in text for text in crawl.seen))
    for text, where in crawl.seen.items():  # alone it may be an id, beside its label
        check(f"and nowhere not: {text[:200]} ({sorted(where)[0]})", text == "ecarlate" or not re.search(r"\becarlate\b", text))
    same = collections.defaultdict(set)
    for (role, path), title in crawl.titles.items():
        thing = re.match(r"/(?:assessments|projects)/[^/]+(?=/|$)", path)
        if role == "expert" and thing is not None:
            same[thing[0], title].add(path)
    twice = {key: paths for key, paths in same.items() if len(paths) > 1 and not any(re.search("/(?:history|text|facts|files)", path) for path in paths)}
    check("pages of one thing have titles of their own", not twice, twice)
    for role, browser in house.people.items():
        crawl.misuse(role, browser, forms[role])
    for text, where in sorted(crawl.seen.items()):
        bad = bad_words(text)
        if "--list" in sys.argv:
            print("!!" if bad else "  ", text[:300], "|", ", ".join(bad), "|", sorted(where)[0], len(where))
        check(f"French: {text[:200]} ({sorted(where)[0]})", not bad, ", ".join(bad))


def test_verbs(_):
    """Each verb that the program writes into the chain has its words."""
    known = set(re.findall(r'\{"([a-z -]+)", PAL_N_', (ROOT / "src/web/pages/audit_words.c").read_text("utf-8")))
    written = set()
    for path in (ROOT / "src/app/house").glob("*.c"):
        text = path.read_text("utf-8")
        written |= set(re.findall(r'pal_audit_(?:write|reading)\((?:at->)?errand, "([a-z -]+)"', text))
        written |= set(re.findall(r'\.verb = "([a-z -]+)"', text))
    check("verbs were found", len(written) > 30, written)
    check("each has words", written <= known, written - known)


def test_invitation(house):
    """An account has the language of its invitation, whatever browser opens the link, and the link's page speaks it."""
    administrator = house.people["administrator"]
    for number, (own, other) in enumerate((("fr", "en"), ("en", "fr"))):
        email = f"invited{number}@example.org"
        page = administrator.post("/people/invite", {"name": "Léa", "email": email, "language": own, "roles": "expert",
                                              "project": "*"})
        link = re.search(r"/link/[\w-]+", page.text)[0]
        person = house.database.sql(f"SELECT id FROM persons WHERE email = '{email}'")[0][0]
        again = administrator.post(f"/people/{person}/link", {})
        link = re.search(r"/link/[\w-]+", again.text)[0]
        welcome = {"fr": "Bienvenue, vous êtes invité", "en": "Welcome, you are invited"}[own]
        check(f"{own}: a second link invites as the first did", welcome in Client(house.server.port).get(link).text, again.text[:300])
        browser = Client(house.server.port)
        browser.get(f"/sign-in?lang={other}")  # a cookie of the other language, as the inviter's browser has one
        told = {"fr": "Choisir un mot de passe", "en": "Choose a password"}
        answer = browser.get(link, Accept_Language=other)
        check(f"{own}: its page", f'<html lang="{own}"' in answer.text and told[own] in answer.text and told[other] not in answer.text,
              answer.text[:300])
        check(f"{own}: for which role, and where", {"fr": " · partout</dd>", "en": " · everywhere</dd>"}[own] in answer.text)
        answer = browser.post(link, {"password": PASSWORD, "again": "something else"}, csrf=False, headers={"Accept-Language": other})
        check(f"{own}: its errors", answer.status == 422 and f'<html lang="{own}"' in answer.text, answer.text[:300])
        browser.use_link(link)
        row = house.database.sql(f"SELECT language FROM persons WHERE email = '{email}'")
        check(f"{own}: it stays the account's", row == [(own,)], row)
        fresh = Client(house.server.port)
        fresh.sign_in(email, PASSWORD)
        check(f"{own}: and speaks from another browser", f'<html lang="{own}"' in fresh.get("/", Accept_Language=other).text)


def test_problems(house):
    """What is wrong with a document is said in French, its pieces, too."""
    expert = house.people["expert"]
    for text in ("", "a: [b\nc: d", "x: &a 1", "a: \"b", "palier: profile/1\nid: x y/\n", "palier: profile/1\nid: none\ntitle: []\nmodel: {}\ntargets: 3\n",
                 "palier: alert-scheme/1\nid: a\ntitle: A\nlevels: [{id: b, rank: 0, prepare: 1}]\n"):
        answer = expert.post("/library/profile/example-2003-profile/edit/check", {"text": text, "version": "1", "note": ""})
        for said in Texts(answer.text).texts:
            check(f"French: {said[:200]} (of {text!r})", not bad_words(said), bad_words(said))


def test_notes(house):
    """What the program notes of a version by itself, it notes in the language of whoever made it."""
    expert = house.people["expert"]
    at = "/library/profile/example-2003-profile"
    check("copied", expert.post(at + "/copy", {"copy": "copied"}).status == 303)
    notes = Texts(expert.get("/library/profile/copied/history").text).texts
    check("the note of a copy", any("copie de example-2003-profile" in text for text in notes), notes)
    bad = [text for text in notes if bad_words(text)]
    check("is French", not bad, bad)


JSON_TYPE, FORM_TYPE, PARTS_TYPE = "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"
NOTE = b"note=" + b"x" * 70000
# Requests that cannot be read: method, address (of the API, and of the page), body, its type.
UNREADABLE = [
    *(("POST", "/me/change", body, JSON_TYPE) for body in (
        b"{", b"[1]", b'{"a": 1, "a": 2}', b'{"name": {"x": 1}}', b'{"name": [[["x"]]]}', b'{"name": 1.5}',
        b'{"name": [' + b"1," * 2000 + b"1]}", b"[" + b"1," * 5000 + b"1]")),
    *(("POST", "/me/change", body, FORM_TYPE) for body in (b"a=%", b"a=%ff", b"&".join(b"a=%d" % n for n in range(1500)))),
    *(("POST", "/me/change", body, PARTS_TYPE) for body in (
        b"x", b"--B\r\n\r\nx\r\n--B--", b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx')),
    ("POST", "/me/change", b"x", "multipart/form-data"),
    ("POST", "/me/change", b"x", "text/plain"),
    ("POST", "/projects/institutional-site/candidates/add", NOTE, FORM_TYPE),
    ("GET", "/projects/a%0d%0ab", None, None),
    ("GET", "/projects?a=%zz", None, None),
]


def test_unreadable(house):
    """A request that is refused before it is understood is refused in the language, and to a browser with a page."""
    expert = house.people["expert"]
    expert.get("/")  # the browser has been told the language of its account
    token = Client(house.server.port).use_link(house.server.invite("program@example.org", "P", "expert", "project_manager")).make_token()
    Client(house.server.port, token=token).api("POST", "/me/change", {"name": "P", "language": "fr"})
    programs = (("a program", Client(house.server.port, token=token), {"Accept-Language": "fr"}),)
    browsers = (("an account", expert, {}), ("a stranger", Client(house.server.port), {"Accept-Language": "fr-FR,fr;q=0.9"}))
    for method, path, body, kind in UNREADABLE:
        what = f"{method} {path} {(body or b'')[:40]!r}"
        for who, client, more in programs:
            answer = client.ask(method, "/api/v1" + path, body, {"Content-Type": kind, **more})
            said = answer.json
            check(f"{who}: {what}: is a problem", answer.status in (400, 413, 422) and said["status"] == answer.status, answer.text[:300])
            check(f"{who}: {what}: title and detail are French", not bad_words(said["title"] + " " + said["detail"]) and
                  len(words(said["detail"]) & {"le", "la", "ce", "est", "un", "du", "a"}) > 0, said)
        for who, client, more in browsers:
            if kind == JSON_TYPE:
                continue
            answer = client.ask(method, path, body, {"Content-Type": kind, "Accept": "text/html,*/*", **more})
            page = Texts(answer.text)
            if answer.status in (303, 403):  # who may not send is told so before
                check(f"{who}: {what}: only a stranger", who == "a stranger", answer.status)
                continue
            check(f"{who}: {what}: is a page", answer.status in (400, 413, 422) and '<html lang="fr"' in answer.text, answer.text[:300])
            check(f"{who}: {what}: leads on", "/" in page.links, page.links)
            bad = {text: bad_words(text) for text in page.texts if bad_words(text)}
            check(f"{who}: {what}: is French", page.texts and not bad, bad or answer.text[:300])
        answer = Client(house.server.port).ask(method, path, body, {"Content-Type": kind or "", "Accept-Language": "en"})
        check(f"{what}: English for who reads English", not re.search(r"[éèà]", answer.text.replace("Français", "")), answer.text[:200])
    answer = expert.ask("POST", "/projects/institutional-site/candidates/add", NOTE, {"Content-Type": FORM_TYPE, "Accept": "text/html"})
    check("what to do with a note that is too long", answer.status == 413 and "Revenir en arrière" in answer.text, answer.text[-900:])


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), (test_pages, test_verbs, test_invitation, test_problems, test_notes, test_unreadable))
