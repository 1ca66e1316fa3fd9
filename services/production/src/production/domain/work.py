"""What a section is written from: the material, and the posts and hashtags of the same package."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.draft import CalendarPost
from production.domain.hashtags import Hashtags
from production.domain.material import Material


@dataclass(frozen=True, slots=True)
class Work:
    """One package in the making; `posts` is empty where the package has no calendar."""

    material: Material
    posts: tuple[CalendarPost, ...]
    tags: Hashtags


Writer = Callable[[Work], str]
"""Writes one section's Markdown, without its title."""
