#!/usr/bin/env python3
"""What came by an import is shown as that: by whom it was brought, and whom the export names. Pages and
API, in both languages.

usage: tests/http/test_claims.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.
"""
import html
import sys

from house import Count, run_tests
from test_server import House

count = Count()
check = count.check

SAID = {"en": "imported by the operator, who says it was Person expert all",
        "fr": "importé par l’exploitant, qui l’attribue à Person expert all"}
BY_ONE = "imported by Person project_manager all, who says it was Person expert all"


def claim(house, importer):
    """Rows as an import leaves them: whoever brings is the author, the other is a claim."""
    expert = house.ids[house.mail("expert *")]
    house.database.sql(f"UPDATE versions SET person = '{importer}', claim = '{expert}'"
                       " WHERE kind = 'assessment' AND id = 'a-one'")
    house.database.sql(f"UPDATE documents SET changed_by = '{importer}', claim = '{expert}'"
                       " WHERE kind = 'assessment' AND id = 'a-one'")
    house.database.sql("DELETE FROM hours")
    house.database.sql(
        "INSERT INTO hours (id, project, assessment, step, person, minutes, day, note, at, claim)"
        f" VALUES ('h1', 'a', 'a-one', 'visit', '{importer}', 90, '2026-01-02', '', 1,"
        f" '{expert}')")
    house.database.sql("DELETE FROM files")
    house.database.sql(
        "INSERT INTO files (id, project, title, kind, file_name, media_type, size, hash, content,"
        " at, person, claim) VALUES ('f1', 'a', 'T', 'other', 't.txt', 'text/plain', 1, 'x',"
        f" 'x', 1, '{importer}', '{expert}')")


PAGES = ("/assessments/a-one/history", "/assessments/a-one", "/projects/a/hours",
         "/projects/a/documents")


def test_claims(house):
    reader = house.people["expert *"]
    claim(house, "")
    for language, words in SAID.items():
        reader.get(f"/?lang={language}")
        for page in PAGES:
            text = html.unescape(reader.get(page).text)
            check(f"{page} in {language}", words in text, text[-3000:])
    reader.get("/?lang=en")
    manager = house.ids[house.mail("project_manager *")]
    claim(house, manager)
    for page in PAGES:
        text = html.unescape(reader.get(page).text)
        check(f"{page} by somebody", BY_ONE in text, text[-3000:])
    answer = house.program("expert *").api("GET", "/projects/a/hours").json
    check("the API says it", answer["hours"][0]["by"] == BY_ONE, answer["hours"][0])


def test_after(house):
    """What is written here is nobody's claim any more."""
    claim(house, "")
    reader = house.people["expert *"]
    text = reader.get("/api/v1/assessments/a-one/file").text
    answer = reader.post("/assessments/a-one/text", {
        "text": text.replace("palier:", "# seen\npalier:", 1), "version": "1"})
    check("a next version", answer.status == 303, answer.text[-2000:])
    rows = house.database.sql("SELECT version, claim FROM versions WHERE id = 'a-one' ORDER BY version")
    check("is no claim", rows[-1] == ("2", "") and rows[0][1] != "", rows)
    rows = house.database.sql("SELECT COUNT(*) FROM documents WHERE kind = 'assessment' AND id ="
                              " 'a-one' AND claim = ''")
    check("nor is the document", rows == [("1",)], rows)


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [test_claims, test_after])
