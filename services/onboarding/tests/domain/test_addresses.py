"""Web addresses, e-mail addresses and handles have one spelling each."""

from typing import Any

import pytest
from onboarding_builders import a_brief, problem_fields


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("acme.co.uk", "https://acme.co.uk"),
        ("shop.example.com:8443", "https://shop.example.com:8443"),
        ("HTTP://WWW.Acme.com/", "http://www.acme.com"),
        ("https://acme.com/Shop?ref=A#top", "https://acme.com/Shop?ref=A"),
        ("bücher.example", "https://bücher.example"),
        ("xn--bcher-kva.xn--p1ai", "https://xn--bcher-kva.xn--p1ai"),
    ],
)
def test_a_web_address_is_canonical(written: str, canonical: str) -> None:
    assert a_brief(website=written).website == canonical


@pytest.mark.parametrize(
    "written",
    [
        "acme",
        "localhost:8080",
        "javascript:alert(1)",
        "ftp://acme.com",
        "https://user:secret@acme.com",
        "acme.com:99999",
        "acme.com:0",
        "-acme.com",
        "acme..com",
        "a b.com",
        "http://[::1",
        "http://10.0.0.1/",
        '"><script>.com',
        7,
    ],
)
def test_what_is_no_web_address_is_a_problem(written: Any) -> None:
    assert problem_fields(website=written) == ["website"]


def test_an_email_address_keeps_its_local_part() -> None:
    assert a_brief(contact_email=" mailto:Ana.B+x@ACME.co.uk ").contact_email == "Ana.B+x@acme.co.uk"


@pytest.mark.parametrize("written", ["ana", "ana@", "@acme.com", "ana@acme", "a..b@acme.com", "ana b@acme.com", 5])
def test_what_is_no_email_address_is_a_problem(written: Any) -> None:
    assert problem_fields(contact_email=written) == ["contact_email"]


def test_handles_carry_an_at_sign_or_an_address() -> None:
    handles = {
        "IG": "tarnwell",
        "Twitter": "@@tarnwell",
        "linkedin": "linkedin.com/company/tarnwell",
        "whatsapp": "+1 555 0100",
    }
    assert list(a_brief(social_handles=handles).social_handles.values()) == [
        "@tarnwell",
        "@tarnwell",
        "https://linkedin.com/company/tarnwell",
        "+1 555 0100",
    ]
