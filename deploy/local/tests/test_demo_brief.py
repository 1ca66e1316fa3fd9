"""The brief of the demonstration asks for what is on offer."""

import yaml

from contracts.brief import OFFERED_PACKAGES, Brief
from local_stack.demo import demo_brief


def test_every_field_of_the_demo_brief_is_one_the_line_knows() -> None:
    brief = yaml.safe_load(demo_brief().read_text())
    assert set(brief) <= set(Brief.model_fields)
    assert brief["package"] in OFFERED_PACKAGES
