"""The largest documents there may be, in a house of their own, and what single requests over them use. The
program must be a release build: a sanitizer's own memory and time would be counted."""
import os
import pathlib
import re
import threading
import time

from house import Client, Database, Server, init

AREAS, STEPS, LEVELS = 4096, 64, 64
ACTORS = ("provider", "project_manager", "expert")


def ladder():
    return "".join(f"  - {{id: s{j}, level: {1 + j // 8}, title: S}}\n" for j in range(STEPS))


def model():
    return ("palier: model/1\nid: large\ntitle: Large\nlevels:\n" +
            "".join(f"  - {{rank: {i}, title: L}}\n" for i in range(9)) + "ladder:\n" + ladder() +
            "areas:\n" + "".join(f"  - {{id: A{i}, title: T, category: c{i % 5}, "
                                 f"actor: {ACTORS[i % 3]}}}\n" for i in range(AREAS)) +
            "rating: {scale: nplf, rule: staged}\n")


def scheme():
    return ("palier: alert-scheme/1\nid: many\ntitle: Many\nauthority: H\nsource: S\nlevels:\n" +
            "".join(f"  - {{id: l{k}, rank: {k + 1}, label: L{k}}}\n" for k in range(LEVELS)))


def profile():
    """One row of an area: from level to level the steps up to one more."""
    rows = []
    for i in range(AREAS):
        targets = ", ".join(f"l{k}: level {1 + (k * 7 + i) // 64 % 8}" if k else "l0: none" for k in range(LEVELS))
        rows.append(f"  A{i}: {{{targets}}}\n")
    return "palier: profile/1\nid: wide\ntitle: Wide\nmodel: large\nalert_scheme: many\ntargets:\n" + "".join(rows)


def narrow():
    """One rule for all areas: 64 levels of 64 steps each, in few bytes."""
    targets = ", ".join(f"l{k}: level {1 + k // 8}" for k in range(LEVELS))
    return ("palier: profile/1\nid: narrow\ntitle: Narrow\nmodel: large\nalert_scheme: many\n"
            f"targets: {{\"*\": {{{targets}}}}}\n")


def assessment(identity, date, factor):
    rows = []
    for i in range(AREAS):
        marks = ", ".join(f"s{j}: {'FLPN'[(i * j * factor) % 4]}" for j in range(STEPS))
        rows.append(f"  A{i}: {{{marks}}}\n")
    return (f"palier: assessment/1\nid: {identity}\ntitle: A\nmodel: large\nprovider: Provider {identity}\n"
            f"project: large\ndate: {date}\nratings:\n" + "".join(rows))


class LargeHouse:
    """A model of 4,096 areas of 64 steps, profiles of 64 levels, eight assessments of every step."""

    def __init__(self, binary, folder):
        self.server = Server(binary, Database(folder), folder, ["--log", "none"])
        link = init(self.server)
        self.server.start()
        self.client = Client(self.server.port)
        self.client.use_link(link)
        self.program = Client(self.server.port, token=self.client.make_token("write"))
        for text in (model(), scheme(), profile(), narrow()):
            self.good(self.program.api("POST", "/library", text))
        self.good(self.client.post("/projects/new", {"id": "large", "title": "Large", "state": "needs",
                                                     "profile": "narrow"}))
        for i in range(8):
            text = assessment(f"a{i}", f"2026-01-{i + 1:02}", 2 * i + 1)
            self.good(self.program.api("POST", "/projects/large/assessments/new/bring", text))
        text = assessment("a0", "2026-02-01", 3)
        self.good(self.program.ask("POST", "/api/v1/assessments/a0/text", text,
                                       {"Content-Type": "application/yaml", "If-Match": '"1"'}))

    @staticmethod
    def good(answer):
        assert answer.status in (200, 201, 303), (answer.status, answer.text[:500])
        return answer

    def memory(self, name):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(name + r":\s+(\d+) kB", status)[1]) / 1000

    def processor(self):
        """Seconds of processor time that the server has taken."""
        fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="ascii").split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.server.process.pid}/clear_refs").write_text("5", encoding="ascii")

    def restart(self):
        """What was freed would stand in the process's memory: each request is measured in a fresh one."""
        self.server.stop()
        self.server.start()
        for client in (self.client, self.program):
            client.close()
        assert self.client.get("/me").status == 200

    def ask(self, path, body=None, match=None):
        """Status, bytes, seconds of processor time and megabytes of one request."""
        before, cpu = self.memory("VmRSS"), self.processor()
        self.forget_peak()
        program = self.program if path.startswith("/api") else None
        if body is not None:
            answer = self.program.ask("POST", path, body.encode(), {"Content-Type": "application/yaml", "If-Match": match})
            self.program.settle(answer)
        elif program is not None:
            answer = program.ask("GET", path)
        else:
            answer = self.client.get(path)
        return answer.status, len(answer.body), self.processor() - cpu, self.memory("VmHWM") - before

    def beside(self, path):
        """How long a stranger waits, answer by answer, for /healthz and to sign in while eight ask for the page."""
        is_over = threading.Event()
        waits = []

        def press():
            client = Client(self.server.port)
            client.cookies = dict(self.client.cookies)
            client.get(path)
            client.close()

        def wait_for_all():
            for thread in threads:
                thread.join()
            is_over.set()
        threads = [threading.Thread(target=press) for _ in range(8)]
        for thread in threads:
            thread.start()
        threading.Thread(target=wait_for_all, daemon=True).start()
        client = Client(self.server.port)
        while not is_over.is_set():
            for page in ("/healthz", "/sign-in"):
                start = time.perf_counter()
                client.get(page)
                waits.append(time.perf_counter() - start)
            start = time.perf_counter()
            Client(self.server.port).sign_in("a@example.org")
            waits.append(time.perf_counter() - start)
            time.sleep(0.02)
        return waits
