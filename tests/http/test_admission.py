#!/usr/bin/env python3
"""Bodies from outside: who may send one is asked before any of it is taken, and all of them together
have a bound. Raw sockets against server_demo; its options are small so that every bound is met.

usage: test_admission.py SERVER_DEMO
"""
import socket
import sys
import threading
import time

import test_http as t
from test_http import Server, check, chunked, get, post, read_all, read_answer

OPEN = b"Authorization: open"
MIB = 1 << 20


def continues(sock):
    """Whether the next thing that comes is "100 Continue"."""
    return read_answer(sock).status == 100


def test_admitted(server):
    body = b"x" * (3 * MIB)
    answer = server.ask(post(b"/guarded", body, OPEN), timeout=60)
    check("a body that may come", answer.status == 200 and f"body {len(body)}\n" in answer.text(),
          answer)
    pieces = [body[at:at + 50000] for at in range(0, len(body), 50000)]
    answer = server.ask(get(b"/guarded", OPEN, b"Transfer-Encoding: chunked", method=b"POST") +
                        chunked(*pieces), timeout=60)
    check("in chunks", f"body {len(body)}\n" in answer.text(), answer)
    for method in (b"PUT", b"PATCH", b"DELETE"):
        answer = server.ask(post(b"/guarded", b"x" * 1000, OPEN, method=method))
        check(f"{method}", "body 1000\n" in answer.text(), answer)
    answer = server.ask(get(b"/guarded", b"Content-Length: 0", method=b"POST"))
    check("no body: nothing is asked", answer.status == 200 and "body 0\n" in answer.text(), answer)
    with server.connect() as sock:
        sock.sendall(get(b"/guarded?ms=300", OPEN, b"Expect: 100-continue", b"Content-Length: 9",
                         method=b"POST"))
        check("100 Continue comes after the admission", continues(sock))
        sock.sendall(b"123456789")
        check("and the body after it", "body 9\n" in read_answer(sock).text())
    with server.connect() as sock:
        sock.sendall(b"".join(post(b"/guarded/%d?ms=20" % i, b"y" * (i * 700 + 1), OPEN)
                              for i in range(12)) + get(b"/echo/last"))
        rest, seen = b"", []
        for i in range(12):
            answer = read_answer(sock, rest=rest)
            rest = answer.rest
            seen.append(f"segment {i}\n" in answer.text() and f"body {i * 700 + 1}\n" in answer.text())
        last = read_answer(sock, rest=rest)
        check("pipelined", all(seen) and "segment last" in last.text(), (seen, last))
    with server.connect() as sock:
        for byte in post(b"/guarded", b"a=1&b=2", OPEN, t.FORM.strip()):
            sock.sendall(bytes([byte]))
        check("byte by byte", "form b=2" in read_answer(sock).text())


def test_refused(server):
    for name, headers, sent in (
            ("a length", (b"Content-Length: 8000000",), b""),
            ("a length and some of it", (b"Content-Length: 8000000",), b"x" * 100000),
            ("chunks", (b"Transfer-Encoding: chunked",), b""),
            ("chunks, and some", (b"Transfer-Encoding: chunked",), b"4000\r\n" + b"x" * 0x4000),
            ("100-continue", (b"Content-Length: 8000000", b"Expect: 100-continue"), b""),
            ("a short body", (b"Content-Length: 5",), b"12345"),
            ("a request behind it", (b"Content-Length: 5",), b"12345" + get(b"/echo/smuggled"))):
        began = time.monotonic()
        seen = server.all_of(get(b"/guarded", *headers, method=b"POST") + sent)
        check(f"{name}: the answer comes before the body", seen.startswith(b"HTTP/1.1 403 ") and
              seen.endswith(b"not admitted\n") and b"smuggled" not in seen and
              time.monotonic() - began < 5, seen)
    body = b"x" * (8 * MIB)
    with server.connect(timeout=30) as sock:  # as programs do that read only when all is sent
        try:
            sock.sendall(post(b"/guarded", body))
            answer = read_answer(sock)
        except OSError as error:
            answer = t.Answer(b"", str(error).encode())
        check("who sends all before reading still reads the answer", answer.status == 403, answer)
    with server.connect() as sock:
        sock.sendall(get(b"/guarded?ms=500", b"Content-Length: 100", method=b"POST"))
        sock.close()
    time.sleep(0.8)
    check("who leaves while it is asked", server.ask(get(b"/echo")).status == 200)


def test_clock():
    with Server("read=2") as server:
        with server.connect() as sock:
            sock.sendall(get(b"/guarded?ms=2500", OPEN, b"Content-Length: 4", method=b"POST"))
            time.sleep(3)
            sock.sendall(b"1234")
            check("the time of the admission is not the sender's", "body 4\n" in
                  read_answer(sock).text())
        with server.connect() as sock:
            began = time.monotonic()
            sock.sendall(get(b"/guarded", OPEN, b"Content-Length: 4", method=b"POST"))
            seen = read_all(sock)
            check("an admitted body has its time too", b" 408 " in seen[:20] and
                  time.monotonic() - began < 5 * t.SANITIZED_SLOW, seen)


def held(server, count, target, *headers, sent):
    """Connections that have sent a part of their body."""
    socks = []
    for _ in range(count):
        sock = server.connect(timeout=15)
        sock.sendall(get(target, *headers, method=b"POST") + sent)
        socks.append(sock)
    return socks


def status_of(sock):
    """Of an answer that is there already; 0: none is."""
    sock.settimeout(0)
    try:
        data = sock.recv(4096)
    except OSError:
        return 0
    return int(data.split()[1]) if data.startswith(b"HTTP/1.1 ") else 0


def test_room(name, limit, target, *headers):
    """One room of 1 MiB; each connection sends 60 kB and then stops."""
    with Server(f"{limit}={MIB}", "read=5") as server:
        for kind, header in (("length", b"Content-Length: 65000"),
                             ("chunks", b"Transfer-Encoding: chunked")):
            sent = b"x" * 60000 if kind == "length" else b"ea60\r\n" + b"x" * 60000 + b"\r\n"
            socks = held(server, 40, target, header, *headers, sent=sent)
            time.sleep(0.5)
            seen = [status_of(sock) for sock in socks]
            check(f"{name}, {kind}: some find no room and hear it", 20 <= seen.count(503) <= 35 and
                  set(seen) <= {0, 503}, seen)
            answer = server.ask(get(target, header, *headers, method=b"POST") + sent)
            check(f"{name}, {kind}: one more", answer.status == 503 and
                  answer.header("Retry-After"), answer)
            check(f"{name}, {kind}: others go on", server.ask(get(b"/echo")).status == 200)
            time.sleep(6)  # the slow ones have lost their places
            for sock in socks:
                sock.close()
            answer = server.ask(post(target, b"x" * 60000, *headers), timeout=30)
            check(f"{name}, {kind}: the places come back", answer.status == 200 and
                  "body 60000\n" in answer.text(), answer)


def test_promises():
    """Strangers who promise much and send nothing keep nobody out."""
    with Server(f"strangers={2 * MIB}") as server:
        socks = held(server, 60, b"/echo", b"Content-Length: 65000", sent=b"")
        time.sleep(0.3)
        answer = server.ask(post(b"/echo", b"a=1", t.FORM.strip()))
        check("promises take no room", answer.status == 200, answer)
        for sock in socks:
            sock.close()
        heads = held(server, 300, b"/echo", b"Content-Length: 10", b"X: " + b"a" * 15000, sent=b"")
        seen, until = [0], time.monotonic() + 8
        while 0 in seen and time.monotonic() < until:
            time.sleep(0.3)
            seen = [old or status_of(sock) for old, sock in
                    zip(seen if len(seen) > 1 else [0] * 20, heads[-20:])]
        check("heads take room as well", set(seen) == {503}, seen)
        for sock in heads:
            sock.close()


def test_storm():
    """Admitted, refused and broken ones together: each gets its own answer, nothing is lost."""
    with Server("workers=3", f"bodies={64 * MIB}") as server:
        bad = []

        def run(number):
            for i in range(15):
                size = 1 + (number * 7919 + i * 104729) % 200000
                body = bytes([number % 251]) * size
                try:
                    if (number + i) % 3 == 0:
                        answer = server.ask(get(b"/guarded", b"Content-Length: %d" % size,
                                                method=b"POST"), timeout=60)
                        good = answer.status == 403
                    elif (number + i) % 7 == 0:
                        with server.connect() as sock:
                            sock.sendall(post(b"/guarded", body, OPEN)[:-1])
                        good = True
                    else:
                        answer = server.ask(post(b"/guarded?ms=2", body, OPEN), timeout=60)
                        good = f"body {size}\n" in answer.text()
                except (OSError, socket.error) as error:
                    good, answer = False, error
                if not good:
                    bad.append(answer)
        threads = [threading.Thread(target=run, args=(n,)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(0.5)
        load = server.ask(get(b"/load")).text()
        check("a storm of bodies", not bad, bad)
        check("and nothing stays", load == "1 connections, 1 requests\n", load)


def test_stop_while_asked():
    """The end comes while a worker asks, and while a body is on its way."""
    with Server("workers=1") as server:
        asked = held(server, 3, b"/guarded?ms=700", OPEN, b"Content-Length: 10", sent=b"")
        coming = held(server, 3, b"/echo", b"Content-Length: 10", sent=b"12345")
        time.sleep(0.2)
    for sock in asked + coming:
        sock.close()


def main():
    with Server() as server:
        test_admitted(server)
        test_refused(server)
    test_clock()
    test_room("strangers", "strangers", b"/echo")
    test_room("known", "bodies", b"/guarded", OPEN)
    test_promises()
    test_storm()
    test_stop_while_asked()
    print(f"{t.passed} passed, {t.failed} failed")
    return 0 if t.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
