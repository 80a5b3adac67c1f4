#!/usr/bin/env python3
"""Holds the templates of the pages against what the program gives them: a name that a template reads and nobody sets fails.

usage: tools/names.py check                 reads ui/web_*.mustache with their partials, and tests/golden/page.names
       tools/names.py record ANSWERS...     adds what the running program gave

ANSWERS are written by a server that is built to be tested, where the variable PALIER_ANSWERS names a file: a line for each
answer, with its data and its page (src/web/shapes/hold.c). tests/golden/page.names has a line for each object of a page: the
template, its place, its keys; one with a question mark was null or an empty list in
all answers. A key that no answer has any more is taken out by hand.
"""
import collections
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = ROOT / "tests/golden/page.names"
KEYS = ROOT / "tests/golden/openapi.keys"
# Objects whose keys are data: ids of persons, areas, practices.
BY_ID = re.compile(r"^page\.names$|(own|inherited|again)\.practices$|\.(gap_by_category|body|by_id)$|^data\.document\.(practices|targets)$")


def walk(value, place, found):
    """The keys of each object in a value, by their place; a list is the place of its items. True: the value tells what it is, as
    null and the empty list do not."""
    if isinstance(value, list):
        return any([walk(item, place, found) for item in value])
    if isinstance(value, dict) and not BY_ID.search(place):
        for key, member in value.items():
            is_told = walk(member, f"{place}.{key}" if place else key, found)
            found[place].add(key if is_told else key + "?")
    return value is not None


def read_names():
    out = collections.defaultdict(lambda: collections.defaultdict(set))
    for line in NAMES.read_text("utf-8").splitlines() if NAMES.exists() else []:
        template, place, *keys = line.split(" ")
        out[template][place.removeprefix("-")] |= set(keys)
    return out


def record(paths):
    out = read_names()
    for path in paths:
        for line in open(path, encoding="utf-8"):
            try:
                answer = json.loads(line)
            except ValueError:
                continue  # two servers wrote at once
            if answer.get("template") and not answer["is_api"]:
                walk({"data": answer["data"], "page": answer["page"]}, "", out[answer["template"]])
    for places in out.values():
        for keys in places.values():  # one answer that tells is enough
            keys -= {key for key in keys if key.removesuffix("?") != key and key[:-1] in keys}
    NAMES.write_text("".join(f"{template} {place or '-'} {' '.join(sorted(keys))}\n"
                             for template, places in sorted(out.items())
                             for place, keys in sorted(places.items()) if keys), "utf-8")


TAG = re.compile(r"\{\{\{\s*([^}]*?)\s*\}\}\}|\{\{([#^/>&!]?)\s*([^}]*?)\s*\}\}", re.S)


def tags(text):
    """(sign, name, position) of each tag; a writer behind a bar is no part of the name."""
    for found in TAG.finditer(text):
        sign, name = ("", found[1]) if found[1] is not None else (found[2], found[3])
        if sign != "!" and name != "_":
            yield sign, name.split("|")[0], found.start()


# A field of a form: web/call.c gives each the same keys, and an error also to one that has no value.
FIELD = re.compile(r"^page\.form\.\w+$")
# What the command line gives a report that the server does not (src/render).
OF_REPORTS = ("plan", "efforts", "proposed", "readiness")
# In the stead of a place: a text or a number, in which names are sought further out; and what was null or empty in all answers,
# in which no name is judged.
TEXT, UNKNOWN = "(text)", "(unknown)"


def is_given(word):
    return any(f'"{word}"' in path.read_text("utf-8") for path in ROOT.glob("src/render/**/*.c"))


class Reader:
    """Walks a template as it is rendered, with the places of objects in the stead of values."""

    def __init__(self, template, names):
        self.template, self.names, self.missing, self.found, self.seen = template, names, set(), set(), set()

    def keys(self, place):
        field = {"value", "error", "options"} if FIELD.search(place) else set()
        return self.names.get(place, set()) | field

    def resolve(self, name, stack):
        """The places that a name leads to, the innermost first; None: nobody sets it."""
        if name == ".":
            return [stack[-1]]
        if re.fullmatch(r"page\.form\.\w+\.error", name):
            return [TEXT]
        first, *rest = name.split(".")
        for place in reversed(stack):
            if place is UNKNOWN:
                return [UNKNOWN]
            if first in self.keys(place):
                return self.go_on(f"{place}.{first}" if place else first, rest)
            if first + "?" in self.keys(place):
                return [UNKNOWN]
        return None

    def go_on(self, at, rest):
        """From a place by the words behind a dot; a text is asked for a word, what is kept by id for an id."""
        for word in rest:
            if at not in self.names:
                return [TEXT]
            if word + "?" in self.keys(at):
                return [UNKNOWN]
            if word not in self.keys(at):
                return [UNKNOWN] if at == "page" and word in OF_REPORTS and is_given(word) else None
            at = f"{at}.{word}"
        return [at if at in self.names else TEXT]

    def read(self, name, text, stack):
        # A partial may hold itself: a place within itself is where it was.
        stack = [place for at, place in enumerate(stack) if place not in stack[at + 1:]]
        stack = stack[stack.index(UNKNOWN):] if UNKNOWN in stack else stack
        key = (name, tuple(stack))
        if key in self.seen:
            return
        self.seen.add(key)
        stack, opened = list(stack), []
        for sign, word, at in tags(text):
            if sign == ">":
                partial = ROOT / f"ui/{word}.mustache"
                if partial.exists():
                    self.read(word, partial.read_text("utf-8"), stack)
            elif sign == "/":
                if opened.pop():
                    stack.pop()
            else:
                found = self.resolve(word, stack)
                line = text.count("\n", 0, at) + 1
                (self.missing if found is None else self.found).add(f"ui/{name}.mustache:{line}: {word}")
                if sign in ("#", "^"):
                    opened.append(sign == "#")
                    if sign == "#":
                        stack.append(found[0] if found else UNKNOWN)


def check():
    names, missing, found, read = read_names(), set(), set(), set()
    described = {line.split(" ")[0].split(".", 1)[1] for line in KEYS.read_text("utf-8").splitlines()
                 if re.match(r"\w+\.\w+ ", line)}
    for places in names.values():  # what data may hold, its description says
        places["data"] |= {key + "?" for key in described}
    for path in sorted(ROOT.glob("ui/web_*.mustache")):
        if path.stem in names:
            reader = Reader(path.stem, names[path.stem])
            reader.read(path.stem, path.read_text("utf-8"), [""])
            missing |= reader.missing
            found |= reader.found
            read |= {word for word, _ in reader.seen}
    unread = {path.stem for path in ROOT.glob("ui/web_*.mustache")} - read
    for line in sorted(missing - found):
        print(f"{line}: nobody sets this name")
    for name in sorted(unread):
        print(f"ui/{name}.mustache: no page has it (tools/names.py record)")
    return 1 if missing - found or unread else 0


def main():
    if sys.argv[1:2] == ["check"]:
        return check()
    if sys.argv[1:2] == ["record"] and len(sys.argv) > 2:
        record(sys.argv[2:])
        return 0
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main())
