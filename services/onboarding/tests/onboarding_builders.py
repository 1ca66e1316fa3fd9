"""Builders of what onboarding receives: valid by default, a test names only what it cares about."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from chassis.step import Received
from contracts.brief import Brief
from contracts.messages import BriefSubmitted, ClientSigned, Problem
from contracts.payload import RunId
from onboarding.domain.normalise import normalise

RUN = RunId(UUID("0197d6c2-5c1e-7a10-9b1e-3f7a52d0c001"))
OTHER_RUN = RunId(UUID("0197d6c2-5c1e-7a10-9b1e-3f7a52d0c002"))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)

EXAMPLES = Path(__file__).parents[1] / "examples"
DEMO = Path(__file__).parents[3] / "deploy" / "local" / "demo-brief.yaml"
BRIEF_FILES = (DEMO, *sorted(EXAMPLES.glob("*.yaml")))


def a_form(**fields: Any) -> dict[str, Any]:
    """The smallest valid form, with these fields on top."""
    return {
        "client_name": "Tarnwell Skin",
        "website": "tarnwell.example",
        "industry": "Skincare",
        "geography": "United States",
        "primary_offer": "The Calm Barrier Set",
        "target_audience": "People whose skin stings after most products",
        "pain_points": ["New products sting"],
        "desired_outcomes": ["A routine that does not sting"],
        "objective": "sales",
        "risk_tolerance": "low",
        **fields,
    }


def a_form_without(*names: str) -> dict[str, Any]:
    """The smallest valid form with these fields missing."""
    return {name: value for name, value in a_form().items() if name not in names}


def a_brief(**fields: Any) -> Brief:
    """The brief that `a_form` is read as."""
    found = normalise(a_form(**fields), TODAY)
    assert isinstance(found, Brief), found
    return found


def problems_of(form: Any) -> dict[str, Problem]:
    """What is wrong with a form, by field; fails if nothing is, or if a field is named twice."""
    found = normalise(form, TODAY)
    assert not isinstance(found, Brief), "the form was accepted"
    by_field = {problem.field: problem for problem in found}
    assert len(by_field) == len(found), found
    return by_field


def problem_fields(**fields: Any) -> list[str]:
    """The fields with a problem, in order, of a form that would be valid but for these fields."""
    return list(problems_of(a_form(**fields)))


def written_in(path: Path) -> dict[str, Any]:
    """The form in a YAML file, as JSON would carry it."""
    form: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return form


def received(message: BriefSubmitted | ClientSigned, at: datetime = NOW) -> Received:
    """A message as the chassis hands it to the step."""
    return Received(message=message, run=message.run, at=at, message_id="a-message")


def a_submission(form: dict[str, Any] | None = None, **fields: Any) -> BriefSubmitted:
    """A submitted brief."""
    return BriefSubmitted(workflow_run_id=RUN, brief=a_form() if form is None else form, **fields)


def a_signed_client(**fields: Any) -> ClientSigned:
    """A client who has signed."""
    return ClientSigned.model_validate(
        {
            "workflow_run_id": RUN,
            "client_id": "crm-4711",
            "lead_id": "lead-88",
            "name": "Maren Oyelaran",
            "email": "maren@tarnwell.example",
            "company": "Tarnwell Skin",
            "signed_at": datetime(2026, 11, 20, 16, 5, tzinfo=UTC),
            "contract_value": 14500.0,
            "currency": "USD",
            **fields,
        }
    )
