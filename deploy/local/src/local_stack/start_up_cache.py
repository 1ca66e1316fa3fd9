"""The broker's start-up work, kept by the Java runtime for later starts: 0.7 s to ready instead of 2 s."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from local_stack.java import Java
from local_stack.kafka_jars import lock_text

# A cache that doesn't fit is ignored, which is all there is to say about it.
_QUIET = ("-Xlog:aot*=off", "-Xlog:cds*=off")


@dataclass(frozen=True, slots=True)
class StartUpCache:
    """Where the finished cache lies, and where a broker in training writes it when it ends."""

    finished: Path
    training: Path
    supported: bool

    @classmethod
    def of(cls, java: Java, jars: Path, directory: Path) -> "StartUpCache":
        """Name the cache of this runtime and these jars; any other runtime or place has another one."""
        identity = f"{java.fingerprint}\n{jars}\n{lock_text()}"
        name = f"kafka-{hashlib.sha256(identity.encode()).hexdigest()[:16]}.aot"
        return cls(jars.parent / name, directory / "training.aot", java.has_start_up_cache)

    def options(self) -> tuple[str, ...]:
        """Give the runtime's options: use the cache if there is one, else train one."""
        if not self.supported:
            return ()
        if self.finished.exists():
            return (f"-XX:AOTCache={self.finished}", *_QUIET)
        self.training.unlink(missing_ok=True)
        return (f"-XX:AOTCacheOutput={self.training}", *_QUIET)

    def keep(self) -> None:
        """Put a freshly trained cache in its place, whole or not at all."""
        if not self.training.exists() or self.training.stat().st_size == 0:
            return
        draft = self.finished.with_name(f"{self.finished.name}.{self.training.stat().st_ino}")
        self.finished.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.training, draft)
        draft.replace(self.finished)
