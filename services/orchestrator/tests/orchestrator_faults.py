"""Databases that fail at a chosen moment.

A process that dies between two statements, a commit whose answer is lost, a server that says nothing for a while.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Executable

from chassis.database import Database, Parameters, Row, Transaction


class Crash(BaseException):
    """The process has died: nothing after it runs."""


@dataclass(slots=True)
class CrashingDatabase:
    """Dies after so many statements; the end of a transaction, before its commit, counts as one."""

    inner: Database
    statements: int

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.inner.transaction() as tx:
            yield _Counted(tx, self)
            self.spend()

    def spend(self) -> None:
        """Use up one statement. Raises Crash where there are none left."""
        if not self.statements:
            raise Crash
        self.statements -= 1

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        await self.inner.close()


@dataclass(slots=True)
class _Counted:
    inner: Transaction
    owner: CrashingDatabase

    @property
    def dialect(self) -> str:
        return self.inner.dialect

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        self.owner.spend()
        return await self.inner.execute(statement, parameters)


@dataclass(slots=True)
class ForgetfulDatabase:
    """Commits its first transaction and then says that the connection was lost."""

    inner: Database
    answers_lost: int = 1

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.inner.transaction() as tx:
            yield tx
        if self.answers_lost:
            self.answers_lost -= 1
            raise ConnectionResetError("the answer to the commit was lost")

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        await self.inner.close()


@dataclass(slots=True)
class SilentDatabase:
    """Answers nothing while it is paused; its first callers who give up learn that there is no connection instead."""

    inner: Database
    cancellations_lost: int = 1
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        try:
            await self.answers.wait()
        except asyncio.CancelledError:
            if not self.cancellations_lost:
                raise
            self.cancellations_lost -= 1
            raise ConnectionResetError("nothing to roll back on") from None
        async with self.inner.transaction() as tx:
            yield tx

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        await self.inner.close()
