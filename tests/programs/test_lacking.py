"""A package that is missing is told from a module of Python that is not on every system and version."""

from __future__ import annotations

import pytest

from canifork.programs.lacking import missing_module
from made_runs import NEW, all_settings, make_run


@pytest.mark.parametrize(
    ("last", "missing"),
    [
        ("ModuleNotFoundError: No module named 'numpy'", "numpy"),
        ("ModuleNotFoundError: No module named 'yaml.cyaml'", "yaml"),
        ("ImportError: No module named numpy", "numpy"),
        ("<python>: No module named numpy", "numpy"),  # `-m numpy`
        ("<python>: No module named numpy.no", "numpy.no"),  # `-m numpy.no`: numpy may be there
        ("ModuleNotFoundError: No module named 'fcntl'", None),  # a system without it is a difference
        ("ModuleNotFoundError: No module named 'cgi'", None),  # went with 3.13, be it that this is one
        ("ModuleNotFoundError: No module named 'annotationlib'", None),  # came with 3.14
        ("ModuleNotFoundError: No module named 'Queue'", None),  # of Python 2
        ("ModuleNotFoundError: No module named 'helper'", None),  # it lies beside the program
        ("ImportError: cannot import name 'x' from 'numpy'", None),
        ("", None),
    ],
)
def test_a_package_that_is_missing_is_told_from_a_module_of_python(last: str, missing: str | None) -> None:
    run = make_run(all_settings(NEW)[0], last=last)
    assert missing_module(run, ["helper"]) == missing
