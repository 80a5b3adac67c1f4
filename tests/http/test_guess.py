#!/usr/bin/env python3
"""Tests of guessing: networks, counters that fade, known devices, lanes, common passwords.

usage: tests/http/test_guess.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. The server believes
a proxy on loopback, so that a test comes from whatever network it says. Ends with one line:
N passed, N failed.
"""
import json
import re
import statistics
import sys
import threading
import time

from house import PASSWORD, ROOT, Client, Count, Database, Server, init, run_tests

count = Count()
check = count.check
WRONG = "wrong " + PASSWORD


class House:
    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, ["--behind-proxy", "127.0.0.1"])
        link = init(self.server)
        self.server.start()
        self.admin = self.client().use_link(link)

    def client(self):
        return Client(self.server.port)

    def person(self, name):
        """Somebody with an account; the address. No device of theirs is known."""
        mail = name + "@example.org"
        link = self.server.invite(mail, f"{name.title()} Person")
        self.client().use_link(link)
        self.database.sql("DELETE FROM devices WHERE person = "
                          f"(SELECT id FROM persons WHERE email = '{mail}')")
        self.forget()
        return mail

    def forget(self):
        self.database.sql("DELETE FROM attempts")

    def guessed(self, level=12):
        """As if so many had failed by each counter just now: the waits are long."""
        self.database.sql(f"UPDATE attempts SET level = {level} * 1000")

    def later(self, seconds):
        self.database.sql(f"UPDATE attempts SET at = at - {seconds}")


def sign_in(house, mail, password, source, client=None):
    """As a browser whose session is over, not the device that it is known as."""
    client = client or house.client()
    client.cookies.pop("palier", None)
    return client.sign_in(mail, password, headers={"X-Forwarded-For": source})


def heard(house, mail, sources, password=WRONG):
    """How many tries are heard."""
    return sum(sign_in(house, mail, password, source).status == 403 for source in sources)


def test_strangers(house):
    """A stranger learns nothing from a try, neither by words nor by time."""
    mail = house.person("known")
    times, answers = {}, {}
    for who in (mail, "no.such.person@example.org"):
        spent = []
        for i in range(4):
            start = time.perf_counter()
            answers[who] = sign_in(house, who, WRONG, f"198.51.100.{i}")
            spent.append(time.perf_counter() - start)
        times[who] = statistics.median(spent)
    known, unknown = answers.values()
    check("the same status for both", known.status == unknown.status == 403, known.status)
    check("the same page for both", re.sub(r'value="[^"]*"', "", known.text) ==
          re.sub(r'value="[^"]*"', "", unknown.text))
    ratio = max(times.values()) / min(times.values())
    check("in about the same time", ratio < 2.5 or max(times.values()) < 0.02, times)
    for fields in ({}, {"email": mail}, {"password": PASSWORD},
                   {"email": "x" * 500, "password": "y" * 2000}):
        check(f"signing in with {list(fields)}", house.client().post(
            "/sign-in", fields, csrf=False).status in (403, 422))


def test_networks(house):
    """One network is one source, however many addresses it has."""
    mail = house.person("networks")
    got = heard(house, mail, [f"2001:db8:1:1::{i:x}" for i in range(60)])
    check("60 addresses of one /64", got <= 8, got)
    check("another /64 is heard", heard(house, mail, ["2001:db8:1:2::1"]) == 1)
    house.forget()
    got = heard(house, mail, [f"2001:db8:2:{i:x}::1" for i in range(60)])
    check("60 /64 of one /48", 15 <= got <= 25, got)
    house.forget()
    got = heard(house, mail, ["198.51.100.7"] * 20 + ["::ffff:198.51.100.7"] * 20)
    check("one IPv4 address in both its forms", got <= 8, got)
    house.forget()
    got = sum(sign_in(house, f"somebody{i}@example.org", WRONG, f"2001:db8:3:3::{i:x}").status
              == 403 for i in range(60))
    check("many accounts from one network", 25 <= got <= 36, got)
    answer = sign_in(house, mail, PASSWORD, "2001:db8:3:3::1")
    check("which says when", answer.status == 429 and answer.headers["Retry-After"] and
          re.search(r"again in (?:a second|\d+ seconds)", answer.text), answer.status)


def test_fading(house):
    """A wait is minutes at most, a level halves every hour, a success clears."""
    mail, source = house.person("fading"), "198.51.100.20"
    got = heard(house, mail, [source] * 8)
    check("some tries are heard", 5 <= got <= 7, got)
    house.guessed()
    answer = sign_in(house, mail, PASSWORD, source)
    check("then the right one waits too", answer.status == 429, answer.status)
    house.later(901)
    check("a quarter of an hour at most", sign_in(house, mail, PASSWORD, source).status == 303)
    rows = house.database.sql("SELECT level FROM attempts ORDER BY level")
    levels = [int(row[0]) for row in rows]
    check("which clears the account's from there", len(levels) == 2, levels)
    house.forget()
    heard(house, mail, [source] * 5)
    house.later(3600)
    heard(house, mail, [source])
    levels = [int(row[0]) for row in house.database.sql("SELECT level FROM attempts")]
    check("a level halves in an hour", all(3300 <= level <= 3520 for level in levels), levels)
    house.later(6 * 3600)
    got = heard(house, mail, [source] * 5)
    check("after some hours it starts anew", got == 5, got)


def test_lockout(house):
    """A stranger who tries from many networks keeps nobody out."""
    mail = house.person("victim")
    heard(house, mail, [f"203.0.{i // 200}.{i % 200}" for i in range(70)])
    heard(house, mail, ["203.0.0.1"] * 4)
    waits = sign_in(house, mail, WRONG, "203.0.0.1")
    wait = re.search(r"again in (a|\d+) second", waits.text)
    check("who has failed waits with all others", waits.status == 429 and wait and
          (wait[1] == "a" or int(wait[1]) <= 30), (waits.status, waits.text[:300]))
    refused = [sign_in(house, mail, PASSWORD, f"192.0.2.{i}").status for i in range(45)]
    check("45 of 45 times the right one enters from elsewhere", refused == [303] * 45, refused)
    answer = sign_in(house, mail, WRONG, "192.0.2.200")
    check("also after a mistake", answer.status == 403 and
          sign_in(house, mail, PASSWORD, "192.0.2.200").status == 303)


def test_devices(house):
    """A browser that has signed in before has a way in, also beside a stranger."""
    mail, here = house.person("device"), "198.51.100.30"
    browser, other = house.client(), house.client()
    answer = sign_in(house, mail, PASSWORD, here, browser)
    line = next(line for line in answer.headers.get_all("Set-Cookie")
                if line.startswith("palier_device="))
    check("the device's cookie", all(flag in line for flag in (
        "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000")), line)
    secret = browser.cookies["palier_device"]
    kept = house.database.sql("SELECT hash FROM devices")
    check("is kept as a hash", len(secret) == 43 and all(len(row[0]) == 64 for row in kept), kept)
    browser.post("/sign-out")
    check("it stays after signing out", browser.cookies.get("palier_device") == secret)
    check("and opens nothing", browser.get("/me").is_sent_to_sign_in())
    heard(house, mail, [here] * 6)
    house.guessed()
    check("a stranger from the same place", sign_in(house, mail, PASSWORD, here).status == 429)
    check("keeps no known device out", sign_in(house, mail, PASSWORD, here, browser).status == 303)
    check("which keeps its secret", browser.cookies["palier_device"] == secret)
    strange = house.person("strange")
    heard(house, strange, [here] * 6)
    house.guessed()
    check("it is known for its own account alone",
          sign_in(house, strange, PASSWORD, here, browser).status == 429)
    house.forget()
    check("a device of nobody", sign_in(house, mail, PASSWORD, here, other).status == 303)
    other.cookies["palier_device"] = "x" * 5000
    check("a device's secret that is none", sign_in(house, mail, PASSWORD, here, other).status
          == 303 and len(other.cookies["palier_device"]) == 43)
    got = sum(sign_in(house, mail, WRONG, f"198.51.101.{i}", browser).status == 403
              for i in range(30))
    check("a device guesses no faster", 10 <= got <= 13, got)
    check_devices_end(house, mail, browser)


def check_devices_end(house, mail, browser):
    """They are limited, exported, and end with what they belong to."""
    person = house.database.sql(f"SELECT id FROM persons WHERE email = '{mail}'")[0][0]
    for i in range(12):
        check("another browser", sign_in(house, mail, PASSWORD, f"198.51.102.{i}").status == 303)
    number = house.database.sql(f"SELECT count(*) FROM devices WHERE person = '{person}'")
    check("10 at most", number == [("10",)], number)
    exported = json.loads(house.admin.get(f"/people/{person}/export").body)
    check("they stand in the person's export", len(exported["devices"]) == 10 and
          set(exported["devices"][0]) == {"agent", "created_at", "seen_at"}, exported)
    house.forget()
    sign_in(house, mail, PASSWORD, "198.51.103.1", browser)
    check("signing out everywhere", browser.post("/me/sign-out", {}).status == 303)
    number = house.database.sql(f"SELECT count(*) FROM devices WHERE person = '{person}'")
    check("forgets them", number == [("0",)], number)
    browser.form_token = None
    sign_in(house, mail, PASSWORD, "198.51.103.1", browser)
    house.database.sql(f"UPDATE devices SET seen_at = seen_at - {181 * 86400}"
                       f" WHERE person = '{person}'")
    heard(house, mail, ["198.51.103.1"] * 6)
    house.guessed()
    check("one that was away for long is none",
          sign_in(house, mail, PASSWORD, "198.51.103.1", browser).status == 429)
    house.forget()
    sign_in(house, mail, PASSWORD, "198.51.103.1")
    answer = house.admin.post(f"/people/{person}/erase", {"confirm": "Device Person"})
    number = house.database.sql(f"SELECT count(*) FROM devices WHERE person = '{person}'")
    check("erasure takes them along", answer.status == 303 and number == [("0",)],
          (answer.status, number))


def test_old_password(house):
    """The old password is guessed no faster at /me, nor a link."""
    mail = house.person("changing")
    browser = house.client()
    sign_in(house, mail, PASSWORD, "198.51.100.40", browser)

    def change(old, i):
        return browser.post("/me/password", {"old": old, "new": "new " + PASSWORD,
                                    "again": "new " + PASSWORD},
                            headers={"X-Forwarded-For": f"198.51.104.{i}"}).status
    states = [change(WRONG, i) for i in range(12)]
    check("a session that guesses is slowed wherever it is", states[:5] == [403] * 5 and
          429 in states[5:], states)
    house.guessed()
    check("the right one waits too", change(PASSWORD, 99) == 429)
    house.later(901)
    check("and is then taken", change(PASSWORD, 99) == 303)
    states = [house.client().post(f"/link/{i:043d}", {"password": PASSWORD, "again": PASSWORD},
                                  csrf=False).status for i in range(40)]
    check("links are guessed no faster", states[:20] == [404] * 20 and 429 in states, states)
    check("nor by looking at their page", house.client().get(f"/link/{0:043d}").status == 429)


def test_common(house):
    """What is tried first is refused where a password is chosen, with a sentence; nothing is lost."""
    link = house.server.invite("ada.byron@engines.example", "Ada King")
    browser = house.client()
    lines = (ROOT / "data/passwords/common.txt").read_text().split("\n")
    long = [line for line in lines if len(line) >= 12][::30]
    for password in [*long, "password1234", "Password1234!", "123456123456", "p@ssw0rd2026",
                     "monkeymonkey", "ada.byron@engines.example", "Ada-King-1815!"]:
        answer = browser.post(link, {"password": password, "again": password}, csrf=False)
        check(f"{password} is refused", answer.status == 422 and
              re.search("tried first|own name or address", answer.text), answer.status)
    check("the link is still good", browser.use_link(link).get("/me").status == 200)
    for password in ("password1234", "Byron, Ada 1815"):
        answer = browser.post("/me/password", {"old": PASSWORD, "new": password,
                                      "again": password}, headers={"Accept-Language": "en"})
        check(f"{password} at /me", answer.status == 422 and password not in answer.text,
              answer.status)
    token = browser.make_token()
    answer = Client(house.server.port, token=token).api("POST", "/me/password", {
        "old": PASSWORD, "new": "qwertyuiop12", "again": "qwertyuiop12"})
    check("and by the API", answer.status == 422 and "tried first" in answer.text, answer.text)


def busy(house, seconds, number):
    """So many clients sign in over and over; the statuses that they got."""
    until, statuses, lock = time.monotonic() + seconds, {}, threading.Lock()

    def work(who):
        client, tries = house.client(), 0
        while time.monotonic() < until:
            tries += 1
            status = sign_in(house, f"client{who}.{tries}@example.org", WRONG,
                             f"10.{who}.{tries // 250}.{tries % 250}", client).status
            with lock:
                statuses[status] = statuses.get(status, 0) + 1
    threads = [threading.Thread(target=work, args=(i,)) for i in range(number)]
    for thread in threads:
        thread.start()
    return threads, statuses


def test_lanes(house):
    """While 64 clients sign in, pages come at once, and too many are told to come back."""
    client, seconds = house.client(), 4
    threads, statuses = busy(house, seconds, 64)
    spent = {"/healthz": [], "/": []}
    time.sleep(0.5)
    until = time.monotonic() + seconds - 1
    while time.monotonic() < until:
        for path, times in spent.items():
            start = time.perf_counter()
            answer = (client if path == "/healthz" else house.admin).get(path)
            times.append(time.perf_counter() - start)
            check(path, answer.status == 200, answer.status)
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    for path, times in spent.items():
        times.sort()
        print(f"{path}: median {statistics.median(times) * 1000:.0f} ms, 95 % "
              f"{times[len(times) * 95 // 100] * 1000:.0f} ms, at most {times[-1] * 1000:.0f} ms")
        check(f"{path} waits for no password", statistics.median(times) < 0.1, times[-5:])
    check("passwords are still tried", statuses.get(403, 0) > 10, statuses)
    check("and the line is no longer than it may", statuses.get(503, 0) > 0 and
          set(statuses) <= {403, 429, 503}, statuses)


TESTS = [test_strangers, test_networks, test_fading, test_lockout, test_devices,
         test_old_password, test_common, test_lanes]


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS, House.forget)
