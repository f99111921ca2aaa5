"""The program in a notebook: files and folders -> results that show what they are, and data frames.

import extractor as ogi

results = ogi.extract("reports", readers=("grid", "regex"))
results.to_frame()

Door: `extract` files, `Results` of a run or read back, `panel_to_frame`.

reading      files and folders, named in a line of Python -> results
results      what was read: a sequence of reports, a table in the notebook, a panel, data frames"""

from __future__ import annotations

from extractor.notebook.reading import extract
from extractor.notebook.results import Results, panel_to_frame

__all__ = ["Results", "extract", "panel_to_frame"]
