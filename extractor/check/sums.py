"""The form's sums held against what the report prints, one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from extractor.check.problems import Problem
from extractor.forms import Check
from extractor.ids import Severity


def find_broken_sums(checks: Iterable[Check], explained: Collection[str] = ()) -> Iterator[Problem]:
    """Those that fail; where the report itself accounts for the rest, as a note."""
    for check in checks:
        if check.outcome != "fails":
            continue
        severity: Severity = check.identity.severity
        if check.identity.id in explained:
            yield Problem("sum-explained", "info", check.identity.keys, (), check)
        elif severity != "info":
            yield Problem("sum", severity, _known(check), (), check)


def _known(check: Check) -> tuple[str, ...]:
    return tuple(key for key in check.identity.keys if key not in check.missing)
