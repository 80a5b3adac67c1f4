#!/usr/bin/env python3
"""Bad input: a clear sentence with file and line, status 1, under a second, under 64 MiB.

usage: test_limits.py PALIER     PALIER is a release build: sanitizers cost time and memory
"""
import json
import os
import pathlib
import sys
import tempfile
import time

PALIER = os.path.abspath(sys.argv[1])
HEAD = ("palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
        "date: 2026-01-01\n").encode()
MODEL = (b"palier: model/1\nid: m\ntitle: T\nlevels: [{rank: 0, title: Z}]\n"
         b"rating: {scale: nplf, rule: staged}\nladder: [{id: s, level: 0, title: S}]\nareas:\n")
M = 1 << 20

# name: (content, a part of the sentence, the line it names or None)
CASES = {} if "--run" in sys.argv else {
    "unknown key": (HEAD + b"ratings: {}\nnots: {}\n", 'did you mean "notes"?', 9),
    "wrong type": (HEAD + b"ratings: 7\n", "expected a map from area to ratings", 8),
    "unknown step": (HEAD + b'ratings: {PA01: "9.9"}\n', "has no step", 8),
    "duplicate key": (HEAD + b"ratings: {PA01: all, PA01: all}\n", "stands twice", 8),
    "anchor": (HEAD + b"ratings: {PA01: &x all, PA02: *x}\n", "anchors", 8),
    "bomb": (b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((c + 1, c + 1) + (c,) * 9)
        for c in range(ord("a"), ord("i"))), "anchors", 1),
    "invalid UTF-8": (HEAD + b"ratings: {PA01: \xc3\x28}\n", "not valid UTF-8", 8),
    "UTF-16": ("palier: model/1\n".encode("utf-16"), "not valid UTF-8", 1),
    "NUL": (HEAD + b"ratings: {}\nnotes: {PA01: \0}\n", "NUL byte", 9),
    "100 MB of [": (b"[" * 100000000, "larger than 8 MiB", None),
    "8 MB of [": (b"[" * (8 * M), "nested deeper", 1),
    "8 MB of {": (b"{" * (8 * M), "key must be a text", 1),
    "8 MB of - ": (b"- " * (4 * M), "nested deeper", 1),
    "8 MB of [1,": (b"[1," * (2 * M), "nested deeper", 1),
    "8 MB of ?": (b"? " * (4 * M), "key must be a text", 1),
    "7 MB line": (HEAD + b"notes: {PA01: " + b"x" * (7 * M) + b"}\nratings: {}\n",
                  "at most 65536 are read", 8),
    "7 MB quoted line": (HEAD + b'notes: {PA01: "' + b"x" * (7 * M) + b'"}\nratings: {}\n',
                         "at most 65536 are read", 8),
    "7 MB key": (HEAD + b"x" * (7 * M) + b": 1\n", "", None),
    "7 MB open quote": (HEAD + b'"' + b"x " * (3 * M), "", None),
    "7 MB of list on a line": (HEAD + b"ratings: [" + b"1," * (3 * M) + b"]\n", "more than 640000",
                               8),
    "7 MB of list": (HEAD + b"ratings:\n" + b"- 1\n" * (7 * M // 4), "more than 640000", None),
    "7 MB of keys": (HEAD + b"".join(b"k%d: 1\n" % i for i in range(620000)), "unknown key", 8),
    "7 MB of areas": (HEAD + b"ratings:\n" + b"".join(b"  P%d: F\n" % i for i in range(600000)),
                      "no area", 9),
    "7 MB of the same key": (HEAD + b"k: 1\n" * (7 * M // 5), "", None),
    "many keys of a model": (b"palier: model/1\n" + b"".join(b"%x: x\n" % i for i in range(630000)),
                            "unknown key", 2),
    "a control character": (HEAD + b"ratings: {}\nx\x1by: 1\n", "control characters", 9),
    "7 MB of comments": (HEAD + b"# comment\n" * (7 * M // 10), '"ratings" is missing', 1),
    "7 MB of blank lines": (b"\n" * (7 * M), "the file is empty", None),
    "7 MB of spaces": (b" " * (7 * M), "the file is empty", None),
    "7 MB of tabs": (b"\t" * (7 * M), "", None),
    "7 MB of anchors": (b"&a " * (2 * M), "", None),
    "7 MB of tags": (b"!a " * (2 * M), "", None),
    "7 MB of :": (b":" * (7 * M), "", None),
    "7 MB of escapes": (b'a: "' + b"\\u00e9" * M + b'"\n', "at most 65536 are read", 1),
    "5000 areas": (MODEL + b"".join(b"- {id: a%d, title: T, category: c, actor: expert}\n" % i
                                    for i in range(5000)), "at most 4096", 7),
    "4096 equal areas": (MODEL + b"- {id: a, title: T, category: c, actor: expert}\n" * 4096,
                         "stands twice", None),
    "65 steps": (b"palier: model/1\nid: m\nladder:\n" + b"".join(
        b"- {id: s%d, level: 1, title: T}\n" % i for i in range(65)), "at most 64", 3),
    "deep anchors in flow": (b"{a: [" * 10 + b"&x 1", "anchors", 1),
    "binary": (bytes(range(256)) * 100, "NUL byte", 1),
    "empty": (b"", "the file is empty", 1),
    "a directory of names": (b"palier: assessment/1\nmodel: ../../etc/passwd\n", "is no id", 2),
}

passed = failed = 0


def run(path):
    """Runs `palier check`: status, standard error, seconds of processor, peak memory in MiB."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(write, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.close(read)
        os.execv(PALIER, [PALIER, "check", path])
    os.close(write)
    data = b""
    while chunk := os.read(read, 65536):
        data += chunk
    os.close(read)
    _, status, usage = os.wait4(pid, 0)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    return code, data.decode(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write(folder):
    """Writes every case as a file, with what is expected of it."""
    expected = []
    for i, (name, (content, sentence, line)) in enumerate(CASES.items()):
        path = pathlib.Path(folder) / f"bad-{i:02}.yaml"
        path.write_bytes(content)
        expected.append((name, str(path), sentence, line))
    (pathlib.Path(folder) / "expected.json").write_text(json.dumps(expected))


def check_all(folder):
    global passed, failed
    worst_seconds = worst_memory = 0.0
    expected = json.loads((pathlib.Path(folder) / "expected.json").read_text())
    for name, path, sentence, line in expected:
        code, text, seconds, memory = run(path)
        where = f"{path}:{line}:" if line else path
        good = (code == 1 and sentence in text and where in text and seconds < 1.0 and
                memory < 64 and len(text) < 32768)
        passed += good
        failed += not good
        worst_seconds = max(worst_seconds, seconds)
        worst_memory = max(worst_memory, memory)
        if not good:
            print(f"FAILED {name}: status {code}, {seconds:.2f} s, {memory:.0f} MiB: {text[:400]}")
    print(f"worst of {len(expected)}: {worst_seconds:.2f} s, {worst_memory:.0f} MiB")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    if "--run" in sys.argv:
        return check_all(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        write(folder)
        # A process of its own: the peak of a child counts what its parent held when it started.
        return os.spawnv(os.P_WAIT, sys.executable,
                         [sys.executable, __file__, PALIER, "--run", folder])


if __name__ == "__main__":
    sys.exit(main())
