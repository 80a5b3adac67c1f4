#!/usr/bin/env python3
"""Tests of files that come and go in pieces: by a form and by a program, on projects and assessments; who reads them,
what is refused and how, what is kept once, withdrawn, erased and swept, and what the server's memory is meanwhile.

usage: tests/http/test_sent_files.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import hashlib
import http.client
import json
import pathlib
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

from house import Client, Count, Database, Server, TwoProjects, run_tests, together

count = Count()
check = count.check
MB = 1 << 20
PIECE = 256 * 1024


def noise(size, seed="a"):
    """Bytes that look like chance, and are the same each time."""
    block = b"".join(hashlib.sha256(f"{seed}{i}".encode()).digest() for i in range(4096))
    return (block * (size // len(block) + 1))[:size]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def form(fields, name, data, kind="application/pdf", boundary="----------------------palier"):
    """A body as a browser sends it, and its type."""
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
             for key, value in fields.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                 f"Content-Type: {kind}\r\n\r\n".encode() + data + f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


class House(TwoProjects):
    """Projects "north" and "south"; an expert, a project manager and an approving authority of north, an auditor, one of south."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, ["--log", "none"], {
            "expert": ["expert:north"], "other": ["expert:north"], "manager": ["project_manager:north"],
            "authority": ["approving_authority:north"], "auditor": ["auditor"], "south": ["expert:south"]})

    def send(self, data, name="evidence.pdf", who="expert", place="/projects/north", **query):
        """By a program, as the body."""
        words = urllib.parse.urlencode({"name": name, **query})
        return self.people[who][1].ask("POST", f"/api/v1{place}/files/send?{words}", data,
                                       {"Content-Type": "application/octet-stream"})

    def post(self, data, name="evidence.pdf", who="expert", place="/projects/north", csrf=True, **fields):
        """By a browser, as a form; the token stands before the file."""
        browser = self.people[who][0]
        token = {"csrf": browser.csrf()} if csrf else {}
        body, kind = form({**token, "act": secrets.token_hex(16), "title": "", "lane": "", **fields}, name, data)
        return browser.ask("POST", f"{place}/files/send", body, kind)

    def list(self, who="expert", place="/projects/north", query=""):
        answer = self.people[who][1].api("GET", f"{place}/files{query}")
        return answer.json["facts"] if answer.status == 200 else answer.status

    def change(self, fact, who="expert", place="/projects/north", **fields):
        return self.people[who][1].api("POST", f"{place}/files/say", {
            "act": secrets.token_hex(16), "part": fact["part"], "lane": fact["lane"], "turn": str(fact["turn"]),
            **{key: str(value) for key, value in fact["body"].items()}, **fields})

    def read(self, fact, who="expert", place="/projects/north", **headers):
        lane = f"?lane={fact['lane']}" if fact["lane"] else ""
        return self.people[who][1].ask("GET", f"/api/v1{place}/files/{fact['part']}{lane}", headers=headers)

    def rows(self):
        """Contents that are whole, those that arrive, pieces, uses."""
        return [int(self.database.sql(text)[0][0]) for text in (
            "SELECT count(*) FROM contents WHERE is_whole = 1", "SELECT count(*) FROM contents WHERE is_whole = 0",
            "SELECT count(*) FROM pieces", "SELECT count(*) FROM uses")]

    def holds(self):
        done = self.server.command("audit", "verify", check=False)
        return done.returncode == 0, done.stdout.decode() + done.stderr.decode()

    def memory(self):
        text = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return {key: int(value) for key, value in re.findall(r"(VmRSS|VmHWM):\s+(\d+)", text)}

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.server.process.pid}/clear_refs").write_text("5")


def test_program(house):
    """A program sends and reads; the list tells of it; each size around a piece."""
    for size in (1, 100, PIECE, PIECE + 1, 3 * PIECE + 5):
        data = noise(size, str(size))
        sent = house.send(data, f"{size} é.bin", title=f"File of {size}")
        if not check(f"{size} bytes are sent", sent.status == 200, sent.text[:500]):
            continue
        fact = sent.json["facts"][0]
        check("the answer says what was kept", fact["body"] == {
            "name": f"{size} é.bin", "title": f"File of {size}", "type": "application/octet-stream", "size": size,
            "sha256": sha(data)} and fact["state"] == "there" and fact["by"].startswith("person:"), fact)
        got = house.read(fact)
        check("the same bytes are read", got.status == 200 and got.body == data, (got.status, len(got.body)))
        check("with their length", got.headers["Content-Length"] == str(size), dict(got.headers))
        check("never shown", got.headers["Content-Type"] == "application/octet-stream" and
              got.headers["Content-Disposition"].startswith("attachment") and
              got.headers["X-Content-Type-Options"] == "nosniff" and
              "sandbox" in got.headers.get_all("Content-Security-Policy"), dict(got.headers))
        check("under its name", f"{size}%20%C3%A9.bin" in got.headers["Content-Disposition"], got.headers["Content-Disposition"])
        check("with its hash", got.headers["ETag"] == f'"{sha(data)}"', got.headers["ETag"])
        check("who has it is told so", house.read(fact, **{"If-None-Match": f'"{sha(data)}"'}).status == 304)
    listed = house.list()
    check("all are listed, the last one first", [row["body"]["size"] for row in listed][:2] == [3 * PIECE + 5, PIECE + 1], listed[:2])
    named = house.send(b"x", "one.txt", sha256=sha(b"y"))
    check("a hash that is another", named.status == 422 and sha(b"x") in named.json["detail"], named.text[:300])
    check("a hash that is right", house.send(b"x", "one.txt", sha256=sha(b"x")).status == 200)
    on = house.send(b"on an assessment", place="/assessments/north-one")
    check("on an assessment", on.status == 200 and house.read(on.json["facts"][0], place="/assessments/north-one").body ==
          b"on an assessment", on.text[:300])
    head = house.people["expert"][1].ask("HEAD", f"/api/v1/projects/north/files/{listed[0]['part']}")
    check("its head alone", head.status == 200 and head.headers["Content-Length"] == str(3 * PIECE + 5) and head.body == b"")
    entry = house.program.api("GET", "/audit?verb=download").json["entries"]
    check("readings are recorded", len(entry) >= 6, entry[:1])
    check("the chain holds", *house.holds())
    check("nothing is left arriving", house.rows()[1] == 0, house.rows())


def test_browser(house):
    """A form without script: sent, listed, its title changed, withdrawn, its history."""
    data = noise(2 * PIECE + 77, "browser")
    answer = house.post(data, "Contrat «signé».pdf", title="The contract")
    check("sent by a form", answer.status == 303 and "/projects/north/files?saved=" in answer.location, (answer.status, answer.text[:800]))
    browser = house.people["expert"][0]
    page = browser.get("/projects/north/files").text
    check("the page has it", "Contrat «signé».pdf" in page and "The contract" in page and sha(data) in page and "524" in page)
    check("and a form for another", 'enctype="multipart/form-data"' in page and "64 MB" in page, page[-3000:])
    fact = house.list()[0]
    check("its type is kept", fact["body"]["type"] == "application/pdf", fact)
    got = browser.get(f"/projects/north/files/{fact['part']}")
    check("read by the browser", got.body == data and got.headers["Content-Type"] == "application/octet-stream")
    check("the tab is there", 'href="/projects/north/files"' in browser.get("/projects/north").text and
          'href="/assessments/north-one/files"' in browser.get("/assessments/north-one").text)
    check("in French", "Envoyer un fichier" in browser.get("/projects/north/files?lang=fr").text)
    browser.get("/projects/north/files?lang=en")
    check("on the page of an assessment", "Send a file" in browser.get("/assessments/north-one/files").text)
    check("no second file by the first page", house.post(data, "x", csrf=False).status == 403)
    for name in ("none.pdf", ""):
        empty = house.post(b"", name)
        check(f"an empty file {name!r}", empty.status == 422 and "choose a file that is not empty" in empty.text, (empty.status, empty.text[:200]))
    titled = house.change(fact, title="The signed contract")
    check("its title is changed", titled.status == 200 and house.list()[0]["body"]["title"] == "The signed contract", titled.text[:300])
    fact = house.list()[0]
    other = house.change(fact, name="other.pdf")
    check("not what it is", other.status == 422 and "another file" in other.json["detail"], other.text[:300])
    check("nobody else's", house.change(fact, "authority", title="x").status == 403)
    gone = house.change(fact, "manager", state="withdrawn")
    check("the project manager takes it out of sight", gone.status == 200, gone.text[:300])
    check("it is not read any more", house.read(fact).status == 404)
    fact = house.list()[0]
    check("the list says so", fact["state"] == "withdrawn" and fact["turn"] == 3, fact)
    check("its history stays", [row["turn"] for row in house.list(query=f"?part={fact['part']}&lane=")] == [3, 2, 1])
    back = house.change(fact, "manager", state="there")
    check("and brought back", back.status == 200 and house.read(fact).body == data, back.text[:300])
    undone = house.people["manager"][1].api("POST", "/projects/north/files/undo", {
        "number": str(back.json["act"]), "act": secrets.token_hex(16)})
    check("undone", undone.status == 200 and house.read(fact).status == 404, undone.text[:300])
    words = house.admin.get(f"/audit?object=act/{titled.json['act']}").text
    check("the audit says which", "Contrat" in words and sha(data)[:12] in words, words[:500])
    check("the chain holds", *house.holds())


def test_refused(house):
    """One clear sentence each, nothing kept."""
    before = house.rows()
    for name, words in (("a/b.pdf", "is a path"), ("..", "is a path"), ("a\\b", "is a path"), ("", "has no name"),
                        ("a\u202eb", "not seen"), ("x" * 300, "longer than 200"), ("a\x7fb", "not seen")):
        got = house.send(b"data", name)
        check(f"the name {name!r}", got.status == 422 and words in got.json["detail"], got.text[:300])
        if "\x7f" not in name and "\u202e" not in name and name:
            got = house.post(b"data", name.replace("\\", "\\\\"))
            check(f"the name {name!r} by a form", got.status == 422 and words in got.text, (got.status, got.text[:200]))
    got = house.send(b"data", lane="nowhere")
    check("a lane that is not there", got.status == 422 and "no lane" in got.json["detail"], got.text[:300])
    got = house.people["expert"][1].ask("POST", "/api/v1/projects/north/files/send?nom=x", b"x", {"Content-Type": "application/octet-stream"})
    check("a word of the query that is none", got.status == 422, got.text[:200])
    got = house.people["expert"][1].api("POST", "/projects/north/files/say", {
        "act": secrets.token_hex(16), "name": "x", "type": "text/plain", "size": "4", "sha256": sha(b"data")})
    check("named and not sent", got.status == 422 and "have not come" in got.json["detail"], got.text[:300])
    got = house.people["expert"][1].api("POST", "/projects/north/files/say", {
        "act": secrets.token_hex(16), "part": "send", "name": "x", "type": "text/plain", "size": "4", "sha256": sha(b"data")})
    check("a part that is a word of an address", got.status == 422 and "no part of a file" in got.json["detail"], got.text[:300])
    body, kind = form({}, "x", b"data")
    for cut in (1, 10, 40, len(body) - 70):
        got = house.people["expert"][1].ask("POST", "/api/v1/projects/north/files/send", body[:-cut], kind)
        check(f"a form without its last {cut} bytes", got.status in (422, 200) and (got.status == 422) == (cut > 2), (got.status, got.text[:200]))
    two = body[:-len("--\r\n")] + b'\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\nx' + body[body.rfind(b"\r\n--"):]
    got = house.people["expert"][1].ask("POST", "/api/v1/projects/north/files/send", two, kind)
    check("two files", got.status == 422 and "two files" in got.text, got.text[:300])
    check("no more is there than one file", house.rows()[0] <= before[0] + 1 and house.rows()[1] == 0, (before, house.rows()))


def behind(before, data, after, boundary="----------------------palier"):
    """A form with fields before and behind its file."""
    body, kind = form(before, "x.bin", data)
    more = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in after)
    return body[:-len(f"--{boundary}--\r\n")] + more.encode() + f"--{boundary}--\r\n".encode(), kind


def test_behind(house):
    """A field that stands behind the file is not passed over: what comes then is taken or refused as a whole."""
    large, small = noise(2 * PIECE + 3, "behind"), b"behind"

    def send(before, data, after):
        body, kind = behind(before, data, after)
        return house.people["expert"][1].ask("POST", "/api/v1/projects/north/files/send", body, kind)
    rows = house.rows()
    for key, value in (("lane", "assessors"), ("title", "Late"), ("sha256", sha(b"another")), ("act", secrets.token_hex(16))):
        got = send({}, large, [(key, value)])
        check(f"{key} behind a large file", got.status == 422 and f"{key} stands behind the file" in got.json["detail"], got.text[:300])
    got = send({"lane": "assessors"}, large, [("lane", "")])
    check("another lane behind it", got.status == 422, got.text[:300])
    got = send({}, large, [("nonsense", "1")])
    check("no such field behind it", got.status == 422, got.text[:300])
    got = house.people["expert"][1].ask("POST", "/api/v1/projects/north/files/send?name=x", large, {
        "Content-Type": "application/octet-stream", "If-Match": "nonsense"})
    check("a version that is none", got.status == 422, got.text[:300])
    check("nothing is kept of them", house.rows() == rows, (rows, house.rows()))
    got = send({"lane": "assessors", "title": "Said"}, large, [("lane", "assessors"), ("title", "Said")])
    check("the same again is no other", got.status == 200 and got.json["facts"][0]["lane"] == "assessors", got.text[:300])
    got = send({}, small, [("lane", "assessors")])
    check("of one piece all is known", got.status == 200 and got.json["facts"][0]["lane"] == "assessors", got.text[:300])
    # a right that falls between pieces
    token, rows = house.people["expert"][0].make_token(), house.rows()
    with socket.create_connection(("127.0.0.1", house.server.port), timeout=60) as sock:
        sock.sendall(f"POST /api/v1/projects/north/files/send?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                     f"Content-Type: application/octet-stream\r\nContent-Length: {4 * PIECE}\r\n\r\n".encode() + bytes(2 * PIECE))
        for _ in range(100):
            if house.rows()[2] > rows[2] + 1:
                break
            time.sleep(0.05)
        check("pieces have come", house.rows()[2] > rows[2], (rows, house.rows()))
        over = f"UPDATE tokens SET expires_at = expires_at - 100000000 WHERE hash = '{sha(token.encode())}'"
        house.database.sql(over)
        sock.sendall(bytes(2 * PIECE))
        got = sock.recv(65536)
    check("who may not any more is refused", b" 403 " in got.split(b"\r\n")[0], got[:500])
    house.database.sql(over.replace("- 1", "+ 1"))
    check("and what came has gone", house.rows() == rows, (rows, house.rows()))


def test_eyes(house):
    """The right is that of the project, and of the lane; a link without an account opens none."""
    data = b"for experts alone"
    sent = house.send(data, "private.txt", lane="assessors")
    fact = sent.json["facts"][0]
    check("in the lane of experts", sent.status == 200 and house.read(fact, "other").body == data, sent.text[:300])
    check("who is none of them", house.read(fact, "authority").status == 404 and fact["part"] not in str(house.list("authority")))
    check("nor sends there", house.send(data, who="authority", lane="assessors").status == 403)
    check("but elsewhere", house.send(b"of the authority", who="authority").status == 200)
    public = house.send(b"for all of the project", "public.txt").json["facts"][0]
    for who, status in (("other", 200), ("manager", 200), ("authority", 200), ("auditor", 200), ("south", 403)):
        check(f"{who} reads", house.read(public, who).status == status, house.read(public, who).status)
    check("another project's", house.list("south") == 403 and house.read(public, "south", "/projects/south").status == 404)
    for who in ("auditor", "south"):
        check(f"{who} sends nothing", house.send(b"x", who=who).status == 403)
    before = house.rows()
    with socket.create_connection(("127.0.0.1", house.server.port)) as sock:
        sock.sendall(b"POST /api/v1/projects/north/files/send?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000000\r\n"
                     b"Content-Type: application/octet-stream\r\n\r\n")
        answer = sock.recv(65536)
    check("a stranger is refused before any byte", b" 403 " in answer.split(b"\r\n")[0] and house.rows() == before, answer[:300])
    check("who reads only", house.people["expert"][0].make_token(scope="read") is not None)
    reader = Client(house.server.port, token=house.people["expert"][0].make_token(scope="read"))
    got = reader.ask("POST", "/api/v1/projects/north/files/send?name=x", b"x", {"Content-Type": "application/octet-stream"})
    check("a token that only reads", got.status == 403, got.text[:200])
    # the holder of a link
    page = house.people["expert"][0].post("/assessments/north-one/links/make", {"until": time.strftime(
        "%Y-%m-%d", time.gmtime(time.time() + 5 * 86400))})
    link = re.search(r"/pass/[\w-]+", page.text)[0]
    holder = Client(house.server.port)
    where = holder.post(link, csrf=False).location
    root = re.match(r".*(/p/[^/]+)", where)[1]
    check("the link opens the assessment", holder.get(f"{root}/assessments/north-one").status == 200)
    on = house.send(b"evidence", place="/assessments/north-one").json["facts"][0]
    for path in ("files", f"files/{on['part']}"):
        check(f"and none of its {path}", holder.get(f"{root}/assessments/north-one/{path}").status == 404)
    body, kind = form({}, "x", b"data")
    got = holder.ask("POST", f"{root}/assessments/north-one/files/send", body, kind)
    check("nor takes any", got.status in (403, 404, 413), got.status)


def test_once(house):
    """Two who send the same: it is kept once within a project, and goes with the last fact that names it."""
    data = noise(PIECE + 500, "twice")
    before = house.rows()
    got = together(lambda: house.send(data, "one.bin"), lambda: house.send(data, "two.bin", "other"))
    check("both are sent", [answer.status for answer in got] == [200, 200], [answer.text[:300] for answer in got])
    now = house.rows()
    check("kept once", [now[i] - before[i] for i in range(4)] == [1, 0, 2, 2], (before, now))
    check("in another project anew", house.send(data, who="south", place="/projects/south").status == 200 and
          house.rows()[0] == now[0] + 1)
    beside = Client(house.server.port, token=house.people["expert"][1].token)
    for at in range(8):
        same = noise(PIECE + 500, f"same{at}")
        pair = together(lambda: house.send(same, "one.bin"), lambda: beside.ask(
            "POST", "/api/v1/projects/north/files/send?name=two.bin", same, {"Content-Type": "application/octet-stream"}))
        check("one person sends the same twice at once", [answer.status for answer in pair] == [200, 200],
              [answer.text[:300] for answer in pair])
        for answer in pair:
            if answer.status == 200:
                house.program.api("POST", "/projects/north/files/erase", {
                    "number": str(answer.json["facts"][0]["number"]), "act": secrets.token_hex(16)})
    act = secrets.token_hex(16)
    first = house.send(data, "three.bin", act=act)
    again = house.send(data, "three.bin", act=act)
    check("sent again with the same act, it happens once", first.status == again.status == 200 and again.json["is_again"] and
          first.json["act"] == again.json["act"], again.text[:300])
    check("and leaves nothing", house.rows()[1] == 0, house.rows())
    facts = [answer.json["facts"][0] for answer in got] + [first.json["facts"][0]]
    for at, fact in enumerate(facts):
        gone = house.program.api("POST", "/projects/north/files/erase", {
            "number": str(fact["number"]), "act": secrets.token_hex(16)})
        check("one is erased", gone.status == 200, gone.text[:300])
        check("it is not read any more", house.read(fact).status == 404)
        there = house.rows()[0] == now[0] + (at < len(facts) - 1)
        check(f"the bytes {'stay' if at < len(facts) - 1 else 'go with the last'}", there, (now, house.rows()))
    left = house.database.sql(f"SELECT count(*) FROM contents WHERE hash = '{sha(data)}' AND scope = 'north'")
    check("no piece of it is left", left == [("0",)] and house.rows()[2] == now[2], (left, now, house.rows()))
    fact = house.send(b"one byte more", "x").json["facts"][0]
    changed = house.change(fact, title="Changed").json["facts"][0]
    for number in (changed["number"], fact["number"]):
        check("both turns name it", house.program.api("POST", "/projects/north/files/erase", {
            "number": str(number), "act": secrets.token_hex(16)}).status == 200)
    check("erased with the last of them", house.database.sql(
        f"SELECT count(*) FROM contents WHERE hash = '{sha(b'one byte more')}'") == [("0",)])
    check("the chain holds", *house.holds())


def test_broken(house):
    """A connection that is lost leaves pieces that arrive, which are swept after a day."""
    before = house.rows()
    token = house.people["expert"][1].token
    sock = socket.create_connection(("127.0.0.1", house.server.port))
    sock.sendall(f"POST /api/v1/projects/north/files/send?name=lost HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                 "Content-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n".encode() + noise(5 * PIECE))
    for _ in range(100):
        if house.rows()[1] == before[1] + 1 and house.rows()[2] >= before[2] + 4:
            break
        time.sleep(0.05)
    sock.close()
    time.sleep(0.3)
    now = house.rows()
    check("pieces are left, and nothing else", now[0] == before[0] and now[1] == before[1] + 1 and now[2] > before[2] and
          now[3] == before[3], (before, now))
    check("nothing is listed", "lost" not in [row["body"].get("name") for row in house.list()])
    check("the next is sent", house.send(b"after", "after").status == 200)
    house.database.sql("UPDATE contents SET at = at - 90000 WHERE is_whole = 0")
    check("it goes on until it is swept", house.rows()[1] == 1)
    house.server.stop()
    house.server.start()
    check("the first visitor has it swept", house.people["expert"][1].api("GET", "/projects").status == 200)
    for _ in range(100):
        if house.rows()[1] == 0:
            break
        time.sleep(0.05)
    begun = ", ".join(f"('b{at}', 'north', '', 1, 0, 0, 'person:' || (SELECT id FROM persons WHERE name = 'Expert'), "
                      f"{int(time.time())})" for at in range(64))
    house.database.sql(f"INSERT INTO contents VALUES {begun}")
    many = house.send(b"one more", "more")
    check("who has begun many ends them first", many.status == 413 and "64 files that you began" in many.json["detail"], many.text[:300])
    check("others do not", house.send(b"one more", "more", "other").status == 200)
    house.database.sql("DELETE FROM contents WHERE id LIKE 'b%' AND size = 1 AND is_whole = 0")
    check("swept after a day", house.rows()[1] == 0 and house.rows()[2] == before[2] + 2, (before, house.rows()))


def test_slow(house):
    """Who reads slowly holds no connection of the database: others write meanwhile, and so do many that send slowly."""
    data = noise(8 * MB, "slow")
    fact = house.send(data, "slow.bin").json["facts"][0]
    token = house.people["expert"][1].token
    socks = []
    for at in range(40):
        sock = socket.create_connection(("127.0.0.1", house.server.port), timeout=60)
        if at > 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        sock.sendall(f"GET /api/v1/projects/north/files/{fact['part']} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        socks.append(sock)
        sock = socket.create_connection(("127.0.0.1", house.server.port), timeout=60)
        sock.sendall(f"POST /api/v1/projects/north/files/send?name=lost HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                     "Content-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n".encode() + bytes(1000))
        socks.append(sock)
    start = time.monotonic()
    check("others act meanwhile", house.send(b"between", "between").status == 200 and len(house.list()) > 0)
    check("at once", time.monotonic() - start < 5, time.monotonic() - start)
    got = b""
    while len(got.split(b"\r\n\r\n", 1)[-1]) < len(data) and (some := socks[0].recv(1 << 20)):
        got += some
    check("and the slow one has all", sha(got.split(b"\r\n\r\n", 1)[1]) == sha(data), len(got))
    for sock in socks:
        sock.close()


def test_damaged(house):
    """A content that is not what its fact says is not read to its end."""
    data = noise(3 * PIECE, "damaged")
    fact = house.send(data, "damaged.bin").json["facts"][0]
    house.database.sql("UPDATE pieces SET bytes = (SELECT p.bytes FROM pieces p WHERE p.content = pieces.content AND p.number = 0)"
                       f" WHERE number = 1 AND content = (SELECT id FROM contents WHERE hash = '{sha(data)}')")
    try:
        got = house.read(fact)
        check("it breaks off", False, (got.status, len(got.body)))
    except http.client.IncompleteRead:
        check("it breaks off", True)
    house.program.api("POST", "/projects/north/files/erase", {"number": str(fact["number"]), "act": secrets.token_hex(16)})


def doctor(server):
    """What it finds of files."""
    found = json.loads(server.command("doctor", "--format", "json", check=False).stdout)
    return [(row["state"], row["found"]) for row in found["findings"] if row["id"] == "files"]


def same_tree(one, other):
    done = subprocess.run(["diff", "-r", str(one), str(other)], stdout=subprocess.PIPE, check=False)
    return done.returncode == 0, done.stdout.decode()[:1500]


def test_carried(house):
    """Export, import, export: the same bytes; what is lacking, too long or another is refused; a copy has all."""
    data = noise(2 * PIECE + 9, "carried")
    first = house.send(data, "carried.bin", title="To be carried").json["facts"][0]
    house.change(first, title="Carried", state="withdrawn")
    house.send(data, "again.bin", place="/assessments/north-one", lane="assessors")
    undone = house.send(data, "undone.bin").json
    back = house.people["expert"][1].api("POST", "/projects/north/files/undo", {
        "number": str(undone["act"]), "act": secrets.token_hex(16)})
    undone = undone["facts"][0]
    check("one is taken back", back.status == 200 and house.read(undone).status == 404, back.text[:300])
    page = house.people["expert"][0].get("/projects/north/files").text
    check("and no form changes it", f'name="part" value="{first["part"]}"' in page and
          f'name="part" value="{undone["part"]}"' not in page, page[-3000:])
    with tempfile.TemporaryDirectory(prefix="palier-test-") as folder:
        folder = pathlib.Path(folder)
        one, two = folder / "one", folder / "two"
        house.server.command("export", str(one))
        check("its bytes are a file by their hash", (one / "contents" / sha(data)).read_bytes() == data)
        check("each once", len(list((one / "contents").iterdir())) == len({row["body"]["sha256"] for place in (
            "/projects/north", "/projects/south", "/assessments/north-one") for row in (house.program.api(
                "GET", f"/api/v1{place}/files".replace("/api/v1", "")).json["facts"]) if row["body"]}) , list((one / "contents").iterdir()))
        base = Database(folder, house.database.postgresql)
        other = Server(house.server.binary, base, folder)
        try:
            done = other.command("import", str(one), "--with-grants")
            check("an import takes them", b"contents" not in done.stderr, done.stderr)
            other.command("export", str(two))
            check("exported again, the same bytes", *same_tree(one, two))
            state = base.sql(f"SELECT state FROM facts WHERE part = '{undone['part']}' ORDER BY turn DESC LIMIT 1")
            check("what was taken back is not there again", state == [("none",)], state)
            rows = base.sql("SELECT count(*) FROM contents WHERE is_whole = 0")
            check("nothing is left arriving", rows == [("0",)], rows)
            other.command("import", str(one), "--with-grants")
            check("a second time changes nothing", base.sql("SELECT count(*) FROM contents") ==
                  house.database.sql("SELECT count(*) FROM contents WHERE is_whole = 1"))
            check("the doctor finds nothing", doctor(other)[0][0] == "fine", doctor(other))
            done = other.command("audit", "verify", check=False)
            check("the chain holds", done.returncode == 0, done.stdout)
        finally:
            base.remove()
        alone = folder / "alone"
        house.server.command("export", str(alone), "--project", "south")
        check("of one project its own", not (alone / "contents" / sha(b"for experts alone")).exists() and
              not (alone / "contents" / sha(data)).exists())
        for name, spoil, words in (
                ("missing", lambda path: path.unlink(), "no such file"),
                ("longer", lambda path: path.write_bytes(data + b"x"), "not as many bytes"),
                ("another", lambda path: path.write_bytes(data[:-1] + b"x"), "not the one that was exported"),
                ("a link", lambda path: (path.unlink(), path.symlink_to("/etc/passwd")), "link")):
            spoilt, fresh = folder / f"spoilt-{len(words)}", folder / f"db-{len(words)}"
            shutil.copytree(one, spoilt)
            fresh.mkdir()
            spoil(spoilt / "contents" / sha(data))
            base = Database(fresh, None)
            other = Server(house.server.binary, base, fresh)
            other.command("init", "b@example.org", "Bea")
            done = other.command("import", str(spoilt), "--with-grants", check=False)
            check(f"{name}: refused whole", done.returncode != 0 and words in done.stderr.decode() and
                  base.sql("SELECT count(*) FROM contents") == [("0",)], done.stderr)
        (one / "contents" / "extra").write_bytes(b"x")
        base = Database(fresh, None)
        done = other.command("import", str(one), "--with-grants", check=False)
        check("what nothing names is told and left out", b"contents/extra" in done.stdout + done.stderr, done.stdout)
        copy = folder / "copy.db"
        house.server.command("copy", house.database.url, str(copy))
        there = sqlite3.connect(copy)
        check("a copy has all pieces", [there.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (
            "contents", "pieces", "uses")] == [int(house.database.sql(f"SELECT count(*) FROM {table}")[0][0]) for table in (
                "contents", "pieces", "uses")])
        there.close()
    check("the doctor finds nothing here", doctor(house.server)[0][0] == "fine", doctor(house.server))
    where = f"(SELECT id FROM contents WHERE hash = '{sha(data)}' AND scope = 'north')"
    house.database.sql(f"UPDATE contents SET pieces = pieces + 1 WHERE id = {where}")
    check("a piece is missing", doctor(house.server)[0][0] == "must", doctor(house.server))
    house.database.sql(f"UPDATE contents SET pieces = pieces - 1 WHERE id = {where}")
    house.database.sql(f"CREATE TABLE kept AS SELECT * FROM uses WHERE content = {where}")
    house.database.sql(f"DELETE FROM uses WHERE content = {where}")
    check("named and not held", doctor(house.server)[0][0] == "must", doctor(house.server))
    house.database.sql("INSERT INTO uses SELECT * FROM kept")
    house.database.sql("DROP TABLE kept")
    check("as before", doctor(house.server)[0][0] == "fine", doctor(house.server))
    house.database.sql(f"INSERT INTO contents VALUES ('zz', 'north', '{sha(b'')}', 0, 0, 1, '', 1)")
    check("what nothing names", doctor(house.server)[0][0] == "advice", doctor(house.server))
    house.database.sql("DELETE FROM contents WHERE id = 'zz'")
    house.database.sql(f"UPDATE contents SET hash = '{sha(b'never sent')}' WHERE id = {where}")
    check("another hash", doctor(house.server)[0][0] == "must", doctor(house.server))
    house.database.sql(f"UPDATE contents SET hash = '{sha(data)}' WHERE hash = '{sha(b'never sent')}'")
    check("as before", doctor(house.server)[0][0] == "fine", doctor(house.server))


def test_large(house):
    """64 MB each way: the server's memory is that of pieces. One byte more is refused, and told."""
    data = noise(64 * MB, "large")
    house.send(noise(2 * MB, "warm"), "warm.bin")
    fact = house.list()[0]
    house.read(fact)
    house.forget_peak()
    before = house.memory()["VmHWM"]
    sent = house.send(data, "large.bin")
    check("64 MB are sent", sent.status == 200, sent.text[:300])
    got = house.read(sent.json["facts"][0])
    check("and read", got.status == 200 and sha(got.body) == sha(data), got.status)
    posted = house.post(data, "by form.bin")
    check("by a form, too", posted.status == 303, (posted.status, posted.text[:300]))
    grown = house.memory()["VmHWM"] - before
    print(f"{'PostgreSQL' if house.database.postgresql else 'SQLite'}: 64 MB sent twice and read, memory grew by {grown} kB at most")
    check("memory is that of pieces", grown < 16 * 1024, grown)
    rows = house.rows()
    for answer in (house.send(data + b"x", "more.bin"), house.post(data + bytes(20000), "more.bin")):
        check("more than that is refused, and told", answer.status == 413 and "larger than 64 MB" in answer.text, (answer.status, answer.text[:300]))
    check("and nothing kept", house.rows() == rows, (rows, house.rows()))
    with socket.create_connection(("127.0.0.1", house.server.port), timeout=60) as sock:
        sock.sendall(f"POST /api/v1/projects/north/files/send?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                     f"{house.people['expert'][1].token}\r\nContent-Type: application/octet-stream\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n".encode())
        for at in range(65):
            sock.sendall(b"100000\r\n" + data[at * MB:(at + 1) * MB].ljust(MB, b"x") + b"\r\n")
        sock.sendall(b"0\r\n\r\n")
        got = sock.recv(65536)
        check("nor without a length", b" 413 " in got.split(b"\r\n")[0] and house.rows() == rows, (got[-700:], rows, house.rows()))


def begun(house, who, place, size):
    """A connection whose file is promised and has not come."""
    sock = socket.create_connection(("127.0.0.1", house.server.port), timeout=60)
    sock.sendall(f"POST /api/v1{place}/files/send?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                 f"{house.people[who][1].token}\r\nContent-Type: application/octet-stream\r\nContent-Length: {size}\r\n"
                 "Connection: close\r\n\r\n".encode())
    return sock


def answer_of(sock):
    got = b""
    while some := sock.recv(65536):
        got += some
    return got


def wait_for(is_there, seconds=10):
    until = time.monotonic() + seconds
    while not is_there() and time.monotonic() < until:
        time.sleep(0.05)


def test_room(house):
    """What a project may have, as the house says."""
    house.server.stop()
    house.server.words = ["--log", "none", "--file-most", "1", "--project-files-most", "200"]
    house.server.start()
    got = house.send(noise(MB + 1, "r"), "x")
    check("a smaller limit of a file", got.status == 413 and "larger than 1 MB" in got.json["detail"], got.text[:300])
    house.database.sql("UPDATE contents SET size = 209715100 WHERE hash = (SELECT MIN(hash) FROM contents WHERE is_whole = 1 AND scope = 'south')")
    house.send(noise(1000, "s"), "x", "south", "/projects/south")
    got = house.send(noise(100000, "t"), "x", "south", "/projects/south")
    check("no room in the project", got.status == 413 and "200 MB together" in got.json["detail"], got.text[:300])
    limit = 200 * MB
    house.database.sql("UPDATE contents SET size = 1 WHERE is_whole = 1 AND scope = 'south'")
    rest = limit - 400 * 1024 - int(house.database.sql("SELECT COALESCE(sum(size), 0) FROM contents WHERE is_whole = 1 AND scope = 'south'")[0][0])
    house.database.sql(f"UPDATE contents SET size = size + {rest} WHERE hash = (SELECT MIN(hash) FROM contents WHERE is_whole = 1 "
                       "AND scope = 'south')")
    first, body = noise(300 * 1024, "u"), noise(300 * 1024, "v")
    with begun(house, "south", "/projects/south", len(first)) as sock:
        sock.sendall(first[:280 * 1024])
        wait_for(lambda: house.rows()[1] == 1)
        check("another one is first", house.send(body, "x", "south", "/projects/south").status == 200)
        sock.sendall(first[280 * 1024:])
        got = answer_of(sock)
        check("there is room for one of two", b" 413 " in got.split(b"\r\n")[0] and b"200 MB together" in got, got[-500:])
    check("and the other has gone", house.rows()[1] == 0, house.rows())
    house.database.sql("UPDATE contents SET size = 1 WHERE is_whole = 1 AND scope = 'south'")
    socks = [begun(house, "south", "/projects/south", MB) for _ in range(6)]
    for at in range(4):
        for sock in socks:
            sock.sendall(bytes([at]) * 252 * 1024)
        wait_for(lambda: int(house.database.sql("SELECT count(*) FROM pieces p JOIN contents c ON c.id = p.content "
                                                "WHERE c.is_whole = 0")[0][0]) >= 6 * (at + 1), 2)
    came = int(house.database.sql("SELECT COALESCE(sum(size), 0) FROM contents WHERE is_whole = 0")[0][0])
    check("many begun at once are no more than the house lets one begin", MB < came <= 4 * MB, came)
    for at, sock in enumerate(socks):
        sock.sendall(bytes([at]) * (MB - 4 * 252 * 1024))
    got = [answer_of(sock) for sock in socks]
    check("some are refused, and told", 0 < sum(b" 413 " in text.split(b"\r\n")[0] and b"that you began" in text
                                              for text in got) < 6, [text[-300:] for text in got])
    check("and nothing is left of them", house.rows()[1] == 0, house.rows())
    for sock in socks:
        sock.close()
    check("in another there is", house.database.sql("SELECT count(*) FROM contents WHERE scope = 'south'") != [("0",)])


run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql),
          [test_program, test_browser, test_refused, test_behind, test_eyes, test_once, test_broken, test_slow, test_damaged, test_carried, test_large, test_room])
