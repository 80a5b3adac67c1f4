"""The list of projects as a small Python program would serve it: Flask and Jinja under waitress, on
palier's own database, with palier's own queries. For bench_server.py, to have something to divide by:
it signs nobody in beyond a look at the session, translates nothing, and has one page.

usage: bench/portfolio_flask.py DATABASE PORT
"""
import hashlib
import sqlite3
import sys
import threading

import flask
import waitress

LIST = """SELECT d.id, d.title, d.changed_at, v.text FROM documents d JOIN versions v ON v.kind = d.kind
AND v.id = d.id AND v.version = d.version WHERE d.kind = 'project' AND d.removed_at IS NULL
ORDER BY d.changed_at DESC, d.id DESC LIMIT 50"""
LATEST = """SELECT s.project, d.id, d.title, s.provider, s.day, s.achieved, s.gap, s.gap_provider,
s.gap_project_manager, s.gap_expert, s.figure, p.many FROM (SELECT project, COUNT(*) AS many FROM scores
WHERE is_listed = 1 AND project IN (%s) GROUP BY project) p CROSS JOIN scores s CROSS JOIN documents d
WHERE s.id = (SELECT o.id FROM scores o WHERE o.project = p.project AND o.is_listed = 1
ORDER BY o.day DESC, o.id DESC LIMIT 1) AND d.kind = 'assessment' AND d.id = s.id"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Projects</title></head><body>
<h1>Projects</h1><table><caption>{{ total }} projects</caption>
{% for row in rows %}<tr><th scope="row"><a href="/projects/{{ row.id }}">{{ row.title }}</a></th>
<td>{{ row.state }}</td><td>{{ row.many }}</td>
{% if row.latest %}<td>{{ row.latest[10] | safe }}</td><td><a href="/assessments/{{ row.latest[1] }}">{{
row.latest[2] }}</a> {{ row.latest[3] }} {{ row.latest[4] }}</td><td>{{ row.latest[6] }} ({{ row.latest[7] }},
{{ row.latest[8] }}, {{ row.latest[9] }})</td>{% endif %}<td>{{ row.changed }}</td></tr>
{% endfor %}</table></body></html>"""

app = flask.Flask(__name__)
template = app.jinja_env.from_string(PAGE)
local = threading.local()


def database():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(sys.argv[1])
    return local.connection


def state_in(text):
    """As cheap as it can be had: no YAML is read."""
    at = text.find("\nstate: ")
    return text[at + 8:text.find("\n", at + 8)] if at >= 0 else "needs"


@app.route("/")
def portfolio():
    db = database()
    digest = hashlib.sha256(flask.request.cookies.get("palier", "").encode()).hexdigest()
    db.execute("SELECT p.name FROM sessions s JOIN persons p ON p.id = s.person WHERE s.hash = ?",
               (digest,)).fetchone()
    total = db.execute("SELECT COUNT(*) FROM documents WHERE kind = 'project' AND removed_at IS NULL"
                       ).fetchone()[0]
    found = db.execute(LIST).fetchall()
    latest = {row[0]: row for row in db.execute(LATEST % ", ".join("?" * len(found)),
                                                [row[0] for row in found])}
    rows = [{"id": row[0], "title": row[1], "changed": row[2], "state": state_in(row[3]),
             "latest": latest.get(row[0]), "many": latest[row[0]][11] if row[0] in latest else 0}
            for row in found]
    return template.render(rows=rows, total=total)


if __name__ == "__main__":
    waitress.serve(app, listen=f"127.0.0.1:{sys.argv[2]}", threads=8, _quiet=True)
