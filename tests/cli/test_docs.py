#!/usr/bin/env python3
"""The examples of the documentation, run.

In README.md and docs/*.md a block

    ```console
    $ palier score … --profile level-3
    what it prints
    …
    [exit status 2]
    ```

is run as a shell line in a copy of the examples (and of the demonstration), in order through a file. What is printed
(standard error behind standard output) must be what stands there; a line of "…" stands for any
lines, and "…" within a line for any text; the exit status is 0 where none is named.

usage: test_docs.py PALIER
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = pathlib.Path(os.path.abspath(sys.argv[1]))


def examples(text):
    """(command, expected lines) for each command of each console block."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.S | re.M):
        command, lines = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, lines
                command, lines = line[2:], []
            else:
                lines.append(line)
        if command:
            yield command, lines


def is_line(expected, printed):
    """One line, where "…" stands for any text (or for itself)."""
    return re.fullmatch(re.escape(expected).replace("…", ".*"), printed) is not None


def matches(expected, printed):
    """Lines against lines, where "…" stands for any number of them."""
    if not expected:
        return not printed
    if expected[0] == "…":
        return any(matches(expected[1:], printed[i:]) for i in range(len(printed) + 1))
    return (bool(printed) and is_line(expected[0], printed[0])
            and matches(expected[1:], printed[1:]))


def run(command, folder):
    environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "LC_ALL": "C", "HOME": folder}
    environment.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, timeout=60,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    text = (result.stdout + result.stderr).decode("utf-8")
    lines = [line.rstrip() for line in text.splitlines()]
    if result.returncode != 0:
        lines.append(f"[exit status {result.returncode}]")
    return lines


def main():
    passed = failed = 0
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "examples", pathlib.Path(folder) / "examples")
            shutil.copytree(ROOT / "data/demonstration", pathlib.Path(folder) / "data/demonstration")
            (pathlib.Path(folder) / "bin").mkdir()
            (pathlib.Path(folder) / "bin" / "palier").symlink_to(PALIER)
            for command, expected in examples(path.read_text("utf-8")):
                printed = run(command, folder)
                if matches([line.rstrip() for line in expected], printed):
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {path.relative_to(ROOT)}: {command}\nprinted:")
                    print("\n".join(printed))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
