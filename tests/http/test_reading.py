#!/usr/bin/env python3
"""What is read and refused leaves its entry, and what is erased is gone: exports of persons,
downloads, refusals, the log of SQLite.

usage: tests/http/test_reading.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import pathlib
import sys

from house import Client, Count, Database, Server, assessment, init, run_tests

count = Count()
check = count.check
PROJECT = {"title": "North", "state": "needs", "profile": "level-3", "alert_level": "",
           "summary": "", "root_domain": "", "marking": "", "alert_since": ""}


class House:
    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        assert self.admin.post("/projects/new", dict(PROJECT, id="a")).status == 303
        assert self.admin.post("/projects/a/assessments/new/bring",
                               {"text": assessment("a-one")}).status == 303
        self.expert = self.person("zacharias.quirl@example.org", "Zacharias Quirl", "expert:a")
        self.other = self.person("other@example.org", "Olga Other")
        self.ids = dict(self.database.sql("SELECT email, id FROM persons"))

    def person(self, email, name, *roles):
        return Client(self.server.port).use_link(self.server.invite(email, name, *roles))

    def entries(self, verb):
        return self.database.sql(f"SELECT person, object, after FROM audit WHERE verb = '{verb}'"
                                 " ORDER BY number")

    def stands(self, name):
        done = self.server.command("audit", "verify", check=False)
        check(f"{name}: the record stands", done.returncode == 0, done)


def multipart(fields, name, content):
    edge = "edge-7d1"
    parts = b"".join(f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                     .encode() for key, value in fields.items())
    parts += (f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
              "Content-Type: application/pdf\r\n\r\n").encode() + content
    return parts + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def test_downloads(house):
    body, kind = multipart({"title": "Contract", "kind": "contract",
                            "csrf": house.expert.csrf()}, "c.pdf", b"%PDF-1.4 hello")
    answer = house.expert.ask("POST", "/projects/a/documents/upload", body, {"Content-Type": kind})
    check("upload", answer.status == 303, answer.text[:300])
    (file,), = house.database.sql("SELECT id FROM files")
    expert = house.ids["zacharias.quirl@example.org"]
    path = f"/projects/a/documents/{file}"
    check("download of a file", house.expert.get(path).body == b"%PDF-1.4 hello")
    check("download of a file: its entry", house.entries("download")
          == [(expert, f"file/{file}", "project a")], house.entries("download"))
    token = Client(house.server.port, token=house.expert.make_token("read"))
    check("with a token that only reads", token.get("/api/v1" + path).body == b"%PDF-1.4 hello")
    check("with a token that only reads: its entry", len(house.entries("download")) == 2)
    house.expert.get("/assessments/a-one/file")
    check("download of a document: its entry", house.entries("download")[-1]
          == (expert, "assessment/a-one", "version 1"), house.entries("download"))
    check("who may not, has no file", house.other.get(path).status == 403)
    check("who may not, downloads nothing", len(house.entries("download")) == 3)
    house.stands("downloads")


def test_refusals(house):
    other = house.ids["other@example.org"]
    before = len(house.entries("refuse"))
    for _ in range(5):
        check("refused", house.other.get("/projects/a").status == 403)
    found = house.entries("refuse")[before:]
    check("refused five times: one entry", found == [(other, "project/a", "GET /projects/{project}")],
          found)
    house.other.get("/projects/nowhere-" + "x" * 300)
    house.other.get("/people")
    house.other.post("/people/invite", {})
    found = house.entries("refuse")[before + 1:]
    check("another address: another entry", [row[2] for row in found]
          == ["GET /people", "POST /people/invite"], found)
    house.database.sql("SELECT 1")
    number = len(house.entries("refuse"))
    stranger = Client(house.server.port)
    for path in ("/projects/a", "/people", "/api/v1/people", "/audit"):
        stranger.get(path)
    Client(house.server.port, token="no token at all").get("/api/v1/projects")
    check("strangers leave no entry", len(house.entries("refuse")) == number)
    house.stands("refusals")


def test_export(house):
    expert = house.ids["zacharias.quirl@example.org"]
    answer = house.expert.post("/projects/a/hours/add", {
        "assessment": "", "step": "visit", "minutes": "90", "date": "2026-01-02",
        "note": "a talk"})
    check("hours", answer.status == 303, answer.text[:500])
    text = assessment("a-two")
    check("a version", house.expert.post("/projects/a/assessments/new/bring",
                                         {"text": text}).status == 303)
    data = house.admin.api("GET", f"/people/{expert}/export").json
    data = data.get("data", data)
    check("export: hours", [(row["minutes"], row["note"]) for row in data["hours"]]
          == [(90, "a talk")], data.get("hours"))
    check("export: versions", [(row["kind"], row["id"], row["version"]) for row in data["versions"]]
          == [("assessment", "a-two", 1)], data.get("versions"))
    verbs = {row["verb"] for row in data["audit"]}
    check("export: audit entries, also of acts on the person",
          {"invite", "choose-password", "add", "download"} <= verbs, verbs)
    check("export: addresses", "127.0.0.1" in {row["source"] for row in data["addresses"]},
          data["addresses"])
    check("export: files", [row["title"] for row in data["files"]] == ["Contract"], data["files"])
    check("export: nothing is left out", data["left_out"] == [])
    admin = house.ids["a@example.org"]
    check("export: its entry", house.entries("export-person")[-1][:2]
          == (admin, f"person/{expert}"), house.entries("export-person"))
    house.stands("export")


def held_in(folder, words):
    found = []
    for path in pathlib.Path(folder).iterdir():
        if path.is_file() and ".db" in path.name:
            data = path.read_bytes()
            found += [(path.name, word) for word in words if word in data]
    return found


def test_erasing(house):
    folder = pathlib.Path(house.database.url).parent
    words = [b"zacharias.quirl", b"Zacharias Quirl"]
    expert = house.ids["zacharias.quirl@example.org"]
    if house.database.postgresql is None:
        check("before, they are there", held_in(folder, words) != [])
    answer = house.admin.post(f"/people/{expert}/erase", {"confirm": "Zacharias Quirl"})
    check("erased", house.database.sql(
        f"SELECT COUNT(*) FROM persons WHERE id = '{expert}' AND name = '' AND email IS NULL")
        == [("1",)], answer.text[:500])
    if house.database.postgresql is None:
        check("erased: in no file of the database, while the server runs",
              held_in(folder, words) == [], held_in(folder, words))
    house.stands("erasing")


TESTS = [test_downloads, test_refusals, test_export, test_erasing]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
