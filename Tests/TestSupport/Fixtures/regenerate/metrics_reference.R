# Known values of the classification metrics, by R's own functions and plain formulas.
#
#   Rscript metrics_reference.R      (writes ../metrics.csv and ../metrics_reference.json)
#
# AUC is the statistic of wilcox.test over the number of pairs (ties count one half). Average
# precision is the sum over distinct probabilities, from the highest, of precision times the gain
# in recall. Calibration slope and intercept are the coefficients of the logistic regression of the
# outcome on logit(p); calibration in the large is the intercept of that regression with the slope
# held at 1. Metrics at k are given only at k that do not cut a group of ties, but for
# `precision_at_cut_tie`: there the lowest and the highest value that a choice among the ties gives.

options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)

set.seed(20260601, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
draw <- function(n, intercept, slope, decimals) {
  eta <- rnorm(n)
  # The probabilities are overconfident on purpose: the slope of calibration is below 1.
  p <- plogis(intercept + slope * eta)
  y <- as.integer(runif(n) < plogis(intercept + 0.7 * slope * eta + 0.2))
  data.frame(probability = pmin(pmax(round(p, decimals), 10^-decimals), 1 - 10^-decimals), outcome = y)
}
cases <- list(
  # Ten rows that can be checked by hand.
  hand = data.frame(
    probability = c(0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.2, 0.1),
    outcome = c(1, 1, 0, 1, 0, 1, 0, 0, 0, 1)
  ),
  distinct = draw(200, -0.5, 1.5, 6),
  ties = draw(400, -0.3, 1.2, 1),
  rare = draw(1000, -4, 1.3, 3)
)

metrics <- function(p, y) {
  n <- length(y)
  positive <- sum(y)
  # correct = FALSE: the statistic itself does not depend on it.
  w <- suppressWarnings(wilcox.test(p[y == 1], p[y == 0], exact = FALSE)$statistic)
  auc <- as.numeric(w) / (positive * (n - positive))

  thresholds <- sort(unique(p), decreasing = TRUE)
  taken <- vapply(thresholds, function(t) sum(p >= t), 0)
  hits <- vapply(thresholds, function(t) sum(y[p >= t]), 0)
  average_precision <- sum(hits / taken * diff(c(0, hits))) / positive

  strict <- glm.control(epsilon = 1e-13, maxit = 100)
  free <- glm(y ~ qlogis(p), family = binomial, control = strict)
  large <- glm(y ~ 1 + offset(qlogis(p)), family = binomial, control = strict)
  stopifnot(free$converged, large$converged)

  at <- unique(taken[round(seq(1, length(taken), length.out = min(5, length(taken))))])
  at <- at[at < n]
  result <- list(
    rows = n, positive = positive, auc = auc, average_precision = average_precision,
    brier = mean((p - y)^2), log_loss = -mean(y * log(p) + (1 - y) * log1p(-p)),
    calibration_intercept = unname(coef(free)[1]), calibration_slope = unname(coef(free)[2]),
    calibration_in_the_large = unname(coef(large)[1]),
    k = at,
    precision_at_k = vapply(at, function(k) hits[taken == k] / k, 0),
    recall_at_k = vapply(at, function(k) hits[taken == k] / positive, 0),
    lift_at_k = vapply(at, function(k) hits[taken == k] / k / (positive / n), 0)
  )
  size <- diff(c(0, taken))
  if (any(size > 1)) {
    g <- which.max(size)
    before <- taken[g] - size[g]
    sure <- hits[g] - sum(y[p == thresholds[g]])
    inside <- sum(y[p == thresholds[g]])
    k <- before + size[g] %/% 2
    free_places <- k - before
    least <- sure + max(0, free_places - (size[g] - inside))
    most <- sure + min(free_places, inside)
    result$cut_tie_k <- k
    result$precision_at_cut_tie <- c(least / k, most / k)
  }
  result
}

number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
as_json <- function(values) {
  parts <- vapply(names(values), function(key) {
    value <- values[[key]]
    list_like <- key %in% c("k", "precision_at_k", "recall_at_k", "lift_at_k",
                            "precision_at_cut_tie")
    text <- paste(number(value), collapse = ", ")
    paste0('    "', key, '": ', if (list_like) paste0("[", text, "]") else text)
  }, "")
  paste0("{\n", paste(parts, collapse = ",\n"), "\n  }")
}

rows <- do.call(rbind, lapply(names(cases), function(name) cbind(case = name, cases[[name]])))
lines <- c("case,probability,outcome",
           paste(rows$case, formatC(rows$probability, digits = 15, format = "g", width = 1),
                 rows$outcome, sep = ","))
writeLines(lines, file.path(fixtures, "metrics.csv"))
# The file is what the program reads: the values are those of the numbers as written.
read <- read.csv(file.path(fixtures, "metrics.csv"))
body <- vapply(names(cases), function(name) {
  part <- read[read$case == name, ]
  paste0('  "', name, '": ', as_json(metrics(part$probability, part$outcome)))
}, "")
about <- paste0('  "_versions": {"R": "', R.version.string, '"}')
writeLines(c("{", paste(c(about, body), collapse = ",\n"), "}"),
           file.path(fixtures, "metrics_reference.json"))
