"""The result file: the contract with everything downstream, and its JSON Schema."""

from __future__ import annotations

import json
import re
from operator import not_
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import BadValue, UnreadableInput
from extractor.forms import load_forms
from extractor.ids import GIVEN, Ask, Basis, Severity, Status, Sureness
from extractor.records import Box, Number

SCHEMA_VERSION = 2
FIRST_SCHEMA = 1
MAX_DIGITS = 18  # of any number in a file; of counts, readers take 15
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
Details = dict[str, Any]
DETAILS: Any = Field(
    default_factory=dict,
    description="what fills its wording in; absent: nothing",
    exclude_if=not_,
)


def _is_none(told: object) -> bool:
    return told is None


class Contract(BaseModel):
    """Base of all parts of a result: no unknown keys, never changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    def __str__(self) -> str:
        return repr(self)


class EvidenceResult(Contract):
    """Where a value stands. Offsets count characters of the decoded text; text is what stands there."""

    kind: Literal["sentence", "cell"]
    ref: str = Field(description="s12: sentence 12; t2r3c4: table 2, row 3, column 4; t2#17: its 17th cell")
    start: int
    end: int
    text: str
    mark: tuple[int, int] | None = Field(description="offsets of the number itself, or of the words of none")
    page: int | None = Field(default=None, description="the page of a file that has pages, from 1")
    box: Box | None = Field(default=None, description="left, top, right, bottom in points on that page")


class CandidateResult(Contract):
    """A value that one backend proposed. `why` says in words what `rule` and `details` say to programs."""

    backend: str
    value: Number | None
    status: Status
    evidence: EvidenceResult | None
    accepted: bool
    why: str
    rule: str | None = Field(default=None, description="id of the reason")
    details: Details = DETAILS


class CellResult(Contract):
    """One cell of the form: its value, its status, the rule that decided, and where it stands."""

    value: Number | None
    status: Status
    unit: str
    backend: str | None
    reason: str = Field(description="in words what rule and details say to programs")
    rule: str | None = Field(default=None, description="id of the rule that decided")
    details: Details = DETAILS
    confidence: float | None = Field(
        default=None, description="how likely the value is right, as gold taught; null: none is given"
    )
    evidence: EvidenceResult | None
    candidates: tuple[CandidateResult, ...]


class FindingResult(Contract):
    """A problem in the data."""

    type: str
    severity: Severity
    keys: tuple[str, ...]
    message: str
    details: Details = DETAILS


class UsageResult(Contract):
    """What the model cost; seconds are those spent waiting for it."""

    calls: int
    retries: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float


class ProvenanceResult(Contract):
    """What made this result."""

    model: str | None
    prompts: dict[str, str]
    version: str
    ask: Ask | None = Field(
        default=None, description="open: the model was asked what tables and rules left open; null: not asked"
    )


class ReportResult(Contract):
    """One report of the file, with every cell of its form."""

    id: str
    lines: tuple[int, int]
    issuer: str | None
    region: str | None
    year: int | None
    form: str
    form_reason: str
    sure: Sureness | None = Field(default=None, description="how far issuer and year may be relied on")
    issuer_from: Basis | None = Field(default=None, description="what tells the issuer")
    year_from: Basis | None = Field(default=None, description="what tells the year")
    cells: dict[str, CellResult]
    findings: tuple[FindingResult, ...]
    usage: UsageResult
    provenance: ProvenanceResult

    def __repr__(self) -> str:
        given = sum(cell.status in GIVEN for cell in self.cells.values())
        whose = f"{self.issuer or 'of no known issuer'} {self.year or 'of no known year'}"
        return f"<ReportResult {whose}, form {self.form}: {given} of {len(self.cells)} cells given>"


class SourceResult(Contract):
    """The file that was read."""

    path: str
    sha256: str
    media_type: str
    address: str | None = Field(
        default=None, description="where it was fetched; absent: not told", exclude_if=_is_none
    )
    fetched: str | None = Field(default=None, description="and when", exclude_if=_is_none)


class DocumentResult(Contract):
    """One result file."""

    schema_version: int = Field(
        default=FIRST_SCHEMA, description="absent in files of the first: without ids of rules"
    )
    source: SourceResult
    reports: tuple[ReportResult, ...]

    def __repr__(self) -> str:
        reports = ", ".join(map(repr, self.reports))
        return f"<DocumentResult {self.source.path}: {reports or 'no reports'}>"


def result_to_json(result: DocumentResult) -> str:
    """The result as it is written: UTF-8, Chinese readable, a line end at the end."""
    return result.model_dump_json(indent=1) + "\n"


def read_result(path: Path) -> DocumentResult:
    """A result file read back; UnreadableInput where it is none, or not one of the forms that are known here."""
    try:
        result = DocumentResult.model_validate(parse_json(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UnreadableInput("said", path=path, why=error.strerror) from error
    except ValueError as error:
        raise UnreadableInput("result.foreign", path=path) from error
    for report in result.reports:
        _check_form(report, path)
    return result


def parse_json(text: str) -> object:
    """What the text holds; a ValueError where it is no JSON, or has numbers or halves of characters that no report has."""
    try:
        content = json.loads(text, parse_int=_read_int, parse_float=_read_float, parse_constant=_read_float)
        if SURROGATE.search(text):
            json.dumps(content, ensure_ascii=False).encode("utf-8")  # where one is alone, this cannot be done
    except RecursionError as error:
        raise BadValue("json.deep") from error
    return content


def _read_int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise BadValue("json.long-number", most=MAX_DIGITS)
    return int(text)


def _read_float(text: str) -> float:
    value = float(text)
    if not abs(value) < 10**MAX_DIGITS:
        raise BadValue("json.no-number", most=MAX_DIGITS)
    return value


def _check_form(report: ReportResult, path: Path) -> None:
    """All cells of the form are present, so whoever reads the file need not ask."""
    form = load_forms().get(report.form)
    if form is None:
        raise UnreadableInput("result.form", path=path, report=report.id, form=report.form)
    missing = [key for key in form.by_key if key not in report.cells]
    if missing:
        lacks = {"path": path, "report": report.id, "key": missing[0], "form": form.id}
        if missing[1:]:
            raise UnreadableInput("result.more-cells", **lacks, others=len(missing) - 1)
        raise UnreadableInput("result.cells", **lacks)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a result file."""
    return DocumentResult.model_json_schema()
