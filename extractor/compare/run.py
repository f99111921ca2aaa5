"""The edge of the comparison: names to sides, and what came out to files."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.compare.comparison import Comparison, compare_sides
from extractor.compare.mapping import read_mapping
from extractor.compare.reading import read_gold, read_side
from extractor.compare.rereading import Load
from extractor.loading import load_report
from extractor.output import write_whole


def compare_files(
    a: str, b: str, *, gold: Path | None = None, map_file: Path | None = None, load: Load = load_report
) -> Comparison:
    """Both sides read and compared. `load` reads the results' sources again, within limits where it holds any."""
    mapping = read_mapping(map_file) if map_file else {}
    sides = read_side(a, mapping), read_side(b, mapping)
    return compare_sides(*sides, mapping=mapping, gold=read_gold(gold) if gold else None, load=load)


def write_outputs(
    comparison: Comparison,
    *,
    csv_file: Path | None = None,
    html_file: Path | None = None,
    json_file: Path | None = None,
) -> None:
    """The files that are asked for."""
    from extractor.compare.export import comparison_to_csv, comparison_to_json
    from extractor.compare.page import comparison_to_page

    if csv_file:
        write_whole(csv_file, comparison_to_csv(comparison))
    if html_file:
        write_whole(html_file, comparison_to_page(comparison))
    if json_file:
        write_whole(
            json_file, json.dumps(comparison_to_json(comparison), ensure_ascii=False, indent=1) + "\n"
        )
