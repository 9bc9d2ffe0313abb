# Known values of the forecasting models and metrics, by R's package forecast and plain formulas.
#
#   Rscript forecast_reference.R     (writes ../forecast_series.csv and ../forecast_reference.json)
#
# The Theta forecasts follow the definition of the M4 competition's benchmark code: seasonality test,
# decompose(), straight line by lm(), theta-2 line by ses(), mean of both, negative values to 0. The
# optimised Theta model is maximised over all of its parameters by optim() on the plain recursion.

suppressMessages(library(forecast))
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)

series <- list(
  USAccDeaths = USAccDeaths,
  AirPassengers = AirPassengers,
  nottem = window(nottem, 1920, c(1929, 12)),
  co2 = window(co2, c(1959, 1), c(1970, 5)),
  # Ring widths have no yearly season: they are read as if monthly.
  trees = ts(as.numeric(window(treering, 1800, 1859)) * 100, frequency = 12)
)
horizon <- 18

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
several <- function(x) if (length(x) == 1) list(x) else x

is_seasonal <- function(x, m = 12) {
  if (length(x) < 3 * m) return(FALSE)
  r <- acf(x, plot = FALSE)$acf[-1, 1, 1]
  limit <- 1.645 / sqrt(length(x)) * sqrt(cumsum(c(1, 2 * r^2)))
  abs(r[m]) > limit[m]
}
adjusted <- function(x) {
  if (!is_seasonal(x)) return(list(x = x, next_year = rep(1, 12)))
  d <- decompose(x, type = "multiplicative")
  list(x = x / d$seasonal, next_year = tail(as.numeric(d$seasonal), 12))
}
theta <- function(x) {
  a <- adjusted(x)
  values <- as.numeric(a$x)
  t <- seq_along(values)
  line <- lm(values ~ t)
  outside <- predict(line, data.frame(t = length(values) + 1:horizon))
  fit <- ses(2 * values - fitted(line), h = horizon)
  list(
    mean = pmax(as.numeric(0.5 * outside + 0.5 * fit$mean), 0) * rep(a$next_year, length.out = horizon),
    alpha = fit$model$par[["alpha"]], loglik = fit$model$loglik
  )
}
otm_run <- function(p, x, A, B) {
  level <- p[2]
  e <- numeric(length(x))
  for (t in seq_along(x)) {
    e[t] <- x[t] - level - p[3] * ((1 - p[1])^(t - 1) * A + (1 - (1 - p[1])^t) / p[1] * B)
    level <- p[1] * x[t] + (1 - p[1]) * level
  }
  list(sse = sum(e^2), level = level)
}
otm <- function(x) {
  a <- adjusted(x)
  values <- as.numeric(a$x)
  n <- length(values)
  line <- unname(coef(lm(values ~ seq_along(values))))
  best <- NULL
  for (alpha in c(0.15, 0.4, 0.7, 0.95)) {
    fit <- optim(c(alpha, values[1], 0.5),
      function(p) otm_run(p, values, line[1], line[2])$sse,
      method = "L-BFGS-B", lower = c(0.1, -Inf, 0), upper = c(0.99, Inf, 1),
      control = list(parscale = c(0.1, max(abs(values)), 0.5), maxit = 2000, factr = 10))
    if (is.null(best) || fit$value < best$value) best <- fit
  }
  p <- best$par
  level <- otm_run(p, values, line[1], line[2])$level
  h <- 1:horizon
  mean <- level + p[3] * ((1 - p[1])^n * line[1] + (h - 1 + (1 - (1 - p[1])^(n + 1)) / p[1]) * line[2])
  list(sse = best$value, alpha = p[1], weight = p[3],
    mean = mean * rep(a$next_year, length.out = horizon))
}

# The largest likelihood of a smoothing form within the bounds of ets(): for given smoothing
# parameters the errors are linear in the initial states, which qr() solves for; the parameters are
# searched from several starts, because ets() itself often ends below the maximum.
concentrated <- function(p, x, trend, damped, seasonal) {
  alpha <- p[1]
  beta <- if (trend) p[2] else 0
  gamma <- if (seasonal) p[2 + trend] else 0
  phi <- if (damped) p[length(p)] else 1
  inside <- p >= 1e-4 - 1e-12 & p <= 0.9999 + 1e-12
  if (damped) inside[length(p)] <- phi >= 0.8 && phi <= 0.98
  if (!all(inside) || beta > alpha || gamma > 1 - alpha) return(1e10)
  if (seasonal && !forecast:::admissible(alpha, if (trend) beta, gamma, if (damped) phi, 12)) return(1e10)
  units <- 1 + trend + 12 * seasonal
  level <- c(0, 1, rep(0, units - 1))
  slope <- c(0, 0, if (trend) 1, rep(0, units - 1 - trend))[1:(units + 1)]
  if (!trend) slope <- slope * 0
  seasons <- matrix(0, 12, units + 1)
  if (seasonal) for (j in 1:12) seasons[j, 1 + 1 + trend + j] <- 1
  e <- matrix(0, length(x), units + 1)
  for (t in seq_along(x)) {
    j <- (t - 1) %% 12 + 1
    base <- level + phi * slope
    error <- c(x[t], rep(0, units)) - base - seasons[j, ]
    e[t, ] <- error
    level <- base + alpha * error
    slope <- phi * slope + beta * error
    if (seasonal) seasons[j, ] <- seasons[j, ] + gamma * error
  }
  length(x) * log(sum(qr.resid(qr(e[, -1, drop = FALSE]), e[, 1])^2))
}
maximum <- function(x, form) {
  trend <- substr(form, 2, 2) == "A"
  damped <- grepl("d", form)
  seasonal <- substr(form, nchar(form), nchar(form)) == "A"
  best <- Inf
  for (alpha in c(0.02, 0.3, 0.7, 0.98)) for (share in c(0.02, 0.6, if (seasonal) 0.98)) {
    p <- c(alpha, if (trend) alpha * share, if (seasonal) (1 - alpha) * share, if (damped) 0.9)
    p <- pmin(pmax(p, 2e-4), 0.9998)
    f <- function(p) concentrated(p, as.numeric(x), trend, damped, seasonal)
    fit <- if (length(p) == 1) optim(p, f, method = "Brent", lower = 1e-4, upper = 0.9999) else {
      first <- optim(p, f, control = list(maxit = 400, parscale = rep(0.1, length(p))))
      optim(first$par, f, control = list(maxit = 400, parscale = rep(0.02, length(p))))
    }
    best <- min(best, fit$value)
  }
  -best / 2
}

values <- list()
rows <- NULL
for (name in names(series)) {
  x <- series[[name]]
  start <- if (name == "trees") "1800-01" else sprintf("%d-%02d", start(x)[1], start(x)[2])
  first <- as.integer(strsplit(start, "-")[[1]])
  month <- first[1] * 12 + first[2] - 1 + seq_along(x) - 1
  rows <- rbind(rows, data.frame(unique_id = name,
    ds = sprintf("%04d-%02d", month %/% 12, month %% 12 + 1), y = as.numeric(x)))
  forms <- list()
  for (form in c("ANN", "AAN", "AAdN", "ANA", "AAA", "AAdA")) {
    if (name == "trees" && substr(form, nchar(form), nchar(form)) == "A") next
    fit <- ets(x, model = gsub("d", "", form), damped = grepl("d", form))
    f <- forecast(fit, h = horizon, level = c(80, 95))
    forms[[form]] <- list(
      loglik = fit$loglik, maximum = maximum(x, form), aicc = fit$aicc, sigma2 = fit$sigma2,
      parameters = several(as.numeric(fit$par[names(fit$par) %in% c("alpha", "beta", "gamma", "phi")])),
      mean = as.numeric(f$mean), lower80 = as.numeric(f$lower[, 1]), upper95 = as.numeric(f$upper[, 2])
    )
  }
  n <- naive(x, h = horizon)
  s <- snaive(x, h = horizon)
  a <- adjusted(x)
  values[[name]] <- list(
    seasonal = is_seasonal(x), next_year = a$next_year,
    ets = forms,
    naive = list(mean = as.numeric(n$mean), upper95 = as.numeric(n$upper[, 2])),
    seasonal_naive = list(mean = as.numeric(s$mean), upper95 = as.numeric(s$upper[, 2])),
    naive2 = list(mean = as.numeric(naive(a$x, h = horizon)$mean) * rep(a$next_year, length.out = horizon)),
    theta = theta(x), otm = otm(x)
  )
}
write.csv(rows, file.path(fixtures, "forecast_series.csv"), row.names = FALSE, quote = FALSE)

# Metrics: a forecast of the last 18 months of USAccDeaths with round numbers.
x <- as.numeric(USAccDeaths)
train <- x[1:54]
test <- x[55:72]
median <- round(test * rep(c(1.02, 0.97, 1.005), 6))
mean <- median + rep(c(10, -5), 9)
lower <- median - rep(c(150, 420, 80), 6)
upper <- median + rep(c(200, 260, 90), 6)
scale <- mean(abs(diff(train, 12)))
check <- accuracy(structure(list(mean = ts(median, start = c(1977, 7), frequency = 12),
  x = ts(train, start = c(1973, 1), frequency = 12), fitted = ts(train, start = c(1973, 1), frequency = 12),
  method = "given"), class = "forecast"), ts(test, start = c(1977, 7), frequency = 12))
metrics <- list(
  training = train, actual = test, median = median, mean = mean, lower = lower, upper = upper,
  mase = check["Test set", "MASE"],
  smape = mean(200 * abs(test - median) / (abs(test) + abs(median))),
  rmsse = sqrt(mean((test - mean)^2) / mean(diff(train)^2)),
  coverage_95 = mean(test >= lower & test <= upper),
  msis_95 = mean((upper - lower) + 40 * (lower - test) * (test < lower) + 40 * (test - upper) * (test > upper)) / scale
)
document <- list(
  versions = list(R = R.version.string, forecast = as.character(packageVersion("forecast"))),
  horizon = horizon, series = values, metrics = metrics
)
writeLines(json(document), file.path(fixtures, "forecast_reference.json"))
