# Known values of exponential smoothing, of the Theta method and of Croston's, by R's package
# forecast.
#
#   Rscript ets_reference.R     (writes ../ets_series.csv and ../ets_reference.json)
#
# Twenty series: parts of R's own data sets and series drawn with a seed. `forecast::ets` with a fixed
# form, maximum likelihood and its default bounds; where R stops is not always the maximum.
#
# The forecasts of ETS(M,Ad,M) are not forecast()'s, which in version 8.20 adds the slope to the level
# undamped in the first month ahead, unlike the model: they are those of the plain moments below,
# which equal forecast()'s for ETS(M,N,M) and ETS(M,A,M) (checked here). Nor are the standard deviations
# of an additive season without trend from the twelfth month on, where version 8.20 lets the season enter
# a month early, unlike table 6.1 of Hyndman et al. (2008): the plain formulas below equal forecast()'s
# before that, and in all months with a trend (checked here).

suppressMessages(library(forecast))
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
horizon <- 30
# Months ahead that are written.
steps <- c(1, 2, 7, 12, 13, 18, 24, 30)

monthly <- function(x) ts(as.numeric(x), frequency = 12, start = c(2000, 1))
set.seed(20261122)
draw <- function(n, trend, season, noise, multiplicative) {
  t <- seq_len(n)
  figure <- rnorm(12)
  figure <- figure - mean(figure)
  level <- 200 + trend * t + cumsum(rnorm(n, sd = noise / 3))
  x <- if (multiplicative) {
    level * (1 + season * figure[(t - 1) %% 12 + 1]) * (1 + rnorm(n, sd = noise / 200))
  } else {
    level + 200 * season * figure[(t - 1) %% 12 + 1] + rnorm(n, sd = noise)
  }
  monthly(round(x, 3))
}
series <- list(
  AirPassengers = monthly(AirPassengers),
  USAccDeaths = monthly(USAccDeaths),
  ldeaths = monthly(ldeaths),
  UKDriverDeaths = monthly(window(UKDriverDeaths, 1975)),
  UKgas = monthly(UKgas),
  JohnsonJohnson = monthly(JohnsonJohnson),
  nottem = monthly(window(nottem, 1928)),
  co2 = monthly(window(co2, 1985)),
  sunspots = monthly(pmax(window(sunspot.month, c(1990, 1), c(1999, 12)), 0.1)),
  Nile = monthly(Nile),
  LakeHuron = monthly(LakeHuron),
  lynx = monthly(lynx),
  WWWusage = monthly(WWWusage),
  BJsales = monthly(BJsales),
  drawn1 = draw(60, 0.5, 0.1, 6, FALSE),
  drawn2 = draw(96, 1.5, 0.15, 8, TRUE),
  drawn3 = draw(120, -0.4, 0.05, 10, TRUE),
  drawn4 = draw(72, 0, 0.25, 12, FALSE),
  drawn5 = draw(150, 2, 0.2, 15, TRUE),
  drawn6 = draw(48, 0.8, 0, 9, FALSE)
)
forms <- c(
  "ANN", "AAN", "AAdN", "ANA", "AAA", "AAdA", "MNN", "MAN", "MAdN", "MNA", "MAA", "MAdA", "MNM",
  "MAM", "MAdM"
)
intermittent <- lapply(1:20, function(i) {
  demand <- rbinom(40 + 4 * i, 1, 0.15 + 0.03 * i)
  demand * (1 + rpois(length(demand), 0.2 * i))
})

json <- function(x) {
  if (is.list(x)) {
    body <- if (is.null(names(x))) vapply(x, json, "") else
      paste0("\"", names(x), "\": ", vapply(x, json, ""))
    ends <- if (is.null(names(x))) c("[", "]") else c("{", "}")
    return(paste0(ends[1], paste(body, collapse = ",\n"), ends[2]))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  text <- ifelse(is.na(x), "null", format(as.numeric(x), digits = 13, trim = TRUE))
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}
z <- qnorm(0.975)

# Moments of a multiplicative season by simulation's exact counterpart: the whole vector x of level
# times season and slope times season is multiplied by A + e B + e^2 C with e ~ N(0, sigma2).
class3 <- function(model, h) {
  p <- as.list(model$par)
  phi <- if (is.null(p$phi)) 1 else p$phi
  x <- as.numeric(tail(model$states, 1))
  seasons <- rev(tail(x, 12))
  trended <- length(x) == 14
  body <- if (trended) x[1:2] else x[1]
  f <- if (trended) matrix(c(1, 0, phi, phi), 2) else matrix(1)
  g <- if (trended) matrix(c(p$alpha, p$beta), 2) %*% c(1, phi) else matrix(p$alpha)
  turn <- rbind(diag(12)[-1, ], diag(12)[1, ])
  own <- matrix(0, 12, 12)
  own[12, 1] <- p$gamma
  a <- turn %x% f
  b <- turn %x% g + own %x% f
  cc <- own %x% g
  w <- as.numeric(c(1, rep(0, 11)) %x% (if (trended) c(1, phi) else 1))
  m <- as.numeric(seasons %x% body)
  second <- m %*% t(m)
  s <- model$sigma2
  result <- list(mean = numeric(h), sd = numeric(h))
  for (i in 1:h) {
    mu <- sum(w * m)
    result$mean[i] <- mu
    result$sd[i] <- sqrt((1 + s) * sum(w * as.numeric(second %*% w)) - mu^2)
    m <- as.numeric(a %*% m + s * cc %*% m)
    second <- a %*% second %*% t(a) +
      s * (b %*% second %*% t(b) + a %*% second %*% t(cc) + cc %*% second %*% t(a)) +
      3 * s^2 * cc %*% second %*% t(cc)
  }
  result
}

# Standard deviations with an additive season by table 6.1 and the formulas of classes 1 and 2.
additive_season <- function(model, mean) {
  p <- as.list(model$par)
  phi <- if (is.null(p$phi)) 1 else p$phi
  beta <- if (is.null(p$beta)) 0 else p$beta
  s <- model$sigma2
  multiplicative <- model$components[1] == "M"
  second <- mean^2
  variance <- s * rep(1, length(mean))
  for (i in seq_along(mean)) {
    j <- seq_len(i - 1)
    weights <- p$alpha + beta * cumsum(phi^j) + p$gamma * (j %% 12 == 0)
    if (multiplicative) {
      second[i] <- mean[i]^2 + s * sum(weights^2 * second[i - j])
    } else {
      variance[i] <- s * (1 + sum(weights^2))
    }
  }
  sqrt(if (multiplicative) (1 + s) * second - mean^2 else variance)
}

# The series that thetaf() smooths.
adjusted <- function(x, m = 12) {
  r <- acf(x, lag.max = m, plot = FALSE)$acf[-1, 1, 1]
  limit <- qnorm(0.95) * sqrt((1 + 2 * sum(r[-m]^2)) / length(x))
  if (abs(r[m]) > limit) seasadj(decompose(x, type = "multiplicative")) else x
}

fit <- function(x, form) {
  model <- try(
    suppressWarnings(ets(
      x,
      model = gsub("d", "", form), damped = grepl("d", form), opt.crit = "lik"
    )),
    silent = TRUE
  )
  if (inherits(model, "try-error")) return(NULL)
  state <- function(row) {
    values <- as.numeric(model$states[row, ])
    slope <- if (grepl("^.A", form)) values[2] else 0
    # R's seasons begin with the newest, the last month's.
    seasons <- if (grepl("N$", form)) list() else rev(tail(values, 12))
    list(level = values[1], slope = slope, seasons = seasons)
  }
  ahead <- forecast(model, h = horizon, level = 95)
  moments <- list(
    mean = as.numeric(ahead$mean), sd = as.numeric((ahead$upper[, 1] - ahead$mean) / z)
  )
  if (grepl("M$", form)) {
    plain <- class3(model, horizon)
    if (form != "MAdM") stopifnot(isTRUE(all.equal(plain, moments, tolerance = 1e-9)))
    moments <- plain
  }
  if (model$components[3] == "A") {
    plain <- additive_season(model, moments$mean)
    same <- if (grepl("N", form)) 1:11 else seq_len(horizon)
    stopifnot(isTRUE(all.equal(plain[same], moments$sd[same], tolerance = 1e-9)))
    moments$sd <- plain
  }
  parameter <- function(name, absent) if (name %in% names(model$par)) model$par[[name]] else absent
  list(
    loglik = model$loglik, aicc = model$aicc, sigma2 = model$sigma2,
    parameters = list(
      alpha = parameter("alpha", 0), beta = parameter("beta", 0), gamma = parameter("gamma", 0),
      phi = parameter("phi", 1)
    ),
    first = state(1), last = state(nrow(model$states)),
    fitted = as.numeric(fitted(model))[seq(1, length(x), by = 10)],
    mean = moments$mean[steps], sd = moments$sd[steps]
  )
}

set.seed(1)
values <- lapply(series, function(x) {
  fits <- lapply(setNames(forms, forms), function(form) fit(x, form))
  chosen <- ets(x, opt.crit = "lik")
  # ses() inside thetaf(), whose first level the result does not keep.
  level <- ses(adjusted(x), h = 1)$model$states[1, 1][[1]]
  flat <- thetaf(x, h = horizon, level = 95)
  list(
    ets = Filter(Negate(is.null), fits),
    chosen = list(form = chosen$method, aicc = chosen$aicc),
    theta = list(
      alpha = flat$model$alpha, level = level, mean = as.numeric(flat$mean)[steps]
    )
  )
})
demands <- lapply(intermittent, function(x) {
  list(values = x, forecast = as.numeric(croston(ts(x), h = 1, alpha = 0.1)$mean))
})

frame <- do.call(rbind, lapply(names(series), function(id) {
  x <- series[[id]]
  n <- length(x)
  months <- sprintf("%d-%02d", 2000 + (seq_len(n) - 1) %/% 12, (seq_len(n) - 1) %% 12 + 1)
  data.frame(unique_id = id, ds = months, y = format(as.numeric(x), digits = 15, trim = TRUE))
}))
write.csv(frame, file.path(fixtures, "ets_series.csv"), row.names = FALSE, quote = FALSE)
writeLines(
  json(list(
    made_by = paste(R.version.string, "with forecast", packageVersion("forecast")),
    steps = steps, series = values, demands = demands
  )),
  file.path(fixtures, "ets_reference.json")
)
