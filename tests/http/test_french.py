#!/usr/bin/env python3
"""French to the last word: every page that a link leads to, as each role, and what pages answer to bad input, read as a
person would read it. What is told to people holds no word that the program says in English alone, no id in place of a word.

usage: test_french.py PALIER [--list]      --list: prints every text that was seen, with where

A word is English when the English texts of po/fr.po have it and neither their translations nor the French texts of data/ do.
"""
import collections
import functools
import html.parser
import pathlib
import re
import subprocess
import sys
import urllib.parse

import yaml

from house import ROOT, Client, Count, Database, Server, assessment, scratch

count = Count()
check = count.check

WORD = re.compile(r"[^\W\d_]+(?:[_-][^\W\d_]+)*(?:['’]t)?")
# What carries no words of the program: documents as they are written, and what somebody types.
QUIET = {"script", "style", "textarea", "pre"}
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
            self.form = {"method": at.get("method", "get"), "action": at.get("action"), "names": [], "do": [],
                         "files": at.get("enctype") == "multipart/form-data"}
            self.forms.append(self.form)
        elif self.form is not None and at.get("name"):
            if tag == "button":
                self.form["do"].append((at["name"], at.get("value", "")))
            elif tag in ("input", "select", "textarea"):
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


def is_machine_word(word):
    return "_" in word


def bad_words(text, known):
    for name in known:
        text = text.replace(name, " ")
    found = [word for word in WORD.findall(text) if word.lower() in english_words() or is_machine_word(word)]
    return [word for word in found if not re.search(r"[a-z][A-Z]", word)]


class House:
    """The demonstration, whose people read French, with more of everything that pages show."""
    ROLES = ("expert", "project_manager", "provider", "approving_authority", "auditor", "administrator")

    def __init__(self, binary, folder):
        self.database = Database(folder)
        self.server = Server(binary, self.database, folder)
        out = self.server.command("demonstration").stdout.decode()
        passwords = dict(re.findall(r"^  (\w+) +\S+@example.org +(\S+)$", out, re.M))
        self.server.start()
        self.people = {}
        for role in self.ROLES:
            browser = Client(self.server.port)
            browser.sign_in(f"{role}@example.org", passwords[role])
            browser.post("/me", {"do": "save", "name": role.title().replace("_", " "), "language": "fr"})
            self.people[role] = browser


LIMIT = 3  # pages of one route that are read as each role


class Crawl:
    def __init__(self, house, known):
        self.house, self.known = house, known
        self.seen = collections.defaultdict(set)  # text: where
        self.asked = set()

    def read(self, where, answer):
        page = Texts(answer.text)
        for text in page.texts:
            self.seen[text].add(where)
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
            for form in page.forms:
                if form["method"] == "post":
                    action = form["action"] or path.split("?")[0]
                    key = (route_of(action), tuple(sorted(form["do"])), tuple(sorted(n for n, _, _ in form["names"])))
                    forms.setdefault(key, (action, form))
            for link in page.links:
                link = urllib.parse.urldefrag(urllib.parse.urljoin(path, link))[0]
                if link.startswith("/") and not link.startswith(("/api/", "/ui/")) and "lang=" not in link and link not in met:
                    met.add(link)
                    wait.append(link)
        return forms

    def misuse(self, name, browser, forms):
        """Sends each form with nothing in it and with what fits nowhere."""
        for action, form in forms.values():
            if action in ("/sign-out",) or action.startswith("/people/"):
                continue
            buttons = form["do"] or [None]
            for button in buttons:
                if button in (("do", "sign_out"), ("do", "end_session"), ("do", "revoke"), ("do", "anchor"), ("do", "verify")):
                    continue
                for bad in ("", "¿?"):
                    fields = [(n, v if n in ("act", "turn", "part", "lane", "version", "fact", "seen") else bad)
                              for n, kind, v in form["names"] if n != "csrf" and kind != "file"]
                    if button:
                        fields.append(button)
                    answer = browser.post(action, fields)
                    if "text/html" in answer.headers.get("Content-Type", ""):
                        self.read(f"{name} POST {action} {button} {bad!r} ({answer.status})", answer)


def route_of(path):
    """A path by its kind: ids that many pages share taken out."""
    path = re.sub(r"(?<=/projects/)(?!new)[^/?]+", "{}", path)
    path = re.sub(r"(?<=/assessments/)(?!new)[^/?]+", "{}", path)
    path = re.sub(r"(/library/[^/]+/)[^/?]+", r"\1{}", path)
    path = re.sub(r"(/(?:people|jobs|documents|files)/)[^/?]+", r"\1{}", path)
    return path


def main():
    with scratch() as folder:
        house = House(sys.argv[1], folder)
        known = KNOWN
        crawl = Crawl(house, known)
        forms = {}
        for role, browser in house.people.items():
            forms[role] = crawl.walk(role, browser, ["/", "/me", "/compare", "/jobs", "/library", "/nowhere"])
        for role, browser in house.people.items():
            crawl.misuse(role, browser, forms[role])
        for text, where in sorted(crawl.seen.items()):
            bad = bad_words(text, known)
            if "--list" in sys.argv or bad:
                print(("!! " if bad else "   ") + text[:300], "|", ",".join(bad), "|", sorted(where)[0], len(where))
        house.server.stop()


KNOWN = []
if __name__ == "__main__":
    main()
