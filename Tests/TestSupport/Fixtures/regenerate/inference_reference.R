# Robust covariances, tests of terms, influence and statistics of logistic fits, by R.
#
#   Rscript inference_reference.R      (writes ../inference_reference.json; needs sandwich)
#
# sandwich takes residuals and weights from the fitted object, and R's weights lag one iteration
# behind the coefficients: each model is therefore refitted from its own solution. Numbers of a
# covariance are the p x p matrix by columns.
#
# Pseudo-R2 by the formulas of the papers from Bernoulli log-likelihoods of single trials; BIC and
# AIC by R.

suppressMessages(library(sandwich))
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
strict <- glm.control(epsilon = 1e-15, maxit = 100)

settle <- function(formula, data, weights = NULL) {
  data$.w <- if (is.null(weights)) rep(1, nrow(data)) else weights
  environment(formula) <- environment()
  first <- suppressWarnings(
    glm(formula, family = binomial, data = data, weights = .w, control = strict))
  suppressWarnings(glm(formula, family = binomial, data = data, weights = .w, control = strict,
                       start = coef(first)))
}

birthwt <- read.csv(file.path(fixtures, "birthwt.csv"))
infert <- read.csv(file.path(fixtures, "infert.csv"))
menarche <- read.csv(file.path(fixtures, "menarche.csv"))
menarche$trials <- menarche$reached + menarche$not_yet
menarche$share <- menarche$reached / menarche$trials

low <- low ~ age + lwt + race_black + race_other + smoke + ptl + ht + ui
low_weights <- 1 + (birthwt$age %% 4) / 2
cases <- list(
  birthwt = list(fit = settle(low, birthwt), cluster = birthwt$race),
  birthwt_weighted = list(fit = settle(low, birthwt, low_weights), cluster = birthwt$ptl + 4 * birthwt$race),
  menarche_grouped = list(fit = settle(share ~ Age, menarche, menarche$trials),
                          cluster = seq_len(nrow(menarche)) %/% 3),
  infert_strata = list(fit = settle(case ~ spontaneous + induced + age, infert),
                       cluster = infert$stratum)
)

bernoulli <- function(fit) {
  y <- fit$y
  w <- fit$prior.weights
  at <- function(p) {
    sum(w * (ifelse(y > 0, y * log(p), 0) + ifelse(y < 1, (1 - y) * log(1 - p), 0)))
  }
  now <- at(fitted(fit))
  null <- at(rep(sum(w * y) / sum(w), length(y)))
  n <- sum(w)
  cox <- 1 - exp(2 / n * (null - now))
  p <- fitted(fit)
  list(mcfadden = 1 - now / null, cox_snell = cox, nagelkerke = cox / (1 - exp(2 / n * null)),
       tjur = sum(w * y * p) / sum(w * y) - sum(w * (1 - y) * p) / sum(w * (1 - y)))
}

number <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g", width = 1),
                                        collapse = ", "), "]")
record <- function(name) {
  fit <- cases[[name]]$fit
  cluster <- cases[[name]]$cluster
  values <- list()
  for (type in c("HC0", "HC1", "HC2", "HC3")) values[[tolower(type)]] <- vcovHC(fit, type = type)
  values$cr0 <- vcovCL(fit, cluster = cluster, type = "HC0", cadjust = FALSE)
  values$cr0_adjusted <- vcovCL(fit, cluster = cluster)
  values$cr1 <- vcovCL(fit, cluster = cluster, type = "HC1")
  values$coefficients <- coef(fit)
  values$leverage <- hatvalues(fit)
  values$cooks_distance <- cooks.distance(fit)
  values <- c(values, bernoulli(fit))
  # R rounds weights before it computes a likelihood.
  if (all(fit$prior.weights %% 1 == 0)) {
    values$aic <- AIC(fit)
    values$bic <- BIC(fit)
  }
  values$lr <- c(fit$null.deviance - deviance(fit), fit$df.null - fit$df.residual,
                 pchisq(fit$null.deviance - deviance(fit), fit$df.null - fit$df.residual,
                        lower.tail = FALSE))
  # One term a column; race of birthwt as one term of two columns, at the end.
  terms <- as.list(attr(terms(fit), "term.labels"))
  if (startsWith(name, "birthwt")) terms <- c(terms, list(c("race_black", "race_other")))
  values$drop1 <- unlist(lapply(terms, function(t) {
    smaller <- settle(update(formula(fit), paste(". ~ . -", paste(t, collapse = " - "))), fit$data,
                      fit$data$.w)
    stat <- deviance(smaller) - deviance(fit)
    c(stat, length(t), pchisq(stat, length(t), lower.tail = FALSE))
  }))
  # Where drop1 applies, it is the same test.
  own <- suppressWarnings(drop1(fit, test = "LRT"))
  k <- length(attr(terms(fit), "term.labels"))
  stopifnot(max(abs(own$LRT[-1] - values$drop1[3 * seq_len(k) - 2])) < 1e-6)
  wald <- function(v) unlist(lapply(terms, function(t) {
    b <- coef(fit)[t]
    stat <- drop(b %*% solve(v[t, t, drop = FALSE], b))
    c(stat, length(t), pchisq(stat, length(t), lower.tail = FALSE))
  }))
  values$wald <- wald(vcov(fit))
  values$wald_hc3 <- wald(values$hc3)
  paste0('  "', name, '": {\n',
         paste0('    "', names(values), '": ', vapply(values, number, ""), collapse = ",\n"), "\n  }")
}

about <- paste0('  "_versions": {"R": "', R.version.string, '", "sandwich": "',
                packageVersion("sandwich"), '"}')
writeLines(c("{", paste(c(about, vapply(names(cases), record, "")), collapse = ",\n"), "}"),
           file.path(fixtures, "inference_reference.json"))
