"""Roles, schemas and rights: one schema and one role per service, and an auditor who only reads."""

from system import commands, postgres, secret_files
from system.layout import Layout
from system.ports import Ports

SERVICE_ROLES = ("ingest", "classify", "routing", "followup", "kpi", "console")
DATABASE = "recourse"

# Repeatable: every statement leaves the same state when it is run again.
ROLE = """
SELECT 'CREATE ROLE {role} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec
ALTER ROLE {role} LOGIN PASSWORD '{password}';
"""

CREATE_DATABASE = """
SELECT 'CREATE DATABASE {database} TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
"""

CLOSE_DATABASE = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
"""

SCHEMA = """
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role};
CREATE SCHEMA IF NOT EXISTS {role} AUTHORIZATION {role};
ALTER ROLE {role} IN DATABASE {database} SET search_path = {role};
GRANT USAGE ON SCHEMA {role} TO auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA {role} TO auditor;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA {role} TO auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE {role} IN SCHEMA {role} GRANT SELECT ON TABLES TO auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE {role} IN SCHEMA {role} GRANT SELECT ON SEQUENCES TO auditor;
"""

AUDITOR = """
GRANT CONNECT ON DATABASE {database} TO auditor;
ALTER ROLE auditor SET default_transaction_read_only = on;
"""


def prepare(layout: Layout, ports: Ports) -> None:
    """Makes what is missing; safe on a running system."""
    roles = "".join(ROLE.format(role=role, password=secret_files.password(layout, role))
                    for role in (*SERVICE_ROLES, "auditor"))
    run(layout, ports, "postgres", roles + CREATE_DATABASE.format(database=DATABASE))
    schemas = "".join(SCHEMA.format(role=role, database=DATABASE) for role in SERVICE_ROLES)
    rest = (CLOSE_DATABASE + AUDITOR).format(database=DATABASE)
    run(layout, ports, DATABASE, rest + schemas)


def run(layout: Layout, ports: Ports, database: str, sql: str) -> None:
    """By standard input, so that no command line shows a password."""
    dsn = postgres.dsn(layout, ports, "postgres", database)
    commands.run(
        [str(postgres.PROGRAMS / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1",
         "--set=VERBOSITY=terse", dsn],
        layout.log_of("database"), "preparing the database", text=sql,
        env={"PGOPTIONS": "-c client_min_messages=warning"})
