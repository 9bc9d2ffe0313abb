# Known values of seasonal ARIMA models, by R's arima() and the package forecast.
#
#   Rscript arima_reference.R     (writes ../arima_series.csv and ../arima_reference.json)
#
# Twenty series: nine of R's own, some as logarithms, and eleven simulated from a seed. Each is
# fitted with fixed orders by maximum likelihood; log-likelihood, variances, forecasts and standard
# errors are those at R's own parameters. `loglik_differenced` is arima() of the differenced series,
# which has no diffuse start. `maximum` is the largest likelihood of several starts. `ndiffs` and
# `strength` are what auto.arima() takes its differences from.

suppressMessages(library(forecast))
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
horizon <- 24
# Variance of the states before the first month. At the default of 1e6 the start moves forecasts by 1e-6
# and the variance of small values by 1e-3.
kappa <- 1e9

json <- function(x) {
  if (is.list(x)) {
    body <- if (is.null(names(x))) vapply(x, json, "") else
      paste0("\"", names(x), "\": ", vapply(x, json, ""))
    ends <- if (is.null(names(x))) c("[", "]") else c("{", "}")
    return(paste0(ends[1], paste(body, collapse = ",\n"), ends[2]))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  if (is.logical(x)) return(tolower(as.character(x)))
  text <- ifelse(is.na(x), "null", format(as.numeric(x), digits = 17, trim = TRUE))
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}
several <- function(x) if (length(x) == 0) list() else if (length(x) == 1) list(x) else x

set.seed(20080722)
simulated <- function(n, ar = numeric(0), ma = numeric(0), d = 0, level = 0, drift = 0) {
  order <- c(length(ar), d, length(ma))
  x <- as.numeric(arima.sim(list(order = order, ar = ar, ma = ma), n = n))
  x <- x[seq_len(n)] + level + drift * seq_len(n)
  ts(round(x, 6), start = c(2001, 3), frequency = 12)
}
seasonal <- function(x, size) x + size * sin(2 * pi * seq_along(x) / 12)
# (1 - .6 B^12) and (1 + .3 B)(1 - .5 B^12) written out.
sar <- c(rep(0, 11), 0.6)
sma <- c(0.3, rep(0, 10), -0.5, -0.15)

shift <- as.numeric(seq_len(120) >= 71)
days <- function(n) {
  first <- seq(as.Date("2001-03-01"), by = "month", length.out = n + 1)
  vapply(seq_len(n), function(i) {
    d <- seq(first[i], first[i + 1] - 1, by = "day")
    sum(as.POSIXlt(d)$wday %in% 1:5)
  }, 0)
}
shifted <- simulated(120, ar = 0.6, level = 50)
shifted <- ts(round(shifted + 6 * shift, 6), start = c(2001, 3), frequency = 12)
worked <- simulated(150, ma = c(-0.4), d = 1, level = 100)
worked <- ts(round(worked + 2.5 * days(150), 6), start = c(2001, 3), frequency = 12)

cases <- list(
  list("AirPassengers", AirPassengers, c(2, 1, 1), c(0, 1, 0)),
  list("log AirPassengers", log(AirPassengers), c(0, 1, 1), c(0, 1, 1)),
  list("USAccDeaths", USAccDeaths, c(0, 1, 1), c(0, 1, 1)),
  list("nottem", nottem, c(1, 0, 0), c(2, 1, 0), constant = TRUE),
  list("ldeaths", ldeaths, c(2, 0, 1), c(1, 0, 0), constant = TRUE),
  list("mdeaths", mdeaths, c(0, 0, 2), c(1, 1, 1), constant = TRUE),
  list("co2", co2, c(1, 1, 1), c(0, 1, 1)),
  list("log UKDriverDeaths", log(UKDriverDeaths), c(1, 0, 1), c(0, 1, 1)),
  list("trees", ts(as.numeric(window(treering, 1800, 1959)) * 100, start = c(2001, 3), frequency = 12),
    c(3, 0, 2), c(0, 0, 0), constant = TRUE),
  list("white noise", simulated(60, level = 10), c(0, 0, 0), c(0, 0, 0), constant = TRUE),
  list("autoregression", simulated(80, ar = c(1.2, -0.5), level = 20), c(2, 0, 0), c(0, 0, 0), constant = TRUE),
  list("no mean", simulated(200, ar = 0.5, ma = 0.4), c(1, 0, 1), c(0, 0, 0)),
  list("moving average", simulated(100, ma = c(0.5, 0.3, -0.2)), c(0, 0, 3), c(0, 0, 0)),
  list("random walk with drift", simulated(90, d = 1, drift = 0.8), c(0, 1, 0), c(0, 0, 0), constant = TRUE),
  list("drift", simulated(110, ma = -0.6, d = 1, drift = 1.5), c(1, 1, 1), c(0, 0, 0), constant = TRUE),
  list("twice differenced", simulated(130, ma = c(-0.9, 0.3), d = 2), c(0, 2, 2), c(0, 0, 0)),
  list("seasonal autoregression", simulated(150, ar = sar, level = 5), c(0, 0, 0), c(1, 0, 0), constant = TRUE),
  list("seasonal moving average", seasonal(simulated(144, ma = sma, level = 30), 4), c(0, 0, 1), c(0, 1, 1)),
  list("level shift", shifted, c(1, 0, 0), c(0, 0, 0), constant = TRUE,
    xreg = cbind(shift = shift), ahead = cbind(shift = rep(1, horizon))),
  list("working days", worked, c(0, 1, 1), c(0, 0, 0),
    xreg = cbind(days = days(150)), ahead = cbind(days = days(150 + horizon)[150 + 1:horizon]))
)

columns <- function(x, d, D) {
  if (D > 0) x <- diff(x, 12, D)
  if (d > 0) x <- diff(x, 1, d)
  x
}
rows <- NULL
values <- list()
for (case in cases) {
  name <- case[[1]]
  x <- case[[2]]
  order <- case[[3]]
  season <- case[[4]]
  constant <- isTRUE(case$constant)
  n <- length(x)
  month <- start(x)[1] * 12 + start(x)[2] - 1 + seq_along(x) - 1
  rows <- rbind(rows, data.frame(unique_id = name,
    ds = sprintf("%04d-%02d", month %/% 12, month %% 12 + 1), y = as.numeric(x)))
  fit <- Arima(x, order = order, seasonal = season, include.constant = constant, xreg = case$xreg, method = "ML", kappa = kappa,
    optim.control = list(reltol = 1e-14, maxit = 1000))
  f <- forecast(fit, h = horizon, xreg = case$ahead, level = 95)
  coefficients <- coef(fit)
  part <- function(prefix) several(unname(coefficients[grepl(paste0("^", prefix, "[0-9]+$"), names(coefficients))]))
  outside <- coefficients[!grepl("^(ar|ma|sar|sma)[0-9]+$", names(coefficients))]
  # The mean or drift first, as the coefficients of the other columns follow it.
  d <- order[2]
  D <- season[2]
  regression <- cbind(
    if ("intercept" %in% names(outside)) rep(1, n), if ("drift" %in% names(outside)) seq_len(n), case$xreg)
  adjusted <- if (is.null(regression)) as.numeric(x) else as.numeric(x) - as.numeric(regression %*% outside)
  fixed <- coefficients[grepl("^(ar|ma|sar|sma)[0-9]+$", names(coefficients))]
  differenced <- arima(ts(columns(adjusted, d, D), frequency = 12), order = order * c(1, 0, 1),
    seasonal = list(order = season * c(1, 0, 1), period = 12), include.mean = FALSE, method = "ML",
    fixed = unname(fixed), transform.pars = FALSE)
  best <- fit$loglik
  for (start in c(-0.5, 0.1, 0.4)) {
    again <- tryCatch(Arima(x, order = order, seasonal = season, include.constant = constant,
      xreg = case$xreg, method = "ML", kappa = kappa, init = c(rep(start, length(fixed)), outside),
      optim.control = list(reltol = 1e-14, maxit = 1000)), error = function(e) NULL)
    if (!is.null(again)) best <- max(best, again$loglik)
  }
  strength <- forecast:::seas.heuristic(x)
  D0 <- as.integer(strength > 0.64)
  values[[name]] <- list(
    order = order, seasonal = season, constant = constant,
    regressors = if (is.null(case$xreg)) list() else list(c(case$xreg, case$ahead)),
    ar = part("ar"), ma = part("ma"), sar = part("sar"), sma = part("sma"),
    regression = several(unname(outside)),
    loglik = fit$loglik, loglik_differenced = differenced$loglik, maximum = best, aicc = fit$aicc,
    sigma2 = fit$sigma2, mean = as.numeric(f$mean), se = as.numeric(f$upper - f$mean) / qnorm(0.975),
    strength = strength, ndiffs = ndiffs(if (D0 > 0) diff(x, 12) else x)
  )
}
write.csv(rows, file.path(fixtures, "arima_series.csv"), row.names = FALSE, quote = FALSE)
document <- list(
  versions = list(R = R.version.string, forecast = as.character(packageVersion("forecast"))),
  horizon = horizon, series = values
)
writeLines(json(document), file.path(fixtures, "arima_reference.json"))
