"""canifork translate."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from canifork.claims.causes import read_causes
from canifork.cli.options import Commands, add_command, show
from canifork.errors import CopyError
from canifork.i18n.extract import renew
from canifork.i18n.translator import FOLDER
from canifork.pipeline import read_claims
from canifork.project import BUNDLE, CASES, PACKAGE


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(commands, "translate", translate, "canifork translate")
    one.set_defaults(asks_article=True)


def translate(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Bring a checkout's catalogues up to date, and list the texts that lack a translation."""
    if (PACKAGE / BUNDLE).is_dir():
        raise CopyError(f"{PACKAGE}: is installed; run this in a checkout, whose catalogues can be changed")
    causes = read_causes(options.root / CASES)
    show(renew(read_claims(options.root), options.root, FOLDER, causes))
    return 0
