# The path of an elastic net by glmnet, of equal parts of absolute values and squares.
#
#   Rscript elastic_net.R DATA OUT
#     reads the outcome y and the numbers x1, x2, ... of a CSV file, fits the path of 100 lambdas in
#     one process at glmnet's default threshold and prints the seconds of that fit alone; fits it
#     again at 1e-14 and writes, in the form of `vedetta risk path`, one line a lambda: lambda,
#     degrees of freedom, deviance ratio, intercept, coefficients

suppressPackageStartupMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
names <- strsplit(gsub("\"", "", readLines(arguments[1], 1)), ",")[[1]]
stopifnot(names[1] == "y")
cells <- matrix(scan(arguments[1], 0, sep = ",", skip = 1, quiet = TRUE), ncol = length(names),
                byrow = TRUE)
x <- cells[, -1]
y <- cells[, 1]
rm(cells)
# The whole path of 100, as the program fits it: no early stop.
glmnet.control(fdev = 0, devmax = 1)
path <- function(threshold) {
  glmnet(x, y, family = "binomial", alpha = 0.5, nlambda = 100, thresh = threshold, maxit = 1e9)
}
seconds <- system.time(path(1e-7))[["elapsed"]]
fit <- path(1e-14)
result <- cbind(fit$lambda, fit$df, fit$dev.ratio, fit$a0, t(as.matrix(fit$beta)))
colnames(result) <- c("lambda", "degrees_of_freedom", "deviance_ratio", "(Intercept)", names[-1])
write.table(format(result, digits = 17), arguments[2], sep = ",", row.names = FALSE, quote = FALSE)
cat(sprintf("%.3f\n", seconds))
