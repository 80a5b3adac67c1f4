"""The audit chain of an SQLite file, for tests that write rows by hand: read and made again as
docs/data-model.md describes it, without the program."""
import hashlib
import sqlite3

FIELDS = ("person", "source", "verb", "object", "before", "after", "previous")
STEP = "covers"  # the step of the schema since which entries cover rows


def hash_of(entry, covers):
    """SHA-256 over all fields of an entry but its own hash, each with its length."""
    text = b"%d\n%d\n" % (entry["number"], entry["at"])
    for field in [entry[name] for name in FIELDS] + ([covers] if covers else []):
        value = field.encode()
        text += b"%d:%s\n" % (len(value), value)
    return hashlib.sha256(text).hexdigest()


def make_again(db):
    """The hash of each entry from the first on, as somebody does who has the database to write."""
    previous, number = "", 0
    columns = {row[1] for row in db.execute("PRAGMA table_info(audit)")}
    db.row_factory = sqlite3.Row
    for entry in db.execute("SELECT * FROM audit ORDER BY number").fetchall():
        entry = dict(entry, previous=previous)
        number = entry["number"]
        previous = hash_of(entry, entry["covers"] if "covers" in columns else "")
        db.execute("UPDATE audit SET previous = ?, hash = ? WHERE number = ?",
                   (entry["previous"], previous, number))
    db.execute("UPDATE audit_head SET number = ?, hash = ?", (number, previous))
    db.row_factory = None


def as_before(path):
    """A database as it was before entries covered rows: at its next upgrade all rows there are, also
    those that were written by hand, are adopted."""
    db = sqlite3.connect(path)
    with db:
        step, = db.execute("SELECT number FROM schema_steps WHERE title = ?", (STEP,)).fetchone()
        later = db.execute("SELECT COUNT(*) FROM schema_steps WHERE number > ?", (step,)).fetchone()
        assert later == (0,), "a step behind it would have to be undone, too"
        db.execute("DROP INDEX audit_covering")
        db.execute("ALTER TABLE audit DROP COLUMN covers")
        db.execute("DELETE FROM schema_steps WHERE number = ?", (step,))
        make_again(db)
        db.execute("UPDATE anchors SET hash = (SELECT hash FROM audit WHERE audit.number ="
                   " anchors.number)")
    db.close()
