# Logistic regressions of R's own packages (datasets, MASS): writes the data as CSV and R's fits as
# JSON, one file a model, into the folder named on the command line.
#
#   Rscript glm_reference.R FOLDER
#
# Called by glm_reference.py, which refines the fits to 40 digits and writes glm_reference.json.
# R's vcov(glm) uses the weights of the last but one iteration; here the information is recomputed
# at the final coefficients.

options(digits = 17, stringsAsFactors = FALSE)
folder <- commandArgs(trailingOnly = TRUE)[1]
stopifnot(dir.exists(folder))
suppressPackageStartupMessages(library(MASS))

number <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 17, format = "g"))
string <- function(x) paste0('"', gsub('"', '\\\\"', x), '"')
array_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")

write_data <- function(data, name) {
  path <- file.path(folder, name)
  # 17 digits only where fewer do not give the same double back.
  shortest <- function(x) {
    if (!is.numeric(x)) return(as.character(x))
    vapply(x, function(value) {
      for (digits in 1:17) {
        text <- formatC(value, digits = digits, format = "fg", width = 1)
        if (as.numeric(text) == value) return(text)
      }
      text
    }, "")
  }
  text <- as.data.frame(lapply(data, shortest), check.names = FALSE)
  write.table(text, path, sep = ",", row.names = FALSE, quote = FALSE, eol = "\n")
}

# Names of terms as the program writes them: `column` or `column=level`.
term_names <- function(fit, data) {
  terms <- names(coef(fit))
  for (column in names(fit$xlevels)) {
    for (level in fit$xlevels[[column]]) {
      terms[terms == paste0("factor(", column, ")", level)] <- paste0(column, "=", level)
      terms[terms == paste0(column, level)] <- paste0(column, "=", level)
    }
  }
  sub("=.*factor\\(.*\\)", "=", sub("^factor\\(([^)]*)\\)=", "\\1=", terms))
}

fit_model <- function(name, file, data, formula, features, target = NULL, successes = NULL,
                      failures = NULL) {
  # At 1e-14 the deviance may go on moving in its last bits; a larger bound then ends it.
  for (epsilon in c(1e-14, 1e-13, 1e-12)) {
    fit <- suppressWarnings(glm(formula, family = binomial, data = data,
                                control = glm.control(epsilon = epsilon, maxit = 100)))
    if (fit$converged) break
  }
  stopifnot(fit$converged)
  kept <- !is.na(coef(fit))
  x <- model.matrix(fit)[, kept, drop = FALSE]
  trials <- fit$prior.weights
  mu <- as.vector(plogis(x %*% coef(fit)[kept]))
  information <- crossprod(x * (trials * mu * (1 - mu)), x)
  errors <- rep(NA_real_, length(kept))
  errors[kept] <- sqrt(diag(solve(information)))
  described <- vapply(features, function(column) {
    if (is.factor(data[[column]])) {
      levels <- levels(data[[column]])
      paste0('{"column": ', string(column), ', "kind": "categorical", "levels": ',
             array_of(string(levels)), ', "reference": ', string(levels[1]), "}")
    } else paste0('{"column": ', string(column), ', "kind": "numeric"}')
  }, "")
  response <- if (is.null(target)) {
    paste0('"successes": ', string(successes), ',\n  "failures": ', string(failures))
  } else paste0('"target": ', string(target))
  lines <- c(
    "{",
    paste0('  "name": ', string(name), ","),
    paste0('  "data": ', string(file), ","),
    paste0('  "model": ', string(paste(deparse(formula, width.cutoff = 500), collapse = "")), ","),
    paste0("  ", response, ","),
    paste0('  "features": ', array_of(described), ","),
    paste0('  "terms": ', array_of(string(term_names(fit, data))), ","),
    paste0('  "coefficients": ', array_of(number(coef(fit))), ","),
    paste0('  "standard_errors": ', array_of(number(errors)), ","),
    paste0('  "deviance": ', number(fit$deviance), ","),
    paste0('  "null_deviance": ', number(fit$null.deviance), ","),
    paste0('  "log_likelihood": ', number(as.numeric(logLik(fit))), ","),
    paste0('  "aic": ', number(AIC(fit)), ","),
    paste0('  "rows": ', nrow(data), ","),
    paste0('  "trials": ', sum(trials), ","),
    paste0('  "r": ', string(R.version.string), ","),
    paste0('  "mass": ', string(as.character(packageVersion("MASS")))),
    "}"
  )
  writeLines(lines, file.path(folder, paste0(name, ".r.json")))
}

plain <- function(x) factor(as.character(x), levels = levels(x))

# datasets::mtcars
cars <- data.frame(model = rownames(mtcars), mtcars, check.names = FALSE)
write_data(cars, "mtcars.csv")
fit_model("mtcars", "mtcars.csv", cars, am ~ wt + hp, c("wt", "hp"), target = "am")

# MASS::birthwt, race as a factor; and with all three dummies of race beside the intercept
births <- birthwt
births$race_white <- as.integer(births$race == 1)
births$race_black <- as.integer(births$race == 2)
births$race_other <- as.integer(births$race == 3)
write_data(births, "birthwt.csv")
births$race <- factor(births$race)
fit_model("birthwt", "birthwt.csv", births, low ~ age + lwt + race + smoke + ptl + ht + ui,
          c("age", "lwt", "race", "smoke", "ptl", "ht", "ui"), target = "low")
fit_model("birthwt_aliased", "birthwt.csv", births,
          low ~ age + lwt + race_white + race_black + race_other + smoke,
          c("age", "lwt", "race_white", "race_black", "race_other", "smoke"), target = "low")

# datasets::infert
infertility <- infert[, c("education", "age", "parity", "induced", "case", "spontaneous",
                          "stratum", "pooled.stratum")]
write_data(infertility, "infert.csv")
infertility$education <- plain(infertility$education)
fit_model("infert", "infert.csv", infertility,
          case ~ age + parity + education + spontaneous + induced,
          c("age", "parity", "education", "spontaneous", "induced"), target = "case")

# datasets::esoph, grouped, ordered factors taken with treatment contrasts
cancer <- esoph
for (column in c("agegp", "alcgp", "tobgp")) cancer[[column]] <- plain(cancer[[column]])
write_data(cancer, "esoph.csv")
fit_model("esoph", "esoph.csv", cancer, cbind(ncases, ncontrols) ~ agegp + tobgp + alcgp,
          c("agegp", "tobgp", "alcgp"), successes = "ncases", failures = "ncontrols")

# MASS::Pima.tr; and with a column that is npreg + 2 age
pima <- Pima.tr
pima$type <- as.integer(pima$type == "Yes")
pima$combined <- pima$npreg + 2 * pima$age
write_data(pima, "pima.csv")
fit_model("pima", "pima.csv", pima, type ~ npreg + glu + bp + skin + bmi + ped + age,
          c("npreg", "glu", "bp", "skin", "bmi", "ped", "age"), target = "type")
fit_model("pima_aliased", "pima.csv", pima, type ~ npreg + glu + bmi + ped + age + combined,
          c("npreg", "glu", "bmi", "ped", "age", "combined"), target = "type")

# MASS::menarche, grouped
girls <- data.frame(Age = menarche$Age, reached = menarche$Menarche,
                    not_yet = menarche$Total - menarche$Menarche)
write_data(girls, "menarche.csv")
fit_model("menarche", "menarche.csv", girls, cbind(reached, not_yet) ~ Age, "Age",
          successes = "reached", failures = "not_yet")
