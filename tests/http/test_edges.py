#!/usr/bin/env python3
"""What stands at the edges of the server: its log, its measures, its errors, what is sent to it in a
kind that it does not take, a database that is busy, letters that turn the direction of reading.

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.

usage: tests/http/test_edges.py PALIER [PALIER_RELEASE]     with the second: also what JSON takes of memory
"""
import concurrent.futures
import contextlib
import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time

from house import Client, Count, Database, Server, assessment, init, scratch

count = Count()
check = count.check
SECRET = "Zq" * 21 + "k"
RLO, MARK = "\u202e", "[U+202E]"
PROJECT = {"id": "a", "title": "North", "state": "needs", "profile": "level-3"}


class House:
    def __init__(self, binary, folder, words=(), postgresql=None, **environment):
        self.folder = folder
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, words)
        os.environ.update(environment)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        assert self.admin.post("/projects/new", PROJECT).status == 303

    def raw(self, text):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as sock:
            sock.sendall(text)
            data = b""
            while piece := sock.recv(65536):
                data += piece
                if b"\r\n\r\n" in data:
                    break
        return data

    def log(self):
        time.sleep(0.4)
        return self.server.log.read_bytes().decode("utf-8", "surrogateescape")

    def end(self):
        check("the server ends well", self.server.stop() == 0)


def get(path, extra=b""):
    return b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + extra + b"\r\n"


def test_log(binary, words, is_json):
    paths = [b"/a%22,%22status%22:200,%22x%22:%22", b'/a","status":200,"x":"', b"/a\\", b"/a\\u0022",
             b"/a%0a2026-01-01T00:00:00Z%20forged", b"/%e2%80%ae%1b[31m", "/é\u202ex\u2028y".encode(),
             b"/" + b"b" * 9000, b"/" + b"%22" * 3000]
    secret = SECRET.encode()
    links = [b"/link/" + secret, b"/%6cink/" + secret, b"/%6C%69nk/" + secret, b"/api/v1/link/" + secret,
             b"/link/%5a%71" + secret[2:], b"/api/v1/%6cin%6b/" + secret, b"//link/" + secret,
             b"/LINK/" + secret, b"/link/x/" + secret, b"/link/" + secret + b"/", b"/link//" + secret,
             b"/./link/" + secret, b"/%zz/link/" + secret, b"/l/" + secret, b"/link/" + secret + b"?" + secret,
             b"/" + secret, b"/people/x" + secret + b"/export", b"/link\\SECRET", b"/x\\y\\SECRET", b"/link%5cSECRET"]
    with scratch() as folder:
        house = House(binary, folder, words)
        for path in paths + links:
            house.raw(get(path, b"Referer: http://localhost/link/" + secret + b"\r\n"))
            house.raw(get(path).replace(b"GET", b"POST"))
        text = house.log()
        house.end()
    check(f"{words}: nor behind a backslash", "SECRET" not in text)
    check(f"{words}: no secret of a link", SECRET not in text and SECRET[2:] not in text,
          [line for line in text.split("\n") if SECRET[2:] in line])
    check(f"{words}: plain letters alone", re.fullmatch(r"[\n -~]*", text),
          re.findall(r"[^\n -~].{40}", text)[:3])
    lines = text.strip().split("\n")
    check(f"{words}: a line for each request", len(lines) >= 2 * (len(paths) + len(links)), len(lines))
    for line in lines:
        if is_json:
            try:
                row = json.loads(line)
                is_good = set(row) == {"at", "id", "from", "method", "path", "status", "bytes",
                                       "microseconds"} and "x" not in row
            except ValueError:
                is_good = False
        else:
            is_good = re.fullmatch(r"\S+Z [0-9a-f]{16} [0-9.]+ (GET|POST) \S+ \d{3} \d+ \d+", line)
        check(f"{words}: a line as it must be", is_good and "forged" != line.split()[-1], line)


def test_metrics(binary):
    token = "0123456789abcdef-metrics"
    with scratch() as folder:
        house = House(binary, folder, PALIER_METRICS_TOKEN=token)
        del os.environ["PALIER_METRICS_TOKEN"]
        client = Client(house.server.port)
        check("measures from this machine", "palier_requests_total" in client.get("/metrics").text)
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"):
            answer = client.ask("GET", "/metrics", headers={header: "127.0.0.1"})
            check(f"measures through a proxy ({header})", answer.status == 403 and
                  "palier_" not in answer.text, answer.text)
            answer = client.ask("GET", "/metrics", headers={
                header: "127.0.0.1", "Authorization": "Bearer " + token})
            check(f"with the token ({header})", "palier_requests_total" in answer.text, answer.text)
        for wrong in ("", token[:-1], token + "x", token.upper()):
            answer = client.ask("GET", "/metrics", headers={"Authorization": "Bearer " + wrong})
            check("with a wrong token", answer.status == 403, answer.status)
        house.end()
    with scratch() as folder:
        house = House(binary, folder, ("--behind-proxy", "127.0.0.1"))
        answer = Client(house.server.port).get("/metrics")
        check("what the named proxy sends is no request of this machine", answer.status == 403,
              answer.status)
        house.end()
        house.server.database = Database(folder)
        done = subprocess.run([binary, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              env=dict(house.server.environment(), PALIER_METRICS_TOKEN="short"),
                              stderr=subprocess.PIPE, timeout=60, check=False)
        check("a token that is too short", done.returncode == 64 and b"PALIER_METRICS_TOKEN" in
              done.stderr, done)


def test_before_body(house):
    """The answer to who may not send comes when the head was read; who may is told to go on."""
    house.server.command("user", "add", "aud@example.org", "Aud", "auditor")
    link = house.server.command("user", "link", "aud@example.org").stdout.decode()
    auditor = Client(house.server.port).use_link(re.search(r"/link/\S+", link)[0])
    token = house.admin.make_token().encode()
    reading = house.admin.make_token("read").encode()

    def cookie(person):
        return b"Cookie: palier=" + person.cookies["palier"].encode() + b"\r\n"
    for name, path, headers, status in (
            ("a stranger", b"/projects/a/documents/upload", b"", 303),
            ("a stranger, API", b"/api/v1/projects/a/documents/upload", b"", 403),
            ("a session that is none", b"/library", b"Cookie: palier=" + b"a" * 43 + b"\r\n", 303),
            ("a token that is none", b"/api/v1/library", b"Authorization: Bearer x\r\n", 403),
            ("a token that reads", b"/api/v1/library", b"Authorization: Bearer " + reading + b"\r\n", 403),
            ("who has no right", b"/projects/a/documents/upload", cookie(auditor), 403),
            ("who has no right in the library", b"/library", cookie(auditor), 403),
            ("who has it", b"/projects/a/documents/upload", cookie(house.admin), 100),
            ("a token that writes", b"/api/v1/library", b"Authorization: Bearer " + token + b"\r\n", 100),
            ("anybody who signs in", b"/sign-in", b"", 413),
            ("an address that is read alone", b"/projects", b"", 405), ("an address that is none", b"/nothing", b"", 404)):
        for length in (b"Content-Length: 9000000\r\n", b"Transfer-Encoding: chunked\r\n"):
            wanted = 100 if (path, length[:1]) == (b"/sign-in", b"T") else status
            seen = house.raw(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: multipart/form-data; boundary=B\r\n"
                             b"Expect: 100-continue\r\n" + length + headers + b"\r\n")
            check(f"{name}: {wanted} before the body", seen.startswith(b"HTTP/1.1 %d" % wanted) and
                  (wanted == 100 or b"Connection: close" in seen), seen[:300])


def test_lately(house):
    """Whoever was let in a moment ago sends a short body without a first look; it is no right: what was taken from them
    since holds, and a long body is looked at first."""
    path, say = "/api/v1/projects/a/facts/comment/say", {"text": "A word.", "act": ""}
    token = house.admin.make_token(title="lately")
    program = Client(house.server.port, token=token)

    def said():
        return int(house.database.sql("SELECT COUNT(*) FROM facts WHERE kind = 'comment'")[0][0])

    def send(length, headers=b""):
        return house.raw(b"POST " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         b"Expect: 100-continue\r\nContent-Length: %d\r\nAuthorization: Bearer %s\r\n%s\r\n" % (length, token.encode(), headers))
    before = said()
    first = program.api("POST", path[7:], {**say, "act": secrets.token_hex(16)})
    check("somebody is let in", first.status == 200 and said() == before + 1, first.text[:300])
    check("a short body may come", send(100).startswith(b"HTTP/1.1 100"))
    rows = house.admin.api("GET", "/me").json["tokens"]
    identity = [row["id"] for row in rows if row["title"] == "lately"][0]
    check("the token is revoked", house.admin.post("/me/tokens/revoke", {"id": identity}).status == 303)
    late = program.api("POST", path[7:], {**say, "act": secrets.token_hex(16)})
    check("what comes with it then is refused", late.status == 403 and said() == before + 1, late.text[:300])
    check("a body beyond 16 kB before it comes", send(16385).startswith(b"HTTP/1.1 403"))


def test_host(house):
    for version in (b"1.0", b"1.1"):
        for path in (b"/healthz", b"/people", b"/sign-in"):
            seen = house.raw(b"GET " + path + b" HTTP/" + version + b"\r\nConnection: close\r\n\r\n")
            check(f"no Host, HTTP/{version} {path}", b" 400 " in seen[:14] and b"null" not in seen, seen)
    answer = house.admin.post("/people/invite", {"name": "B", "email": "b@example.org", "language": "en"})
    check("a link is made of a host", f"http://127.0.0.1:{house.server.port}/link/" in answer.text and
          "(null)" not in answer.text, answer.text[:300])


def multipart(rows):
    parts = []
    for name, value, file_name in rows:
        file_name = f'; filename="{file_name}"' if file_name is not None else ""
        parts += [b"--B\r\n", f'Content-Disposition: form-data; name="{name}"{file_name}'.encode(),
                  b"\r\n\r\n", value, b"\r\n"]
    return b"".join(parts) + b"--B--\r\n"


def send(client, path, rows):
    rows = [*rows, ("csrf", client.csrf().encode(), None)]
    return client.ask("POST", path, multipart(rows), {
        "Content-Type": "multipart/form-data; boundary=B"})


def test_kinds(house):
    admin = house.admin
    assert admin.post("/projects/a/assessments/new/bring", {"text": assessment("one")}).status == 303
    before = house.database.sql("SELECT count(*) FROM versions")
    for path, rows in (
            ("/projects/new", [("id", b"b", None), ("title", b"T\0T", "t.txt")]),
            ("/projects/a/candidates/add", [("note", b"add", "x")]),
            ("/assessments/one/text", [("version", b"1", None), ("text", b"palier: assessment/1", "t")]),
            ("/assessments/one/text", [("version", b"1", "v"), ("text", b"x", None)]),
            ("/projects/a/needs", [("any", b"3", "f")]),
            ("/sign-in", [("email", b"a@example.org", "f"), ("password", b"x", None)]),
            ("/projects/a/documents/upload", [("title", b"T", None), ("kind", b"other", None), ("file", b"a text", None)])):
        answer = send(admin, path, rows)
        check(f"{path}: a file for a text, or a text for a file", answer.status == 422 and
              ("file was sent" in answer.text or "text was sent" in answer.text), answer.text[:900])
    check("nothing was written", house.database.sql("SELECT count(*) FROM versions") == before)
    answer = send(admin, "/projects/a/documents/upload", [
        ("title", b"T", None), ("kind", b"report", None),
        ("file", b"bytes", "plan.txt")])
    check("a file for a file", answer.status == 303, answer.text[:600])


def test_json(house):
    admin = house.admin
    token = admin.make_token()
    program = Client(house.server.port, token=token)

    def post(path, body):
        return program.ask("POST", "/api/v1" + path, body, {"Content-Type": "application/json"})

    many = b'{"title":[' + b",".join([b"{}"] * 400000) + b"]}"
    for path, body, status in (
            ("/projects/new", many[:900000] + b"]}", 422), ("/projects/a/documents/upload", many, 413),
            ("/projects/a/candidates/add", b'{"note":"' + b"x" * 70000 + b'"}', 413),
            ("/assessments/one/text", many, 422), ("/library", b"[" * 500000, 422),
            ("/library", b'{"text":' + b"[1," * 300000, 422),
            ("/library", b'{"text":[' + b"1," * 3000000 + b"1]}", 413),
            ("/library", b'{"note":"' + b"x" * 70000 + b'","text":"x"}', 413),
            ("/library", b'{"' + b"x" * 70000 + b'":"","text":"x"}', 422)):
        answer = post(path, body)
        check(f"{path} {body[:20]}: {status}", answer.status == status, (answer.status, answer.text))
    long = json.dumps({"text": assessment("one", extra="\n# " + "é" * 3000000 + "\n"), "version": 1}, ensure_ascii=False)
    answer = post("/assessments/one/text", long.encode())
    check("a long document passes", answer.status in (200, 201, 303, 409), answer.text[:300])
    for kind, body in (("form", b"note=" + b"x" * 70000 + b"&text=y"), ("parts", None)):
        answer = (send(admin, "/library", [("note", b"x" * 70000, None), ("text", b"y", None)])
                  if body is None else
                  admin.post("/library", [("note", "x" * 70000), ("text", "y")]))
        check(f"fields beside a document, {kind}", answer.status == 413, answer.status)


def peak(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) * 1000


def test_json_memory(binary):
    """One body takes a small multiple of what was sent."""
    with scratch() as folder:
        house = House(binary, folder)
        token = house.admin.make_token()
        program = Client(house.server.port, token=token)
        before, most = peak(house.server), 0
        for body in (b'{"title":[' + b",".join([b"{}"] * 2900000) + b"]}",
                     b'{"text":[' + b",".join([b"1"] * 4000000) + b"]}",
                     b'{"text":"' + b"\\n" * 4300000 + b'"}', b"{" + b'"a":1,' * 1400000 + b'"b":1}',
                     b'{"text":"' + "é".encode() * 4300000 + b'"}'):
            assert len(body) < 9 << 20
            program.ask("POST", "/api/v1/library", body, {"Content-Type": "application/json"})
            most = max(most, (peak(house.server) - before) / len(body))
        for kind, body in (("application/x-www-form-urlencoded", b"a=1&" * 2300000),
                           ("application/x-www-form-urlencoded", b"text=" + b"%41" * 3000000),
                           ("multipart/form-data; boundary=B", multipart([("a", b"", None)] * 180000)),
                           ("multipart/form-data; boundary=B",
                            multipart([("text", b"x" * 9000000, None)]))):
            assert len(body) < 10 << 20
            house.admin.ask("POST", "/library", body, {"Content-Type": kind})
            most = max(most, (peak(house.server) - before) / len(body))
        print(f"a body takes {most:.1f} times its size at most")
        check("a body takes at most 8 times its size", most < 8, most)
        house.end()


@contextlib.contextmanager
def locked(database):
    """Somebody else changes the same data and does not come to an end."""
    if database.postgresql:
        words = ["psql", "-X", "-q", "-d", database.url]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            other.stdin.write(b"BEGIN; LOCK TABLE documents, attempts IN EXCLUSIVE MODE;\n\\echo on\n")
            other.stdin.flush()
            assert other.stdout.readline() == b"on\n"
            try:
                yield
            finally:
                other.stdin.close()
        return
    lock = sqlite3.connect(database.url, timeout=20, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        lock.execute("ROLLBACK")
        lock.close()


def test_busy(house):
    """Another program holds the lock of the database for longer than the server waits."""
    other = Client(house.server.port)
    token = house.admin.make_token()
    program = Client(house.server.port, token=token)
    house.admin.csrf()
    asks = {
        "a sign-in": lambda: other.post("/sign-in", {"email": "a@example.org", "password": "no"},
                                        csrf=False),
        "a page that saves": lambda: house.admin.post("/projects/new", dict(PROJECT, id="c")),
        "the API": lambda: program.api("POST", "/projects/new", dict(PROJECT, id="d")),
    }
    with locked(house.database), concurrent.futures.ThreadPoolExecutor() as pool:
        found = {name: pool.submit(ask) for name, ask in asks.items()}
        found = {name: answer.result() for name, answer in found.items()}
    for name, answer in found.items():
        check(f"{name} on a busy database", answer.status == 503 and
              int(answer.headers.get("Retry-After") or 0) > 0, (answer.status, answer.text[-600:]))
        check(f"{name}: the sentence", "busy" in answer.text and "attempts" not in answer.text and
              "palier.db" not in answer.text and "postgres" not in answer.text and "SQL" not in answer.text and
              "locked" not in answer.text, answer.text[-600:])
    check("what was typed is shown", "North" in found["a page that saves"].text)
    check("the log says why, and where", re.search(r"failure: .*(palier\.db: database is locked|"
                                                   r"postgresql:.*lock timeout)", house.log()),
          house.log()[-600:])
    for name in ("a page that saves", "the API"):
        check(f"{name}, once more", asks[name]().status in (200, 201, 303))


def test_errors(house):
    """A broken database: no page says where it is or what was asked of it."""
    house.database.sql("ALTER TABLE sessions RENAME TO sessions_gone")
    try:
        pages = [house.admin.get("/projects"), house.admin.api("GET", "/projects"),
                 house.admin.get("/projects", Accept_Language="fr")]
    finally:
        house.database.sql("ALTER TABLE sessions_gone RENAME TO sessions")
    for answer in pages:
        check("an error inside", answer.status == 500, answer.status)
        check("says nothing of files and SQL", not re.search(r"palier\.db|/tmp|no such table|SELECT|"
                                                             r"sessions|postgres|relation", answer.text), answer.text)
    check("the log does", re.search("failure: .*(no such table|does not exist)", house.log()))
    check("and it goes on", house.admin.get("/projects").status == 200)


def test_direction(house):
    admin = house.admin
    title = f"Plan {RLO}fdp.exe \u2066x\u2069 \u200f\u061c"
    answer = admin.post("/projects/new", dict(PROJECT, id="turned", title=title))
    check("such a title is kept", answer.status == 303, answer.text[:500])
    page = admin.get("/projects/turned").text
    check("and shown with marks", "Plan [U+202E]fdp.exe [U+2066]x[U+2069] [U+200F][U+061C]" in page and
          RLO not in page, page[:600])
    check("in the list, too", MARK in admin.get("/projects").text and
          RLO not in admin.get("/projects").text)
    page = admin.get("/projects/turned/edit").text
    found = re.search(r'name="title"[^>]*value="([^"]*)"', page)
    check("a field keeps it", found and found[1] == title, found and found[1])
    check("data keep it", title in json.dumps(admin.api("GET", "/projects/turned").json,
                                              ensure_ascii=False))
    name = f"a{RLO}fdp.exe"
    answer = send(admin, "/projects/turned/documents/upload", [
        ("title", title.encode(), None), ("kind", b"report", None),
        ("file", b"bytes", name)])
    check("a file of such a name", answer.status == 303, answer.text[:600])
    page = admin.get("/projects/turned/documents").text
    check("its name and title are shown with marks", page.count(MARK) >= 2 and RLO not in page)
    link = re.search(r'href="(/projects/turned/documents/[^"]+)"', page)
    answer = admin.get(link[1])
    shown = answer.headers.get("Content-Disposition")
    check("and so it is downloaded", "[U+202E]" in shown and "%E2%80%AE" not in shown and
          answer.body == b"bytes", shown)
    house.server.command("user", "add", "rlo@example.org", f"N{RLO}x", "auditor")
    out = house.server.command("user", "list").stdout.decode()
    check("the command line shows marks", f"N{MARK}x" in out and RLO not in out, out)


def main():
    for words, is_json in (((), False), (("--log", "json"), True)):
        test_log(sys.argv[1], words, is_json)
    test_metrics(sys.argv[1])
    backends = [None] + [url for url in [os.environ.get("PALIER_TEST_POSTGRESQL")] if url]
    for postgresql in backends:
        with scratch() as folder:
            house = House(sys.argv[1], folder, postgresql=postgresql)
            for test in (test_before_body, test_lately, test_host, test_kinds, test_json, test_busy, test_errors, test_direction):
                test(house)
            house.end()
            house.database.remove()
    if len(sys.argv) > 2:
        test_json_memory(sys.argv[2])
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
