"""What a test of the pages reads of one: its links, its forms as a browser would send them, what stands in fields that
no form saves. Standard library only."""
import functools
import html
import re
import urllib.parse


class Field:
    def __init__(self, tag, at):
        self.tag, self.name, self.kind = tag, at.get("name"), at.get("type", "text") if tag == "input" else tag
        self.value, self.at = at.get("value", ""), at
        self.options = []  # of a select: value, title
        self.is_chosen = "checked" in at

    @property
    def is_hidden(self):
        return self.kind == "hidden"


class Form:
    def __init__(self, at):
        self.method, self.action = at.get("method", "get").lower(), at.get("action")
        self.enctype = at.get("enctype", "")
        self.fields, self.buttons = [], []

    def names(self):
        return {field.name for field in self.fields if field.name}

    def sent(self, button=None, typed=None):
        """Pairs of name and value, as they stand or as `typed` (name to value, or to none) says."""
        typed, out = typed or {}, []
        for field in self.fields:
            if not field.name or "disabled" in field.at:
                continue
            if field.kind in ("checkbox", "radio"):
                if (field.name in typed and typed[field.name] == field.value) or (field.name not in typed and field.is_chosen):
                    out.append((field.name, field.value))
            elif field.kind != "file":
                out.append((field.name, typed.get(field.name, field.value)))
        if button is not None and button.get("name"):
            out.append((button["name"], button.get("value", "")))
        return out


# What the server writes is well-formed (tests/http/test_pages.py holds it against that): every value is quoted, and what
# people wrote has neither "<" nor a quotation mark. So a page is read at the speed of regular expressions.
TAG = re.compile(r'<(/?)(a|form|button|input|select|textarea|option)\b((?:[^<>"]|"[^"]*")*)>')
ATTRIBUTE = re.compile(r'([^\s="/]+)(?:="([^"]*)")?')
ID = re.compile(r'\sid="([^"]+)"')
MARKUP = re.compile(r'<!--.*?-->|<(script|style)\b.*?</\1>|<(?:[^<>"]|"[^"]*")*>', re.DOTALL)


def attributes(text):
    return {name: html.unescape(value) if value is not None else None for name, value in (found.groups() for found in ATTRIBUTE.finditer(text))}


def pieces(text):
    """The text between tags, piece by piece."""
    at = 0
    for found in MARKUP.finditer(text):
        if found.start() > at:
            yield html.unescape(text[at:found.start()])
        at = found.end()
    if at < len(text):
        yield html.unescape(text[at:])


class Page:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self.links, self.forms, self.stray = [], [], []
        self.ids = {html.unescape(found) for found in ID.findall(text)}
        self.form = self.select = None
        start = 0
        for found in TAG.finditer(text):
            is_end, tag, rest = found.groups()
            if not is_end:
                start = found.end()
                self.begin(tag, attributes(rest))
            else:
                self.end(tag, text[start:found.start()])

    @functools.cached_property
    def words(self):
        return list(pieces(self.text))

    def begin(self, tag, at):
        if tag == "a":
            if "href" in at:
                self.links.append(urllib.parse.urljoin(self.path, at["href"]))
        elif tag == "form":
            self.form = Form(at)
            self.forms.append(self.form)
        elif tag == "button":
            self.button = at
            if self.form is not None and at.get("type", "submit") == "submit":
                self.form.buttons.append(at)
        elif tag == "option" and self.select is not None:
            value = at.get("value", "")
            if not self.select.options or "selected" in at:
                self.select.value = value
            self.select.options.append(value)
        elif tag != "option":  # of a datalist it chooses nothing
            self.add_field(Field(tag, at))

    def add_field(self, field):
        (self.stray if self.form is None else self.form.fields).append(field)
        if field.tag == "select":
            self.select = field
        elif field.tag == "textarea":
            self.area = field

    def end(self, tag, inside):
        """`inside`: since the last tag that began."""
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "button":
            self.button["title"] = "".join(piece.strip() for piece in pieces(inside))
        elif tag == "textarea":
            # The first line end belongs to the markup; line ends are sent as CR LF.
            self.area.value = html.unescape(inside).removeprefix("\n").replace("\n", "\r\n")

    def says(self, words):
        return " ".join(words.split()) in " ".join(" ".join(self.words).split())
