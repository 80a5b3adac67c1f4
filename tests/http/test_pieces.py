#!/usr/bin/env python3
"""Bodies and answers in pieces, from outside: raw sockets against server_demo. Prints each failure and ends
with "N passed, N failed".

usage: test_pieces.py SERVER_DEMO
"""
import http.client
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

DEMO = sys.argv[1]
PIECE = 252 * 1024
passed = failed = 0
# A small quarantine: what was freed would look like memory that grows.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "detect_leaks=1") +
                   ":quarantine_size_mb=4")


def check(name, is_right, seen=""):
    global passed, failed
    passed, failed = passed + bool(is_right), failed + (not is_right)
    if not is_right:
        print(f"FAILED  {name}: {seen!r:.400}")


class Server:
    """A server_demo of its own; a crash or a report of a sanitizer is a failure."""

    def __init__(self, *options):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([DEMO, *options], text=True, stdout=subprocess.PIPE,
                                        stderr=self.errors, env=ENVIRONMENT)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.communicate(timeout=30)[0]
        self.errors.seek(0)
        check("end of the server", self.process.returncode == 0 and "stopped" in rest,
              self.errors.read()[-3000:])

    def ask(self, method, path, body=None, chunks=None, context=None, timeout=30):
        """Status, headers and body."""
        connection = (http.client.HTTPSConnection("localhost", self.port, timeout=timeout, context=context)
                      if context else http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout))
        connection.request(method, path, chunks if chunks is not None else body,
                           {"Authorization": "open"}, encode_chunked=chunks is not None)
        got = connection.getresponse()
        data = got.read()
        connection.close()
        return got.status, got.headers, data

    def memory(self):
        """Of the process, in kB; the most that it was."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()
                if line.startswith(("VmRSS", "VmHWM"))}


def total(data):
    value = 0
    for byte in data:
        value = (value * 31 + byte) & 0xFFFFFFFF
    return value


def pattern(count):
    whole = bytes(range(251))
    return (whole * (count // 251 + 1))[:count]


def told(data, pieces):
    return b"%d bytes in %d pieces, sum %d\n" % (len(data), pieces, total(data))


def test_sending(server):
    for size in (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17):
        data = pattern(size)
        status, _, got = server.ask("POST", "/pieces", data)
        check(f"{size} bytes", status == 200 and got == told(data, -(-size // PIECE)), (status, got))
    data = pattern(2 * PIECE + 5)
    status, _, got = server.ask("POST", "/pieces", chunks=iter([data[:1000], data[1000:PIECE + 7],
                                                                 data[PIECE + 7:]]))
    check("chunks", got == told(data, 3), (status, got))
    # Pieces that end where a chunk does.
    data = pattern(4 * PIECE)
    status, _, got = server.ask("POST", "/pieces?ms=5", chunks=iter([data[at:at + PIECE] for at in range(0, 4 * PIECE, PIECE)]))
    check("chunks as long as pieces", got == told(data, 4), (status, got))
    status, _, got = server.ask("POST", "/pieces?ms=5", chunks=iter([data[at:at + PIECE // 4] for at in range(0, 4 * PIECE, PIECE // 4)]))
    check("chunks of a quarter of a piece", got == told(data, 4), (status, got))
    # Two requests on one connection.
    data = pattern(2 * PIECE + 5)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sock:
        head = (b"POST /pieces HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                b"Content-Length: %d\r\n\r\n" % len(data))
        sock.sendall(head + data + head + data)
        seen = b""
        while seen.count(told(data, 3)) < 2 and (some := sock.recv(65536)):
            seen += some
        check("two on one connection", seen.count(told(data, 3)) == 2, seen)


def test_refusals(server):
    big = pattern(20 * PIECE)
    status, _, got = server.ask("POST", "/pieces?refuse=2", big)
    check("refused in the middle, and told", (status, got) == (422, b"not this\n"), (status, got))
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sock:
        sock.sendall(b"POST /pieces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n")
        got = sock.recv(65536)
        check("who may not send is told before", b"403" in got.split(b"\r\n")[0], got)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sock:
        sock.sendall(b"POST /pieces HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                     b"Content-Length: 70000000\r\n\r\n")
        got = sock.recv(65536)
        check("too large, told before", b"413" in got.split(b"\r\n")[0], got)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as sock:
        sock.sendall(b"POST /pieces HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
        try:
            for _ in range(66):
                sock.sendall(chunk)
        except OSError:
            pass
        try:
            got = sock.recv(65536)
        except OSError as error:
            got = str(error).encode()
        check("too large in chunks", b"413" in got, got)


def test_giving(server):
    for size in (1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE + 3):
        status, headers, got = server.ask("GET", f"/pieces?bytes={size}")
        check(f"{size} bytes come", status == 200 and headers["Content-Length"] == str(size) and
              got == pattern(size), (status, dict(headers), len(got)))
    status, headers, got = server.ask("HEAD", "/pieces?bytes=1000000")
    check("its head alone", headers["Content-Length"] == "1000000" and got == b"", dict(headers))
    try:
        server.ask("GET", f"/pieces?bytes={5 * PIECE}&break=2")
        check("an answer that breaks off", False, "it looked whole")
    except http.client.IncompleteRead as error:
        check("an answer that breaks off", len(error.partial) == PIECE, len(error.partial))


def slow_reader(server, size, seconds):
    """Reads a little, waits, and reads the rest; how many bytes there were, and whether the right ones."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as sock:
        sock.sendall(b"GET /pieces?bytes=%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % size)
        data = b""
        while b"\r\n\r\n" not in data:
            data += sock.recv(100)
        data = data.split(b"\r\n\r\n", 1)[1]
        time.sleep(seconds)
        count, is_right, whole = 0, True, pattern(251 + (1 << 20))
        while True:
            is_right = is_right and data == whole[count % 251:count % 251 + len(data)]
            count += len(data)
            data = sock.recv(1 << 20) if count < size else b""
            if not data:
                break
    return count, is_right


def test_memory():
    """Some that read much, most of them slowly: a piece of each is in memory."""
    with Server("workers=2") as server:
        size = 60 << 20
        server.ask("POST", "/pieces", pattern(PIECE * 3))
        server.ask("GET", f"/pieces?bytes={PIECE * 3}")
        before = server.memory()["VmRSS"]
        answers = []
        readers = [threading.Thread(target=lambda: answers.append(slow_reader(server, size, 1)))
                   for _ in range(4)]
        for reader in readers:
            reader.start()
        waiting = [threading.Thread(target=lambda: slow_reader(server, 8 << 20, 3)) for _ in range(12)]
        for reader in waiting:
            reader.start()
        time.sleep(0.5)
        check("others are answered meanwhile", server.ask("GET", "/echo", timeout=5)[0] == 200)
        for reader in readers + waiting:
            reader.join()
        check("slow readers have all", answers == [(size, True)] * 4, answers)
        most = server.memory()["VmHWM"]
        print(f"memory: {before} kB before, {most} kB at most")
        # of a sanitized program, what was freed stays for a while
        check("memory is that of pieces", most - before < 64 * 1024, (before, most))


def test_thrown_away():
    """What comes after a refusal in the middle comes piece by piece, too: in all it may take longer than one of them."""
    with Server("read=1") as server, socket.create_connection(("127.0.0.1", server.port), timeout=60) as sock:
        sock.sendall(b"POST /pieces?refuse=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                     b"Content-Length: %d\r\n\r\n" % (5 * PIECE))
        got = b""
        try:
            for at in range(5):
                sock.sendall(bytes(PIECE))
                time.sleep(9 if at < 4 else 0)
            got = sock.recv(65536)
        except OSError as error:
            got = str(error).encode()
        check("who is refused and goes on slowly is told", b" 422 " in got.split(b"\r\n")[0], got)


def test_slow_and_gone():
    with Server("read=1") as server:
        sock = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        sock.sendall(b"POST /pieces HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                     b"Content-Length: 5000000\r\n\r\n")
        start = time.monotonic()
        for _ in range(6):  # longer than a whole request may take, and no piece is late
            sock.sendall(bytes(300000))
            time.sleep(0.5)
        check("who goes on has time", time.monotonic() - start > 2.5)
        sock.close()  # in the middle
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as reader:
            reader.sendall(b"GET /pieces?bytes=60000000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            reader.recv(1000)
        time.sleep(0.3)
        check("the server goes on", server.ask("GET", "/echo")[0] == 200)


def test_stopping():
    server = Server()
    readers = []
    for _ in range(5):
        sock = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        sock.sendall(b"GET /pieces?bytes=60000000&ms=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        readers.append(sock)
        sock = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        sock.sendall(b"POST /pieces?ms=50 HTTP/1.1\r\nHost: localhost\r\nAuthorization: open\r\n"
                     b"Content-Length: 5000000\r\n\r\n" + bytes(600000))
        readers.append(sock)
    time.sleep(0.2)
    server.__exit__()
    for sock in readers:
        sock.close()


def test_tls():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-keyout", f"{folder}/key", "-out", f"{folder}/certificate"],
                       check=True, stderr=subprocess.DEVNULL)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with Server(f"certificate={folder}/certificate", f"key={folder}/key") as server:
            data = pattern(5 * PIECE + 9)
            status, _, got = server.ask("POST", "/pieces", data, context=context)
            check("sent over TLS", got == told(data, 6), (status, got))
            status, _, got = server.ask("GET", f"/pieces?bytes={len(data)}", context=context)
            check("read over TLS", got == data, (status, len(got)))
            status, _, got = server.ask("POST", "/pieces?refuse=2", data, context=context)
            check("refused over TLS, and told", (status, got) == (422, b"not this\n"), (status, got))


def main():
    slow = threading.Thread(target=test_thrown_away)
    slow.start()
    with Server() as server:
        for test in (test_sending, test_refusals, test_giving):
            test(server)
    for test in (test_memory, test_slow_and_gone, test_stopping, test_tls):
        test()
    slow.join()
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
