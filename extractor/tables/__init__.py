"""Printed tables -> candidates, without a model and without guessing.

Door: `tables_to_candidates`. `read_text` and `text_to_value` say what a printed text is as the value of a cell.

read            tables -> candidates and findings; the flow of this room
sheets          the form as it is printed: labels -> rows and columns
printed         what reading a table hands on
table_lines     the lines of a true grid, and numbers merged over several of them
grid_rows       a true grid of a grid form -> rows (grid_places: which cell is in which place)
grid_streams    a table whose columns are lost -> rows (runs: labels and the values behind them)
list_rows       tables of list forms -> rows (list_columns: what each column holds)
list_streams    the same where a stream of cells is left of them (list_gathering: rows until the table is the form's)
list_lying      a list whose items are heads over one line of numbers
list_wholes     which of a row's numbers is the whole's where heads are lost
list_crossed    a list whose rows are wholes and whose heads are their parts
row_codes       the codes that count a list's rows, which are no numbers of theirs
measures        the measure words of units beside labels and numbers
cell_wording    schemas/cells.yaml -> what the words in and above cells mean
cell_texts      the text of a cell -> its parts: what kind of thing it is, number, unit, sign
values          the parts of a text, a cell of the form -> its value, blank and "/" apart, or why it has none
captions        what stands above tables and their parts: whose figures they are, and of which year
second_prints   tables that print the form once more, for last year or a part of the bodies
filling         rows -> candidates, their evidence and findings
alignment       rows that lost cells -> which cells the sums say are gone
damaged_labels  labels with characters lost or masked

What is not whole when all tables are read is read anew from the report's text, in printed order, by the form's sums:

came_apart      which sheets came apart, and what takes the place of their rows
order_tokens    text -> numbers and labels in printed order, whatever stands between them
order_labels    which row a text before numbers names
order_regions   where in the text a sheet stands
order_rows      numbers between two labels -> the rows that they can be (order_cuts: digits that run together;
                order_aligned: where blanks align them; order_stacked: blank lines for empty cells)
order_places    printed rows -> rows of the form, by labels and by counting between them
order_solving   which of the readings the sums leave
order_sheets    one sheet read so (order_across: the one with its rows side by side; order_columns: its cells)
order_lists     lists of the forms before 2019 in running text"""

from __future__ import annotations

from extractor.tables.cell_texts import read_text
from extractor.tables.cell_wording import cell_words
from extractor.tables.measures import is_unit, unit_in_label
from extractor.tables.read import GridReading, tables_to_candidates
from extractor.tables.values import text_to_value

__all__ = [
    "GridReading",
    "cell_words",
    "is_unit",
    "read_text",
    "tables_to_candidates",
    "text_to_value",
    "unit_in_label",
]
