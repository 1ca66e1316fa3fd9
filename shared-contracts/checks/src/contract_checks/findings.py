"""What a check has found wrong, in words that say what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is the type, topic, service or file concerned; `remedy` is what to do about it."""

    subject: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}\n    → {self.remedy}"
