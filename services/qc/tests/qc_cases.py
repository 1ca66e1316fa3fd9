"""Faults for each rule, put into the sound message, and what only looks like a fault."""

import qc_cases_client
import qc_cases_plan
import qc_cases_platforms
import qc_cases_wording

_TOPICS = (qc_cases_client, qc_cases_plan, qc_cases_platforms, qc_cases_wording)

CASES = tuple(case for topic in _TOPICS for case in topic.CASES)
ALLOWED = tuple(case for topic in _TOPICS for case in topic.ALLOWED)
