# Decompositions by R's stl and forecast::mstl of series of ../forecast_series.csv and of a drawn one.
#
#   Rscript mstl_reference.R     (after forecast_reference.R; writes ../mstl_reference.json)

suppressMessages(library(forecast))
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)

json <- function(x) {
  if (is.list(x)) {
    body <- if (is.null(names(x))) vapply(x, json, "") else
      paste0("\"", names(x), "\": ", vapply(x, json, ""))
    ends <- if (is.null(names(x))) c("[", "]") else c("{", "}")
    return(paste0(ends[1], paste(body, collapse = ",\n"), ends[2]))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  text <- format(as.numeric(x), digits = 12, trim = TRUE)
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}

data <- read.csv(file.path(fixtures, "forecast_series.csv"))
columns <- function(x) list(seasonal = as.numeric(x[, "seasonal"]), trend = as.numeric(x[, "trend"]))
# R's program takes the median of an even number of remainders from a partial sort that does not
# always place both of its values: the robust decompositions are of an odd number of values.
odd <- function(y) if (length(y) %% 2 == 0) y[-1] else y
series <- lapply(split(data$y, data$unique_id), function(y) {
  x <- ts(y, frequency = 12)
  single <- mstl(x, s.window = 11)
  list(
    plain = columns(stl(x, s.window = 11)$time.series),
    robust = columns(stl(ts(odd(y), frequency = 12), s.window = 7, robust = TRUE)$time.series),
    mstl = list(seasonal = as.numeric(single[, "Seasonal12"]), trend = as.numeric(single[, "Trend"]))
  )
})
# Two seasons, of 6 and 15 months, in 171 values.
set.seed(20)
t <- 1:171
y <- round(100 + t / 5 + 8 * sin(2 * pi * t / 6) + 12 * cos(2 * pi * t / 15) + rnorm(171, sd = 3), 3)
double <- mstl(msts(y, c(6, 15)), s.window = c(11, 15))
robust <- mstl(msts(y, c(6, 15)), s.window = c(11, 15), robust = TRUE)
parts <- function(x) list(
  trend = as.numeric(x[, "Trend"]),
  seasonal = list(as.numeric(x[, "Seasonal6"]), as.numeric(x[, "Seasonal15"]))
)
result <- list(
  versions = paste(R.version.string, "forecast", packageVersion("forecast")),
  series = series,
  several = list(values = y, plain = parts(double), robust = parts(robust))
)
writeLines(json(result), file.path(fixtures, "mstl_reference.json"))
