"""The six HTTP APIs: their own documents held against them, and hostile requests one by one."""

import asyncio

from e2e_line import Line

from contracts.topics import SERVICES
from fuzz.api_schemas import broken_promises
from fuzz.hostile_requests import hostile_requests, wrong_answer


async def bad_answers(line: Line, examples: int, number: int) -> tuple[int, list[str]]:
    """Ask everything, every documented operation so many times in each mode; gives the hostile count and findings.

    It also asks to replay and to discard what is parked, so whoever wants to look at that must have done so.
    """
    count, findings = await _hostile(line)
    for service in SERVICES:
        url = line.url(service, "")
        findings += [f"{service}: {each}" for each in await asyncio.to_thread(broken_promises, url, examples, number)]
    return count, findings


async def _hostile(line: Line) -> tuple[int, list[str]]:
    findings: list[str] = []
    requests = list(hostile_requests())
    for each in requests:
        url = line.url(each.service, each.path)
        answer = await line.http.request(each.method, url, content=each.content, headers=each.headers)
        findings += [found] if (found := wrong_answer(each, answer)) else []
    return len(requests), findings
