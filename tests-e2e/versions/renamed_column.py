"""`content_draft.title` becomes `headline`: expanded, written twice, backfilled, switched, contracted.

What a team would commit, as edits of production: two versions of the code, and three migrations.
"""

from versions.checkout import Edits

_STORE = "services/production/src/production/store.py"
_VERSIONS = "services/production/migrations/versions"
_TITLE = '    Column("title", Text(), nullable=False),\n'
_CONTENT = "content = dict(record.draft)\n"
_READ = "draft=Draft.model_validate(dict(row)),"
_EITHER = 'draft=Draft.model_validate({**row, "title": row["headline"] or row["title"]}),'

EXPAND, BACKFILL, CONTRACT = "expand", "backfill", "contract"

WRITES_BOTH: Edits = {
    _STORE: [
        (_TITLE, _TITLE.replace("False", "True") + _TITLE.replace("title", "headline").replace("False", "True")),
        (_CONTENT, f'{_CONTENT}    content["headline"] = content["title"]\n'),
        (_READ, _EITHER),
    ]
}
"""Writes both columns and reads whichever has the text: runs beside code that knows the old one alone."""

WRITES_NEW: Edits = {
    _STORE: [
        (_TITLE.replace("False", "True"), ""),
        ('content["headline"] = content["title"]', 'content["headline"] = content.pop("title")'),
        (_EITHER, _EITHER.replace(' or row["title"]', "")),
    ]
}
"""On top of that: the old column is neither written nor read."""


def migrations(head: str) -> Edits:
    """The migrations that follow revision `head`, each a step of its own: code is deployed between them."""
    steps = (
        (EXPAND, head, _EXPANDED, 'op.drop_column("content_draft", "headline")'),
        (BACKFILL, EXPAND, 'op.execute("UPDATE content_draft SET headline = title WHERE headline IS NULL")', "pass"),
        (CONTRACT, BACKFILL, 'op.drop_column("content_draft", "title")', _WIDENED),
    )
    return {f"{_VERSIONS}/{each[0]}.py": [("", _migration(*each))] for each in steps}


_EXPANDED = """op.add_column("content_draft", sa.Column("headline", sa.Text(), nullable=True))
    op.alter_column("content_draft", "title", nullable=True)"""

_WIDENED = """op.add_column("content_draft", sa.Column("title", sa.Text(), nullable=True))
    op.execute("UPDATE content_draft SET title = headline")"""


def _migration(revision: str, down_revision: str, upgrade: str, downgrade: str) -> str:
    return f'''"""A column gets another name: {revision}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down_revision}"


def upgrade() -> None:
    # A lock that is not had at once would hold up every statement behind it.
    op.execute("SET LOCAL lock_timeout = '2s'")
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''
