#!/usr/bin/env python3
"""Tests of outgoing mail, against a real SMTP server (aiosmtpd) and servers that misbehave: what an act asks for arrives,
once, as it was written; what the mail server says is told; what an act that failed asked for is not sent.

usage: tests/http/test_mail.py PALIER MAIL_PUT

MAIL_PUT asks for mails as a verb of the house does (tests/http/mail_put.c). Against SQLite; against PostgreSQL too where
PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import collections
import email.header
import email.policy
import email.utils
import logging
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from house import Client, Count, Database, Server, init, run_tests, scratch

count = Count()
check = count.check
FROM = "palier@example.org"
logging.disable(logging.CRITICAL)  # what aiosmtpd thinks of a call that was cut
SECRET = "https://palier.example.org/pass/" + "s3cr3t-" * 6
MAIL_PUT = ""


class Box:
    """What an SMTP server took, and how it answers."""

    def __init__(self):
        self.mails, self.said, self.seconds = [], {}, 0
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.said.get(address) or self.said.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.seconds:
            await __import__("asyncio").sleep(self.seconds)
        with self.lock:
            self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return self.said.get("data") or "250 2.0.0 taken"

    def parsed(self, address=None):
        return [email.message_from_bytes(content, policy=email.policy.default)
                for _, to, content in list(self.mails) if address is None or to == address]

    def ids(self):
        return [mail["Message-ID"] for mail in self.parsed()]


def controller(box, port=0, **more):
    """A real SMTP server on a free port."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    made = Controller(box, hostname="127.0.0.1", port=port, **more)
    made.start()
    return made


class Hostile:
    """A server that takes calls and misbehaves in a thread for each: `talk` is given the socket and a reader of lines."""

    def __init__(self, talk):
        self.talk, self.socket = talk, socket.create_server(("127.0.0.1", 0))
        self.port, self.calls = self.socket.getsockname()[1], 0
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        while True:
            try:
                call, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            threading.Thread(target=self.serve, args=(call,), daemon=True).start()

    def serve(self, call):
        try:
            with call:
                self.talk(call, call.makefile("rb"))
        except OSError:
            pass

    def close(self):
        self.socket.close()


def polite(until, then):
    """Answers as it should up to a command, and then does something else."""
    def talk(call, lines):
        is_text = False
        call.sendall(b"220 hello\r\n")
        for line in lines:
            word = line.strip().upper().decode("latin-1")
            if word == until if is_text else word.startswith(until):
                return then(call, lines)
            is_text = word != "." if is_text else word == "DATA"
            if not is_text or word == "DATA":
                call.sendall(b"354 go on\r\n" if is_text else b"250 OK\r\n")
    return talk


def hang(call, lines):
    time.sleep(100)


def hang_up(call, lines):
    return None


def say(text):
    def talk(call, lines):
        call.sendall(text)
        for _ in lines:
            pass
    return talk


class House:
    def __init__(self, binary, folder, postgresql):
        self.box = Box()
        self.smtp = controller(self.box)
        self.binary, self.folder, self.postgresql = binary, pathlib.Path(folder), postgresql
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, self.words(self.smtp.port))
        self.link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(self.link)
        self.program = Client(self.server.port, token=self.admin.make_token())
        for project in ("museum", "archive"):
            self.program.api("POST", "/projects/new", {"id": project, "title": project.title(), "state": "needs"})

    @staticmethod
    def words(port, scheme="smtp"):
        return ["--smtp", f"{scheme}://127.0.0.1:{port}", "--smtp-from", FROM]

    def again(self):
        for client in (self.admin, self.program):
            client.close()
        self.server.start()

    def act(self, act, check_it=True, **values):
        done = subprocess.run([MAIL_PUT, self.database.url, act, *[f"{k}={v}" for k, v in values.items()]],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.server.environment(), check=False)
        if check_it and done.returncode != 0:
            raise AssertionError(f"{act} {values}: {done.stderr.decode()}")
        return done.stdout.decode() if done.returncode == 0 else done.stderr.decode()

    def put(self, **values):
        return self.act("put", **values)

    def of(self, **values):
        return [line.split("|") for line in self.act("of", **values).splitlines()]

    def rows(self, where="1 = 1", columns="state"):
        return self.database.sql(f"SELECT {columns} FROM mails WHERE {where}")

    def wait(self, wanted, seconds=30):
        """Waits until `wanted` gives something; what it gave last."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = wanted()
            if got:
                return got
            time.sleep(0.05)
        return wanted()

    def settle(self, subject, seconds=30):
        """Waits until each mail of a subject was tried; (state, tries, trouble, answer, body, salt) of each."""
        where = f"subject = '{subject}'"
        done = self.wait(lambda: not self.rows(f"{where} AND (tries = 0 OR lease_until > 0)", "id"), seconds)
        check(f"mails of {subject} were tried", done, self.rows(where, "id, state, tries, lease_until, next_at"))
        return self.rows(where, "state, tries, trouble, answer, body, salt")


def try_mail(house, *words, address="x@example.org"):
    start = time.monotonic()
    done = house.server.command("mail", "test", address, *words, check=False)
    return done.returncode, (done.stdout + done.stderr).decode().strip(), time.monotonic() - start


def test_arrives(house):
    """As it was written, with the headers that belong there; afterwards its text is nowhere."""
    house.put(count=2, subject="arrives", kind="pass", project="museum", address="Zoe%d@Example.org", name="Zoé Ünique",
              title="Réponse attendue avant le 3 décembre : « musée »", body=f"Bonjour,\\n\\n.\\nFrom\\n{SECRET}\\n", lang="fr")
    rows = house.settle("arrives")
    check("both are sent", [row[0] for row in rows] == ["sent", "sent"], rows)
    check("text and salt are gone", all(row[4] == row[5] == "" for row in rows), rows)
    mails = house.box.parsed("zoe0@example.org")
    check("once", len(mails) == 1, mails)
    mail = mails[0]
    check("from", mail["From"] == FROM and house.box.mails[0][0] == FROM, mail["From"])
    to = email.utils.getaddresses([str(mail["To"])])
    check("to", to == [("Zoé Ünique", "zoe0@example.org")], to)
    check("subject", mail["Subject"] == "Réponse attendue avant le 3 décembre : « musée »", mail["Subject"])
    check("text", mail.get_content().replace("\r\n", "\n") == f"Bonjour,\n\n.\nFrom\n{SECRET}\n", mail.get_content())
    check("kind", mail.get_content_type() == "text/plain" and mail.get_content_charset() == "utf-8")
    check("language", mail["Content-Language"] == "fr")
    check("no robot answers", mail["Auto-Submitted"] == "auto-generated")
    row = house.rows("subject = 'arrives' AND address = 'zoe0@example.org'", "id, written_at, ended_at")[0]
    check("its id is the row's", mail["Message-ID"] == f"<{row[0]}@example.org>", (mail["Message-ID"], row))
    when = email.utils.parsedate_to_datetime(mail["Date"]).timestamp()
    check("its date is when it was written", when == int(row[1]), (when, row))
    raw = house.box.mails[0][2]
    check("ASCII, short lines", all(byte < 127 for byte in raw) and max(map(len, raw.split(b"\r\n"))) <= 78)
    told = house.of(project="museum", kind="pass", subject="arrives")
    check("it is told", {tuple(row[:4]) for row in told} == {
        ("invitation", f"zoe{i}@example.org", "Réponse attendue avant le 3 décembre : « musée »", "sent") for i in (0, 1)}, told)


def test_texts(house):
    """Whatever a text holds, it comes back; whatever a name holds, it stays a name."""
    body = "é" * 3000 + "\n" + "=" * 200 + "\n..\n.\n" + "x " * 500 + "\n\t tab \nFrom me\n" + "日本語 🙂\n"
    house.put(subject="texts", name='Ann "Q" <b@example.org>, =?utf-8?q?x?=', title="=?UTF-8?Q?=0D=0ABcc:_b?= 🙂 " + "é" * 80,
              body=body.replace("\n", "\\n"), address="texts@example.org")
    house.settle("texts")
    mail = house.box.parsed("texts@example.org")[0]
    check("a long text", mail.get_content().replace("\r\n", "\n") == body, mail.get_content()[:300])
    check("a title that looks encoded", mail["Subject"] == "=?UTF-8?Q?=0D=0ABcc:_b?= 🙂 " + "é" * 80, mail["Subject"])
    check("nobody else gets it", mail["Bcc"] is None and len(mail["To"].addresses) == 1, mail["To"])
    raw = email.message_from_bytes(house.box.mails[-1][2])["To"]  # the newer reader parts adjoining words with a blank
    name, address = email.utils.getaddresses([raw])[0]
    name = str(email.header.make_header(email.header.decode_header(name)))
    check("a name that looks like an address", (name, address) == ('Ann "Q" <b@example.org>, =?utf-8?q?x?=', "texts@example.org"), (name, raw))


def test_refused_wishes(house):
    """What cannot be a mail is refused with its field, and nothing is written."""
    before = house.rows(columns="COUNT(*)")
    cases = [("email", {"address": "ann"}), ("email", {"address": "ann@example.org\r\nRCPT TO:<x@y>"}),
             ("email", {"address": "Ann <ann@example.org>"}), ("email", {"address": "é@example.org"}),
             ("email", {"address": "a" * 300 + "@example.org"}), ("name", {"name": "Ann\r\nBcc: x@example.org"}),
             ("name", {"name": "Ann\x1b[31m"}), ("name", {"name": "x" * 201}), ("title", {"title": "x\nBcc: y@example.org"}),
             ("title", {"title": "x" * 201}), ("title", {"title": "  "}), ("text", {"body": "x\x07"}),
             ("text", {"body": "x" * 33000}), ("text", {"body": ""}), ("-", {"id": "a/b"}), ("-", {"id": ".a"}), ("-", {"in": 401 * 86400})]
    for field, values in cases:
        told = house.act("put", check_it=False, **values)
        check(f"refused: {values}"[:60], told.startswith(field + ": ") and len(told) < 400, told)
    told = house.act("put", check_it=False, without="1")
    check("a server without mail says so", "sends no mail" in told, told)
    check("nothing was written", house.rows(columns="COUNT(*)") == before)


def test_act_that_fails(house):
    house.act("put", check_it=False, fail="1", count=3, subject="failed")
    check("an act that fails sends nothing", house.rows("subject = 'failed'") == [])


def test_id(house):
    """Of two that ask for the same by one id, one does."""
    first = house.put(id="reminder-pass-abc-2026-12-01", subject="once", address="once@example.org")
    second = house.put(id="reminder-pass-abc-2026-12-01", subject="once", address="once@example.org", title="Other")
    check("the second is told so", first.startswith("new") and second.startswith("there"), (first, second))
    house.settle("once")
    check("one is sent", [m["Message-ID"] for m in house.box.parsed("once@example.org")] ==
          ["<reminder-pass-abc-2026-12-01@example.org>"])


def test_refused(house):
    """The mail server's word for good: told, shortened, not tried again."""
    house.box.said["gone@example.org"] = ("550-5.1.1 The address gone@example.org\tdoes not exist \x1b[31m" + "é".encode().decode("latin-1") +
                                          "\r\n550 5.1.1 " + "x" * 400)
    house.put(subject="gone", address="gone@example.org", body=SECRET)
    rows = house.settle("gone")
    check("refused once", rows[0][:3] == ("refused", "1", "refused"), rows)
    check("what it said, in 200 bytes", rows[0][3].startswith("550 5.1.1 The address gone@example.org does not exist [31m")
          and len(rows[0][3].encode()) <= 200 and rows[0][3].isprintable(), rows[0][3])
    check("its text is gone", rows[0][4] == rows[0][5] == "", rows)
    told = house.of(subject="gone")
    check("it is told", told[0][3] == "refused" and told[0][5].startswith("the mail server refused it (550 5.1.1"), told)
    house.box.said["data"] = "554 5.7.1 we take no such text"
    house.put(subject="text", address="text@example.org")
    rows = house.settle("text")
    check("of the text, too", rows[0][:4] == ("refused", "1", "refused", "554 5.7.1 we take no such text"), rows)
    house.box.said.clear()


def test_later(house):
    """Not now: tried again after a pause, with the same id; given up after two days."""
    house.box.said["grey@example.org"] = "451 4.7.1 come back later"
    house.put(subject="grey", address="grey@example.org", body=SECRET)
    rows = house.settle("grey")
    check("it waits", rows[0][:4] == ("waiting", "1", "later", "451 4.7.1 come back later"), rows)
    check("its text is kept", rows[0][4] == SECRET, rows)
    pause = house.rows("subject = 'grey'", "next_at - begun_at")
    check("a minute", 58 <= int(pause[0][0]) <= 65, pause)
    told = house.of(subject="grey")
    check("it is told meanwhile", told[0][3:] == ["waiting", "1", "the mail server does not take it now (451 4.7.1 come back later)"], told)
    for tries, least in ((2, 300), (3, 900), (4, 1800), (5, 3600), (6, 7200)):
        house.database.sql("UPDATE mails SET next_at = 1 WHERE subject = 'grey'")
        house.wait(lambda: house.rows(f"subject = 'grey' AND tries = {tries} AND lease_until = 0"))
        pause = house.rows("subject = 'grey'", "next_at - (SELECT MAX(at) FROM audit)")
        check(f"after the try {tries} it waits longer", int(pause[0][0]) >= least, pause)
    house.box.said.clear()
    house.database.sql("UPDATE mails SET next_at = 1 WHERE subject = 'grey'")
    house.wait(lambda: house.rows("subject = 'grey' AND state = 'sent'"))
    check("then it is sent", [row[0] for row in house.settle("grey")] == ["sent"])
    house.box.said["never@example.org"] = "450 4.2.1 mailbox busy"
    house.put(subject="never", address="never@example.org", body=SECRET)
    house.settle("never")
    house.database.sql("UPDATE mails SET next_at = 1, begun_at = begun_at - 48 * 3600 WHERE subject = 'never'")
    house.wait(lambda: house.rows("subject = 'never' AND state = 'given_up'"))
    rows = house.settle("never")
    check("two days later it is given up", rows[0] == ("given_up", "2", "later", "450 4.2.1 mailbox busy", "", ""), rows)
    house.box.said.clear()


def test_waits(house):
    """A mail for later is not sent before; nobody wants it any more, and it is not sent at all."""
    house.put(subject="reminded", what="reminder", address="reminded@example.org", **{"in": 3600})
    house.put(subject="cancelled", what="reminder", address="cancelled@example.org", part="POL", **{"in": 3600})
    house.put(subject="cancelled", what="invitation", address="cancelled@example.org", part="DOC", **{"in": 3600})
    time.sleep(2.5)
    check("neither is sent", {row[0] for row in house.rows("subject IN ('reminded', 'cancelled')")} == {"waiting"})
    check("one is withdrawn", house.act("withdraw", subject="cancelled", part="POL", what="reminder").strip() == "1")
    check("it is told", sorted(row[3] for row in house.of(subject="cancelled")) == ["waiting", "withdrawn"], house.of(subject="cancelled"))
    check("the other is there", house.rows("subject = 'cancelled'", "state, part, body <> ''") in (
        [("withdrawn", "POL", "0"), ("waiting", "DOC", "1")], [("waiting", "DOC", "1"), ("withdrawn", "POL", "0")],
        [("withdrawn", "POL", "f"), ("waiting", "DOC", "t")], [("waiting", "DOC", "t"), ("withdrawn", "POL", "f")]),
        house.rows("subject = 'cancelled'", "state, part, body <> ''"))
    house.database.sql("UPDATE mails SET next_at = 1 WHERE subject IN ('reminded', 'cancelled')")
    house.wait(lambda: house.box.parsed("reminded@example.org") and house.box.parsed("cancelled@example.org"))
    time.sleep(1.5)
    check("at its time it is sent", len(house.box.parsed("reminded@example.org")) == 1 == len(house.box.parsed("cancelled@example.org")))
    house.box.seconds = 2
    house.put(subject="away", address="away@example.org")
    house.wait(lambda: house.rows("subject = 'away' AND lease_until > 0"))
    check("one on its way is not called back", house.act("withdraw", subject="away").strip() == "0")
    house.box.seconds = 0
    check("and the truth is told", [row[0] for row in house.settle("away")] == ["sent"])


def test_often(house):
    """Whoever holds a link makes no mailer of the house."""
    told = house.act("put", check_it=False, **{"pass": "abc", "count": 51, "subject": "often", "address": "often%d@example.org"})
    check("the 51st is refused, and the act with it", told.startswith("-: 50 mails") and house.rows("subject = 'often'") == [], told)
    house.put(count=50, subject="often", address="often%d@example.org", **{"pass": "abc"})
    told = house.act("put", check_it=False, **{"pass": "abc", "subject": "often"})
    check("nor one by one", told.startswith("-: 50 mails"), told)
    house.put(subject="often", address="often50@example.org", **{"pass": "other"})
    check("another link may", len(house.settle("often")) == 51)
    check("the entry names the link", house.database.sql("SELECT COUNT(*) FROM audit WHERE person = 'pass/abc'") == [("51",)],
          house.database.sql("SELECT COUNT(*) FROM audit WHERE person = 'pass/abc'"))


def test_rights(house):
    """Who may see what was sent: whoever assesses on that project; of the house, an administrator."""
    ids = {}
    for name, role in (("expert", "expert:museum"), ("other", "expert:archive"), ("auditor", "auditor"), ("admin", "administrator")):
        house.server.invite(f"{name}@people.example", name.title(), role)
        ids[name] = house.database.sql(f"SELECT id FROM persons WHERE email = '{name}@people.example'")[0][0]
    house.put(subject="seen", project="museum", kind="pass", address="seen@example.org")
    house.settle("seen")
    about = {"subject": "seen", "project": "museum", "kind": "pass"}
    seen = {name: "seen@example.org" in house.act("of", check_it=False, person=ids[name], **about) for name in ids}
    check("whoever assesses sees it", seen == {"expert": True, "other": False, "auditor": False, "admin": False}, seen)
    check("by another project nothing is seen", house.act("of", check_it=False, person=ids["other"], **dict(about, project="archive")) == "")
    house.put(subject="house", address="house@example.org")
    house.settle("house")
    seen = {name: "house@example.org" in house.act("of", check_it=False, person=ids[name], subject="house") for name in ids}
    check("of the house an administrator does", seen == {"expert": False, "other": False, "auditor": False, "admin": True}, seen)


def test_hidden(house):
    """No address and no text stands in the chain, in the log, or in the file of the database once it has ended."""
    house.put(count=3, subject="hidden", address="hidden%d@hidden.example", name="Somebody Hidden", title="A hidden title", body=SECRET)
    house.box.said["refused@hidden.example"] = "550 no <refused@hidden.example> here"
    house.put(subject="hidden", address="refused@hidden.example", name="Somebody Hidden", title="A hidden title", body=SECRET)
    house.settle("hidden")
    house.box.said.clear()
    chain = str(house.database.sql("SELECT * FROM audit"))
    log = house.server.log.read_text()
    for word in ("hidden.example", "Somebody Hidden", "A hidden title", SECRET[-30:]):
        check(f"{word[:20]} is not in the chain", word not in chain)
        check(f"{word[:20]} is not in the log", word not in log)
    check("the log says that one was refused", "mail: refused, code 550" in log, log[-500:])
    entries = house.database.sql("SELECT object, after FROM audit WHERE verb = 'write-mail' ORDER BY number DESC LIMIT 1")
    check("the chain tells of it", re.fullmatch(r"mail/\w+", entries[0][0]) and
          re.fullmatch(r"invitation project/, sha256 [0-9a-f]{64}", entries[0][1]), entries)
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout + done.stderr)
    if not house.postgresql:
        house.server.stop()
        files = b"".join(path.read_bytes() for path in house.folder.glob("palier.db*"))
        check("the file holds no secret any more", SECRET.encode() not in files)
        house.again()


def test_by_hand(house):
    """What somebody has written into the table is not sent in the house's name, and is found."""
    house.put(subject="hand", address="hand@example.org", **{"in": 3600})
    house.database.sql("UPDATE mails SET address = 'victim@example.org', next_at = 1 WHERE subject = 'hand'")
    house.wait(lambda: house.rows("subject = 'hand' AND state = 'refused'"))
    check("another address", house.rows("subject = 'hand'", "state, trouble") == [("refused", "by_hand")])
    columns = ("id, what, project, kind, subject, part, person, language, written_at, not_before, digest, address, name, title, body,"
               " salt, state, tries, next_at, holder, lease_until, is_unwanted, trouble, answer")
    house.database.sql(f"INSERT INTO mails ({columns}) VALUES ('planted', 'invitation', '', '', 'planted', '', '', 'en', 1, NULL, 'd',"
                       " 'victim@example.org', '', 'Title', 'Text', '', 'waiting', 0, 1, '', 0, 0, '', '')")
    house.wait(lambda: house.rows("id = 'planted' AND state = 'refused'"))
    check("a row of its own", house.rows("id = 'planted'", "state, trouble") == [("refused", "by_hand")])
    check("nobody got it", house.box.parsed("victim@example.org") == [])
    told = house.of(subject="planted")
    check("it is told", "by hand" in told[0][5], told)
    done = house.server.command("audit", "verify", check=False)
    check("and found", done.returncode == 1 and b"mails planted" in done.stdout, done.stdout)
    house.database.sql("DELETE FROM mails WHERE id = 'planted'")
    check("a row that is gone is no finding", house.server.command("audit", "verify", check=False).returncode == 0)


def test_erased(house):
    """What is held of an address is told and forgotten, of a person with their account."""
    house.put(count=2, subject="list", address="listed@example.org", title="Listed %d")
    house.settle("list")
    house.put(subject="list", address="Listed@example.org", title="Later", body=SECRET, **{"in": 3600})
    out = house.server.command("mail", "list", "listed@example.org").stdout.decode()
    check("the operator lists them", out.count("invitation") == 3 and "waiting" in out and "sent" in out, out)
    out = house.server.command("mail", "forget", "LISTED@example.org").stdout.decode()
    check("and has them forgotten", out.startswith("3 mails"), out)
    rows = house.rows("subject = 'list'", "state, address, name, title, body, salt")
    check("nothing is left", sorted(row[0] for row in rows) == ["sent", "sent", "withdrawn"] and
          all(row[1:] == ("",) * 5 for row in rows), rows)
    check("said twice, it is done once", house.server.command("mail", "forget", "listed@example.org").stdout.startswith(b"0 mails"))
    done = house.server.command("mail", "list", "nobody", check=False)
    check("what is no address is told", done.returncode == 1 and b"no address that mail" in done.stderr, done.stderr)
    house.server.invite("pia@example.org", "Pia Person", "expert")
    house.put(subject="pia", address="pia@example.org", name="Pia Person")
    house.settle("pia")
    identity = house.database.sql("SELECT id FROM persons WHERE email = 'pia@example.org'")[0][0]
    export = house.admin.get(f"/people/{identity}/export").json
    check("a person's export has them", [row["title"] for row in export["mails"]] == ["Mail 0"], export.get("mails"))
    answer = house.server.command("user", "erase", "pia@example.org", check=False)
    check("the person is erased", answer.returncode == 0, answer.stderr)
    check("and the mails forget them", house.rows("subject = 'pia'", "address, name, title") == [("", "", "")])
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def test_swept(house):
    """90 days behind its end a row goes."""
    house.put(count=2, subject="old", address="old%d@example.org")
    house.settle("old")
    house.database.sql("UPDATE mails SET ended_at = ended_at - 91 * 86400 WHERE subject = 'old' AND address = 'old0@example.org'")
    house.server.stop()
    house.again()
    for _ in range(2):
        Client(house.server.port).get("/healthz")
    house.put(subject="unsent", address="unsent@example.org", body=SECRET, **{"in": 3600})
    house.server.stop()
    house.database.sql("UPDATE mails SET next_at = next_at - 91 * 86400 WHERE subject = 'unsent'")
    house.server.words = []
    house.again()
    for _ in range(2):
        Client(house.server.port).get("/healthz")
    check("what no server sends is given up", house.wait(lambda: house.rows("subject = 'unsent'", "state, trouble, body") == [
        ("given_up", "unsent", "")], 5), house.rows("subject = 'unsent'", "state, trouble, body"))
    house.server.stop()
    house.server.words = house.words(house.smtp.port)
    house.again()
    check("one is left", house.wait(lambda: house.rows("subject = 'old'", "address") == [("old1@example.org",)], 5),
          house.rows("subject = 'old'", "address"))


def test_page(house):
    """The administrator sees whether mail is set up, what waits and what was refused."""
    house.put(subject="page", address="page@example.org", **{"in": 3600})
    house.box.said["no@example.org"] = "550 no"
    house.put(subject="told", address="no@example.org")
    house.settle("told")
    house.box.said.clear()
    data = house.program.api("GET", "/settings").json["mail"]
    check("the program reads it", data["is_configured"] is True and data["from"] == FROM and data["waiting"] >= 1
          and data["sent"] >= 1 and data["refused"] >= 1 and "trouble" in data, data)
    page = house.admin.get("/settings").text
    check("the page says it", "is sent from palier@example.org" in page and "mails that wait" in page, page[:1500])
    french = house.admin.get("/settings?lang=fr").text
    check("in French", "est envoyé de palier@example.org" in french.replace("&#39;", "'"), french[:2500])
    house.admin.get("/settings?lang=en")
    with scratch() as folder:
        other = Server(house.binary, house.database, folder)
        other.start()
        program = Client(other.port, token=house.program.token)
        data = program.api("GET", "/settings").json["mail"]
        check("a server without mail says so", data["is_configured"] is False and data["waiting"] >= 1, data)
        house.put(subject="elsewhere", address="elsewhere@example.org")
        check("another one sends it", [row[0] for row in house.settle("elsewhere")] == ["sent"])
        other.stop()


def test_restored(house):
    """What was due when a backup was brought back may have been sent since: it is not sent again."""
    house.box.said["*"] = "451 4.3.0 not today"
    house.put(subject="due", address="due@example.org")
    house.settle("due")
    house.put(subject="ahead", address="ahead@example.org", **{"in": 3600})
    backup = house.folder / "mails.db"
    house.server.command("backup", str(backup))
    house.database.sql("UPDATE mails SET state = 'withdrawn', ended_at = 1 WHERE subject = 'due'")
    house.box.said.clear()
    with scratch() as folder:
        other = Database(folder, house.postgresql)
        environment = dict(house.server.environment(), PALIER_DATABASE=other.url)
        time.sleep(1.1)
        db = __import__("sqlite3").connect(backup)
        db.execute("UPDATE mails SET next_at = next_at - 3600 WHERE subject = 'due'")
        db.commit()
        db.close()
        done = subprocess.run([house.binary, "restore", str(backup)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        rows = other.sql("SELECT subject, state, trouble, body FROM mails WHERE subject IN ('due', 'ahead') ORDER BY subject")
        check("the due one is given up, the other waits", done.returncode == 0 and
              rows == [("ahead", "waiting", "", "Text 0\n"), ("due", "given_up", "restored", "")], (rows, done.stdout))
        other.remove()


def test_thousand(house):
    """A thousand at once: each arrives once, and the pages answer meanwhile."""
    before = len(house.box.mails)
    start = time.monotonic()
    house.put(count=1000, subject="many", address="many%d@example.org", body=f"{SECRET}%d")
    put = time.monotonic() - start
    client, slowest = Client(house.server.port), 0
    while len(house.box.mails) < before + 1000 and time.monotonic() - start < 240:
        at = time.monotonic()
        client.get("/sign-in")
        slowest = max(slowest, time.monotonic() - at)
        time.sleep(0.02)
    seconds = time.monotonic() - start
    house.wait(lambda: house.rows("subject = 'many' AND state <> 'sent'") == [])
    got = collections.Counter(to for _, to, _ in house.box.mails[before:])
    check("each once", len(got) == 1000 and set(got.values()) == {1}, (len(got), got.most_common(3)))
    check("all are sent", house.rows("subject = 'many' AND state = 'sent'", "COUNT(*)") == [("1000",)])
    check("the pages answer meanwhile", slowest < 2, slowest)
    print(f"1,000 mails: asked for in {put:.1f} s, sent in {seconds:.1f} s, slowest page meanwhile {slowest * 1000:.0f} ms", flush=True)


def test_killed(house):
    """A server that is killed between loses none; what is sent twice has one id."""
    before = len(house.box.mails)
    house.box.seconds = 0.01
    house.put(count=150, subject="killed", address="killed%d@example.org")
    for kill in range(3):
        house.wait(lambda: len(house.box.mails) >= before + 30 * (kill + 1))
        house.server.kill()
        leases = house.rows("subject = 'killed' AND lease_until > 0", "id")
        check("one lease at most is left behind", len(leases) <= 1, leases)
        house.database.sql("UPDATE mails SET lease_until = 1 WHERE lease_until > 0")  # two minutes later
        house.again()
    house.wait(lambda: house.rows("subject = 'killed' AND state <> 'sent'") == [], 60)
    house.box.seconds = 0
    mails = house.box.parsed()[before:]
    ids = collections.defaultdict(set)
    for mail in mails:
        ids[mail["To"]].add(mail["Message-ID"])
    check("all arrive", len(ids) == 150, len(ids))
    check("a few twice at most", len(mails) <= 150 + 3, len(mails))
    check("each with one id", all(len(kept) == 1 for kept in ids.values()))
    check("all are sent", house.rows("subject = 'killed' AND state = 'sent'", "COUNT(*)") == [("150",)])


def test_stopped(house):
    """A server that is to end gives a letter on its way some seconds, and then the mail back."""
    hostile = Hostile(polite("DATA", hang))
    house.server.stop()
    house.server.words = house.words(hostile.port)
    house.again()
    house.put(subject="stopped", address="stopped@example.org")
    check("it is on its way", house.wait(lambda: hostile.calls > 0 and house.rows("subject = 'stopped' AND lease_until > 0")))
    start = time.monotonic()
    status = house.server.stop()
    seconds = time.monotonic() - start
    check("it ends soon", status == 0 and 4 <= seconds < 15, (status, seconds))
    check("and gives it back", house.rows("subject = 'stopped'", "state, tries, lease_until") == [("waiting", "0", "0")],
          house.rows("subject = 'stopped'", "state, tries, lease_until"))
    hostile.close()
    house.server.words = house.words(house.smtp.port)
    house.again()
    check("the next one sends it", house.wait(lambda: house.rows("subject = 'stopped' AND state = 'sent'")))


def test_no_way(house):
    """Where there is no way to a mail server, mails wait, and the administrator is told."""
    hostile = Hostile(polite("DATA", hang_up))
    house.server.stop()
    house.server.words = house.words(hostile.port)
    house.again()
    house.put(count=3, subject="dropped", address="dropped%d@example.org", body=SECRET)
    check("one is tried", house.wait(lambda: house.rows("subject = 'dropped' AND tries = 1 AND lease_until = 0")))
    trouble = house.rows("subject = 'dropped' AND tries = 1", "state, trouble, answer")
    check("the connection ended", trouble[0] == ("waiting", "hung_up", ""), trouble)
    check("the others are left alone meanwhile", house.rows("subject = 'dropped' AND tries = 0", "COUNT(*)") != [("0",)])
    data = house.program.api("GET", "/settings").json["mail"]
    check("it is told", data["trouble"] == "the mail server ended the connection in between" and data["late"] >= 1, data)
    check("and stands in the log", "mail: hung_up, code 0" in house.server.log.read_text(), house.server.log.read_text()[-300:])
    hostile.close()
    house.server.stop()
    house.server.words = house.words(house.smtp.port)
    house.again()
    house.database.sql("UPDATE mails SET next_at = 1 WHERE subject = 'dropped'")
    check("with a way they are sent", house.wait(lambda: house.rows("subject = 'dropped' AND state = 'sent'", "COUNT(*)") == [("3",)]))
    data = house.program.api("GET", "/settings").json["mail"]
    check("and all is well", data["trouble"] is None, data)


def test_hostile(house):
    """Servers that misbehave: each is told in one sentence, within a minute and without a crash."""
    if house.postgresql:  # no database is asked
        return
    long_line = b"250 " + b"x" * (1 << 20) + b"\r\n"
    many_lines = b"250-x\r\n" * 200000 + b"250 x\r\n"
    closed = socket.create_server(("127.0.0.1", 0))
    closed_port = closed.getsockname()[1]
    closed.close()

    def lines_for_ever(call, lines):
        while True:
            call.sendall(b"250-and more\r\n" * 100)
    cases = [("nobody", None, "does not take the call", 20),
             ("hangs at once", hang, "took too long", 45),
             ("hangs up at once", hang_up, "ended the connection", 20),
             ("hangs at MAIL", polite("MAIL", hang), "took too long", 100),
             ("hangs in DATA", polite("DATA", hang), "took too long", 100),
             ("hangs behind the text", polite(".", hang), "took too long", 100),
             ("hangs at QUIT", polite("QUIT", hang), None, 20),
             ("hangs up in DATA", polite("DATA", hang_up), "ended the connection", 20),
             ("hangs up behind the text", polite(".", hang_up), "ended the connection", 20),
             ("garbage", say(b"\x00\xff\xfe garbage\r\n" * 50), "is no SMTP", 45),
             ("HTTP", say(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "is no SMTP", 45),
             ("1 MB in a line at once", say(b"220 " + b"x" * (1 << 20) + b"\r\n"), None, 100),
             ("1 MB without an end", say(b"x" * (1 << 20)), None, 100),
             ("a line of 1 MB to RCPT", polite("RCPT", say(long_line)), None, 100),
             ("1 MB of lines to RCPT", polite("RCPT", say(many_lines)), None, 100),
             ("lines for ever", polite("RCPT", lines_for_ever), "250 and more", 100),
             ("550 of 1 MB", polite("RCPT", say(b"550 " + b"x" * (1 << 20) + b"\r\n")), None, 100),
             ("busy", say(b"421 4.3.2 too many connections\r\n"), "421 4.3.2 too many connections", 20),
             ("no service", say(b"554 5.3.2 go away\r\n"), "554 5.3.2 go away", 20),
             ("no sender", polite("MAIL", say(b"550 5.7.1 not yours\r\n")), "takes no mail from the address of the house (550", 20),
             ("no answer to QUIT", polite("RCPT", say(b"550 5.1.1 nobody\r\n")), "refused it (550 5.1.1 nobody)", 20)]
    told = {}

    def run(name, talk):
        hostile = Hostile(talk) if talk else None
        told[name] = try_mail(house, *house.words(hostile.port if hostile else closed_port))
        if hostile:
            hostile.close()
    threads = [threading.Thread(target=run, args=(name, talk)) for name, talk, _, _ in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, _, words, most in cases:
        status, sentence, seconds = told[name]
        check(f"{name}: a sentence", (status in (0, 1, 69) if words is None else status in (1, 69)) and len(sentence) < 700
              and "\n" not in sentence and "Sanitizer" not in sentence, told[name])
        check(f"{name}: the right one", words is None or words in sentence, told[name])
        check(f"{name}: in time", seconds < most, told[name])


def make_certificate(folder, name):
    files = [str(folder / f"{name}.{kind}") for kind in ("pem", "key")]
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-keyout", files[1], "-out", files[0], "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
    return files


def test_encrypted(house):
    """STARTTLS and TLS, with certificates that are believed alone; user and password from a file, told to nobody."""
    if house.postgresql:
        return
    good, other = make_certificate(house.folder, "good"), make_certificate(house.folder, "other")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*good)
    seen, box = [], Box()

    def authenticate(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=(data.login, data.password) == (b"palier", b"pass word\xc3\xa9"), handled=False)
    starttls = controller(box, tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate)
    plain = controller(box)
    tls = controller(box, ssl_context=context)
    login, open_login = house.folder / "login", house.folder / "open-login"
    for file, mode in ((login, 0o600), (open_login, 0o644)):
        file.write_text("palier\npass wordé\n", encoding="utf-8")
        file.chmod(mode)
    wrong = house.folder / "wrong"
    wrong.write_text("palier\r\nwrong\r\n")
    wrong.chmod(0o600)
    ca = ["--smtp-ca", good[0]]
    words = house.words(starttls.port)
    status, said, _ = try_mail(house, *words, *ca, "--smtp-login", str(login))
    check("STARTTLS and a login", status == 0 and "250 2.0.0 taken" in said and seen[-1][0] == b"palier", (status, said, seen))
    status, said, _ = try_mail(house, *words, *ca, "--smtp-login", str(wrong))
    check("a wrong password", status != 0 and "does not take the user and the password (535" in said and "wrong" not in said, said)
    status, said, _ = try_mail(house, *words, *ca)
    check("no password", status != 0 and "530" in said, said)
    status, said, _ = try_mail(house, *words, *ca, "--smtp-login", str(open_login))
    check("a password that others read", status == 64 and "others can read" in said and "chmod o=" in said, (status, said))
    for text in ("palier\n", "", "palier\n\n", "a\nb\nc\n", "\npassword\n"):
        wrong.write_text(text)
        status, said, _ = try_mail(house, *words, *ca, "--smtp-login", str(wrong))
        check(f"a login of {text!r}", status == 64 and "two lines" in said, (status, said))
    environment = dict(house.server.environment(), CREDENTIALS_DIRECTORY=str(house.folder))
    login.rename(house.folder / "smtp-login")
    done = subprocess.run([house.binary, "mail", "test", "x@example.org", *words, *ca], env=environment, stdout=subprocess.PIPE, check=False)
    check("the credential of systemd", done.returncode == 0, done.stdout)
    for port, scheme in ((starttls.port, "smtp"), (tls.port, "smtps")):
        status, said, _ = try_mail(house, *house.words(port, scheme), "--smtp-ca", other[0])
        check(f"{scheme}: a certificate that is not believed", status != 0 and "certificate is not believed" in said, said)
    status, said, _ = try_mail(house, *house.words(tls.port, "smtps"))
    check("nor by the machine", status != 0 and "certificate is not believed" in said, said)
    status, said, _ = try_mail(house, *house.words(tls.port, "smtps"), *ca)
    check("TLS from the first byte", status == 0, said)
    status, said, _ = try_mail(house, *house.words(plain.port), *ca)
    check("what is asked to be encrypted is", status != 0 and "no encryption" in said, said)
    check("within the machine nothing need be", try_mail(house, *house.words(plain.port))[0] == 0)
    addresses = [line.split()[3].split("/")[0] for line in subprocess.run(
        ["ip", "-4", "-o", "addr", "show", "scope", "global"], stdout=subprocess.PIPE, text=True, check=False).stdout.splitlines()]
    if addresses:
        outside = Controller(box, hostname=addresses[0], port=starttls.port + 1 if starttls.port < 65535 else 20250)
        outside.start()
        status, said, _ = try_mail(house, "--smtp", f"smtp://{addresses[0]}:{outside.port}", "--smtp-from", FROM)
        check("over a network everything is", status != 0 and "no encryption" in said, said)
        outside.stop()
    for made in (starttls, plain, tls):
        made.stop()


def test_options(house):
    """What is said of mail is checked before the server starts; nothing of a password is repeated."""
    cases = [(["--smtp", "smtp://localhost"], "--smtp-from"), (["--smtp-from", FROM], "--smtp URL"),
             (["--smtp", "mail.example.org", "--smtp-from", FROM], "smtp://HOST:PORT"),
             (["--smtp", "smtp://me:hunter2@mail.example.org", "--smtp-from", FROM], "stand in a file"),
             (["--smtp", "smtp://localhost", "--smtp-from", "palier"], "is no address that mail can come from"),
             (["--smtp", "smtp://localhost", "--smtp-from", FROM, "--smtp-ca", "/nowhere.pem"], "no file"),
             (["--smtp", "smtp://localhost", "--smtp-from", FROM, "--smtp-login", "/nowhere"], "/nowhere")]
    for words, sentence in cases:
        for command in (["serve", "--listen", "127.0.0.1:0"], ["mail", "test", "x@example.org"]):
            done = subprocess.run([house.binary, *command, *words], env=house.server.environment(), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=60, check=False)
            told = done.stderr.decode()
            check(f"{command[0]} {words}", done.returncode != 0 and sentence in told and "hunter2" not in told, told)
    done = house.server.command("mail", "test", "ann", *house.words(house.smtp.port), check=False)
    check("an address that is none", done.returncode == 1 and b"is no address that mail can be sent to" in done.stderr, done.stderr)
    done = house.server.command("mail", "burn", "x@example.org", check=False)
    check("an act that there is not", done.returncode == 64 and b"test, list and forget" in done.stderr, done.stderr)
    french = house.server.command("mail", "test", "x@example.org", "--lang", "fr", *house.words(house.smtp.port))
    check("in French", "Le serveur de messagerie" in french.stdout.decode(), french.stdout)


def test_two(house):
    """Two servers on one database send each mail once."""
    if not house.postgresql:
        return
    with scratch() as folder:
        other = Server(house.binary, house.database, folder, house.words(house.smtp.port))
        other.start()
        before = len(house.box.mails)
        house.put(count=300, subject="two", address="two%d@example.org")
        house.wait(lambda: house.rows("subject = 'two' AND state <> 'sent'") == [], 90)
        got = collections.Counter(to for _, to, _ in house.box.mails[before:])
        check("each once", len(got) == 300 and set(got.values()) == {1}, (len(got), got.most_common(3)))
        house.box.seconds = 0.5
        house.put(count=6, subject="slow", address="slow%d@example.org")
        holders = set()
        house.wait(lambda: holders.update(row[0] for row in house.rows("subject = 'slow' AND holder <> ''", "holder")) or
                   house.rows("subject = 'slow' AND state <> 'sent'") == [], 60)
        check("both send", len(holders) == 2, holders)
        house.box.seconds = 0
        other.stop()


TESTS = [test_arrives, test_texts, test_refused_wishes, test_act_that_fails, test_id, test_refused, test_later, test_waits, test_often, test_rights,
         test_hidden, test_by_hand, test_erased, test_swept, test_page, test_restored, test_thousand, test_killed, test_stopped,
         test_no_way, test_hostile, test_encrypted, test_options, test_two]

if __name__ == "__main__":
    MAIL_PUT = sys.argv.pop(2)
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
