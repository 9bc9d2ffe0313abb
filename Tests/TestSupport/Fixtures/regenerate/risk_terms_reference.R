# Known fits of splines and interactions, and of sampling weights, by R's glm.
#
#   Rscript risk_terms_reference.R      (writes ../risk_terms_reference.json)
#
# Columns are named as the program names them. The covariance is taken from the information at the
# final coefficients, since glm's own lags one step behind. `points` are rows to score, with the
# probabilities of predict().

library(splines)
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
births <- read.csv(file.path(fixtures, "birthwt.csv"))
pima <- read.csv(file.path(fixtures, "pima.csv"))
births$race <- factor(births$race)
births$visits <- factor(pmin(births$ftv, 2))
births$weight <- 1 + (seq_len(nrow(births)) %% 5) / 4

number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
list_text <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
names_text <- function(x) paste0("[", paste0("\"", x, "\"", collapse = ", "), "]")

renamed <- function(names) {
  names <- gsub("(ns|bs)\\(([a-z]+)[^)]*(\\([^)]*\\))?[^)]*\\)([0-9]+)", "\\2[\\4]", names)
  names <- gsub("(race|visits)([0-9])", "\\1=\\2", names)
  names
}

models <- list(
  natural_spline = list(type ~ ns(age, df = 4) + glu, pima, NULL,
    data.frame(age = c(18, 21, 33.5, 47, 63, 80), glu = c(60, 99, 120.5, 150, 198, 210))),
  b_spline = list(type ~ bs(glu, knots = c(100, 140)) + age, pima, NULL,
    data.frame(glu = c(56, 100, 139.9, 199), age = c(21, 40, 50, 63))),
  categories = list(low ~ race + visits + race:visits, births, NULL,
    expand.grid(race = c("1", "2", "3"), visits = c("0", "1", "2"))),
  slopes = list(low ~ lwt + race + lwt:race, births, NULL,
    data.frame(lwt = c(90, 150, 201), race = c("1", "2", "3"))),
  product = list(low ~ age + lwt + age:lwt, births, NULL,
    data.frame(age = c(14, 30, 45), lwt = c(80, 130, 250))),
  sampling = list(low ~ age + race, births, births$weight,
    data.frame(age = c(14, 30), race = c("1", "3")))
)

texts <- sapply(names(models), function(name) {
  m <- models[[name]]
  data <- m[[2]]
  data$prior <- if (is.null(m[[3]])) rep(1, nrow(data)) else m[[3]]
  fit <- suppressWarnings(glm(m[[1]], binomial, data, weights = prior,
    control = glm.control(epsilon = 1e-15, maxit = 100)))
  X <- model.matrix(fit)
  mu <- fitted(fit)
  covariance <- solve(crossprod(X, X * (data$prior * mu * (1 - mu))))
  points <- m[[4]]
  p <- suppressWarnings(predict(fit, points, type = "response"))
  columns <- sapply(names(points), function(column) {
    values <- points[[column]]
    text <- if (is.numeric(values)) list_text(values) else names_text(values)
    paste0("\"", column, "\": ", text)
  })
  paste0(
    "  \"", name, "\": {\n",
    "    \"terms\": ", names_text(renamed(names(coef(fit)))), ",\n",
    "    \"coefficients\": ", list_text(coef(fit)), ",\n",
    "    \"standard_errors\": ", list_text(sqrt(diag(covariance))), ",\n",
    "    \"deviance\": ", number(deviance(fit)), ",\n",
    "    \"points\": {", paste(columns, collapse = ", "), "},\n",
    "    \"probabilities\": ", list_text(p), "\n  }"
  )
})
writeLines(
  c("{", paste0("  \"_\": \"", R.version.string, "\","), paste(texts, collapse = ",\n"), "}"),
  file.path(fixtures, "risk_terms_reference.json")
)
