"""The smallest change that makes sums hold: found, bounded, and only proposed."""

from __future__ import annotations

from typing import cast

from support import DOCUMENTS, candidate, decisions, details, grid_only

from extractor.decide.proposals import MOST_CHANGES, find_smallest_changes, propose_changes
from extractor.forms.editions import find_form
from extractor.forms.identities import check_identities
from extractor.pipeline import extract_file
from extractor.records import Decision, Reason

FORM = find_form("2014")
CHANNELS = ("in_person", "fax", "online", "mail")
REVIEW = ("upheld", "corrected", "other")


def requests(total: int, *channels: int) -> dict[str, int]:
    return {"requests.received": total} | {
        f"requests.{name}": value for name, value in zip(CHANNELS, channels, strict=True)
    }


def reviews(total: int, *outcomes: int) -> dict[str, int]:
    return {"review.total": total} | {
        f"review.{name}": value for name, value in zip(REVIEW, outcomes, strict=True)
    }


def changes_of(values: dict[str, int]) -> list[dict[str, float]]:
    return find_smallest_changes(FORM, decisions(values))


def test_nothing_to_change_where_sums_hold() -> None:
    found = decisions(requests(10, 1, 2, 3, 4))
    assert propose_changes(FORM, found, check_identities(FORM, found)) == ()


def test_each_term_of_one_failed_sum_could_be_the_slip() -> None:
    assert changes_of(requests(11, 1, 2, 3, 4)) == [
        {"requests.received": 10},
        {"requests.in_person": 2},
        {"requests.fax": 3},
        {"requests.online": 4},
        {"requests.mail": 5},
    ]


def test_a_term_that_would_be_negative_is_no_slip() -> None:
    found = changes_of(requests(5, 1, 1, 1, 8))
    assert {"requests.mail": 2} in found
    assert all(value >= 0 for changes in found for value in changes.values())
    assert not any("requests.fax" in changes for changes in found)


def test_two_failed_sums_need_two_changes() -> None:
    found = changes_of(requests(11, 1, 2, 3, 4) | reviews(3, 1, 1, 0))
    assert {len(changes) for changes in found} == {2}
    assert {"requests.received": 10, "review.total": 2} in found


def test_a_cell_where_two_failed_sums_cross_is_the_smallest_change() -> None:
    values = {key: 0 for key in find_form("2021").by_key}
    for row in ("new", "granted", "total"):
        values |= {f"requests.{row}.business": 5, f"requests.{row}.total": 5}
    values["requests.granted.business"] = 6
    found = find_smallest_changes(find_form("2021"), decisions(values, "2021"))
    assert found == [{"requests.granted.business": 5}]


def test_the_value_that_a_reader_read_comes_first() -> None:
    found = decisions(requests(11, 1, 2, 3, 4))
    other = candidate("requests.fax", 3, "regex")
    found["requests.fax"] = Decision("requests.fax", 2, "reported", "llm", Reason.of("sole"), None, (other,))
    (finding,) = propose_changes(FORM, found, check_identities(FORM, found))
    assert finding.type == "smallest-change" and finding.severity == "info"
    first, second, *_ = cast("tuple[Reason, ...]", details(finding)["ways"])
    assert first == Reason.of("way-that-was-read", changes=("requests.fax 2 -> 3",))
    assert second == Reason.of("way", changes=("requests.received 11 -> 10",))
    assert details(finding)["more"] == Reason.of("more-ways", count=1)


def test_beyond_a_few_changes_nothing_is_proposed() -> None:
    blocks = ("review", "litigation", "requests", "replies")
    assert len(blocks) > MOST_CHANGES
    values = requests(11, 1, 2, 3, 4) | reviews(3, 1, 1, 0)
    values |= {
        "litigation.total": 9,
        "litigation.upheld": 1,
        "litigation.corrected": 1,
        "litigation.other": 1,
    }
    values |= {"fees.collected": 1}
    found = changes_of(values)
    assert {len(changes) for changes in found} == {3}


def test_missing_terms_are_left_alone() -> None:
    assert changes_of({"requests.received": 10, "requests.online": 3}) == []


def test_the_result_keeps_what_was_read() -> None:
    (report,) = extract_file(DOCUMENTS / "demo-2021.txt", grid_only()).reports
    assert not any(finding.type == "smallest-change" for finding in report.findings)
