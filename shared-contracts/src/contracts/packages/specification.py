"""What one section of a package must be: its form, its length, and what it can't do without."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["prose", "list", "table"]


@dataclass(frozen=True, slots=True)
class Specification:
    """One section, wherever it stands: words are counted in its body, headings are third-level ones.

    Production writes to it and quality control holds the draft to it. `phrases` must stand in the body and `forbidden`
    may not, both as whole words in any case.
    """

    section_id: str
    title: str
    form: Form
    minimum_words: int
    maximum_words: int
    headings: tuple[str, ...] = ()
    minimum_bullets: int = 0
    minimum_rows: int = 0
    phrases: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
