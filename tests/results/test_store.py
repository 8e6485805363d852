"""results.json and the journal: whole or not at all, and nothing that was done is lost."""

from __future__ import annotations

import dataclasses
import errno
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import (
    LINUX,
    WINE,
    answered,
    make_plan,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.errors import BusyError, OutputError, ResultsError
from canifork.files import write_atomically
from canifork.model import Kind, Observation, Plan, Record, Results
from canifork.results.codec import to_json
from canifork.results.store import (
    KILLED,
    LOCK,
    REPLACED,
    RESULTS,
    Journal,
    copy_results,
    filled,
    hold,
    make_folder,
    now,
    read_results,
    read_seconds,
    recover,
    unrun,
    write_results,
)
from canifork.verdicts.judge import absent

TRIALS = [make_trial(method=method) for method in ("fork", "spawn", "forkserver")]
ABSENCE = absent(make_trial(interpreter=WINE, method="fork"), Kind.NOT_APPLICABLE, "it has no fork")
SAFE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def a_plan() -> Plan:
    return make_plan(TRIALS, [ABSENCE])


def kinds(results: Results) -> list[str]:
    return [f"{one.trial.id} {one.observation.kind}" for one in results.records]


# results.json.


@SAFE
@given(before=results())
def test_a_written_file_reads_back_equal(tmp_path: Path, before: Results) -> None:
    write_results(tmp_path / "results.json", before)
    assert read_results(tmp_path / "results.json") == before


def test_a_written_file_is_plain_json_for_everybody(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "results.json"
    write_results(path, make_results())
    assert json.loads(path.read_text("ascii")) == json.loads(json.dumps(to_json(make_results())))
    assert path.stat().st_mode & 0o444 == 0o444


@SAFE
@given(data=st.data())
def test_a_file_that_is_cut_off_anywhere_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "results.json"
    write_results(path, make_results())
    whole = path.read_bytes().rstrip()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ResultsError, match=r"results\.json: is not JSON, or cut off: "):
        read_results(path)


@SAFE
@given(rubbish=st.binary(max_size=60))
def test_rubbish_is_refused(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(rubbish)
    with pytest.raises(ResultsError, match=r"results\.json: "):
        read_results(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON, or cut off"),
        (b"<html>", "is not JSON, or cut off"),
        (b"\xff\xfe{}", "is not UTF-8 text"),
        (b"NaN", "is not JSON, or cut off: NaN is not JSON"),
        (b"[" * 100_000, "is not JSON, or cut off"),
        (b'{"schema": 1' + b"0" * 5000 + b"}", "is not JSON, or cut off"),
        (b'{"schema": 4}', "has schema 4"),
        (b"{}", "is no results file"),
    ],
)
def test_what_is_no_results_file_is_told_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(content)
    with pytest.raises(ResultsError) as caught:
        read_results(path)
    assert str(caught.value).startswith(f"{path}: {says}")
    assert "\n" not in str(caught.value)


def test_a_number_that_json_cannot_write_again_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_results(path, make_results([make_record(observation=answered(works=0.5))]))
    path.write_text(path.read_text(encoding="utf-8").replace("0.5", "1e999"), encoding="utf-8")
    with pytest.raises(ResultsError, match="1e999 is not JSON"):
        read_results(path)


def test_results_are_copied_to_the_last_byte_and_others_are_kept(tmp_path: Path) -> None:
    one, other, folder = tmp_path / "one.json", tmp_path / "other.json", tmp_path / "page"
    one.write_bytes(b'{"one":\r\n "\xc3\xa9"}')
    other.write_bytes(b"{}")
    copy_results(one, folder)
    copy_results(one, folder)
    assert (folder / RESULTS).read_bytes() == one.read_bytes()
    assert not (folder / REPLACED).exists()
    copy_results(other, folder)
    assert (folder / RESULTS).read_bytes() == b"{}"
    assert (folder / REPLACED).read_bytes() == one.read_bytes()
    copy_results(folder / RESULTS, folder)
    assert (folder / RESULTS).read_bytes() == b"{}"


def test_a_missing_file_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"none\.json: No such file or directory; name a results\.json"):
        read_results(tmp_path / "none.json")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"(Is a directory|Permission denied); name a results"):
        read_results(tmp_path)


# The seconds that order the next run.


def test_the_seconds_of_each_trial_are_read_where_they_are_known(tmp_path: Path) -> None:
    records = [make_record(TRIALS[0]), dataclasses.replace(make_record(TRIALS[1]), seconds=None)]
    write_results(tmp_path / RESULTS, make_results(records))
    assert read_seconds(tmp_path / RESULTS) == {TRIALS[0]: 0.25}


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"records": 3}', '{"records": [{}]}', "\ud800", pytest.param("[" * 100_000, id="deep")],
)
def test_a_file_of_another_shape_tells_no_seconds(tmp_path: Path, content: str) -> None:
    (tmp_path / RESULTS).write_text(content, encoding="utf-8", errors="surrogatepass")
    assert read_seconds(tmp_path / RESULTS) == {}
    assert read_seconds(tmp_path / "none.json") == {}


# A folder for one run.


def test_a_folder_is_held_for_as_long_as_a_run_lasts(tmp_path: Path) -> None:
    for _ in range(2):
        with hold(tmp_path):
            assert (tmp_path / LOCK).exists()


def test_a_folder_that_another_run_holds_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fasteners.InterProcessLock.acquire", lambda _, *, blocking: blocking)
    with pytest.raises(BusyError, match="another run writes there; wait for its end, or choose another"):
        hold(tmp_path).__enter__()


def test_a_folder_is_made_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    make_folder(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


# Writing.


def test_writing_replaces_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, "a long first text")
    write_atomically(path, "short é\n")
    assert path.read_bytes() == "short é\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.mkdir()
    with pytest.raises(OutputError, match=r"page\.html: is a folder; name a file") as fault:
        write_atomically(path, "text")
    assert fault.value.exit_code == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "page.html", tmp_path / "file" / "sub" / "page.html"):
        with pytest.raises(OutputError, match=r"file: is a file, not a folder; name another") as fault:
            write_atomically(path, "text")
        assert fault.value.exit_code == 2


def test_a_text_that_cannot_be_encoded_leaves_no_scratch_file(tmp_path: Path) -> None:
    """A lone surrogate comes out of JSON without a complaint."""
    with pytest.raises((OutputError, UnicodeEncodeError)):
        write_atomically(tmp_path / "page.html", "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_an_output_error_is_the_runs_failure_and_a_results_error_its_users() -> None:
    assert (OutputError("x").exit_code, ResultsError("x").exit_code) == (3, 2)


# The journal.


def test_before_the_first_trial_nothing_was_run() -> None:
    blank = unrun(a_plan())
    assert kinds(blank) == [
        *(f"{trial.id} not_run" for trial in TRIALS),
        f"{ABSENCE.trial.id} not_applicable",
    ]
    assert blank.partial
    assert all(record.judgement.expectation is None for record in blank.records)


def test_records_stand_by_claim_and_then_by_interpreter() -> None:
    trials = [make_trial(case, one) for one in (LINUX, WINE) for case in ("pool.size", "fork.works")]
    found = [record.trial for record in unrun(make_plan(trials)).records]
    assert found == [make_trial(case, one) for case in ("pool.size", "fork.works") for one in (LINUX, WINE)]


def test_a_journal_that_is_filled_gives_results_that_are_not_partial(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", a_plan())
    made = [make_record(trial) for trial in TRIALS]
    for record in reversed(made):
        journal.add(record)
    finished = journal.close(None)
    assert finished.records == (*made, ABSENCE)
    assert finished.partial is None


def test_a_record_stands_on_disk_as_soon_as_it_is_added(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", a_plan())
    journal.add(make_record(TRIALS[0]))
    assert recover(tmp_path / "journal.jsonl").records[0] == make_record(TRIALS[0])
    journal.close(None)


def test_what_is_kept_of_an_earlier_run_stands_in_the_journal_from_its_beginning(tmp_path: Path) -> None:
    kept = make_results([make_record(TRIALS[1])], project={"version": "0.0.1", "commit": "c0ffee"})
    Journal(tmp_path / "journal.jsonl", a_plan(), kept).close(None)
    found = recover(tmp_path / "journal.jsonl")
    assert [one for one in found.records if one.observation.kind is Kind.ANSWERED] == [*kept.records]
    assert found.project == kept.project


def test_an_interrupted_journal_says_what_was_not_run_and_why(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", a_plan())
    journal.add(make_record(TRIALS[1]))
    results = journal.close("interrupted by Ctrl-C")
    assert kinds(results) == [
        f"{TRIALS[0].id} not_run", f"{TRIALS[1].id} answered", f"{TRIALS[2].id} not_run",
        f"{ABSENCE.trial.id} not_applicable",
    ]  # fmt: skip
    assert results.partial == "interrupted by Ctrl-C"
    assert results.records[0].observation.reason == "interrupted by Ctrl-C"
    assert results.records[3] == ABSENCE


def test_trials_that_were_not_selected_make_it_partial_too(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", a_plan())
    results = journal.close(None)
    assert results.partial == "left out of this run"
    assert results.records[0].observation == not_run("left out of this run")


def test_a_plan_without_trials_is_not_partial(tmp_path: Path) -> None:
    results = Journal(tmp_path / "journal.jsonl", make_plan([], [ABSENCE])).close(None)
    assert (results.partial, results.records) == (None, (ABSENCE,))


def test_a_journal_that_cannot_be_begun_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; name a file"):
        Journal(tmp_path, a_plan())


class FullDisk:
    """A file on a disk that takes no more."""

    def write(self, *_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    close = write


def test_a_journal_that_cannot_go_on_is_told_and_what_was_seen_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "journal.jsonl", a_plan())
    journal.file.close()
    monkeypatch.setattr(journal, "file", FullDisk())
    with pytest.raises(OutputError, match=r"journal\.jsonl: No space left on device; free some space"):
        journal.add(make_record(TRIALS[0]))
    assert journal.close("the disk is full").records[0] == make_record(TRIALS[0])


def write_journal(path: Path, records: list[Record]) -> tuple[bytes, int]:
    """Write a journal; return it with the length of its first line."""
    journal = Journal(path, a_plan())
    for record in records:
        journal.add(record)
    journal.close(None)
    whole = path.read_bytes()
    return whole, whole.index(b"\n") + 1


MADE = [
    make_record(TRIALS[0], answered(works=True, name="größe\n\u2028")),
    make_record(TRIALS[2], Observation(kind=Kind.DIED, reason="SIGSEGV", detail="last\nwords")),
    make_record(TRIALS[1], answered(works=False)),
]


@SAFE
@given(data=st.data())
def test_a_journal_cut_anywhere_gives_back_exactly_its_complete_records(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "journal.jsonl"
    whole, first = write_journal(path, MADE)
    cut = data.draw(st.integers(first, len(whole) - 1))
    path.write_bytes(whole[:cut])
    complete = whole[first:cut].count(b"\n")
    results = recover(path)
    run = {one.trial: one for one in results.records if one.observation.kind is not Kind.NOT_RUN}
    assert run == {one.trial: one for one in [*MADE[:complete], ABSENCE]}
    assert len(results.records) == len(TRIALS) + 1
    assert results.partial == KILLED


def test_a_journal_that_was_complete_gives_everything_back(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write_journal(path, MADE)
    results = recover(path)
    assert results.partial is None
    assert set(map(repr, results.records)) == set(map(repr, [*MADE, ABSENCE]))


def test_what_was_recovered_can_be_written_and_read(tmp_path: Path) -> None:
    write_journal(tmp_path / "journal.jsonl", MADE[:1])
    results = recover(tmp_path / "journal.jsonl")
    write_results(tmp_path / "results.json", results)
    assert read_results(tmp_path / "results.json") == results


@SAFE
@given(data=st.data())
def test_a_journal_cut_within_its_first_line_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "journal.jsonl"
    whole, first = write_journal(path, MADE)
    path.write_bytes(whole[: data.draw(st.integers(0, first - 2))])
    with pytest.raises(ResultsError, match=r"journal\.jsonl: "):
        recover(path)


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"3", b"null", b"rubbish", b"\xff", b'{"case": "x"}', b"\0\0\0\0", b""]
)
def test_a_journal_with_a_bad_line_within_is_refused_with_a_sentence(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    whole, first = write_journal(path, MADE)
    path.write_bytes(whole[:first] + line + b"\n" + whole[first:])
    with pytest.raises(ResultsError, match=r"journal\.jsonl: "):
        recover(path)


def test_of_a_long_line_that_is_no_record_the_beginning_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    whole, _ = write_journal(path, [])
    line = json.dumps({"case": "x" * 100})
    path.write_bytes(whole + line.encode() + b"\n")
    with pytest.raises(ResultsError, match=f"holds the line '{line[:80]}', which is no record"):
        recover(path)


@pytest.mark.parametrize(
    ("old", "new"), [(b'"answered"', b'"passed"'), (b'"met"', b'"fine"'), (b"0.25", b'"x"')]
)
def test_a_journal_with_an_unknown_word_is_refused_with_a_sentence(
    tmp_path: Path, old: bytes, new: bytes
) -> None:
    path = tmp_path / "journal.jsonl"
    whole, first = write_journal(path, MADE)
    assert old in whole[first:]
    path.write_bytes(whole[:first] + whole[first:].replace(old, new))
    with pytest.raises(ResultsError, match=r"journal\.jsonl: "):
        recover(path)


def test_a_missing_journal_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"journal\.jsonl: No such file"):
        recover(tmp_path / "journal.jsonl")


# Filling.


def test_filling_never_turns_a_record_back() -> None:
    done = make_record(TRIALS[0])
    blank = make_results([done, unjudged(TRIALS[1], not_run())])
    results = filled(blank, {}, "interrupted")
    assert results.records == (done, unjudged(TRIALS[1], not_run("interrupted")))


@given(made=st.sets(st.sampled_from(TRIALS)), why=st.none() | st.just("interrupted"))
def test_results_are_partial_if_and_only_if_a_trial_was_not_run(made: set[object], why: str | None) -> None:
    records = {trial: make_record(trial) for trial in TRIALS if trial in made}
    results = filled(unrun(a_plan()), records, why)
    left = [one for one in results.records if one.observation.kind is Kind.NOT_RUN]
    assert (results.partial is not None) == bool(left) == (len(made) < len(TRIALS))


def test_the_time_is_told_in_utc_to_the_second() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now())
