"""Fills the stores with yesterday's work: tickets cloned from those of a real run, each with every
row that the product keeps of it, so that shapes, sizes and indexes are right. What a clone cannot
have is a record in the log: its outbox rows stand below number 1, where only what was sent stands.
"""

from dataclasses import dataclass, field

from harness.database import Database

CLONED = "25-"            # how their numbers begin
TEMPLATES = 200           # tickets of the real run that clones are made of
# So many go into the indexes one by one, the last of any filling, after a checkpoint: caches, pages
# and the log are left as they are in the midst of work.
LAST = 30_000
# How full pages of indexes are that grew by ids in no order (ln 2): what is built anew is left so.
FILL_PERCENT = 69
AHEAD = "interval '1000 days'"  # where alarms of clones stand, lest they ring while one measures
# Each at its own instant, over as many days as a busy organisation would need for them.
EARLIER = "interval '1 second' * (c.i % 1000000)"
TICKET = "md5('ticket ' || c.i)::uuid"
FILE = "md5('file ' || c.i)::uuid"
BEFORE = "-c.i"           # numbers of rows that the log has long had


@dataclass(frozen=True)
class Clone:
    """A table whose rows of a template are cloned: `link` finds them by p.ticket_id or p.file_id;
    `columns` are those that differ in the clone. r is the row, p the template, c the copy."""

    table: str
    link: str
    columns: dict[str, str] = field(default_factory=dict)


TICKET_COLUMNS = {
    "ticket_id": TICKET, "file_id": FILE, "customer_id": FILE,
    "number": f"'{CLONED}' || lpad(c.i::text, 7, '0')",
    "open_time": f"r.open_time - {EARLIER}", "clock_start_time": f"r.clock_start_time - {EARLIER}"}
DISPOSITION = Clone("routing.dispositions", "r.feedback_id = p.ticket_id",
                    {"feedback_id": TICKET, "ticket_id": TICKET})
FACTS = Clone("routing.ticket_facts", "r.ticket_id = p.ticket_id", {"ticket_id": TICKET})
FILES = Clone("routing.files", "r.file_id = p.file_id", {"file_id": FILE})

# What routing keeps of an open ticket.
ROUTING_OPEN = (
    FILES,
    Clone("routing.tickets", "r.ticket_id = p.ticket_id",
          {**TICKET_COLUMNS, "warn_time": f"r.warn_time + {AHEAD}",
           "due_time": f"r.due_time + {AHEAD}"}),
    DISPOSITION, FACTS,
    Clone("routing.timers", "r.key = p.file_id",
          {"timer_id": "md5(r.name || c.i)::uuid", "key": FILE,
           "name": f"replace(r.name, p.ticket_id::text, ({TICKET})::text)",
           "due_time": f"r.due_time + {AHEAD} + interval '10 ms' * c.i"}),
    Clone("routing.outbox", "r.key = p.ticket_id",
          {"key": TICKET, "fact_id": "md5('fact ' || c.i)::uuid", "sequence": BEFORE}))

# And of a closed one: its timers are gone, its facts stand beside it, and the outbox has forgotten.
ROUTING_CLOSED = (
    FILES,
    Clone("routing.tickets", "r.ticket_id = p.ticket_id",
          {**TICKET_COLUMNS, "open_time": f"r.open_time - interval '60 days' - {EARLIER}",
           "resolve_time": f"r.resolve_time - interval '60 days' - {EARLIER}",
           "close_time": f"r.close_time - interval '60 days' - {EARLIER}", "confirm_time": "NULL"}),
    DISPOSITION, FACTS)

# What the other services keep of either.
OTHERS = (
    Clone("ingest.feedback", "r.feedback_id = p.ticket_id",
          {"feedback_id": TICKET, "customer_id": FILE, "external_id": "'clone-' || c.i",
           "recorded_time": f"r.recorded_time - {EARLIER}"}),
    Clone("ingest.customers", "r.customer_id = p.file_id",
          {"customer_id": FILE, "external_id": "'clone-' || c.i"}),
    Clone("classify.classifications", "r.feedback_id = p.ticket_id", {"feedback_id": TICKET}),
    Clone("followup.files", "r.file_id = p.file_id", {"file_id": FILE}),
    Clone("kpi.contributions", "r.subject_id = p.ticket_id", {"subject_id": TICKET}),
    Clone("kpi.standings", "r.subject_id = p.ticket_id", {"subject_id": TICKET}))
OTHERS_CLOSED = (
    Clone("followup.loops", "r.ticket_id = p.ticket_id",
          {"loop_id": "md5('loop ' || c.i)::uuid", "ticket_id": TICKET, "file_id": FILE,
           "customer_id": FILE, "resolve_time": f"r.resolve_time - {EARLIER}"}),
    Clone("followup.deliveries", "r.ticket_id = p.ticket_id",
          {"delivery_id": "md5('delivery ' || c.i)::uuid", "ticket_id": TICKET, "file_id": FILE,
           "customer_id": FILE, "reply_time": f"r.reply_time - {EARLIER}"}))


class Filler:
    """Makes clones of one kind; `state` is that of the templates in routing.tickets. `kept` tells
    the tables to fill. The system must have opened (or closed) some tickets by itself before."""

    def __init__(self, database: Database, state: int, kept: tuple[Clone, ...]) -> None:
        self.database, self.state, self.kept = database, state, kept
        self.count = 0

    def fill(self, count: int, first: int) -> None:
        """`count` clones more, numbered from `first`, and the planner told of them."""
        self.fill_some(count - LAST, first, one_by_one=False)
        self.database.do("CHECKPOINT;")
        last = min(count, LAST)
        self.fill_some(last, first + count - last, one_by_one=True)
        self.count += max(0, count)

    def fill_some(self, count: int, first: int, one_by_one: bool) -> None:
        if count <= 0:
            return
        prepare(self.database, self.state, count, first)
        self.database.do("SET synchronous_commit = off;"
                         # Foreign keys are right by construction.
                         "SET session_replication_role = replica;")
        before = {each.table: self.size(each.table) for each in self.kept}
        for each in self.kept:
            self.insert(each, one_by_one)
        self.database.do("RESET session_replication_role; RESET synchronous_commit;"
                         + "".join(f"ANALYZE {each.table};" for each in self.kept))
        self.prove(count, before)

    def insert(self, clone: Clone, one_by_one: bool) -> None:
        """Nobody else may write to the table meanwhile. The rows of many are inserted first, past
        their indexes, which is what an index that is not ready means, and those are built anew."""
        if one_by_one:
            return self.database.do(statement(self.database, clone, clone.table))
        mine = f"indrelid = '{clone.table}'::regclass"
        indexes = [row[0] for row in self.database.rows(
            f"SELECT indexrelid::regclass FROM pg_index WHERE {mine};")]
        self.database.do(f"UPDATE pg_index SET indisready = false WHERE {mine};"
                         + statement(self.database, clone, clone.table))
        for index in indexes:
            self.database.do(f"ALTER INDEX {index} SET (fillfactor = {FILL_PERCENT});"
                             f"REINDEX INDEX {index}; ALTER INDEX {index} RESET (fillfactor);")

    def size(self, table: str) -> int:
        return self.database.number(f"SELECT count(*) FROM {table};")

    def prove(self, count: int, before: dict[str, int]) -> None:
        """A ticket, a file and a disposition each; nothing else is fixed for every kind."""
        for table in ("routing.files", "routing.tickets", "routing.dispositions"):
            more = self.size(table) - before[table]
            if more != count:
                raise RuntimeError(f"{table} has {more} rows more, not {count}")


def prepare(database: Database, state: int, count: int, first: int) -> None:
    """Temporary tables: templates of that state, and which of them each copy is made of."""
    database.do(f"""
        DROP TABLE IF EXISTS templates, copies;
        CREATE TEMP TABLE templates AS
          SELECT row_number() OVER (ORDER BY ticket_id) - 1 AS k, ticket_id, file_id
          FROM (SELECT ticket_id, file_id FROM routing.tickets
                WHERE state = {state} AND number NOT LIKE '{CLONED}%'
                ORDER BY ticket_id LIMIT {TEMPLATES}) t;
        CREATE TEMP TABLE copies AS SELECT i, i % (SELECT count(*) FROM templates) AS k
          FROM generate_series({first}, {first + count - 1}) AS i;
        ANALYZE templates; ANALYZE copies;""")


def statement(database: Database, clone: Clone, target: str,
              more: dict[str, str] | None = None) -> str:
    """Inserts the copies' rows of one table into the target, which has its columns, and more."""
    schema, table = clone.table.split(".")
    columns = [row[0] for row in database.rows(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = "
        f"'{schema}' AND table_name = '{table}' ORDER BY ordinal_position;")]
    values = {name: clone.columns.get(name, f"r.{name}") for name in columns} | (more or {})
    return (f"INSERT INTO {target} ({', '.join(values)}) SELECT {', '.join(values.values())} "
            f"FROM copies c JOIN templates p USING (k) JOIN {clone.table} r ON {clone.link};")
