"""A panel -> files for Excel, Stata, R, Python and databases, and releases that can be compared.

Door: `write_panel`, `write_release`, `panel_to_revisions`; `panel_to_table` with `table_to_pandas` or `table_to_polars`.

words          schemas/export.yaml: columns, statuses, colours
tables         what every format writes: columns with labels, and rows
panel_tables   panel -> long, wide, series, reports, findings, gaps
codebook       panel -> what each variable is
writing        a file's ending -> who writes it
csv_files      ... as CSV; parquet_files, sqlite_files, stata_files, xlsx_files as what they are named for
form_sheets    a report in the layout of its form; form_sums: its sums as formulas; sheet_styles: how cells look
frames         tables -> data frames
release        a folder with data, codebook and hashes
revisions      a release, and what is otherwise now"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.export.csv_files import write_csv
    from extractor.export.frames import table_to_pandas, table_to_polars
    from extractor.export.release import write_release
    from extractor.export.revisions import panel_to_revisions
    from extractor.export.tables import Table
    from extractor.export.words import export_words
    from extractor.export.writing import TYPES, Shape, panel_to_table, panel_to_tables, write_panel

__all__ = [
    "TYPES",
    "Shape",
    "Table",
    "export_words",
    "panel_to_revisions",
    "panel_to_table",
    "panel_to_tables",
    "table_to_pandas",
    "table_to_polars",
    "write_csv",
    "write_panel",
    "write_release",
]

__getattr__ = open_on_use(
    __name__,
    {
        "csv_files": ("write_csv",),
        "frames": ("table_to_pandas", "table_to_polars"),
        "release": ("write_release",),
        "revisions": ("panel_to_revisions",),
        "tables": ("Table",),
        "words": ("export_words",),
        "writing": ("TYPES", "Shape", "panel_to_table", "panel_to_tables", "write_panel"),
    },
)
