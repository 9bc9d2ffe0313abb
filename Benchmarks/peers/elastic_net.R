# The path of an elastic net by glmnet.
#
#   Rscript elastic_net.R make FILE ROWS COLUMNS SEED
#     draws correlated normals with every other coefficient zero and writes them as doubles:
#     the design column by column, then the outcomes (0 or 1)
#   Rscript elastic_net.R fit FILE ROWS COLUMNS ALPHA THRESHOLD [OUT]
#     fits the path of 100 lambdas in one process (THRESHOLD is glmnet's `thresh`; its default is
#     1e-7), prints one JSON document with the seconds of the fit alone, and writes, if asked, one
#     line a lambda: lambda, deviance ratio, intercept, coefficients

arguments <- commandArgs(trailingOnly = TRUE)
mode <- arguments[1]
path <- arguments[2]
n <- as.integer(arguments[3])
p <- as.integer(arguments[4])

if (mode == "make") {
  set.seed(as.integer(arguments[5]))
  # An autoregression over the columns: correlation 0.5^|j - k|.
  x <- matrix(rnorm(n * p), n, p)
  for (j in 2:p) x[, j] <- 0.5 * x[, j - 1] + sqrt(0.75) * x[, j]
  beta <- ifelse(seq_len(p) %% 2 == 0, 0, rnorm(p) * 0.2)
  y <- rbinom(n, 1, plogis(-1 + drop(x %*% beta)))
  connection <- file(path, "wb")
  for (j in seq_len(p)) writeBin(x[, j], connection)
  writeBin(as.double(y), connection)
  close(connection)
} else {
  suppressPackageStartupMessages(library(glmnet))
  connection <- file(path, "rb")
  x <- matrix(readBin(connection, "double", n * p), n, p)
  y <- readBin(connection, "double", n)
  close(connection)
  alpha <- as.numeric(arguments[5])
  threshold <- as.numeric(arguments[6])
  # The whole path of 100, as the program fits it: no early stop.
  glmnet.control(fdev = 0, devmax = 1)
  seconds <- system.time(
    fit <- glmnet(x, y, family = "binomial", alpha = alpha, nlambda = 100, thresh = threshold,
                  maxit = 1e9)
  )[["elapsed"]]
  cat(sprintf('{"program": "glmnet %s", "seconds": %.3f, "lambdas": %d, "passes": %d}\n',
              packageVersion("glmnet"), seconds, length(fit$lambda), fit$npasses))
  if (length(arguments) >= 7) {
    result <- cbind(fit$lambda, fit$dev.ratio, fit$a0, t(as.matrix(fit$beta)))
    write.table(format(result, digits = 17), arguments[7], row.names = FALSE, col.names = FALSE,
                quote = FALSE)
  }
}
