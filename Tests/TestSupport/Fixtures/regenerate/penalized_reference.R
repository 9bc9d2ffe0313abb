# Elastic net paths by glmnet, as one JSON document on standard output.
#
#   Rscript penalized_reference.R FIXTURES > penalized_reference.json
#
# FIXTURES is the folder with birthwt.csv and menarche.csv. Weights, offsets, folds and the wide
# design are formulas of the row number i, from 1, that the tests repeat. `thresh` is far below
# glmnet's default, so that what is written is the minimum to about 1e-9.

suppressPackageStartupMessages(library(glmnet))
folder <- commandArgs(trailingOnly = TRUE)[1]
glmnet.control(fdev = 0, devmax = 1)

number <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 17, format = "g", width = 1))
array_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")

birthwt <- read.csv(file.path(folder, "birthwt.csv"))
x <- as.matrix(cbind(birthwt[, c("age", "lwt")], race2 = birthwt$race == 2,
                     race3 = birthwt$race == 3, birthwt[, c("smoke", "ptl", "ht", "ui")]))
y <- birthwt$low
i <- seq_len(nrow(x))
weights <- 1 + i %% 3
offset <- ((i * 7) %% 11 - 5) / 10
factors <- c(1, 0, 2, 2, 0.5, 1, 1, 0)

menarche <- read.csv(file.path(folder, "menarche.csv"))
dose <- cbind(menarche$Age, (menarche$Age - 13)^2)
counts <- cbind(menarche$not_yet, menarche$reached)

row <- seq_len(30)
wide <- outer(row, seq_len(60), function(i, j) sin(0.7 * i * j + j))
wide_y <- as.numeric((row * 5) %% 7 < 3)

path <- function(name, x, y, alpha, ..., stops = FALSE, nlambda = 25) {
  if (stops) glmnet.control(factory = TRUE)
  fit <- glmnet(x, y, family = "binomial", alpha = alpha, nlambda = nlambda, thresh = 1e-20,
                maxit = 1e8, ...)
  if (stops) glmnet.control(fdev = 0, devmax = 1)
  rows <- rbind(fit$a0, as.matrix(fit$beta))
  coefficients <- apply(rows, 2, array_of)
  sprintf(paste0('  "%s": {"alpha": %s, "lambda": %s, "deviance_ratio": %s, ',
                 '"null_deviance": %s, "coefficients": [\n    %s]}'),
          name, number(alpha), array_of(fit$lambda), array_of(fit$dev.ratio),
          number(fit$nulldev), paste(coefficients, collapse = ",\n    "))
}

validation <- function(name, measure) {
  # With the lambdas given, the folds are fitted at them; otherwise cv.glmnet fits each fold at
  # lambdas of its own and interpolates.
  full <- glmnet(x, y, weights = weights, family = "binomial", alpha = 1, nlambda = 25,
                 thresh = 1e-20, maxit = 1e8)
  fit <- cv.glmnet(x, y, weights = weights, family = "binomial", alpha = 1, foldid = i %% 5 + 1,
                   lambda = full$lambda, type.measure = measure, thresh = 1e-20, maxit = 1e8)
  sprintf(paste0('  "%s": {"lambda": %s, "mean": %s, "standard_error": %s, "minimum": %s, ',
                 '"one_standard_error": %s}'),
          name, array_of(fit$lambda), array_of(fit$cvm), array_of(fit$cvsd),
          number(fit$lambda.min), number(fit$lambda.1se))
}

cases <- c(
  path("elastic net", x, y, 0.5),
  path("lasso with weights", x, y, 1, weights = weights),
  path("elastic net with offsets", x, y, 0.5, offset = offset),
  path("elastic net with factors", x, y, 0.3, penalty.factor = factors),
  path("lasso on the scale of the data", x, y, 1, standardize = FALSE),
  path("elastic net without intercept", x, y, 0.5, intercept = FALSE),
  path("ridge", x, y, 0),
  path("grouped", dose, counts, 0.5),
  path("wide", wide, wide_y, 0.5),
  path("early stop", x, y, 1, stops = TRUE, nlambda = 100),
  validation("cross-validated deviance", "deviance"),
  validation("cross-validated auc", "auc")
)
cat(sprintf('{\n  "_about": "glmnet %s, R %s.%s",\n', packageVersion("glmnet"),
            R.version$major, R.version$minor))
cat(paste(cases, collapse = ",\n"), "\n}\n", sep = "")
