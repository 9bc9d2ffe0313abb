# Known calibration maps and measures, by R's own functions and plain formulas.
#
#   Rscript calibration_reference.R      (writes ../calibration.csv and ../calibration_reference.json)
#
# Then calibration_reference.py adds what scikit-learn gives and checks betacal.
#
# Maps: Platt is glm(y ~ qlogis(p)); smoothed Platt the same on Platt's targets; beta
# glm(y ~ log(p) + -log(1 - p)) without the column whose coefficient is negative, if any; in the
# large glm(y ~ offset(qlogis(p))). All weighted, a weight being a number of rows. Isotonic values
# are those of isoreg on the rows written out, ties averaged first and repeated.
#
# Measures: standard errors by the information at the final coefficients (R's own lags one
# iteration behind); the joint statistic is the deviance at intercept 0 and slope 1 minus that of
# the fit. Parts of the Brier score by their definitions, on ten bins (k/10, (k+1)/10] and on the
# distinct probabilities. The smooth curve is glm(y ~ ns(qlogis(p), df = 4)) on the rows written
# out, its errors mean, quantiles (type 7) and maximum of |curve - p|.

library(splines)
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)

set.seed(20260801, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
draw <- function(n, truth, location, scale, decimals, weighted) {
  p <- round(plogis(rnorm(n, location, scale)), decimals)
  p <- pmin(pmax(p, 10^-decimals), 1 - 10^-decimals)
  data.frame(probability = p, outcome = as.integer(runif(n) < truth(p)),
             weight = if (weighted) sample(0:3, n, replace = TRUE) else 1)
}
logit <- qlogis
cases <- list(
  overconfident = draw(400, function(p) plogis(0.3 + 0.6 * logit(p)), -0.5, 1.6, 6, FALSE),
  rare = draw(900, function(p) plogis(0.8 + 1.2 * logit(p)), -3.2, 1.1, 6, TRUE),
  ties = draw(500, function(p) p^1.4, 0, 1.5, 2, TRUE),
  # Where the unconstrained fit bends back at one end.
  negative_a = draw(500, function(p) plogis(-1.2 - 0.5 * log(p) - 1.6 * log1p(-p)), 0, 1.2, 6, TRUE),
  negative_b = draw(500, function(p) plogis(1.2 + 1.6 * log(p) + 0.5 * log1p(-p)), 0, 1.2, 6, FALSE)
)
rows <- do.call(rbind, lapply(names(cases), function(name) cbind(case = name, cases[[name]])))
writeLines(c("case,probability,outcome,weight",
             paste(rows$case, formatC(rows$probability, digits = 15, format = "g", width = 1),
                   rows$outcome, rows$weight, sep = ",")),
           file.path(fixtures, "calibration.csv"))
# The file is what the program reads: the values are those of the numbers as written.
read <- read.csv(file.path(fixtures, "calibration.csv"))

strict <- glm.control(epsilon = 1e-14, maxit = 200)
fit <- function(formula, data) {
  # Fractional targets are no counts, which R warns of.
  model <- suppressWarnings(
    glm(formula, family = binomial, data = data, weights = weight, control = strict))
  stopifnot(model$converged)
  model
}
errors <- function(model) {
  x <- model.matrix(model)
  mu <- fitted(model)
  sqrt(diag(solve(crossprod(x * sqrt(model$prior.weights * mu * (1 - mu))))))
}
brier_parts <- function(p, y, w, bin) {
  total <- sum(w)
  rate <- sum(w * y) / total
  parts <- sapply(split(seq_along(p), bin), function(i) {
    share <- sum(w[i])
    f <- sum(w[i] * p[i]) / share
    o <- sum(w[i] * y[i]) / share
    c(share * (f - o)^2, share * (o - rate)^2, sum(w[i] * (p[i] - f)^2),
      2 * sum(w[i] * (p[i] - f) * (y[i] - o)), share * abs(f - o))
  })
  sums <- rowSums(parts) / total
  stopifnot(abs(sums[1] - sums[2] + rate * (1 - rate) + sums[3] - sums[4] -
                  sum(w * (p - y)^2) / total) < 1e-14)
  c(sums[1:2], rate * (1 - rate), sums[3:5])
}

reference <- function(data) {
  data <- data[data$weight > 0, ]
  p <- data$probability
  y <- data$outcome
  w <- data$weight
  result <- list()
  free <- fit(outcome ~ qlogis(probability), data)
  large <- fit(outcome ~ offset(qlogis(probability)), data)
  result$platt <- coef(free)
  result$platt_errors <- errors(free)
  result$in_the_large <- coef(large)
  result$in_the_large_error <- errors(large)
  result$joint_statistic <- -2 * sum(w * ifelse(y == 1, log(p), log1p(-p))) - deviance(free)

  events <- sum(w * y)
  data$target <- ifelse(y == 1, (events + 1) / (events + 2), 1 / (sum(w) - events + 2))
  result$platt_smoothed <- coef(fit(target ~ qlogis(probability), data))

  data$low <- log(p)
  data$high <- -log1p(-p)
  beta <- unname(coef(fit(outcome ~ low + high, data)))
  stopifnot(sum(beta[2:3] < 0) < 2)
  if (beta[2] < 0) beta <- append(unname(coef(fit(outcome ~ high, data))), 0, 1)
  if (beta[3] < 0) beta <- c(unname(coef(fit(outcome ~ low, data))), 0)
  result$beta <- beta

  long <- data[rep(seq_along(w), w), ]
  averaged <- ave(long$outcome, long$probability)
  iso <- isoreg(long$probability, averaged)
  sorted <- if (iso$isOrd) iso$x else iso$x[iso$ord]
  first <- which(!duplicated(sorted))
  # Forty of the rows tell a wrong block.
  first <- first[unique(round(seq(1, length(first), length.out = 40)))]
  result$isotonic_probabilities <- sorted[first]
  result$isotonic_values <- iso$yf[first]

  result$brier_ten <- brier_parts(p, y, w, pmax(ceiling(p * 10), 1))
  result$brier_distinct <- brier_parts(p, y, w, p)
  curve <- glm(outcome ~ ns(qlogis(probability), df = 4), family = binomial, data = long,
               control = strict)
  distance <- abs(fitted(curve) - long$probability)
  result$smooth_errors <- c(mean(distance), quantile(distance, c(0.5, 0.9)), max(distance))
  points <- c(0.02, 0.1, 0.35, 0.6, 0.9)
  result$smooth_curve <- predict(curve, data.frame(probability = points), type = "response")
  lapply(result, unname)
}

number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
as_json <- function(values) {
  paste0("{\n", paste0('    "', names(values), '": [',
                       vapply(values, function(v) paste(number(v), collapse = ", "), ""), "]",
                       collapse = ",\n"), "\n  }")
}
body <- vapply(names(cases), function(name) {
  paste0('  "', name, '": ', as_json(reference(read[read$case == name, ])))
}, "")
about <- paste0('  "versions": {"R": "', R.version.string, '"}')
writeLines(c("{", paste0(about, ","), '  "cases": {', paste(body, collapse = ",\n"), "  }", "}"),
           file.path(fixtures, "calibration_reference.json"))
