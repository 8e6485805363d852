"""canifork init | new | lint: a collection of claims of one's own."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from canifork.axes import START_METHODS
from canifork.claims.conditions import CAPABILITIES
from canifork.cli.options import Commands, add_command, complete_folders, show
from canifork.errors import CollectionError
from canifork.project import BUNDLE, CASES, OUTLINE, PACKAGE, copy_of, find_root

Read = TypeVar("Read")
UNKNOWN = "unknown"  # a reason that `lint` does not let pass


def add(commands: Commands) -> None:
    """Add the three."""
    _add_init(commands)
    _add_new(commands)
    parser = add_command(commands, "lint", lint, "canifork lint\n  canifork lint ~/claims")
    complete_folders(
        parser.add_argument("folder", nargs="?", type=Path, help=f"holds `{CASES}` (default: as for --root)")
    )


def _add_init(commands: Commands) -> None:
    parser = add_command(
        commands, "init", init,
        'canifork init claims --title "Threads, week 3" --author "A. Teacher" --address https://example.org\n'
        "  canifork init --update",
    )  # fmt: skip
    complete_folders(
        parser.add_argument("folder", nargs="?", type=Path, help="where the collection is to be, or is")
    )
    parser.add_argument(
        "--title", type=_line, help="of the article or the slides (default: the folder's name)"
    )
    parser.add_argument("--author", type=_line, default="unknown", help="who wrote them")
    parser.add_argument("--address", type=_address, metavar="URL", help="where they are on the web")
    parser.add_argument(
        "--update", action="store_true", help="bring the helpers up to date, and show what changes"
    )


def _add_new(commands: Commands) -> None:
    parser = add_command(
        commands, "new", new,
        'canifork new pool.is_lazy --says "A pool starts no worker before its first task."\n'
        "  canifork new pool.is_lazy        (asks for the rest)\n"
        "  canifork new pool.is_lazy --truth 'A pool starts its workers at once.' --since https://example.org/1",
    )  # fmt: skip
    parser.add_argument("claim", help="its name, chapter.name; a new chapter gets a folder")
    parser.add_argument("--says", type=_line, metavar="TEXT", help="what the article says, in a sentence")
    parser.add_argument(
        "--since", type=_address, action="append", default=[], metavar="URL",
        help="in place of --says: where people met what the article does not say; again for more",
    )  # fmt: skip
    parser.add_argument(
        "--truth", type=_line, metavar="TEXT", help="what is true (default: what --says says)"
    )
    parser.add_argument(
        "--docs", type=_address, action="append", default=[], metavar="URL", help="where it is documented"
    )
    parser.add_argument(
        "--because", type=_line, default=UNKNOWN, metavar="TEXT", help="why that is to be expected"
    )
    parser.add_argument(
        "--start-methods", type=_words(START_METHODS), default=(), metavar="A,B", help="a trial for each"
    )
    parser.add_argument(
        "--needs", type=_words(CAPABILITIES), default=(), metavar="A,B", help="what it makes no sense without"
    )
    parser.add_argument("--chapter", type=_line, metavar="TEXT", help="the title of a chapter that is new")


def init(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Begin a collection of claims of your own: an outline, one case, the helpers, a README, a workflow.

    With --update: bring its helpers up to date with this canifork.  One that was changed is left alone.
    """
    from canifork.collection.starter import Wish, begin

    if options.update:
        return _update(options)
    if options.folder is None:
        raise CollectionError("init: names no folder; name one that is to hold the collection")
    folder = options.folder.absolute()
    wish = Wish(title=options.title or folder.name, author=options.author, address=options.address or "")
    for name in begin(folder, wish, copy_of(PACKAGE), datetime.now(UTC).date()):
        show(f"{options.folder / name}: was there, and stays as it is")
    show(f"{options.folder}: holds a collection of one claim; `canifork run` in it runs it")
    show(f"Next: say in {options.folder / CASES / OUTLINE} what it is about, and `canifork new chapter.name`")
    return 0


def _update(options: argparse.Namespace) -> int:
    from canifork.collection.helpers import Fate, update

    root = _collection(options, options.folder)
    updates = update(root / CASES, copy_of(PACKAGE))
    for one in updates:
        show([f"{_shown(one.path)}: {one.fate}", *one.diff, ""])
    kept = sum(one.fate is Fate.KEPT for one in updates)
    show(f"Helpers written: {len(updates) - kept}; changed here, and as they were: {kept}.")
    return 0


def new(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write a case from these options, or on a terminal from your answers, and list it in the outline.

    Its program is left for you to write; until then its trials are undecided, and `canifork lint`
    names what is missing.
    """
    from canifork.collection import new_case

    root = _collection(options)
    new_case.place_of(root, options.claim)  # before anything is asked
    if options.says is None and not options.since and options.truth is None:
        _ask(options)
    if options.says is not None and options.since:
        raise CollectionError(
            "new: --says and --since were both given; --since is for what the article does not say"
        )
    truth = options.truth or options.says
    if truth is None:
        raise CollectionError("new: --truth is missing; say in one sentence what is true")
    wanted = new_case.NewCase(
        claim=options.claim, truth=truth, says=options.says,
        since=tuple(options.since), docs=tuple(options.docs), because=options.because,
        start_methods=options.start_methods, needs=options.needs,
        chapter_title=options.chapter or options.claim.partition(".")[0].replace("_", " ").capitalize(),
    )  # fmt: skip
    path = new_case.write(root, wanted)
    show(f"{_shown(path)}: is written; let its observe() return what it sees, then `canifork lint`")
    return 0


def _ask(options: argparse.Namespace) -> None:
    """Ask on a terminal for what the options do not say."""
    if not sys.stdin.isatty():
        raise CollectionError("new: nothing is said of the claim; give --says, or --since and --truth")
    options.says = _answer("What does the article say? (nothing, if it is silent) ", _line)
    if options.says is None and (
        link := _answer("Where did people meet it? (a link, or nothing) ", _address)
    ):
        options.since = [link]
    options.truth = _answer("What is true, in one sentence? ", _line)
    if link := _answer("Where is that documented? (a link with its #section) ", _address):
        options.docs = [link]
    options.because = _answer("Why is it to be expected? ", _line) or UNKNOWN
    methods = f"Under which start methods? ({', '.join(START_METHODS)}, or nothing) "
    options.start_methods = _answer(methods, _words(START_METHODS)) or ()
    options.needs = (
        _answer(f"What does it need? ({', '.join(CAPABILITIES)}, or nothing) ", _words(CAPABILITIES)) or ()
    )


def _answer(question: str, read: Callable[[str], Read]) -> Read | None:
    """Ask until the answer can be read; None for an empty one."""
    while True:
        try:
            word = input(question).strip()
        except EOFError:
            raise CollectionError("new: the answers end too early; nothing was written") from None
        if not word:
            return None
        try:
            return read(word)
        except argparse.ArgumentTypeError as fault:
            show(str(fault))


def lint(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Name every slip in the cases and in the outline, with file and line; exit with 1 if there is one."""
    from canifork.claims.lint import slips

    folder = (_asked(options.folder) if options.folder else options.root) / CASES
    files = len(list(folder.glob("*/[!._]*.py")))
    if not files:
        raise CollectionError(f"{folder}: holds no case; `canifork new chapter.name` writes one")
    found = slips(folder)
    show([f"{_shown(slip.path)}:{slip.line}: {slip.sentence}" for slip in found], end="\n" if found else "")
    count = len(found) or "No"
    show(f"{count} slip{'s' * (count != 1)} in {files} case{'s' * (files != 1)}.")
    return int(bool(found))


def _collection(options: argparse.Namespace, folder: Path | None = None) -> Path:
    """Return the collection that is to be written to; CollectionError for the copy that a wheel brought."""
    root = _asked(folder) if folder else options.root
    if root == PACKAGE / BUNDLE:
        raise CollectionError("there is no collection here; `canifork init FOLDER` begins one")
    return Path(root)


def _asked(folder: Path) -> Path:
    if not (folder / CASES).is_dir():
        raise CollectionError(f"{folder}: holds no folder `{CASES}`; name the folder of a collection")
    return find_root(folder.absolute())


def _shown(path: Path) -> str:
    """Return a path as it is shortest to name from here."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here) if path.is_relative_to(here) else path)


def _line(word: str) -> str:
    if not word.strip() or not word.isprintable():
        raise argparse.ArgumentTypeError(f"{word!r} is no line of text; write one sentence")
    return word.strip()


def _address(word: str) -> str:
    if not re.fullmatch(r"https?://[^\s\"\\]+", word):
        raise argparse.ArgumentTypeError(
            f"{word!r} is no address; write one like https://example.org/page#part"
        )
    return word


def _words(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def read(word: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(re.findall(r"[^\s,]+", word)))
        for one in words:
            if one not in allowed:
                raise argparse.ArgumentTypeError(f"{one!r} is none of {', '.join(allowed)}")
        return words

    return read
