#!/usr/bin/env python3
"""What strangers can make the server's memory grow to. Reads VmHWM from /proc, so the program must be
a release build: a sanitizer's own memory would be counted.

usage: test_strangers.py PALIER [--measure]     --measure: print the peaks alone
"""
import re
import resource
import select
import socket
import sys
import time

from house import Client, Count, Database, Server, init, scratch

MIB = 1 << 20
BOUND = 200  # MB: SECURITY.md
count = Count()
check = count.check


class Sender:
    """A connection that sends as fast as the server takes, `pace` bytes in each round at most."""

    def __init__(self, port, head, body, source, pace=1 << 20):
        self.sock = socket.socket()
        self.sock.bind((source, 0))
        self.sock.settimeout(10)
        self.sock.connect(("127.0.0.1", port))
        self.sock.setblocking(False)
        self.rest, self.body, self.pace = head, body, pace
        self.sent, self.answer, self.is_open = 0, b"", True

    def step(self):
        """One round; False: nothing more is to be sent or the connection is over."""
        try:
            piece = self.rest[:self.pace] or self.body(self.sent, self.pace)
            if piece:
                done = self.sock.send(piece)
                self.rest = self.rest[done:] if self.rest else self.rest
                self.sent += done
        except BlockingIOError:
            pass
        except OSError:
            self.is_open = False
        try:
            self.answer += self.sock.recv(4096) if len(self.answer) < 4096 else b""
        except OSError:
            pass
        return self.is_open

    def status(self):
        return int(self.answer.split()[1]) if self.answer.startswith(b"HTTP/1.1 ") else 0


def peak(server):
    """The most memory that the server has ever had, in MB."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1000


def plain(total):
    return lambda sent, most: b"x" * min(most, max(0, total - sent))


def chunks(total):
    piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    return lambda sent, most: piece if sent < total else b""


def head(target, *lines):
    return (f"POST {target} HTTP/1.1\r\nHost: localhost\r\n" +
            "".join(line + "\r\n" for line in lines) + "\r\n").encode()


def press(server, senders, seconds):
    """All at once, for a while; whether somebody else is answered meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        going = [sender for sender in senders if sender.step()]
        if not going:
            break
        select.select([], [s.sock for s in going], [], 0.01)
    answered = Client(server.port, source="127.0.0.250").get("/healthz").status == 200
    for sender in senders:
        sender.sock.close()
    return answered


def crowd(server, number, target, lines, body, pace=1 << 20):
    """Senders from some addresses, so that the limit of one does not hold them back."""
    senders = []
    for i in range(number):
        try:
            senders.append(Sender(server.port, head(target, *lines), body,
                                  f"127.0.0.{2 + i % 8}", pace))
        except OSError:
            pass
    return senders


WAYS = [
    ("63 x 16 MB where one signs in", 63, "/projects/a/documents", "length", 16 * MIB, MIB),
    ("63 x 16 MB in chunks", 63, "/projects/a/documents", "chunks", 16 * MIB, MIB),
    ("63 x 16 MB to the API", 63, "/api/v1/projects/a/documents", "length", 16 * MIB, MIB),
    ("63 x 16 MB with a session that is none", 63, "/library", "cookie", 9 * MIB, MIB),
    ("63 x 16 MB with a token that is none", 63, "/api/v1/library", "token", 9 * MIB, MIB),
    ("63 x 16 MB to sign in", 63, "/sign-in", "length", 16 * MIB, MIB),
    ("63 x 16 MB to sign in, in chunks", 63, "/sign-in", "chunks", 16 * MIB, MIB),
    ("1,000 x 60 kB to sign in, never ending", 1000, "/sign-in", "short", 60000, MIB),
    ("1,000 x 60 kB to a link, slowly", 1000, "/link/nothing", "short", 60000, 2000),
    ("1,000 long heads before a body", 1000, "/sign-in", "heads", 0, MIB),
]


def lines_of(kind, size):
    form = "Content-Type: application/x-www-form-urlencoded"
    length = f"Content-Length: {size}"
    return {"length": [form, length], "chunks": [form, "Transfer-Encoding: chunked"],
            "cookie": [form, length, "Cookie: palier=" + "a" * 43],
            "token": [length, "Authorization: Bearer " + "a" * 43],
            "short": [form, "Content-Length: 65000"],
            "heads": [form, "Content-Length: 10"] + [f"X-{i}: " + "a" * 990 for i in range(14)],
            }[kind]


def bodies(server, found):
    for name, number, target, kind, size, pace in WAYS:
        body = chunks(size) if kind == "chunks" else plain(size)
        is_fine = press(server, crowd(server, number, target, lines_of(kind, size), body, pace), 4)
        found.append((name, peak(server), is_fine))


def heads(server, found):
    """Connections that send nothing, half a head, or a head without an end."""
    for name, text in (("1,000 silent connections", b""),
                       ("1,000 half heads", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 9000),
                       ("1,000 endless heads", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " +
                        b"a" * 70000),
                       ("1,000 with many fields", b"GET /?" + b"&".join([b"a=b"] * 255) +
                        b" HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 14000)):
        senders = crowd(server, 1000, "/", [], plain(0))
        for sender in senders:
            sender.rest = text
        found.append((name, 0, press(server, senders, 3)))
        found[-1] = (name, peak(server), found[-1][2])


def answers(server, found):
    """Connections that ask for much and read nothing."""
    for target in ("/openapi.json", "/ui/web.css", "/sign-in"):
        senders = crowd(server, 1000, "/", [], plain(0))
        one = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nX: {'a' * 1000}\r\n\r\n".encode()
        for sender in senders:
            sender.rest, sender.answer = one * 30, b"x" * 4096
        name = f"1,000 x 30 x {target}, not read"
        is_fine = press(server, senders, 5)
        found.append((name, peak(server), is_fine))


def measure(binary, folder):
    """Peaks after each way, in MB; one server for all."""
    found = []
    server = Server(binary, Database(folder), folder, words=("--log", "none"))
    init(server)
    server.start()
    try:
        found.append(("at rest", peak(server), True))
        bodies(server, found)
        heads(server, found)
        answers(server, found)
    finally:
        check("the server ends well", server.stop() == 0)
    return found


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    with scratch() as folder:
        found = measure(sys.argv[1], folder)
    for name, most, is_answered in found:
        if "--measure" in sys.argv:
            print(f"{name:45} {most:7.0f} MB at most so far")
        else:
            check(f"{name}: under {BOUND} MB", most < BOUND, most)
            check(f"{name}: others are answered", is_answered)
    if "--measure" in sys.argv:
        return 0
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
