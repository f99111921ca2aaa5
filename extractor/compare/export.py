"""A comparison as plain data: JSON with everything, CSV with one conflict a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from extractor.compare.agreement import Agreement, cross_classes, group_cells
from extractor.compare.blame import Blame
from extractor.compare.comparison import Comparison, Conflict
from extractor.compare.remarks import (
    blame_to_text,
    mismatch_to_text,
    taken_to_text,
    unmapped_to_reason,
    unmapped_to_subject,
)
from extractor.compare.sides import Column, Pair, Unmapped, Value
from extractor.forms import vocabulary
from extractor.output import rows_to_csv, to_details


def comparison_to_csv(comparison: Comparison) -> str:
    """The conflicts, a line each, for spreadsheets."""
    rows = [_to_row(conflict) for conflict in comparison.conflicts]
    return rows_to_csv(rows, list(rows[0]) if rows else ["report"])


def _to_row(conflict: Conflict) -> dict[str, object]:
    cell, truth = conflict.cell, conflict.truth
    return {
        "report": conflict.report,
        "issuer": conflict.issuer,
        "year": conflict.year,
        "form": conflict.form,
        "block": vocabulary().blocks[cell.block].name,
        "key": cell.key,
        "item": cell.label,
        "unit": cell.unit,
        "kind": conflict.kind,
        **_value_columns("a", conflict.a),
        **_value_columns("b", conflict.b),
        "wrong": conflict.verdict.blamed,
        "why": "; ".join(map(blame_to_text, conflict.verdict.blames)),
        "why_ids": "; ".join(blame.remark.id for blame in conflict.verdict.blames),
        "sums_support": conflict.verdict.sums,
        "source_text": " | ".join(" ".join(quote.text.split()) for quote in conflict.quotes),
        "gold_value": truth.value if truth else None,
        "gold_right": truth.right if truth else None,
    }


def _value_columns(side: str, value: Value) -> dict[str, object]:
    evidence = value.evidence
    return {
        f"{side}_value": value.value,
        f"{side}_status": value.status,
        f"{side}_printed": value.printed,
        f"{side}_ref": evidence.ref if evidence else None,
        f"{side}_evidence": " ".join(evidence.text.split()) if evidence else None,
    }


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Everything, as plain data."""
    trial = comparison.trial
    classes = cross_classes(comparison.cells)
    return {
        "a": comparison.a,
        "b": comparison.b,
        "reports": [_pair_to_json(pair) for pair in comparison.pairs],
        "unmatched": {side: list(names) for side, names in comparison.unmatched.items()},
        "uncovered": dict(comparison.uncovered),
        "unmapped": {
            side: [_unmapped_to_json(u) for u in found] for side, found in comparison.unmapped.items()
        },
        "columns": {side: list(map(_column_to_json, c)) for side, c in comparison.columns.items()},
        "agreement": _groups(comparison),
        "classes": [{"a": a, "b": b, "cells": count} for (a, b), count in sorted(classes.items())],
        "conflicts": [_conflict_to_json(conflict) for conflict in comparison.conflicts],
        "gold": trial and {**asdict(trial), "p": trial.p, "unjudged": list(comparison.unjudged)},
    }


def _groups(comparison: Comparison) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    groups = group_cells(comparison.cells)
    return {name: {key: _tally(tally) for key, tally in group.items()} for name, group in groups.items()}


def _tally(tally: Agreement) -> dict[str, object]:
    shares = {name: getattr(tally, name) for name in ("cells", "value_agreement", "class_agreement", "kappa")}
    return {**asdict(tally), **shares}


def _conflict_to_json(conflict: Conflict) -> dict[str, Any]:
    verdict, truth = conflict.verdict, conflict.truth
    return {
        "report": conflict.report,
        "issuer": conflict.issuer,
        "year": conflict.year,
        "form": conflict.form,
        "key": conflict.cell.key,
        "label": conflict.cell.label,
        "unit": conflict.cell.unit,
        "kind": conflict.kind,
        "a": _value_to_json(conflict.a),
        "b": _value_to_json(conflict.b),
        "wrong": verdict.blamed,
        "reasons": [_blame_to_json(blame) for blame in verdict.blames],
        "sums_support": verdict.sums,
        "source": [quote.model_dump(mode="json") for quote in conflict.quotes],
        "gold": truth and asdict(truth),
    }


def _blame_to_json(blame: Blame) -> dict[str, Any]:
    told = {"id": blame.remark.id, "details": to_details(blame.remark.details)}
    return {"rule": blame.rule, "against": blame.against, "message": blame_to_text(blame), **told}


def _unmapped_to_json(unmapped: Unmapped) -> dict[str, Any]:
    return {
        "id": unmapped.id,
        "what": unmapped_to_subject(unmapped),
        "why": unmapped_to_reason(unmapped),
        "details": to_details(unmapped.details),
        "count": unmapped.count,
        "candidates": list(unmapped.candidates),
    }


def _column_to_json(column: Column) -> dict[str, Any]:
    return {
        "table": column.table,
        "header": column.header,
        "taken": column.taken,
        "keys": list(column.keys),
        "message": taken_to_text(column.taken),
    }


def _pair_to_json(pair: Pair) -> dict[str, Any]:
    return {
        "a": pair.a.name,
        "b": pair.b.name,
        "mismatches": list(map(mismatch_to_text, pair.mismatches)),
        "differs": [asdict(mismatch) for mismatch in pair.mismatches],
    }


def _value_to_json(value: Value) -> dict[str, Any]:
    evidence = value.evidence.model_dump(mode="json") if value.evidence else None
    return {"value": value.value, "status": value.status, "printed": value.printed, "evidence": evidence}
