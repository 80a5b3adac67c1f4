"""What a test of the pages reads of one: its links, its forms as a browser would send them, what stands in fields that
no form saves. Standard library only."""
import html.parser
import urllib.parse

VOID = {"input", "br", "hr", "meta", "link", "img", "wbr", "source", "col"}


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


class Page(html.parser.HTMLParser):
    def __init__(self, path, text):
        super().__init__(convert_charrefs=True)
        self.path, self.text = path, text
        self.links, self.forms, self.ids, self.stray = [], [], set(), []
        self.form = self.select = self.area = self.button = None
        self.words, self.hidden = [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if at.get("id"):
            self.ids.add(at["id"])
        if tag in ("script", "style"):
            self.hidden += 1
        if tag == "a" and "href" in at:
            self.links.append(urllib.parse.urljoin(self.path, at["href"]))
        elif tag == "form":
            self.form = Form(at)
            self.forms.append(self.form)
        elif tag == "button":
            at["title"] = ""
            self.button = at
            if self.form is not None and at.get("type", "submit") == "submit":
                self.form.buttons.append(at)
        elif tag in ("input", "select", "textarea"):
            self.add_field(Field(tag, at))
        elif tag == "option" and self.select is not None:
            value = at.get("value", "")
            if not self.select.options or "selected" in at:
                self.select.value = value
            self.select.options.append(value)

    def add_field(self, field):
        if self.form is None:
            self.stray.append(field)
        else:
            self.form.fields.append(field)
        if field.tag == "select":
            self.select = field
        elif field.tag == "textarea":
            self.area = field

    def handle_data(self, data):
        if self.area is not None:
            self.area.value += data
        if self.button is not None:
            self.button["title"] += data.strip()
        if not self.hidden:
            self.words.append(data)

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.hidden -= 1
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "button":
            self.button = None
        elif tag == "textarea" and self.area is not None:
            # The first line end belongs to the markup; line ends are sent as CR LF.
            self.area.value = self.area.value.removeprefix("\n").replace("\n", "\r\n")
            self.area = None

    def says(self, words):
        return " ".join(words.split()) in " ".join(" ".join(self.words).split())
