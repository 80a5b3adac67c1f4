#!/usr/bin/env python3
"""HTTP from outside: raw sockets against server_demo. Prints each failure and ends with
"N passed, N failed".

usage: test_http.py SERVER_DEMO
"""
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

DEMO = sys.argv[1]
SANITIZED_SLOW = 4  # how much longer a sanitized build may take
passed = failed = 0
HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def check(name, is_right, seen=""):
    global passed, failed
    if is_right:
        passed += 1
    else:
        failed += 1
        print(f"FAILED  {name}: {seen!r:.400}")


class Server:
    """A server_demo of its own; a crash or a report of a sanitizer is a failure."""

    def __init__(self, *options, address="127.0.0.1"):
        self.address = address
        self.options = options
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([DEMO, *options, f"address={address}"], text=True,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        line = self.process.stdout.readline()
        self.port = int(line.split()[1]) if line else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            rest = self.process.communicate(timeout=30)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            rest = "did not stop"
        check(f"end of the server {self.options}", self.process.returncode == 0 and
              "stopped" in rest, (self.process.returncode, rest, self.log()[-3000:]))

    def log(self):
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def connect(self, source=None, timeout=10):
        sock = socket.create_connection((self.address, self.port), timeout=timeout,
                                        source_address=source)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def ask(self, request, timeout=10):
        """Sends; gives what comes until the end of the connection or of one answer."""
        with self.connect(timeout=timeout) as sock:
            sock.sendall(request)
            return read_answer(sock, b"HEAD" == request[:4])

    def all_of(self, request, timeout=10):
        """Sends; gives what comes until the end of the connection."""
        with self.connect(timeout=timeout) as sock:
            sock.sendall(request)
            return read_all(sock)


def read_all(sock):
    """All up to the end of the connection; b"(open)" at the end: it did not end."""
    data = b""
    try:
        while piece := sock.recv(65536):
            data += piece
    except TimeoutError:
        data += b"(open)"
    except OSError:
        pass
    return data


class Answer:
    def __init__(self, head, body):
        self.head, self.body = head, body
        first = head.split(b"\r\n")[0].split()
        self.status = int(first[1]) if len(first) > 1 else 0

    def header(self, name):
        found = re.search(rb"(?im)^" + name.encode() + rb": *(.*?)\r?$", self.head)
        return found.group(1).decode() if found else None

    def text(self):
        return self.body.decode("utf-8", "replace")

    def __repr__(self):
        return f"{self.head[:300]!r} {self.body[:300]!r}"


def read_answer(sock, is_head=False, rest=b""):
    """One answer; status 0: the connection ended before."""
    data = rest
    try:
        while b"\r\n\r\n" not in data:
            piece = sock.recv(65536)
            if not piece:
                return Answer(data, b"")
            data += piece
        head, body = data.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        wanted = int(length.group(1)) if length and not is_head else 0
        while len(body) < wanted:
            piece = sock.recv(65536)
            if not piece:
                break
            body += piece
        answer = Answer(head, body[:wanted])
        answer.rest = body[wanted:]
        return answer
    except OSError as error:
        return Answer(b"", str(error).encode())


def get(target, *headers, host=HOST, method=b"GET"):
    return method + b" " + target + b" HTTP/1.1\r\n" + host + b"".join(
        header + b"\r\n" for header in headers) + b"\r\n"


def post(target, body, *headers, method=b"POST"):
    return get(target, b"Content-Length: %d" % len(body), *headers, method=method) + body


def chunked(*chunks):
    return b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\n\r\n"


# --------------------------------------------------------------------------- what goes through

def test_plain(server):
    answer = server.ask(get(b"/echo/a%20b/%C3%A9?x=1+2&y=%26&x=", b'Cookie: a=b; bad cookie; c="d"'))
    for line in ("method GET", "segment a b", "segment é", "query x=1 2", "query y=&", "query x=",
                 "cookie a=b", "cookie c=d", "host localhost", "remote 127.0.0.1", "secure 0"):
        check(f"echo has {line}", line in answer.text().split("\n"), answer)
    check("a cookie that is none", "bad" not in answer.text(), answer)
    check("id", re.fullmatch("[0-9a-f]{16}", answer.header("X-Id") or ""), answer)
    check("date", (answer.header("Date") or "").endswith("GMT"), answer)
    check("length", answer.header("Content-Length") == str(len(answer.body)), answer)
    check("root", server.ask(get(b"/")).status == 404)
    answer = server.ask(get(b"/nothing"))
    check("204", answer.status == 204 and answer.header("Content-Type") is None, answer)
    answer = server.ask(get(b"/fixed"))
    check("fixed bytes", len(answer.body) == 4 << 20 and not answer.body.strip(b"\0"), answer)
    answer = server.ask(get(b"/huge"), timeout=30)
    check("an answer over the limit", answer.status == 500 and "refused" in answer.text(), answer)
    answer = server.ask(get(b"/bad-header"))
    check("a header that is none", answer.status == 500 and "refused 500" in answer.text(), answer)
    for method in (b"PUT", b"PATCH", b"DELETE"):
        answer = server.ask(post(b"/echo", b"", method=method))
        check(f"{method}", "method " + method.decode() in answer.text(), answer)
    answer = server.ask(b"GET /echo HTTP/1.0\r\n" + HOST + b"\r\n")
    check("HTTP/1.0", answer.status == 200, answer)
    answer = server.ask(b"GET /echo HTTP/1.0\r\n\r\n")
    check("HTTP/1.0 without Host", answer.status == 400, answer)


def test_head(server):
    with server.connect() as sock:
        sock.sendall(get(b"/echo", method=b"HEAD") + get(b"/echo/after"))
        head = read_answer(sock, True)
        check("HEAD", head.status == 200 and int(head.header("Content-Length")) > 0, head)
        after = read_answer(sock, rest=head.rest)
        check("nothing but the head", after.status == 200 and "segment after" in after.text(), after)


def test_keep_and_pipeline(server):
    with server.connect() as sock:
        for i in range(20):
            sock.sendall(get(b"/echo/%d" % i))
            answer = read_answer(sock)
            check("kept connection", f"segment {i}\n" in answer.text(), answer)
        sock.sendall(b"".join(get(b"/echo/p%d" % i) for i in range(50)))
        rest, seen = b"", []
        for i in range(50):
            answer = read_answer(sock, rest=rest)
            rest = answer.rest
            seen.append(f"segment p{i}\n" in answer.text())
        check("pipelined, in order", all(seen), seen)
        sock.sendall(get(b"/echo", b"Connection: close"))
        check("close when asked", read_answer(sock).status == 200 and sock.recv(1) == b"")
    with server.connect() as sock:
        request = post(b"/echo", b"a=1", FORM.strip()) + get(b"/echo/next")
        for i in range(len(request)):
            sock.sendall(request[i:i + 1])
        first = read_answer(sock)
        second = read_answer(sock, rest=first.rest)
        check("byte by byte", "form a=1" in first.text() and "segment next" in second.text(),
              (first, second))


def test_bodies(server):
    answer = server.ask(post(b"/echo", b"a=1&b=x+y%21&a=%C3%A9&&c", FORM.strip()))
    check("form", "fields 4\nform a=1\nform b=x y!\nform a=é\nform c=\n" in answer.text(), answer)
    answer = server.ask(get(b"/echo", FORM.strip(), b"Transfer-Encoding: chunked", method=b"POST") +
                        chunked(b"a=1", b"&b=2"))
    check("chunked form", "form a=1\nform b=2\n" in answer.text(), answer)
    answer = server.ask(get(b"/echo", FORM.strip(), b"Transfer-Encoding: chunked", method=b"POST") +
                        b"3;x=y;z=\"q\"\r\na=1\r\n0\r\nX-Trailer: y\r\n\r\n")
    check("chunk extension and trailer are passed over", "form a=1\n" in answer.text(), answer)
    for body in (b"a=%", b"a=%zz", b"a=%00", b"a=\xff", b"%C0%80=1"):
        answer = server.ask(post(b"/echo", body, FORM.strip()))
        check(f"form {body}", "form refused: The form is broken" in answer.text(), answer)
    for count, word in ((1280, "fields 1280\n"), (1281, "more than 1280")):
        body = b"&".join(b"f%d=1" % i for i in range(count))
        check(f"{count} fields", word in server.ask(post(b"/echo", body, FORM.strip())).text())
        body = b"".join(b'--B\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'
                        for i in range(count)) + b"--B--"
        answer = server.ask(post(b"/big", body, b"Content-Type: multipart/form-data; boundary=B"))
        check(f"{count} parts", word in answer.text(), answer)
    check("a body that is no form", "is no form" in
          server.ask(post(b"/echo", b"{}", b"Content-Type: application/json")).text())
    with server.connect() as sock:
        sock.sendall(get(b"/big", b"Expect: 100-continue", b"Content-Length: 1000", method=b"POST"))
        check("100 Continue", read_answer(sock).status == 100)
        sock.sendall(b"x" * 1000)
        check("and then the body", "body 1000" in read_answer(sock).text())


def test_upload(server):
    content = bytes(range(256)) * 20000
    total = 0
    for byte in content:
        total = (total * 31 + byte) & 0xFFFFFFFF
    body = (b'--=_x 1\r\nContent-Disposition: form-data; name="who"\r\n\r\nZo\xc3\xab\r\n'
            b'--=_x 1\r\nContent-Disposition: form-data; name="up"; filename="a%22b.bin"\r\n'
            b'Content-Type: application/octet-stream\r\n\r\n' + content + b'\r\n--=_x 1--\r\n')
    answer = server.ask(post(b"/big", body, b'Content-Type: multipart/form-data; boundary="=_x 1"'),
                        timeout=60)
    check("upload with every byte", f'form up=file a"b.bin application/octet-stream {len(content)} '
          f"bytes sum {total}\n" in answer.text() and "form who=Zoë\n" in answer.text(), answer)
    for name, broken in (("no end", body[:-20]), ("no start", b"x" + body),
                         ("a NUL in a field", body.replace(b"Zo\xc3\xab", b"Zo\0")),
                         ("no name", body.replace(b'name="who"', b'x="who"'))):
        answer = server.ask(post(b"/big", broken,
                                 b'Content-Type: multipart/form-data; boundary="=_x 1"'), timeout=60)
        check(f"multipart, {name}", "form refused" in answer.text(), answer)


# --------------------------------------------------------------------------- what is refused

def refused(server, name, request, *statuses, has_page=True):
    """One answer with one of the statuses, then the end: nothing of it is read as a request."""
    seen = server.all_of(request)
    status = int(seen.split()[1]) if seen.startswith(b"HTTP/1.1 ") else 0
    check(name, status in statuses and b"smuggled" not in seen and not seen.endswith(b"(open)") and
          (not has_page or (seen.count(b"HTTP/1.1 %d" % status) == 1 and
                            b"refused %d: " % status in seen)), seen)


def test_smuggling(server):
    inner = get(b"/echo/smuggled")
    te = b"Transfer-Encoding: chunked"
    for name, headers, body, statuses in (
            ("length and chunked", (b"Content-Length: 4", te), b"0\r\n\r\n", (400,)),
            ("chunked and length", (te, b"Content-Length: 4"), b"0\r\n\r\n", (400,)),
            ("two lengths", (b"Content-Length: 0", b"Content-Length: 4"), b"", (400,)),
            ("the same length twice", (b"Content-Length: 0", b"Content-Length: 0"), b"", (400,)),
            ("two encodings", (te, te), b"0\r\n\r\n", (400,)),
            ("unknown encoding", (b"Transfer-Encoding: gzip, chunked",), b"0\r\n\r\n", (501,)),
            ("nearly chunked", (b"Transfer-Encoding: xchunked",), b"0\r\n\r\n", (501,)),
            ("chunked with a tail", (b"Transfer-Encoding: chunked, identity",), b"", (501,)),
            ("chunked with a blank", (b"Transfer-Encoding: chunked ",), b"0\r\n\r\n", (501,)),
            ("chunked with a control character", (b"Transfer-Encoding: \x0bchunked",), b"", (400,)),
            ("folded encoding", (b"Transfer-Encoding:\r\n chunked",), b"0\r\n\r\n", (400,)),
            ("folded header", (b"X: a\r\n b", b"Content-Length: 0"), b"", (400,)),
            ("blank before the colon", (b"Content-Length : 0",), b"", (400,)),
            ("blank before the colon of the encoding", (b"Transfer-Encoding : chunked",),
             b"0\r\n\r\n", (400,)),
            ("NUL in a value", (b"X: a\0b",), b"", (400,)),
            ("NUL at a value's end", (b"X: a\0",), b"", (400,)),
            ("NUL and a blank left out", (b"A:x", b"X: a\0",), b"", (400,)),
            ("a bare CR", (b"X: a\rContent-Length: 0",), b"", (400,)),
            ("a bare LF", (b"X: a\nContent-Length: 0",), b"", (400,)),
            ("an escape", (b"X: a\x1b[2J",), b"", (400,)),
            ("two content types", (b"Content-Type: a/b", b"Content-Type: a/c",
                                   b"Content-Length: 0"), b"", (400,)),
            ("an expectation", (b"Expect: a-miracle", b"Content-Length: 0"), b"", (417,))):
        refused(server, name, get(b"/echo", *headers, method=b"POST") + body + inner, *statuses)
    for name, length in (("a sign", b"+0"), ("a minus", b"-1"), ("a list", b"0, 0"),
                         ("hexadecimal", b"0x0"), ("nothing", b""), ("a word", b"none"),
                         ("2^64", b"18446744073709551616"), ("2^64 - 1", b"18446744073709551615")):
        refused(server, f"length with {name}", get(b"/echo", b"Content-Length: " + length,
                method=b"POST") + inner, 400, 413, has_page=False)
    for name, chunk in (("size over 64 bits", b"10000000000000000\r\n"), ("a sign", b"+3\r\na=1\r\n"),
                        ("0x", b"0x3\r\na=1\r\n"), ("nothing", b"\r\n"), ("a word", b"xyz\r\n"),
                        ("a negative size", b"-1\r\n"), ("no end of the chunk", b"3\r\na=1XX"),
                        ("a NUL", b"\0003\r\na=1\r\n"), ("a blank", b" 3\r\na=1\r\n")):
        refused(server, f"chunk with {name}", get(b"/echo", te, method=b"POST") + chunk +
                b"0\r\n\r\n" + inner, 400, 413, has_page=False)
    refused(server, "a chunk of 2^64 - 1", get(b"/echo", te, method=b"POST") +
            b"FFFFFFFFFFFFFFFF\r\n" + b"x" * 70000 + inner, 413)
    refused(server, "chunked in HTTP/1.0", b"POST /echo HTTP/1.0\r\n" + HOST + te +
            b"\r\n\r\n0\r\n\r\n" + inner, 400)
    refused(server, "a body where none is taken", get(b"/echo", b"Content-Length: %d" % len(inner)) +
            inner, 413)
    refused(server, "chunks where none are taken", get(b"/echo", te) + b"0\r\n\r\n" + inner, 413)
    for name, host, status in (
            ("two Host", HOST + HOST, 400), ("no Host", b"", 400), ("empty Host", b"Host:\r\n", 421),
            ("foreign Host", b"Host: evil.example\r\n", 421),
            ("foreign Host with a port", b"Host: evil.example:80\r\n", 421),
            ("Host with a user", b"Host: localhost@evil.example\r\n", 421),
            ("Host with a path", b"Host: localhost/\r\n", 421),
            ("Host with a strange port", b"Host: localhost:80a\r\n", 421),
            ("Host with a dot", b"Host: localhost.\r\n", 421),
            ("Host that begins like ours", b"Host: localhost.evil.example\r\n", 421)):
        refused(server, name, get(b"/echo", host=host) + inner, status)
    for host in (b"LocalHost", b"localhost:8080", b"127.0.0.1", b"127.0.0.1:1", b"[::1]:80"):
        answer = server.ask(get(b"/echo", host=b"Host: " + host + b"\r\n"))
        check(f"Host {host}", answer.status == 200, answer)


def test_targets(server):
    for target, status in (
            (b"http://localhost/echo", 400), (b"*", 400), (b"echo", 400), (b"//echo", 400),
            (b"/echo//a", 400), (b"/echo/", 400), (b"/echo/a%00b", 400), (b"/echo/a%2fb", 400),
            (b"/echo/a%2Fb", 400), (b"/echo/..", 400), (b"/echo/../x", 400), (b"/echo/%2e%2e", 400),
            (b"/echo/.", 400), (b"/echo/%2E", 400), (b"/echo/a%", 400), (b"/echo/a%2", 400),
            (b"/echo/%zz", 400), (b"/echo/%0a", 400), (b"/echo/%7f", 400), (b"/echo/%C0%AF", 400),
            (b"/echo/%ff", 400), (b"/echo/\xff", 400), (b"/echo/a\0b", 400), (b"/echo/a\tb", 400),
            (b"/echo/a b", 400), (b"/echo/a#b", 400), (b"/echo?a=%00", 400), (b"/echo?a=%f", 400),
            (b"/echo?a=\xff", 400), (b"/s" * 300, 414), (b"/s" * 17, 414)):
        refused(server, f"target {target[:40]}", get(target), status)
    answer = server.ask(get(b"/echo/%25/%3F/a+b/..." + b"/s" * 11))
    check("what looks strange but is not", all(f"segment {s}\n" in answer.text()
          for s in ("%", "?", "a+b", "...")), answer)
    for count in (1025, 4000, 8000):
        refused(server, f"{count} pieces of a query", get(b"/echo?" + b"a&" * count), 414)
    seen = server.all_of(get(b"/echo", b"Connection: close", b"Cookie: " + b"a=b;" * 1000))
    check("1000 cookies", seen.count(b"cookie a=b\n") == 1000, seen)
    for count in (1025, 4000):
        refused(server, f"{count} cookies", get(b"/echo", b"Cookie: " + b"a=b;" * count), 414, 431,
                has_page=False)
    check("256 fields of a query", server.ask(get(b"/echo?" + b"a&" * 255 + b"a")).status == 200)
    refused(server, "257 fields of a query", get(b"/echo?" + b"a&" * 256 + b"a"), 414)
    for method, status in ((b"OPTIONS", 405), (b"TRACE", 405), (b"CONNECT", 405), (b"BREW", 501),
                           (b"get", 501)):
        refused(server, f"method {method}", get(b"/echo", method=method), status)
    check("Allow", b"Allow: GET, HEAD, POST" in server.all_of(get(b"/", method=b"TRACE")))
    for version, status in ((b"HTTP/1.2", 505), (b"HTTP/2.0", 505), (b"HTTP/0.9", 505)):
        refused(server, version.decode(), b"GET /echo " + version + b"\r\n" + HOST + b"\r\n", status,
                has_page=False)
    for name, junk in (("no version", b"GET /echo\r\n\r\n"), ("TLS", b"\x16\x03\x01\x02\0\1\0\r\n\r\n"),
                       ("no colon", b"GET /echo HTTP/1.1\r\n" + HOST + b"junk\r\n\r\n")):
        seen = server.all_of(junk + get(b"/echo/smuggled"))
        check(name, not seen.startswith(b"HTTP/1.1 200") and b"smuggled" not in seen and
              not seen.endswith(b"(open)"), seen)


def test_sizes(server):
    refused(server, "head over the limit", get(b"/echo", b"X: " + b"a" * 17000), 431)
    refused(server, "many headers", get(b"/echo", *[b"X: a"] * 4000), 431, has_page=False)
    refused(server, "head far over the limit", get(b"/echo", b"X: " + b"a" * 200000), 431,
            has_page=False)
    refused(server, "long target", get(b"/" + b"a" * 17000), 431)
    refused(server, "very long target", get(b"/" + b"a" * 200000), 414, 431, has_page=False)
    refused(server, "length over the limit", get(b"/echo", b"Content-Length: 65537", method=b"POST"),
            413)
    refused(server, "length over the limit, with 100-continue", get(
        b"/echo", b"Content-Length: 65537", b"Expect: 100-continue", method=b"POST"), 413)
    refused(server, "chunks over the limit", get(b"/echo", b"Transfer-Encoding: chunked",
            method=b"POST") + b"".join(b"8000\r\n" + b"x" * 32768 + b"\r\n" for _ in range(3)), 413)
    check("length at the limit", "body 65536" in
          server.ask(post(b"/echo", b"x" * 65536)).text())
    check("chunks at the limit", "body 65536" in server.ask(
        get(b"/echo", b"Transfer-Encoding: chunked", method=b"POST") +
        chunked(b"x" * 32768, b"x" * 32768)).text())
    for name, headers, piece in (("a large body", [b"Content-Length: 1000000000"], b"x" * 65536),
                                 ("large chunks", [b"Transfer-Encoding: chunked"],
                                  b"10000\r\n" + b"x" * 65536 + b"\r\n")):
        with server.connect() as sock:
            sent = 0
            try:
                sock.sendall(get(b"/echo", *headers, method=b"POST"))
                while sent < 64 << 20:
                    sock.sendall(piece)
                    sent += len(piece)
            except OSError:
                pass
            check(f"{name} is not read on", sent < 32 << 20, sent)


# --------------------------------------------------------------------------- time and numbers

def timed(work):
    start = time.monotonic()
    result = work()
    return result, time.monotonic() - start


def drip(sock, data, seconds):
    """Sends a byte every 50 ms; gives what came and after how long the connection ended."""
    start = time.monotonic()
    seen = b""
    sock.settimeout(0.05)
    for i in range(int(seconds / 0.05)):
        try:
            sock.sendall(data[i % len(data):i % len(data) + 1])
        except OSError:
            break
        try:
            piece = sock.recv(65536)
            if not piece:
                break
            seen += piece
        except TimeoutError:
            continue
        except OSError:
            break
    return seen, time.monotonic() - start


def test_slow_clients():
    with Server("read=2", "idle=3", "workers=2") as server:
        cases = {"a request line": b"GET /" + b"a" * 4000,
                 "headers": get(b"/echo")[:-2] + b"X: y\r\n" * 1000,
                 "a body": get(b"/echo", b"Content-Length: 9999", method=b"POST") + b"x" * 9000,
                 "chunks": get(b"/echo", b"Transfer-Encoding: chunked", method=b"POST") +
                 b"1\r\nx\r\n" * 900}
        results = {}

        def run(name, start, rest):
            with server.connect() as sock:
                sock.sendall(start)
                results[name] = drip(sock, rest, 8)
        threads = []
        for name, data in cases.items():
            cut = {"a request line": 1}.get(name, 60 if name == "headers" else data.find(b"\r\n\r\n") + 4)
            threads.append(threading.Thread(target=run, args=(name, data[:cut], data[cut:])))
        for _ in range(30):
            threads.append(threading.Thread(target=run, args=("a request line", b"G", b"a" * 400)))
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        worst = max(timed(lambda: server.ask(get(b"/echo")))[1] for _ in range(50))
        check("others are answered meanwhile", worst < 0.5 * SANITIZED_SLOW, worst)
        for thread in threads:
            thread.join()
        for name in cases:
            seen, seconds = results.get(name, (b"", 99))
            check(f"slow {name} ends in time", 1 < seconds < 4, (seconds, seen))
            check(f"slow {name} gets a 408", name == "a request line" or
                  b"HTTP/1.1 408" in seen and b"refused 408" in seen, seen)
        with server.connect() as sock:
            seen, seconds = timed(lambda: sock.recv(10))
            check("a silent connection ends", seen == b"" and 1.5 < seconds < 4, seconds)
        with server.connect() as sock:
            sock.sendall(get(b"/echo"))
            answer = read_answer(sock)
            seen, seconds = timed(lambda: sock.recv(10))
            check("a kept connection ends, later", answer.status == 200 and seen == b"" and
                  2.5 < seconds < 6, seconds)
        with server.connect() as sock:
            sock.sendall(get(b"/slow?ms=3500"))
            check("a slow handler is no slow client", "slept" in read_answer(sock).text())
        with server.connect() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.sendall(get(b"/fixed") * 4)
            for _ in range(10): # 4 MiB may take 2 + 524 s: only that others go on is tested here
                time.sleep(0.1)
                sock.recv(16)
            check("a slow taker holds nobody up", server.ask(get(b"/echo")).status == 200)


def test_slow_lane():
    """What is slow waits in its own line, of limited length, and holds nothing else up."""
    with Server("workers=1", "slow_workers=1", "slow_queue=2") as server:
        done = []

        def slow():
            done.append(server.ask(get(b"/slow?ms=1500")))
        threads = [threading.Thread(target=slow) for _ in range(6)]
        for thread in threads:
            thread.start()
            time.sleep(0.05)
        start = time.monotonic()
        check("the other lane is free", server.ask(get(b"/echo")).status == 200 and
              time.monotonic() - start < 1)
        for thread in threads:
            thread.join()
        states = sorted(answer.status for answer in done)
        check("the line is as long as it may", states == [200] * 3 + [503] * 3, states)
        refused = next(answer for answer in done if answer.status == 503)
        check("and who does not fit is told when to come back", refused.header("Retry-After"),
              refused)


def test_budgets():
    """One request has its memory and its time, all together have a pool; an answer that is not taken holds
    no more of it than its bytes."""
    def use(words):
        return server.ask(get(f"/use?{words}".encode())).text().strip()
    with Server("workers=8", "memory=20000000", "request=8000000", "time=300") as server:
        check("a request has its memory", use("bytes=7000000") == "went on")
        check("and no more", use("bytes=9000000") == "too large")
        check("it has its time", use("ms=100") == "went on")
        start = time.monotonic()
        check("and no more", use("ms=5000") == "no time" and time.monotonic() - start < 3)
        check("which is the processor's, not the clock's", use("hold=600&ms=50") == "went on")
        done = []
        threads = [threading.Thread(target=lambda: done.append(use("bytes=7000000&hold=2000"))) for _ in range(4)]
        for thread in threads:
            thread.start()
            time.sleep(0.2)
        for thread in threads:
            thread.join()
        check("all together have a pool", sorted(set(done)) == ["no memory", "went on"] and
              done.count("went on") == 2, done)
        check("and get it back", [use("bytes=7000000") for _ in range(5)] == ["went on"] * 5)
        socks = [server.connect() for _ in range(100)]
        for sock in socks:
            sock.sendall(get(b"/use?bytes=3000000"))
        until = time.monotonic() + 20  # they are worked on one after the other
        while use("bytes=7000000") != "went on" and time.monotonic() < until:
            time.sleep(0.2)
        check("answers that nobody takes hold little", use("bytes=7000000") == "went on")
        for sock in socks:
            sock.close()
    with Server("workers=4", "memory=9000000", "request=9000000", "slow_workers=1", "slow_queue=9") as server:
        held = threading.Thread(target=lambda: use("bytes=8000000&hold=1500"))
        held.start()
        time.sleep(0.3)
        check("all is taken", use("bytes=2000000") == "no memory")
        check("what stands apart has its own", "slept" in server.ask(get(b"/slow?ms=1")).text())
        held.join()
    with Server("workers=1", "request=100") as server:
        check("a refusal has memory of its own", "memory is short" in server.ask(get(b"/echo")).text() or
              server.ask(get(b"/echo")).status == 500)


def test_slow_handlers():
    with Server("workers=9") as server:
        done = []

        def slow():
            done.append(server.ask(get(b"/slow?ms=2000")).text())
        threads = [threading.Thread(target=slow) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        with server.connect() as sock:
            def fast():
                for _ in range(100):
                    sock.sendall(get(b"/echo"))
                    if read_answer(sock).status != 200:
                        return False
                return True
            fine, seconds = timed(fast)
        check("8 slow handlers do not hold up fast ones", fine and seconds < 0.5 * SANITIZED_SLOW,
              seconds)
        for thread in threads:
            thread.join()
        check("and are all answered", done == ["slept\n"] * 8, done)


def test_queue():
    with Server("workers=1", "queue=2") as server:
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(
            server.ask(get(b"/slow?ms=6000")))) for _ in range(8)]  # all eight come while the first is slow, also on a busy machine
        for number, thread in enumerate(threads):
            thread.start()
            time.sleep(1 if number == 0 else 0)  # the worker has taken it: it waits in no queue any more
        for thread in threads:
            thread.join()
        full = [a for a in answers if a.status == 503]
        check("3 are taken, others told to come again", len(full) == 5 and all(
            a.header("Retry-After") == "1" and "refused 503" in a.text() for a in full), answers)
        check("then all goes on", server.ask(get(b"/echo")).status == 200)


def test_connections():
    with Server("per_address=20") as server:
        socks = [server.connect() for _ in range(20)]
        for sock in socks:
            sock.sendall(get(b"/echo"))
        check("up to the limit", all(read_answer(sock).status == 200 for sock in socks))
        check("over the limit of an address", server.ask(get(b"/echo")).status == 0)
        with server.connect(source=("127.0.0.2", 0)) as other:
            other.sendall(get(b"/echo"))
            answer = read_answer(other)
            check("another address", "remote 127.0.0.2" in answer.text(), answer)
        for sock in socks:
            sock.close()
        time.sleep(0.3)
        check("and again", server.ask(get(b"/echo")).status == 200)


def test_kept():
    """While many are open none is kept behind its answer; whoever comes later, when they are fewer, keeps theirs."""
    with Server("kept=4") as server:
        socks = [server.connect() for _ in range(4)]
        for sock in socks:
            sock.sendall(get(b"/echo"))
        check("four are kept", all(read_answer(sock).header("Connection") != "close" for sock in socks))
        more = server.connect()
        more.sendall(get(b"/echo"))
        answer = read_answer(more)
        check("a fifth is answered and closed", answer.status == 200 and answer.header("Connection") == "close", answer)
        check("closed indeed", more.recv(1) == b"")
        more.close()
        for _ in range(100):
            socks[0].sendall(get(b"/echo"))
            answer = read_answer(socks[0])
            if answer.header("Connection") == "close":
                break
            time.sleep(0.01)
        check("the others go on", answer.status == 200 and answer.header("Connection") != "close", answer)


def test_all_connections():
    with Server("connections=4", "read=2", "idle=2") as server:
        socks = [server.connect() for _ in range(4)]
        for sock in socks:
            sock.sendall(get(b"/load"))
        answers = [read_answer(sock) for sock in socks]
        check("load", all(" connections, " in a.text() for a in answers), answers)
        answer, seconds = timed(lambda: server.ask(get(b"/load")))
        check("more wait until there is room", answer.status == 200 and 0.5 < seconds < 6,
              (answer, seconds))
        for sock in socks:
            sock.close()


def test_going_away():
    with Server("workers=2", "log=1") as server:
        for request in (b"G", get(b"/echo")[:-2], get(b"/echo", b"Content-Length: 100", method=b"POST"),
                        post(b"/echo", b"x" * 100)[:-50], get(b"/slow?ms=100"), get(b"/fixed"),
                        get(b"/big", b"Transfer-Encoding: chunked", method=b"POST") + b"5\r\nab"):
            for is_hard in (False, True):
                for _ in range(10):
                    sock = server.connect()
                    if is_hard:
                        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                        b"\1\0\0\0\0\0\0\0")
                    sock.sendall(request)
                    sock.close()
        check("clients that go away", server.ask(get(b"/echo")).status == 200)
        time.sleep(1.5)
        check("are logged", server.log().count("/slow?ms=100") >= 10, server.log()[-500:])


def test_nobody_waits():
    """What nobody waits for is not worked on; who has only said all he will say still waits."""
    held = get(b"/use?hold=100")
    with Server("workers=1", "queue=300", "log=1", "proxy=127.0.0.2") as server:
        def leave(requests, source=None):
            for request in requests:
                with server.connect(source) as sock:
                    sock.sendall(request)

        def next_one():
            answer, seconds = timed(lambda: server.ask(get(b"/echo"), timeout=60))
            return answer.status == 200 and seconds < 2, seconds

        def seen(target, status):
            return len(re.findall(rf"(?m)^\w+ {status} \d+ {re.escape(target)}$", server.log()))
        leave([held] * 200)
        check("200 requests whose clients have gone hold nobody up", *next_one())
        check("and are logged as such", seen("/use?hold=100", 0) > 190, server.log()[-500:])
        leave([get(b"/use?hold=101", method=b"HEAD")] * 200)
        check("HEAD as well", *next_one())
        old = held.replace(b"HTTP/1.1", b"HTTP/1.0").replace(b"100", b"102")
        leave([old] * 200, ("127.0.0.2", 0))
        check("nor do those of a proxy that speaks HTTP/1.0", *next_one())
        leave([get(b"/use?hold=30&post", b"Content-Length: 0", method=b"POST")] * 20)
        server.ask(get(b"/echo"), timeout=60)
        time.sleep(0.5)
        check("what came whole and may change something is done", seen("/use?hold=30&post", 200) + seen(
            "/use?hold=30&post", 0) == 20 and seen("/use?hold=30&post", 200) > 0, server.log()[-500:])
        for is_late in (False, True):
            busy = server.connect()
            if is_late:
                busy.sendall(get(b"/use?hold=600"))
                time.sleep(0.2)
            for version in (b"1.1", b"1.0"):
                with server.connect() as sock:
                    sock.sendall(get(b"/echo?half").replace(b"1.1", version, 1))
                    sock.shutdown(socket.SHUT_WR)
                    data = read_all(sock)
                check(f"half closed, HTTP/{version.decode()}, late: {is_late}", data.count(b"200 OK") == 1 and
                      b"query half" in data and (version == b"1.1" or b"100 Continue" not in data), data)
            busy.close()
        answered = 0
        with server.connect():  # a second one, or libmicrohttpd goes another way
            for i in range(400):
                with server.connect() as sock:
                    sock.sendall(get(b"/slow?ms=3"))
                    time.sleep(0.0025 + (i % 100) * 0.00002)
                    sock.shutdown(socket.SHUT_WR)
                    answered += read_all(sock).count(b" 200 OK") == 1
        check("half closed just when the answer is there", answered == 400, answered)


def test_storm():
    """Many at once, with everything mixed: for the sanitizers."""
    with Server("workers=3", "queue=8", "read=2", "idle=1") as server:
        requests = [get(b"/echo"), get(b"/slow?ms=3"), post(b"/echo", b"a=1", FORM.strip()),
                    get(b"/echo/%00"), get(b"/echo")[:-4], get(b"/", host=b"Host: x\r\n"),
                    get(b"/echo", method=b"HEAD"), get(b"/echo") * 5,
                    get(b"/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"9000\r\n" +
                    b"x" * 70000]
        bad = []

        def run(seed):
            for i in range(40):
                try:
                    with server.connect(timeout=0.3) as sock:
                        sock.sendall(requests[(seed * 7 + i) % len(requests)])
                        if sock.recv(4096)[:9] not in (b"HTTP/1.1 ", b""):
                            bad.append(i)
                except OSError:
                    pass
        threads = [threading.Thread(target=run, args=(seed,)) for seed in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        check("a storm", not bad and server.ask(get(b"/echo")).status in (200, 503), bad)


def test_crowds():
    """Many requests that lie ready at the same moment, in numbers at which a library that takes
    events in lots could go to sleep with the last lot in its hand."""
    with Server("workers=2", "queue=1000") as server:
        for count in (1, 31, 32, 33, 64, 127, 128, 129, 255, 256, 257):
            socks = [server.connect(timeout=5 * SANITIZED_SLOW) for _ in range(count)]
            for _ in range(3):
                for sock in socks:  # so that all are known to the server
                    sock.sendall(get(b"/echo"))
                answered = sum(read_answer(sock).status == 200 for sock in socks)
                check(f"{count} one after another", answered == count, answered)
                server.process.send_signal(signal.SIGSTOP)
                for sock in socks:
                    sock.sendall(get(b"/echo"))
                server.process.send_signal(signal.SIGCONT)
                answered = 0
                for sock in socks:
                    try:
                        answered += read_answer(sock).status == 200
                    except OSError:
                        break
                check(f"{count} at once", answered == count, answered)
                if answered < count:
                    break
            for sock in socks:
                sock.close()


# --------------------------------------------------------------------------- addresses

def test_ipv6():
    with Server(address="::1") as server:
        answer = server.ask(get(b"/echo", host=b"Host: [::1]:%d\r\n" % server.port))
        check("IPv6", "remote ::1" in answer.text() and "host ::1" in answer.text(), answer)
    with Server("per_address=2", address="::1") as server:
        socks = [server.connect() for _ in range(2)]
        for sock in socks:
            sock.sendall(get(b"/echo"))
            read_answer(sock)
        check("over the limit of a network", server.ask(get(b"/echo")).status == 0)
        for sock in socks:
            sock.close()
    with Server("host=palier.example", address="::") as server:
        sock = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        sock.sendall(get(b"/echo", host=b"Host: Palier.Example\r\n"))
        answer = read_answer(sock)
        sock.close()
        check("IPv4 over IPv6", "remote 127.0.0.1" in answer.text() and
              "host palier.example" in answer.text(), answer)
        refused(server, "localhost is not allowed everywhere", get(b"/echo"), 421)


def test_forwarded():
    forwarded = (b"X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.1", b"X-Forwarded-Proto: https")
    with Server() as server:
        answer = server.ask(get(b"/echo", *forwarded))
        check("no proxy is named", "remote 127.0.0.1\nsecure 0" in answer.text(), answer)
    with Server("proxy=127.0.0.1", "proxy=10.0.0.1", "per_address=3") as server:
        for name, headers, wanted in (
                ("rightmost that is no proxy", forwarded, "remote 203.0.113.9\nsecure 1"),
                ("two headers", (b"X-Forwarded-For: 203.0.113.1", b"X-Forwarded-For: 203.0.113.2"),
                 "remote 203.0.113.2\nsecure 0"),
                ("IPv6", (b"X-Forwarded-For: 2001:DB8:0::1",), "remote 2001:db8::1\n"),
                ("junk", (b"X-Forwarded-For: 203.0.113.1, junk",), "remote 127.0.0.1\n"),
                ("junk before", (b"X-Forwarded-For: junk, 203.0.113.1",), "remote 203.0.113.1\n"),
                ("proxies alone", (b"X-Forwarded-For: 10.0.0.1",), "remote 10.0.0.1\n"),
                ("nothing", (), "remote 127.0.0.1\nsecure 0")):
            answer = server.ask(get(b"/echo", *headers))
            check(f"forwarded, {name}", wanted in answer.text(), answer)
        with server.connect(source=("127.0.0.3", 0)) as sock:
            sock.sendall(get(b"/echo", *forwarded))
            check("from elsewhere", "remote 127.0.0.3\nsecure 0" in read_answer(sock).text())
        socks = [server.connect() for _ in range(10)]
        for sock in socks:
            sock.sendall(get(b"/echo"))
        check("a proxy may have many connections", all(read_answer(s).status == 200 for s in socks))
        for sock in socks:
            sock.close()


# --------------------------------------------------------------------------- start, stop, TLS

def test_stop():
    server = Server("workers=1", "queue=8")
    answers = []
    threads = [threading.Thread(target=lambda ms=ms: answers.append(
        server.ask(get(b"/slow?ms=%d" % ms)))) for ms in (800, 400)]
    idle = server.connect()
    idle.sendall(get(b"/echo"))
    read_answer(idle)
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    check("a kept connection ends at once", timed(lambda: idle.recv(10))[1] < 1)
    time.sleep(0.1)
    try:
        late = server.ask(get(b"/echo")).status
    except OSError:
        late = 0
    check("nobody new is let in", late == 0, late)
    for thread in threads:
        thread.join()
    check("a running and a waiting request end", [a.text() for a in answers] == ["slept\n"] * 2,
          answers)
    check("their connections too", all(a.header("Connection") == "close" for a in answers), answers)
    idle.close()
    with server:
        pass
    server = Server("workers=1", "queue=8")
    threads = [threading.Thread(target=lambda: answers.append(
        server.ask(get(b"/slow?ms=7000"), timeout=20))) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    _, seconds = timed(lambda: server.__exit__())
    check("what takes too long is not waited for again and again", seconds < 12, seconds)
    for thread in threads:
        thread.join()


def start_fails(*options):
    result = subprocess.run([DEMO, *options], capture_output=True, text=True, timeout=20)
    return result.stderr if result.returncode == 1 else f"returned {result.returncode}"


def make_certificate(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                    f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt"], check=True,
                   capture_output=True)
    return f"{folder}/{name}.crt", f"{folder}/{name}.key"


def test_start_failures():
    with Server() as server:
        check("port in use", "Address already in use" in start_fails(f"port={server.port}"))
    check("no address", "is no address to listen at" in start_fails("address=here"))
    check("certificate without key", "both" in start_fails("certificate=/dev/null"))
    check("no such certificate", "/nowhere/c cannot be read: No such file" in
          start_fails("certificate=/nowhere/c", "key=/nowhere/k"))
    check("no workers", "limit" in start_fails("workers=0"))
    with tempfile.TemporaryDirectory() as folder:
        first, _ = make_certificate(folder, "one")
        _, other = make_certificate(folder, "two")
        seen = start_fails(f"certificate={first}", f"key={other}")
        check("key of another certificate", "belong together" in seen, seen)
        with open(f"{folder}/junk", "w", encoding="utf-8") as file:
            file.write("junk")
        seen = start_fails(f"certificate={folder}/junk", f"key={other}")
        check("no certificate", "cannot start" in seen, seen)


def test_log():
    with Server("log=1") as server:
        for request in (get(b"/echo"), get(b"/echo", method=b"HEAD"), get(b"/none?x"),
                        get(b"/echo/%00")):
            server.ask(request)
        time.sleep(0.3)
        lines = [line.split(" ", 1)[1] for line in server.log().splitlines()]
        # written as each answer is taken: in any order
        check("log", len(lines) == 4 and "200 0 /echo" in lines and "404 14 /none?x" in lines and
              any(re.fullmatch("400 [0-9]+ /echo/%00", line) for line in lines), lines)


def main():
    with Server() as server:
        for test in (test_plain, test_head, test_keep_and_pipeline, test_bodies, test_upload,
                     test_smuggling, test_targets, test_sizes):
            test(server)
    for test in (test_slow_clients, test_slow_lane, test_budgets, test_slow_handlers, test_queue, test_connections,
                 test_kept, test_all_connections,
                 test_going_away, test_nobody_waits, test_storm, test_crowds, test_ipv6, test_forwarded, test_stop,
                 test_start_failures, test_log):
        test()
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
