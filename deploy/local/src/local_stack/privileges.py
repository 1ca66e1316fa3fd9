"""How a root account runs a server that refuses to run as root, without touching any account of the machine."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_UNSHARE = ("unshare", "-U", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """A way to run commands as somebody who isn't root: a prefix to the command, or a user to become."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def command(self, *words: str) -> list[str]:
        """Put the prefix before the command."""
        return [*self.prefix, *words]

    def run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run the command to its end and keep its output; one that cannot be run ends with 126, as in a shell."""
        groups: list[str | int] | None = [] if self.user else None
        command = self.command(*words)
        try:
            return subprocess.run(
                command, user=self.user, extra_groups=groups, capture_output=True, text=True, check=False
            )
        except OSError as error:
            return subprocess.CompletedProcess(command, 126, "", str(error))

    def hand_over(self, directory: Path) -> None:
        """Give the directory and all in it to the user, where there is one to become."""
        if self.user:
            account = pwd.getpwnam(self.user)
            for path in (directory, *directory.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)


def unprivileged() -> Unprivileged:
    """Choose how: as we are, else root mapped to another id in a user namespace, else the account nobody.

    The namespace works under a home that only root may enter; the account needs a path that all may enter.
    """
    if os.geteuid() != 0:
        return Unprivileged()
    if (
        shutil.which(_UNSHARE[0])
        and subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    ):
        return Unprivileged(prefix=_UNSHARE)
    return Unprivileged(user="nobody")
