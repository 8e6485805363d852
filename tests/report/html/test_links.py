"""A link is named by whose page it is, and by the place."""

from __future__ import annotations

import pytest

from canifork.report.html.links import source, thread

GITHUB = "https://github.com/python/cpython"


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://docs.python.org/3/library/os.html#os.fork", "docs.python.org/3/library/os: os.fork"),
        ("https://docs.python.org/3/faq/", "docs.python.org/3/faq"),
        (f"{GITHUB}/issues/126631", "python/cpython#126631"),
        (f"{GITHUB}/pull/1#issuecomment-2", "python/cpython#1"),
        (f"{GITHUB}/blob/v3.13.0/Lib/a.py#L97-L121", "python/cpython v3.13.0: Lib/a.py:97\N{EN DASH}121"),
        (f"{GITHUB}/blob/v3.13.0/Lib/pool.py#L97", "python/cpython v3.13.0: Lib/pool.py:97"),
        (f"{GITHUB}/blob/{'ab' * 20}/Lib/pool.py", "python/cpython abababa: Lib/pool.py"),
        ("https://example.org/a#:~:text=b", "example.org/a"),
        ("<script>", "<script>"),
    ],
)
def test_a_source_is_named_by_its_place(link: str, name: str) -> None:
    assert source(link) == name


def test_a_thread_is_named_by_its_number_or_its_host() -> None:
    assert thread(f"{GITHUB}/issues/126631") == "python/cpython#126631"
    assert thread("https://stackoverflow.com/questions/1") == "stackoverflow.com"
