# Known columns of natural cubic splines and B-splines, by R's package splines.
#
#   Rscript spline_reference.R      (writes ../spline_reference.json)
#
# Knots are R's own, from `df`; for the weighted case those of the rows repeated by their weights.
# The columns are evaluated inside, at the knots and outside the boundary with predict(), which
# continues natural splines as straight lines and B-splines as their outermost polynomials.

library(splines)
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)

set.seed(20260701, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
columns <- list(
  even = 1:25 / 4,
  skewed = signif(exp(2 * rnorm(60)), 6),
  years = 1950 + sample(0:700, 80, replace = TRUE) / 10,
  tied = round(rnorm(120, 4, 2.5)),
  large = signif(1e9 + 2e6 * rnorm(50), 12),
  tiny = signif(3e-7 * rexp(40), 7)
)
number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
list_text <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")

cases <- list()
add <- function(name, kind, degree, knots, weights = NULL) {
  x <- columns[[name]]
  rows <- if (is.null(weights)) x else rep(x, weights)
  basis <- if (kind == "natural") ns(rows, df = knots + 1) else
    bs(rows, df = knots + degree, degree = degree)
  interior <- unname(attr(basis, "knots"))
  stopifnot(length(interior) == knots, !anyDuplicated(interior))
  boundary <- unname(attr(basis, "Boundary.knots"))
  width <- diff(boundary)
  points <- sort(unique(c(
    boundary, interior, seq(boundary[1], boundary[2], length.out = 23),
    boundary[1] - width * c(0.001, 0.3, 1), boundary[2] + width * c(0.001, 0.3, 1)
  )))
  values <- suppressWarnings(predict(basis, points))
  lines <- c(
    paste0('"column": "', name, '"'),
    if (!is.null(weights)) paste0('"weights": ', list_text(weights)),
    paste0('"kind": "', kind, '"'), paste0('"degree": ', degree), paste0('"knots": ', knots),
    paste0('"interior": ', list_text(interior)), paste0('"boundary": ', list_text(boundary)),
    paste0('"points": ', list_text(points)),
    paste0('"values": [', paste(apply(values, 2, list_text), collapse = ",\n      "), ']')
  )
  label <- paste(name, kind, degree, knots, if (is.null(weights)) "" else "weighted")
  cases[[trimws(label)]] <<- paste0("{\n    ", paste(lines, collapse = ",\n    "), "\n  }")
}
for (knots in 0:6) add("skewed", "natural", 3, knots)
for (name in c("even", "years", "large", "tiny")) add(name, "natural", 3, 4)
add("tied", "natural", 3, 2)
for (degree in 1:3) for (knots in c(0, 1, 4)) add("years", "b_spline", degree, knots)
add("skewed", "b_spline", 3, 5)
add("large", "b_spline", 3, 3)
weights <- sample(0:4, 60, replace = TRUE)
# The range is that of the rows that count.
weights[c(which.min(columns$skewed), which.max(columns$skewed))] <- c(0, 0)
add("skewed", "natural", 3, 4, weights)
add("skewed", "b_spline", 3, 3, weights)

about <- paste0('  "versions": {"R": "', R.version.string, '", "splines": "',
                as.character(packageVersion("splines")), '"}')
shared <- paste0('  "columns": {\n    ',
                 paste0('"', names(columns), '": ', vapply(columns, list_text, ""),
                        collapse = ",\n    "), "\n  }")
body <- paste0('  "cases": {\n',
               paste0('  "', names(cases), '": ', unlist(cases), collapse = ",\n"), "\n  }")
writeLines(c("{", paste(c(about, shared, body), collapse = ",\n"), "}"),
           file.path(fixtures, "spline_reference.json"))
