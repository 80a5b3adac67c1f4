#!/usr/bin/env python3
"""TLS from outside, with OpenSSL: whoever records a connection and steals the key later reads nothing
(forward secrecy), and nothing older than TLS 1.2 or without authenticated encryption is spoken.

usage: test_tls.py SERVER_DEMO
"""
import re
import ssl
import subprocess
import sys
import tempfile

import test_http as t
from test_http import Server, check, get, post, read_all, read_answer, timed

KINDS = {"RSA": ("rsa:2048",), "ECDSA": ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")}
# ciphers of TLS 1.2 by OpenSSL's names, and whether they may be agreed on
ANY = [("AES128-GCM-SHA256", False), ("AES256-GCM-SHA384", False), ("AES128-SHA", False),
       ("AES256-SHA256", False), ("AES128-CCM", False), ("CAMELLIA128-SHA", False), ("PSK", False),
       ("aNULL", False), ("eNULL", False), ("3DES", False)]
CIPHERS = {
    "RSA": [("ECDHE-RSA-AES128-GCM-SHA256", True), ("ECDHE-RSA-AES256-GCM-SHA384", True),
            ("ECDHE-RSA-CHACHA20-POLY1305", True), ("DHE-RSA-AES256-GCM-SHA384", False),
            ("ECDHE-RSA-AES128-SHA256", False), ("ECDHE-RSA-AES256-SHA", False),
            ("DHE-RSA-AES128-SHA", False), ("kRSA", False)],
    "ECDSA": [("ECDHE-ECDSA-AES128-GCM-SHA256", True), ("ECDHE-ECDSA-AES256-GCM-SHA384", True),
              ("ECDHE-ECDSA-CHACHA20-POLY1305", True), ("ECDHE-ECDSA-AES128-SHA256", False),
              ("ECDHE-ECDSA-AES256-SHA", False)],
}


def make_certificate(folder, kind):
    certificate, key = f"{folder}/{kind}.crt", f"{folder}/{kind}.key"
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", *KINDS[kind], "-keyout", key,
                    "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost"], check=True, stderr=subprocess.DEVNULL)
    return certificate, key


def agree(server, *words):
    """(protocol, cipher) that a handshake ends with; ("", ""): with none."""
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *words],
                          input=b"", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30,
                          check=False)
    found = re.search(r"(?m)^New, (\S+), Cipher is (\S+)$", done.stdout.decode("utf-8", "replace"))
    return ("", "") if found is None or found[2] == "(NONE)" else (found[1], found[2])


def test_kind(folder, kind):
    certificate, key = make_certificate(folder, kind)
    with Server(f"certificate={certificate}", f"key={key}") as server:
        for cipher, may_be in CIPHERS[kind] + ANY:
            seen = agree(server, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0")
            check(f"{kind}: {cipher}", seen[1] == (cipher if may_be else ""), seen)
        for word in ("-tls1", "-tls1_1"):
            seen = agree(server, word, "-cipher", "ALL:@SECLEVEL=0")
            check(f"{kind}: {word} is refused", seen == ("", ""), seen)
        seen = agree(server, "-tls1_2")
        check(f"{kind}: TLS 1.2 as browsers ask", seen[1] == f"ECDHE-{kind}-AES256-GCM-SHA384", seen)
        seen = agree(server)
        check(f"{kind}: TLS 1.3 where it is known", seen[0] == "TLSv1.3", seen)


def test_speech(folder):
    """Requests over TLS, and what is no TLS."""
    certificate, key = f"{folder}/RSA.crt", f"{folder}/RSA.key"
    context = ssl.create_default_context(cafile=certificate)
    with Server(f"certificate={certificate}", f"key={key}", "read=20", "idle=20") as server:
        with context.wrap_socket(server.connect(), server_hostname="localhost") as sock:
            for i in range(3):
                sock.sendall(get(b"/echo/%d" % i))
                answer = read_answer(sock)
                check("TLS", "secure 1" in answer.text() and f"segment {i}" in answer.text(), answer)
            check("TLS 1.3", sock.version() == "TLSv1.3", sock.version())
            sock.sendall(get(b"/fixed"))
            check("much over TLS", len(read_answer(sock).body) == 4 << 20)
            sock.sendall(post(b"/big", b"x" * 3000000))
            check("much sent over TLS", "body 3000000" in read_answer(sock).text())
            sock.sendall(post(b"/guarded", b"x" * 3000000, b"Authorization: open"))
            check("much sent after an admission", "body 3000000" in read_answer(sock).text())
            sock.sendall(get(b"/echo/\0", b"X: y"))
            check("NUL over TLS", read_answer(sock).status == 400)
        for sent in (b"", b"x" * 100000):
            with context.wrap_socket(server.connect(), server_hostname="localhost") as sock:
                sock.sendall(get(b"/guarded", b"Content-Length: 5000000", method=b"POST") + sent)
                check("a body that may not come", read_answer(sock).status == 403)
        with context.wrap_socket(server.connect(), server_hostname="localhost") as sock:
            sock.sendall(get(b"/echo", b"Transfer-Encoding: chunked", method=b"POST") +
                         b"20000\r\n" + b"x" * 131072 + b"\r\n")
            check("large chunks over TLS", b"HTTP/1.1 413" not in read_all(sock))
        with server.connect() as sock:
            sock.sendall(get(b"/echo"))
            check("plain text", b"HTTP/1.1 200" not in read_all(sock))


def test_slow(folder):
    certificate, key = f"{folder}/RSA.crt", f"{folder}/RSA.key"
    context = ssl.create_default_context(cafile=certificate)
    with Server(f"certificate={certificate}", f"key={key}", "read=2", "idle=2") as server:
        with context.wrap_socket(server.connect(), server_hostname="localhost") as sock:
            sock.sendall(get(b"/echo")[:-4])
            seen, seconds = timed(lambda: read_all(sock))
            check("slow over TLS", seconds < 4, (seen, seconds))
        with server.connect() as sock:
            seen, seconds = timed(lambda: read_all(sock))
            check("no handshake", seconds < 4 and seen == b"", (seen, seconds))


def main():
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            test_kind(folder, kind)
        test_speech(folder)
        test_slow(folder)
    print(f"{t.passed} passed, {t.failed} failed")
    return 0 if t.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
