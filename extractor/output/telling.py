"""Findings and reasons of a result in the language of whoever looks at it, with the form's labels in place of keys.

Results have their words in one language, for programs that show them as they are; here they are made anew, of ids and
details. A result of an earlier version, without details, keeps its own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extractor.forms import Form, Identity, name_cell, name_sum
from extractor.ids import Status
from extractor.language import plain
from extractor.messages import load_messages
from extractor.output.results import CandidateResult, CellResult, FindingResult, ReportResult
from extractor.output.retelling import retell_error, retell_form_reason
from extractor.records import Number
from extractor.speech import FILLER, has_words, language, load_words, say

CHANGE = re.compile(r"(?P<key>[\w.]+) (?P<was>\S+) -> (?P<now>\S+)")  # as decide/proposals.py writes it
ERRORS = ("error", "problem")  # details that are what an error said
FEW = 3  # terms of a sum that are named one by one


def finding_to_words(finding: FindingResult, form: Form) -> str:
    """The finding, for people."""
    special = f"finding.{finding.type}"
    findings = load_messages(language()).findings
    if has_words(special):
        template: str | None = load_words("screens.yaml")[special][language()]
    else:
        template = findings.get(finding.type)
    try:
        return FILLER.fill(template or "", _shown(finding, form)) if template else finding.message
    except KeyError:  # an earlier version's
        return finding.message


def cell_to_reason(cell: CellResult) -> str:
    """Why the cell is what it is, for people."""
    return _reason_to_words(cell.rule, cell.details, cell.reason)


def candidate_to_reason(candidate: CandidateResult) -> str:
    """Why a reading was taken or not, for people."""
    return _reason_to_words(candidate.rule, candidate.details, candidate.why)


def form_reason_to_words(report: ReportResult) -> str:
    """Why the report is taken for one of its form."""
    return retell_form_reason(report.form_reason, say("list.and"))


def status_to_words(status: Status) -> str:
    """What kind of statement a value is."""
    return say(f"status.{status}")


def sum_to_words(form: Form, identity: Identity, left: Number, right: Number) -> str:
    """`自然人：本年度办理结果总计 57，应为 61`."""
    names = name_sum(form, identity)
    where = say("sum.where", where=names.where) if names.where else ""
    sides = {"left": join_names(names.left), "right": join_names(names.right)}
    if identity.kind == "sum":
        del sides["right"]
    return say(f"sum.{identity.kind}", where=where, **sides, a=plain(left), b=plain(right))


def join_names(names: tuple[str, ...]) -> str:
    """`本年新收申请数加上年结转申请数`; of many the first."""
    text = names[0].lstrip("-")
    for name in names[1:FEW]:
        text += say("sum.minus") + name[1:] if name.startswith("-") else say("sum.plus") + name
    return say("sum.and-others", names=text, count=len(names)) if len(names) > FEW else text


def _shown(finding: FindingResult, form: Form) -> dict[str, object]:
    shown = {name: _to_words(name, detail, form) for name, detail in finding.details.items()}
    identity = next((i for i in form.identities if i.id == finding.details.get("identity")), None)
    if identity:
        shown["sum"] = sum_to_words(form, identity, finding.details["left"], finding.details["right"])
    return shown


def _to_words(name: str, detail: Any, form: Form) -> object:
    if isinstance(detail, list):
        return tuple(_to_words(name, part, form) for part in detail)
    if isinstance(detail, Mapping):
        details = {inner: _to_words(inner, part, form) for inner, part in detail.get("details", {}).items()}
        return _reason_to_words(detail.get("id"), details, str(detail.get("id")))
    if not isinstance(detail, str):
        return detail
    if name == "key":
        return name_cell(form, detail)
    if name in ERRORS:
        return retell_error(detail)
    if name == "missing" and has_words(f"missing.{detail}"):
        return say(f"missing.{detail}")
    change = CHANGE.fullmatch(detail) if name == "changes" else None
    if change:
        values = {"was": change["was"], "now": change["now"]}
        return say("change.way", name=name_cell(form, change["key"]), **values)
    return detail


def _reason_to_words(rule: str | None, details: Mapping[str, Any], words: str) -> str:
    template = load_messages(language()).reasons.get(rule or "")
    try:
        if template is None:
            return words
        return FILLER.fill(template, {n: tuple(d) if isinstance(d, list) else d for n, d in details.items()})
    except KeyError:
        return words
