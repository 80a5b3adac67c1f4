"""What the tests of the server share: the real program, a database of its own, and a browser that
keeps cookies and knows the forms' token. Standard library only."""
import glob
import gzip
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PASSWORD = "correct horse battery staple"


class Count:
    """Tests that passed and failed; a failure is told at once."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, is_true, detail=""):
        if is_true:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {str(detail)[:600]}", flush=True)
        return bool(is_true)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


class Database:
    """A fresh SQLite file or PostgreSQL database."""

    def __init__(self, folder, postgresql=None):
        self.postgresql = postgresql
        self.url = str(pathlib.Path(folder) / "palier.db")
        if postgresql:
            self.name = f"palier_{os.getpid()}_{int(time.time() * 1000) % 10 ** 9}"
            self._psql(postgresql, f"CREATE DATABASE {self.name}")
            self.url = urllib.parse.urlunsplit(
                urllib.parse.urlsplit(postgresql)._replace(path="/" + self.name))

    @staticmethod
    def _psql(url, text):
        out = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e",
                              "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text], check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        return [tuple(row.split("\x1f")) for row in out.rstrip("\n").split("\x1e") if row != ""]

    def sql(self, text):
        """Rows as tuples of texts."""
        if self.postgresql:
            return self._psql(self.url, text)
        db = sqlite3.connect(self.url, timeout=20)
        try:
            rows = [tuple("" if v is None else str(v) for v in row) for row in db.execute(text)]
            db.commit()
            return rows
        finally:
            db.close()

    def hold(self):
        """Locks the head of the audit chain, so that no change ends; the function that lets go."""
        if not self.postgresql:
            db = sqlite3.connect(self.url, timeout=20, isolation_level=None, check_same_thread=False)
            db.execute("BEGIN IMMEDIATE")
            return db.close
        psql = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", self.url],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        psql.stdin.write(b"BEGIN; UPDATE audit_head SET number = number; SELECT 'held';\n")
        psql.stdin.flush()
        assert psql.stdout.readline() == b"held\n"
        return psql.communicate

    def remove(self):
        if self.postgresql:
            self._psql(self.postgresql, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Server:
    """`palier serve` on a free port, or on the port given."""

    def __init__(self, binary, database, folder, words=(), prefix=()):
        self.binary, self.database = str(binary), database
        self.log = pathlib.Path(folder) / "server.log"
        self.words, self.prefix = list(words), list(prefix)
        self.process, self.port = None, 0

    def environment(self):
        """A small quarantine: what was freed would look like memory that grows."""
        options = os.environ.get("ASAN_OPTIONS", "detect_leaks=1") + ":quarantine_size_mb=4"
        return dict(os.environ, PALIER_DATABASE=self.database.url, LC_ALL="C.UTF-8",
                    ASAN_OPTIONS=options)

    def command(self, *words, check=True, language="C"):
        done = subprocess.run([self.binary, *words], env=dict(self.environment(), LC_ALL=f"{language}.UTF-8"),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"palier {words}: {done.stderr.decode()}")
        return done

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, self.binary, "serve", "--listen", f"127.0.0.1:{self.port}",
                 *self.words], env=self.environment(), stdout=subprocess.PIPE, stderr=log)
        line = self.process.stdout.readline().decode()
        found = re.search(r"(https?)://[^ ]*:(\d+)/", line)
        if not found:
            raise AssertionError("the server did not start: " + self.log.read_text()[-2000:])
        self.port = int(found[2])
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Ends it as an operator would; its exit status, in which sanitizers speak."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        return status

    def invite(self, email, name, *roles):
        """Adds a person at the machine; the path of the link."""
        out = self.command("user", "add", email, name, *roles).stdout.decode()
        return re.search(r"/link/\S+", out)[0]


def run_tests(count, make, tests, between=lambda house: None):
    """Each test with one house on SQLite, then, where PALIER_TEST_POSTGRESQL names a server, with
    one there. `make(folder, postgresql)` gives the house: its `server`, started, and `database`.
    Words of the command line behind the binary choose tests by their names; -v tells their time."""
    only = [word for word in sys.argv[2:] if word.isidentifier()]
    chosen = [test for test in tests if not only or test.__name__[5:] in only]
    server = os.environ.get("PALIER_TEST_POSTGRESQL")
    for postgresql in [None] + [server] * bool(server):
        with scratch() as folder:
            house = make(folder, postgresql)
            try:
                for test in chosen:
                    _run_test(count, house, test)
                    between(house)
                count.check("it ends without a leak", house.server.stop() == 0,
                            house.server.log.read_text()[-6000:])
                log = house.server.log.read_text()
                bad = re.search(r"runtime error|Sanitizer|Assertion", log)
                count.check("no sanitizer spoke", bad is None, log[bad.start() - 200:] if bad else "")
            finally:
                if house.server.process.poll() is None:
                    house.server.kill()
                house.database.remove()
    sys.exit(count.end())


def _run_test(count, house, test):
    start = time.perf_counter()
    try:
        test(house)
    except Exception as error:  # the other tests are still worth running
        if os.environ.get("PALIER_TEST_TRACE"):
            raise
        count.check(test.__name__, False, repr(error))
    if "-v" in sys.argv:
        print(f"{test.__name__} {time.perf_counter() - start:.1f} s", flush=True)


def together(*acts):
    """Runs acts at the same moment; their answers."""
    answers, barrier = [None] * len(acts), threading.Barrier(len(acts))

    def run(at):
        barrier.wait()
        answers[at] = acts[at]()
    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class Clocked(Server):
    """A server whose clock stands where a file says, by libfaketime: seconds that are added to what it is."""

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.clock = self.log.with_name("clock")
        self.move(0)

    def move(self, seconds):
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"+{seconds}\n")
        fresh.replace(self.clock)

    def environment(self):
        faketime = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")[0]
        sanitizer = subprocess.run(["ldd", self.binary], stdout=subprocess.PIPE, check=True).stdout.decode()
        found = re.search(r"=> (\S*libasan\S*)", sanitizer)  # it must come first
        return dict(super().environment(), LD_PRELOAD=" ".join(([found[1]] if found else []) + [faketime]),
                    FAKETIME_TIMESTAMP_FILE=str(self.clock), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers = status, headers
        self.body = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def queries(self):
        found = re.search(r"(\d+) queries", self.headers.get("Server-Timing") or "")
        return int(found[1]) if found else None

    @property
    def location(self):
        return self.headers.get("Location") or ""

    def is_sent_to_sign_in(self):
        return self.status == 303 and self.location.startswith("/sign-in")

    def is_refused(self):
        return self.status == 403 or self.is_sent_to_sign_in()


class Client:
    """A browser, or with `token` a program that uses the API."""

    def __init__(self, port, token=None, source=None, timeout=120):
        self.port, self.token, self.source, self.timeout = port, token, source, timeout
        self.cookies, self.connection, self.form_token = {}, None, None

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _send(self, method, path, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=self.timeout,
                source_address=(self.source, 0) if self.source else None)
        self.connection.request(method, path, body, headers)
        got = self.connection.getresponse()
        return Answer(got.status, got.headers, got.read())

    def ask(self, method, path, body=None, headers=None, once=False):
        """`once`: never sent a second time, for what must not be done twice."""
        sent = {}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        kept = self.connection is not None
        try:
            answer = self._send(method, path, body, sent)
        except (http.client.HTTPException, OSError):
            self.close()
            if once or not kept:
                raise
            answer = self._send(method, path, body, sent)  # a kept connection that was over
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";", 1)[0].split("=", 1)
            if value == "":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def csrf(self):
        if self.form_token is None:
            found = re.search(r'name="csrf" value="([^"]*)"', self.get("/me").text)
            self.form_token = found[1] if found else ""
        return self.form_token

    def post(self, path, fields=(), headers=None, csrf=True, once=False):
        """A form, with its token."""
        rows = list(fields.items()) if isinstance(fields, dict) else list(fields)
        if csrf is True:
            rows.append(("csrf", self.csrf()))
        elif csrf:
            rows.append(("csrf", csrf))
        body = urllib.parse.urlencode(rows).encode()
        return self.ask("POST", path, body, dict({
            "Content-Type": "application/x-www-form-urlencoded"}, **(headers or {})), once)

    def api(self, method, path, value=None, headers=None, once=False):
        """JSON, or a document as it is where `value` is text."""
        kind = "application/yaml" if isinstance(value, str) else "application/json"
        body = (value.encode() if isinstance(value, str)
                else json.dumps(value).encode() if value is not None else None)
        return self.ask(method, "/api/v1" + path, body, dict(
            {"Content-Type": kind} if body is not None else {}, **(headers or {})), once)

    def upload(self, path, fields, name, content):
        """A form with a file, which has a kind only by the end of its name."""
        edge = "edge-of-parts"
        rows = list(fields.items()) if isinstance(fields, dict) else list(fields)
        if "csrf" not in dict(rows):
            rows.append(("csrf", self.csrf()))
        parts = b"".join(f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in rows)
        parts += (f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                  "Content-Type: application/octet-stream\r\n\r\n").encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, parts, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def settle(self, answer, seconds=120):
        """Waits for the job that an answer says was made of an act; what the job says in the end. None: there is none."""
        if answer.status != 202:
            return None
        got = None
        for _ in range(seconds * 20):
            got = self.api("GET", f"/jobs/{answer.json['job']}").json
            if not got["job"]["is_open"]:
                return got
            time.sleep(0.05)
        raise AssertionError(f"the job did not end: {got}")

    def use_link(self, path, password=PASSWORD):
        answer = self.post(path, {"password": password, "again": password}, csrf=False)
        if answer.status != 303:
            raise AssertionError(f"{path}: {answer.status} {answer.text[:500]}")
        return self

    def sign_in(self, email, password=PASSWORD, back=None, **more):
        self.form_token = None
        fields = {"email": email, "password": password}
        if back is not None:
            fields["back"] = back
        return self.post("/sign-in", fields, csrf=False, **more)

    def make_token(self, scope="write", days="90", title="a program", password=PASSWORD):
        """A token of this person, by the form, which asks for the password again."""
        page = self.post("/me/tokens/add", {"title": title, "scope": scope, "days": days,
                                 "password": password})
        found = re.search(r'class="code copy" readonly value="([^"]+)"', page.text)
        return found[1]


def init(server, email="a@example.org", name="Ada Admin", language="C"):
    """The first person, who is administrator and expert; the path of the link."""
    return re.search(r"/link/\S+", server.command("init", email, name, language=language).stdout.decode())[0]


def assessment(identity, title="An assessment", provider="Example Hosting", extra=""):
    """The paper's example under another id."""
    text = (ROOT / "examples/example-2003.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^id:.*$", f"id: {identity}", text)
    text = re.sub(r"(?m)^title:.*$", lambda _: "title: " + json.dumps(title, ensure_ascii=False),
                  text)
    text = re.sub(r"(?m)^provider:.*$",
                  lambda _: "provider: " + json.dumps(provider, ensure_ascii=False), text)
    return text + extra


class Demonstration:
    """The demonstration in a language: its server, and of each role a browser of somebody of the name given, who reads it."""

    def __init__(self, binary, folder, postgresql, language, names):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        out = self.server.command("demonstration", language=language).stdout.decode()
        passwords = dict(re.findall(r"^  (\w+) +\S+@example.org +(\S+)$", out, re.M))
        self.server.start()
        self.people = {}
        self.passwords = passwords
        for role, name in names.items():
            browser = Client(self.server.port)
            browser.sign_in(f"{role}@example.org", passwords[role])
            browser.post("/me/change", {"name": name, "language": language})
            self.people[role] = browser


class TwoProjects:
    """A server with the projects "north" and "south", an assessment in each, and people: `roles` of each by name; of each a
    browser and a program."""

    def __init__(self, binary, folder, postgresql, words, roles):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, words)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.admin.make_token())
        for project in ("north", "south"):
            self.good(self.program.api("POST", "/projects/new", {"id": project, "title": project.title(), "state": "needs"}))
            self.good(self.program.api("POST", f"/projects/{project}/assessments/new/bring", assessment(f"{project}-one")))
        self.people = {}
        for name, own in roles.items():
            link = self.server.invite(f"{name}@example.org", name.title(), *own)
            browser = Client(self.server.port).use_link(link)
            self.people[name] = (browser, Client(self.server.port, token=browser.make_token()))

    @staticmethod
    def good(answer):
        assert answer.status in (200, 201), (answer.status, answer.text[:500])
        return answer


def scratch():
    return tempfile.TemporaryDirectory(prefix="palier-test-")
