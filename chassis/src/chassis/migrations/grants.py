"""What the owner of a service's database lets others do: the app role reads and writes rows, nobody else connects."""

import sys

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def grant(owner: AsyncConnection, app_role: str) -> None:
    """Let the app role use the tables that are there and those that the owner makes; may be repeated.

    Where there is no such role nothing is granted, and that is said.
    """
    role = text("SELECT quote_ident(current_database()), quote_ident(rolname) FROM pg_roles WHERE rolname = :role")
    found = (await owner.execute(role, {"role": app_role})).first()
    if found is None:
        sys.stderr.write(f"there is no role {app_role}, so nothing is granted: create it and migrate again\n")
        return
    for statement in _statements(*found):
        await owner.execute(text(statement))


def _statements(database: str, app: str) -> list[str]:
    rows = "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {app}",
        f"GRANT USAGE ON SCHEMA public TO {app}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {app}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {app}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ]
