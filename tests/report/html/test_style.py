"""What tables put into the style sheet stays text there."""

from __future__ import annotations

import re

import pytest

from builders import HOSTILE
from canifork.analysis.states import SHOWN
from canifork.report.html.bars import Family
from canifork.report.html.style import made_style

NAME = re.compile(r'  \.bars td:nth-child\(2\)::before \{ content: "((?:[0-9A-Za-z .]|\\[0-9a-f]+ )*)"; \}')


def named(platform: str) -> str:
    """Return the name of a column, as a browser reads it from the style sheet."""
    family = Family(
        platform=platform, build="PyPy", system="Linux", interpreters=("pp",), versions=((3, 11), (3, 13))
    )
    [rule] = [line for line in made_style([family]).splitlines() if ".bars td" in line]
    found = NAME.fullmatch(rule)
    assert found
    return re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), found[1])


@pytest.mark.parametrize("platform", ["Linux x86_64", *HOSTILE])
def test_the_name_of_a_column_is_a_string_whatever_it_says(platform: str) -> None:
    assert named(platform) == f"{platform}, PyPy 3.11\N{EN DASH}3.13"


def test_each_state_that_a_legend_explains_has_its_sign() -> None:
    style = made_style([])
    assert all(f".mark.{state.key}::before {{" in style for state in SHOWN)
