"""Bring a service's database to its newest revision, as its owner: `python /app/migrate.py qc`. It may be repeated."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def main(configuration: Path) -> None:
    """Grant and migrate. Raises SystemExit where the owner's URL is not set."""
    command.upgrade(Config(str(configuration)), "head")


if __name__ == "__main__":
    main(Path(__file__).with_name("alembic.ini"))
