# Reads tests/golden/small_comparison_file with R's ncdf4: Rscript comparison_ncdf4.R FILE. Stops at the first number that is not
# as written. R turns the axes round: area, statistic, arm.
library(ncdf4)
f <- nc_open(commandArgs(trailingOnly = TRUE)[1])
stopifnot(ncatt_get(f, 0, "kind")$value == "comparison")
difference <- ncvar_get(f, "whole_run/placed")[, 3, ]
stopifnot(all(dim(difference) == c(3, 3)), all(difference[, 2] == c(13, 15, 17)), all(difference[, 1] == 0))
stopifnot(all(ncvar_get(f, "whole_run/arm") == c("order", "key", "key_too")))
stopifnot(ncvar_get(f, "replicates/placed")[1, 3, 2] == 178)
nc_close(f)
