#!/usr/bin/env python3
"""Extracts the texts of palier for translation and compares po/ with them.

usage: tools/messages.py update    merge new texts into every po/*.po (translate them afterwards)
       tools/messages.py check     fail when a text is missing, untranslated, fuzzy or no longer used

Texts stand in C behind pal_tr, pal_call_tr, pal_tr_n and PAL_N_ and in the sentences of errors, in ui/*.mustache between {{#_}} and {{/_}}, in
the descriptors of the kinds that have forms (src/format).
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
XGETTEXT = ["xgettext", "--from-code=UTF-8", "--language=C", "--no-location", "--sort-output",
            "--add-comments=TRANSLATORS", "--omit-header", "--keyword=pal_tr:2",
            "--keyword=pal_call_tr:2",
            "--keyword=pal_tr_n:2,3", "--keyword=PAL_N_"]
# Sentences of errors. What the operator's commands say themselves (src/cli) is English; what the commands on files say
# is not.
SENTENCES = ["--keyword=pal_errand_fail:3", "--keyword=pal_errand_fail_at:4", "--keyword=pal_err_say:4", "--keyword=bad:2", "--keyword=pal_app_fail:3", "--keyword=pal_app_lacks:4", "--keyword=pal_node_error:4",
             "--keyword=pal_node_warning:3", "--keyword=refuse:4"]


def template_texts():
    for path in sorted((ROOT / "ui").glob("*.mustache")):
        yield from re.findall(r"\{\{#_\}\}(.*?)\{\{/_\}\}", path.read_text("utf-8"), re.S)


def beyond_ascii():
    """Texts of templates that the catalog would hold without their signs beyond ASCII."""
    yield from (f"ui: a marked text is plain ASCII: {text}" for text in template_texts() if not text.isascii())


BARE_COLON = re.compile(r"(?:\}\}|</(?:a|code|span|strong)>): (?=\{\{|<|[A-Za-z])")


def bare_colons():
    """Colons between two texts, which French writes with a blank before: each is {{#_}}: {{/_}}."""
    for path in sorted((ROOT / "ui").glob("*.mustache")):
        text = re.sub(r"\{\{#_\}\}.*?\{\{/_\}\}", "{{_}}", path.read_text("utf-8"), flags=re.S)
        yield from (f"ui/{path.name}: a colon that is not marked: {text[max(0, at.start() - 30):at.end() + 30]!r}"
                    for at in BARE_COLON.finditer(text))


def type_names():
    """What a descriptor calls its type, as \"a list of steps\"."""
    for path in sorted((ROOT / "src/format").glob("*.c")):
        yield from re.findall(r'(?:\.name = |\bPAL_OBJECT\()("(?:[a-z]+ [^"\\]|efforts)(?:[^"\\]|\\.)*")',
                              path.read_text("utf-8"))


# Kinds that no form shows: an export, what is read alone. Their fields' names are not said to people; the sentence
# of a field is, by whatever kind, where its key is missing.
FORMLESS = {"listed_doc", "rows_doc", "export_doc"}
FORMLESS_FILES = {"answers_types.c", "assessment_read.c", "rights_read.c", "sending_types.c"}
FIELD = re.compile(r'PAL_FIELD\(\s*(\w+),\s*(\w+),\s*(?:true|false),\s*&\w+,\s*((?:"(?:[^"\\]|\\.)*"\s*)+)'
                   r'(.*?)\),\n', re.S)
MARKED = re.compile(r'PAL_N_\(((?:"(?:[^"\\]|\\.)*"\s*)+)\)')  # in fields of facts, which others than forms show, too
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def form_words():
    """What forms and errors say of documents: fields' names and sentences, the keys of maps, what a kind is."""
    for path in sorted((ROOT / "src/format").glob("*.c")):
        text = MARKED.sub(r"\1", path.read_text("utf-8"))
        fields = FIELD.findall(text)
        if len(fields) != text.count("PAL_FIELD("):
            sys.exit(f"{path.relative_to(ROOT)}: {text.count('PAL_FIELD(')} fields, of which {len(fields)} can be read here")
        for struct, key, doc, more in fields:
            yield "".join(STRING.findall(doc))
            if path.name in FORMLESS_FILES or struct in FORMLESS or key == "palier" or ".is_quiet" in more:
                continue
            if ".title" not in more:
                yield key.replace("_", " ")
        if path.name in FORMLESS_FILES:
            continue
        yield from re.findall(r'\.map_key = "([^"]+)"', text)
        for doc in re.findall(r'\.doc =\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', text):
            yield "".join(STRING.findall(doc))


# What HTTP refuses by itself is said by whoever serves (src/web/refusals.c): a literal behind PAL_N_.
BARE = re.compile(r'(?:\brefuse(?:_part)?\([^;"]*?|pal_refusal\)?[^;"]*?\{\s*\w+,\s*)(?<!PAL_N_\()("(?:[^"\\]|\\.)*")')
# Its readers of what was sent say it with a voice (pal_err_say).
READERS = ("exchange.c", "json_scan.c", "parts.c", "parts_json.c", "parts_multipart.c", "parts_pieces.c")
VOICELESS = re.compile(r'pal_err_set\([^;"]*("[^"]*[a-z]{2}[^"]*")')


def unmarked():
    """Sentences for whoever sent a request that no catalog could hold."""
    for path in sorted((ROOT / "src/http").glob("*.c")):
        text = path.read_text("utf-8")
        found = BARE.findall(text) + (VOICELESS.findall(text) if path.name in READERS else [])
        yield from (f"{path.relative_to(ROOT)}: not marked for translation: {sentence}" for sentence in found)


def extract(folder):
    """Writes all texts as one .pot file and gives its path."""
    pot = folder / "palier.pot"
    calls = folder / "templates.c"
    # No format strings here: a percent sign in a template is a percent sign.
    calls.write_text("".join("/* xgettext:no-c-format */ pal_tr(l, \"%s\");\n" %
                             text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
                             for text in template_texts()) +
                     "".join(f"/* xgettext:no-c-format */ pal_tr(l, {name});\n"
                             for name in type_names()) +
                     "".join(f"/* xgettext:no-c-format */ pal_tr(l, \"{text}\");\n"
                             for text in form_words()), "utf-8")
    sources = sorted(str(path) for path in (ROOT / "src").rglob("*.c"))
    of_server = [path for path in sources if "/src/cli/" not in path]
    of_shell = [path for path in sources if "/src/cli/" in path]
    subprocess.run(XGETTEXT + SENTENCES + ["--output", str(pot), str(calls)] + of_server,
                   check=True)
    subprocess.run(XGETTEXT + ["--keyword=pal_app_fail:3", "--join-existing", "--output", str(pot)] + of_shell, check=True)
    return pot


def messages(path, *options):
    """The msgids of a .po file as a set, after msgattrib's selection."""
    text = subprocess.run(["msgattrib", "--no-wrap", *options, str(path)], check=True,
                          capture_output=True).stdout.decode("utf-8")
    return set(re.findall(r'^msgid "(.+)"$', text, re.M))


def check(pot, po):
    wanted = messages(pot)
    translated = messages(po, "--translated", "--no-fuzzy", "--no-obsolete")
    problems = [f"not translated: {text}" for text in sorted(wanted - translated)]
    problems += [f"no longer used: {text}" for text in sorted(translated - wanted)]
    for problem in problems:
        print(f"{po.relative_to(ROOT)}: {problem}", file=sys.stderr)
    return not problems


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check"):
        print(__doc__, file=sys.stderr)
        return 64
    with tempfile.TemporaryDirectory() as name:
        pot = extract(pathlib.Path(name))
        problems = [*unmarked(), *beyond_ascii(), *bare_colons()] if sys.argv[1] == "check" else []
        good = not problems
        for problem in problems:
            print(problem, file=sys.stderr)
        for po in sorted((ROOT / "po").glob("*.po")):
            if sys.argv[1] == "update":
                subprocess.run(["msgmerge", "--quiet", "--update", "--backup=none",
                                "--no-fuzzy-matching", "--no-location", "--sort-output", str(po),
                                str(pot)], check=True)
            else:
                good = check(pot, po) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
