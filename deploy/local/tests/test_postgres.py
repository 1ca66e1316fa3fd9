"""The PostgreSQL server keeps what was committed, whatever happens to its process."""

import asyncio
import os
import subprocess
import sys
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from local_stack.errors import LocalStackError
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from local_stack.privileges import unprivileged
from local_stack.processes import Ending, wait_until
from local_stack.provision.databases import connect


def query(server: PostgresServer, sql: str) -> object:
    async def fetch() -> object:
        async with connect(server.admin_url) as connection:
            return await connection.fetchval(sql)

    return asyncio.run(fetch())


def test_committed_rows_survive_a_stop_and_a_kill(postgres: PostgresServer) -> None:
    postgres.start()
    query(postgres, "CREATE TABLE kept AS SELECT 1 AS number")
    assert postgres.stop() is Ending.STOPPED
    postgres.start()
    query(postgres, "INSERT INTO kept VALUES (2)")
    postgres.kill()
    assert postgres.pid is None
    postgres.start()
    assert query(postgres, "SELECT sum(number) FROM kept") == 3


def test_a_second_start_leaves_the_running_server_alone(postgres: PostgresServer) -> None:
    postgres.start()
    pid = postgres.pid
    postgres.start()
    assert postgres.pid == pid


def test_a_stop_of_a_stopped_server_says_so(postgres: PostgresServer) -> None:
    assert postgres.stop() is Ending.WAS_NOT_RUNNING


def test_durability_is_not_traded_for_speed(postgres: PostgresServer) -> None:
    postgres.start()
    assert query(postgres, "SHOW fsync") == "on"
    assert query(postgres, "SHOW synchronous_commit") == "on"


def test_nobody_enters_without_the_password(postgres: PostgresServer) -> None:
    postgres.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(asyncpg.connect(postgres.url("postgres", "postgres", "a guess")))


def test_a_lock_file_of_a_pid_that_now_belongs_to_another_program_is_ignored(postgres: PostgresServer) -> None:
    postgres.start()
    lock = postgres.directory / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    postgres.kill()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    postgres.start()
    assert query(postgres, "SELECT 1") == 1


def test_a_start_tries_again_until_the_killed_server_is_reaped(postgres: PostgresServer, tmp_path: Path) -> None:
    # A zombie named postgres holds the lock, as where process 1 is slow: PostgreSQL takes it for a running server.
    postgres.start()
    postgres.kill()
    program = tmp_path / "programs" / "postgres"
    program.parent.mkdir()
    program.symlink_to(sys.executable)
    words = [str(program), "-c", f"import os, pwd; {_become(unprivileged().user)}"]
    with subprocess.Popen(words) as zombie, ThreadPoolExecutor() as threads:
        os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
        lock = postgres.directory / "data" / "postmaster.pid"
        lock.write_text("\n".join([str(zombie.pid), *lock.read_text().splitlines()[1:]]) + "\n")
        offset = postgres.daemon.log_size()

        def refusals() -> int:
            return postgres.daemon.log_since(offset).count("already exists")

        start = threads.submit(postgres.start)
        wait_until(lambda: refusals() > 1 or start.done(), timedelta(seconds=30))
        assert refusals() > 1
        zombie.wait()
        start.result(60)
    assert query(postgres, "SELECT 1") == 1


def _become(user: str | None) -> str:
    return f"os.setuid(pwd.getpwnam({user!r}).pw_uid)" if user else ""


def test_a_server_that_cannot_start_shows_the_reason_from_its_log(postgres: PostgresServer) -> None:
    postgres.start()
    postgres.stop()
    (postgres.directory / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalStackError, match="no_such_setting"):
        postgres.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_the_server_starts_for_an_account_without_privileges() -> None:
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o777)
        child = os.fork()
        if child == 0:
            os._exit(_start_as_nobody(Path(home)))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _start_as_nobody(home: Path) -> int:
    # Forked, not started anew: the account may not be able to enter the directory of this interpreter.
    os.chdir(home)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    server = PostgresServer(home / "postgres", free_port())
    try:
        server.start()
        return 0 if server.pid and server.stop() is Ending.STOPPED else 1
    except BaseException:
        traceback.print_exc()
        return 1
