"""What the samples come to: pages, words, score, times, and how alike they are; as figures and as a table."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

from pypdf import PdfReader
from rich.box import SIMPLE
from rich.table import Table

from samples.making import Json, Sample
from samples.similarity import likeness, repeated, words_of

REPORT = "report.pdf"


def measured(samples: Sequence[Sample]) -> Json:
    """Give all figures; `faults` is empty where every brief became a package and no sentence is repeated too often."""
    texts = {sample.name: text_of(sample.draft) for sample in samples if sample.delivered}
    alike = likeness(texts)
    too_often = repeated(texts, [line for sample in samples for line in legal_lines(sample.brief)])
    failed = [f"{sample.name}: {sample.reason}" for sample in samples if not sample.delivered]
    return {
        "samples": [_figures(sample) for sample in samples],
        "similarity": {
            "method": "Jaccard index of five-word sequences, each pair of texts",
            "mean": round(alike.mean, 4),
            "max": round(alike.highest, 4),
            "nearest": alike.pair,
            "repeated_sentences": too_often,
        },
        "faults": [*failed, *(f"in {len(names)} packages: {text}" for text, names in too_often.items())],
    }


def text_of(draft: Json) -> str:
    """Give the text of a draft: sections, posts, advertisements, e-mails."""
    posts = (f"{post['hook']}\n{post['caption']}\n{post['call_to_action']}" for post in draft["calendar"])
    adverts = (f"{advert['headline']}\n{advert['description']}" for advert in draft["advertisements"])
    emails = (f"{email['subject']}\n{email['preheader']}\n{email['body']}" for email in draft["emails"])
    return "\n".join((*(section["body"] for section in draft["sections"]), *posts, *adverts, *emails))


def legal_lines(brief: Json) -> list[str]:
    """Give what a law or the client demands word for word."""
    return [*brief.get("required_disclaimers", ()), *brief.get("compliance_requirements", ())]


def pages_of(archive: bytes) -> int:
    """Count the pages of a package's report."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return len(PdfReader(io.BytesIO(files.read(REPORT))).pages)


def table_of(found: Json) -> Table:
    """Show one line a sample."""
    table = Table("brief", "client", "package", "sections", "words", "pages", "files", "score", "seconds", box=SIMPLE)
    for row in found["samples"]:
        cells = ("client", "package", "sections", "words", "pages", "files", "score", "seconds")
        table.add_row(row["brief"], *(str(row.get(name, "–")) for name in cells))
    return table


def likeness_of(found: Json) -> Iterator[str]:
    """Say how alike the samples are; of a single one nothing."""
    alike = found["similarity"]
    if len(found["samples"]) > 1:
        nearest = f" ({' and '.join(alike['nearest'])})" if alike["max"] else ""
        yield f"Shared five-word sequences a pair: mean {alike['mean']:.2%}, most {alike['max']:.2%}{nearest}."
        yield f"Long sentences in more than three packages: {len(alike['repeated_sentences'])}."


def _figures(sample: Sample) -> Json:
    outcome = {"brief": sample.name, "status": sample.run["status"], "score": sample.report.get("score")}
    if not sample.delivered:
        return {**outcome, "reason": sample.reason}
    draft, steps = sample.draft, _seconds(sample.run)
    with zipfile.ZipFile(io.BytesIO(sample.archive)) as files:
        count = len(files.namelist())
    return {
        **outcome,
        "client": draft["title"].partition(":")[0],
        "package": draft["package"],
        "sections": len(draft["sections"]),
        "words": sum(len(words_of(section["body"])) for section in draft["sections"]),
        "words_in_all": len(words_of(text_of(draft))),
        "posts": len(draft["calendar"]),
        "emails": len(draft["emails"]),
        "advertisements": len(draft["advertisements"]),
        "pages": pages_of(sample.archive),
        "files": count,
        "seconds": round(sum(steps.values()), 2),
        "seconds_a_step": steps,
    }


def _seconds(run: Json) -> dict[str, float]:
    """Give how long each step took, its way over the broker in memory included."""
    return {
        step["service"]: round(_between(step["started_at"], step["finished_at"]), 3)
        for step in run["steps"]
        if step["started_at"] and step["finished_at"]
    }


def _between(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
