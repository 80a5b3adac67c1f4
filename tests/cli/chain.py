"""The audit chain of an SQLite file, for tests that write rows by hand: read and made again as
docs/data-model.md describes it, without the program."""
import hashlib
import sqlite3

FIELDS = ("person", "source", "verb", "object", "before", "after", "previous")
STEP = "covers"  # the step of the schema since which entries cover rows
# The steps behind it, undone, and what they make that is no table of theirs.
UNDO = {"jobs": "DROP TABLE jobs", "facts": "DROP TABLE written; ALTER TABLE audit_head DROP COLUMN people; DROP TABLE heads; DROP TABLE facts; DROP TABLE acts;"
        " DROP INDEX IF EXISTS hours_by_replaced;"
        " DROP INDEX IF EXISTS deliveries_by_replaced",
        "latest": "DROP INDEX scores_by_entry; DROP INDEX documents_there; ALTER TABLE scores DROP COLUMN entry",
        "passes": "DROP TABLE pass_sessions; DROP TABLE passes",
        "contents": "DROP TABLE uses; DROP TABLE pieces; DROP TABLE contents",
        "titles": "ALTER TABLE documents DROP COLUMN title_fr",
        "listed": "DROP TABLE listed",
        "drawing": "DROP INDEX scores_by_drawing; ALTER TABLE scores DROP COLUMN drawing",
        "zones": "ALTER TABLE persons DROP COLUMN zone",
        "progress": "ALTER TABLE scores DROP COLUMN steps; ALTER TABLE scores DROP COLUMN rated;"
                    " ALTER TABLE scores DROP COLUMN again",
        "stamps": "DROP INDEX IF EXISTS heads_by_part",
        "served": "DROP TABLE served",
        "mails": "DROP TABLE mails",
        "contributors": "DROP INDEX persons_by_pass; ALTER TABLE persons DROP COLUMN contributes; ALTER TABLE persons DROP COLUMN pass;"
        " ALTER TABLE persons DROP COLUMN acts_as; ALTER TABLE pass_sessions DROP COLUMN person; ALTER TABLE pass_sessions DROP COLUMN role"}
TABLES = ("jobs", "acts", "facts", "heads", "written", "passes", "pass_sessions", "contents", "pieces", "uses", "listed", "mails", "served")
REDO = ("ALTER TABLE persons ADD COLUMN zone TEXT", "ALTER TABLE persons ADD COLUMN contributes TEXT", "ALTER TABLE persons ADD COLUMN pass TEXT", "ALTER TABLE persons ADD COLUMN acts_as TEXT",
        "CREATE INDEX persons_by_pass ON persons (pass) WHERE pass IS NOT NULL", "ALTER TABLE documents ADD COLUMN title_fr TEXT", "ALTER TABLE audit_head ADD COLUMN people BIGINT NOT NULL DEFAULT 0", "ALTER TABLE scores ADD COLUMN entry BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE scores ADD COLUMN drawing BIGINT", "ALTER TABLE scores ADD COLUMN steps BIGINT", "ALTER TABLE scores ADD COLUMN rated BIGINT",
        "ALTER TABLE scores ADD COLUMN again BIGINT",
        "CREATE INDEX scores_by_drawing ON scores (drawing)",
        "UPDATE scores SET entry = COALESCE((SELECT MIN(a.number) FROM audit a"
        " WHERE a.object = 'assessment/' || scores.id), 0)",
        "CREATE INDEX scores_by_entry ON scores (project, is_listed, day, entry, id)",
        "CREATE INDEX documents_there ON documents (kind, removed_at)",
        "CREATE INDEX hours_by_replaced ON hours (replaces)",
        "CREATE INDEX deliveries_by_replaced ON deliveries (replaces)")


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


def forget_covers(db):
    """No entry covers a row, nor tells of it: those that a database of before had not are gone."""
    kept = [row[0] for row in db.execute("SELECT number FROM audit WHERE verb NOT IN ('adopt', 'covers')"
                                         " ORDER BY number")]
    db.execute("DELETE FROM audit WHERE verb IN ('adopt', 'covers')")
    for number, old in enumerate(kept, 1):
        for table in ("audit", "anchors"):
            db.execute(f"UPDATE {table} SET number = ? WHERE number = ?", (number, old))
    db.execute("UPDATE audit SET covers = ''")


def as_before(path):
    """A database as it was before entries covered rows: at its next upgrade all rows there are, also
    those that were written by hand, are adopted."""
    db = sqlite3.connect(path)
    with db:
        forget_covers(db)
        step, = db.execute("SELECT number FROM schema_steps WHERE title = ?", (STEP,)).fetchone()
        later = [row[0] for row in db.execute("SELECT title FROM schema_steps WHERE number > ? ORDER BY number DESC", (step,))]
        for title in later:
            db.executescript(UNDO[title])
        db.execute("DELETE FROM schema_steps WHERE number > ?", (step,))
        db.execute("DROP INDEX audit_covering")
        db.execute("ALTER TABLE audit DROP COLUMN covers")
        db.execute("DELETE FROM schema_steps WHERE number = ?", (step,))
        make_again(db)
        db.execute("UPDATE anchors SET hash = (SELECT hash FROM audit WHERE audit.number ="
                   " anchors.number)")
    db.close()


def interrupted(path):
    """The same of a program that ended between the step and the adoption of the rows."""
    db = sqlite3.connect(path)
    later = db.execute("SELECT * FROM schema_steps WHERE number > (SELECT number FROM schema_steps WHERE title = ?)",
                       (STEP,)).fetchall()
    tables = [row[0] for title in TABLES for row in db.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC", (title,))]
    db.close()
    as_before(path)
    db = sqlite3.connect(path)
    with db:
        number, = db.execute("SELECT MAX(number) + 1 FROM schema_steps").fetchone()
        db.execute("ALTER TABLE audit ADD COLUMN covers TEXT NOT NULL DEFAULT ''")
        db.execute("CREATE INDEX audit_covering ON audit (number) WHERE covers <> ''")
        db.execute("INSERT INTO schema_steps SELECT ?, ?, MAX(at) + 60 FROM audit", (number, STEP))
        for text in [*tables, *REDO]:
            db.execute(text)
        db.executemany("INSERT INTO schema_steps VALUES (?, ?, ?)", later)
    db.close()


def emptied(path):
    """What entries cover is taken out of them by somebody who makes the chain again."""
    db = sqlite3.connect(path)
    with db:
        db.execute("UPDATE audit SET covers = ''")
        make_again(db)
        db.execute("DELETE FROM anchors")
    db.close()
