#!/usr/bin/env python3
"""Assessments beside each other, from outside: what is long has parts.

usage: tests/http/test_compared.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import re
import sys

from house import Count, run_tests
from test_texts import MODEL, PROFILE, House, assessment

count = Count()
check = count.check


def asked(*ids):
    return "/compare?" + "&".join(f"id={one}" for one in ids)


def test_long(house):
    """Every page of a long assessment holds its shape, whole and in parts."""
    areas = "".join(f"  - {{id: L{i}, title: L, category: work, actor: provider}}\n" for i in range(70))
    long = re.sub(r"(?s)areas:\n.*rating:", f"areas:\n{areas}rating:", MODEL).replace("id: small", "id: longer")
    house.good(house.program.api("POST", "/library", long))
    house.good(house.program.api("POST", "/library", PROFILE.replace("id: watch", "id: far").replace("model: small", "model: longer")))
    house.project("long", profile="far", alert_level="busy")
    for identity in ("lg-a", "lg-b"):
        house.bring("long", re.sub("(?s)ratings:.*", "ratings:\n  L0: none\n", assessment(
            identity, f"Host {identity}")).replace("model: small", "model: longer"))
    for page in ("/assessments/lg-a", "/assessments/lg-a/posture", asked("lg-a", "lg-b"),
                 "/library/profile/far", "/library/model/longer"):
        sign = "&" if "?" in page else "?"
        for path in (page, f"{page}{sign}part=2") if "model" not in page else (page,):
            answer = house.expert.get(path)
            check(f"{path}: there", answer.status == 200, (answer.status, answer.text[:300]))
        whole = house.program.api("GET", page)
        check(f"{page}: whole", whole.status == 200 and "part" not in whole.json, whole.text[:300])
        if page.startswith(("/assessments", "/compare")):
            part = house.program.api("GET", f"{page}{sign}part=2")
            check(f"{page}: a part", part.status == 200 and part.json["part"] == {"part": 2, "of": 2}, part.text[:300])
            check(f"{page}: of its areas", len(part.json["areas"]) == 6, len(part.json["areas"]))


TESTS = [test_long]


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
