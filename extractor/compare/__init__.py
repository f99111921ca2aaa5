"""Two sides of the same reports, cell by cell: where they agree, where not, and whose fault it is.

reading      what is named on the command line -> two sides      (sides: what they consist of)
foreign      other people's files -> reports with values
             files, workbooks -> cells; heads: what each column is taken for; layout: rows -> reports
             labelling: labels -> keys; mapping: the user's own words; words: schemas/compare.yaml
pairing      two sides -> pairs of reports                     (organs: whose report it is, comparable)
rereading    a pair -> what its source says of the cells in question, read again without a model
blame        a conflict -> who is wrong, and why               (quotes, sums, likeness)
truth        a conflict -> who is right by gold
counting     conflicts -> counts by item and slip, swaps as one
agreement    cells -> counts, Cohen's kappa, McNemar's test    (statistics)
comparison   puts these together; comparison_view, export and page show what came out, remarks words it
"""
