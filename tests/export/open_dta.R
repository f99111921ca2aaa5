# Prints what R makes of a Stata file: a line a variable, with its label, and the values of one with theirs.
# Rscript open_dta.R FILE LABELLED NUMBER
told <- commandArgs(trailingOnly = TRUE)
found <- haven::read_dta(told[1])
for (name in names(found)) cat(name, attr(found[[name]], "label"), sep = "\t", fill = FALSE, "\n")
labels <- as.character(haven::as_factor(found[[told[2]]]))
cat("values", paste(labels, collapse = "; "), sep = "\t", "\n")
cat("numbers", paste(found[[told[3]]], collapse = "; "), sep = "\t", "\n")
cat("body", paste(unique(found$body), collapse = "; "), sep = "\t", "\n")
