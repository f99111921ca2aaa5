"""Reports beside their forms in a browser, for people to look at, correct and decide.

Door: `make_app` makes the application of a store, `serve` serves it; `write_golds` makes gold of decisions,
`results_to_store` a store of result files.

access     who may ask: hosts, tokens, what a browser may do with a page
app        addresses -> pages                       (routes: how they are added and linked)
overview   the same of the pages over a whole store
tongues    the language of each answer
settings   what a browser keeps of its user
asked      what a browser sends -> filters, steps, names
desk       a report with what was decided of it -> what its page shows
sums       the form's sums over values, as words
paper      pages of PDF files and pictures, with the places of values
layout     a form -> its tables
rendering  pages in the language spoken; nothing of a report is ever markup
columns    a cell as everybody has it                (apart: where these differ; theirs: the user's own file)
dashboard  a store in figures                        (spoken: charts in words)
judged     decisions and gold -> the program's scores
kept       what takes long, kept until the store changes
beside     what the command line holds beside a store
audit      a sample of cells, and how many of them were wrong
golds      decisions -> gold files
importing  result files -> a store beside them
serving    the server, and what is shown on the terminal"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.review.access import Access, make_access
    from extractor.review.app import make_app
    from extractor.review.beside import Beside, read_beside
    from extractor.review.golds import write_golds
    from extractor.review.importing import results_to_store
    from extractor.review.serving import serve

__all__ = [
    "Access",
    "Beside",
    "make_access",
    "make_app",
    "read_beside",
    "results_to_store",
    "serve",
    "write_golds",
]

__getattr__ = open_on_use(
    __name__,
    {
        "access": ("Access", "make_access"),
        "app": ("make_app",),
        "beside": ("Beside", "read_beside"),
        "golds": ("write_golds",),
        "importing": ("results_to_store",),
        "serving": ("serve",),
    },
)
