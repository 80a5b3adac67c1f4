#!/usr/bin/env python3
"""TLS from outside, with OpenSSL: whoever records a connection and steals the key later reads nothing
(forward secrecy), and nothing older than TLS 1.2 or without authenticated encryption is spoken.

usage: test_tls.py SERVER_DEMO
"""
import re
import subprocess
import sys
import tempfile

import test_http as t
from test_http import Server, check

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


def main():
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            test_kind(folder, kind)
    print(f"{t.passed} passed, {t.failed} failed")
    return 0 if t.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
