# Known values of count distributions, Croston's method and the pooled regression of counts.
#
#   Rscript counts_reference.R     (writes ../counts_series.csv and ../counts_reference.json;
#                                   intermittent_reference.py reads the series)
#
# The regression is written here from its definition: features of a history, a negative binomial
# likelihood by dnbinom(), a normal prior, maximised by optim().

suppressMessages(library(forecast))
options(digits = 17)
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
set.seed(20261121)

# A panel: levels from a gamma distribution, some series die out, lengths from 14 to 60 months.
panel <- lapply(1:40, function(i) {
  months <- if (i <= 4) 14 + i else 60
  level <- rgamma(1, 0.8, 1)
  alive <- if (i %% 5 == 0) seq_len(months) <= months / 2 else rep(TRUE, months)
  rnbinom(months, size = 0.7, mu = level) * alive
})
panel[[7]] <- rep(0, 60)
rows <- do.call(rbind, lapply(seq_along(panel), function(i) {
  month <- seq_along(panel[[i]]) - 1
  data.frame(unique_id = sprintf("s%02d", i),
             ds = sprintf("%d-%02d", 2015 + month %/% 12, month %% 12 + 1), y = panel[[i]])
}))
write.csv(rows, file.path(fixtures, "counts_series.csv"), row.names = FALSE, quote = FALSE)

croston_mean <- function(y) as.numeric(croston(y, h = 1, alpha = 0.1)$mean)

# The regression.
discounts <- c(0.97, 0.9, 0.8, 0.6)
pool_of <- function(histories) {
  y <- unlist(histories)
  c(level = (sum(y) + 0.5) / (length(y) + 1), share = (sum(y > 0) + 0.5) / (length(y) + 1))
}
features <- function(y, pool) {
  n <- length(y)
  x <- 1
  for (d in discounts) {
    w <- d^rev(seq_len(n) - 1)
    x <- c(x, log((sum(w * y) / pool["level"] + 1) / (sum(w) + 1)),
           log((sum(w * (y > 0)) / pool["share"] + 1) / (sum(w) + 1)))
  }
  since <- if (any(y > 0)) n - max(which(y > 0)) else n
  unname(c(x, if (n == 0) 0 else log((1 + since) * pool["share"]),
           log(1 + max(y, 0) / pool["level"]), x[2]^2, x[4]^2))
}
next_year <- function(y, months, pool) {
  list(x = features(head(y, months), pool), level = pool["level"], y = y[months + 1:12])
}
learn <- list()
for (ahead in c(12, 24, 36)) {
  old <- Filter(function(y) length(y) >= ahead + 12, panel)
  past <- lapply(old, function(y) head(y, -ahead))
  pool <- pool_of(past)
  learn <- c(learn, lapply(old, function(y) next_year(y, length(y) - ahead, pool)))
}
pool <- pool_of(panel)
begin <- list()
for (months in c(0, 1, 2, 4, 8)) {
  old <- Filter(function(y) length(y) >= months + 12, panel)
  begin <- c(begin, lapply(old, function(y) next_year(y, months, pool)))
}
regression <- function(rows) {
  X <- t(sapply(rows, `[[`, "x"))
  offset <- log(sapply(rows, `[[`, "level"))
  Y <- t(sapply(rows, `[[`, "y"))
  p <- ncol(X)
  prior <- c(0, rep(c(0.25, 0), 4), rep(0, 4))
  objective <- function(t) {
    beta <- t[1:p]
    gamma <- t[p + 1:p]
    mu <- as.numeric(exp(offset + X %*% beta))
    size <- exp(pmin(pmax(as.numeric(X %*% gamma), -5), 8))
    -sum(dnbinom(Y, size = size, mu = mu, log = TRUE)) + 3 * sum((beta - prior)^2) +
      3 * sum(gamma[-1]^2)
  }
  best <- list(par = c(prior, rep(0, p)))
  for (turn in 1:4) {
    best <- optim(best$par, objective, method = "BFGS",
                  control = list(maxit = 4000, reltol = 1e-15))
  }
  stopifnot(best$convergence == 0)
  predict <- function(histories) {
    last <- t(sapply(histories, features, pool = pool))
    list(mean = as.numeric(pool["level"] * exp(last %*% best$par[1:p])),
         dispersion = 1 / exp(pmin(pmax(as.numeric(last %*% best$par[p + 1:p]), -5), 8)))
  }
  list(value = best$value, predict = predict)
}
years <- regression(learn)
beginnings <- regression(begin)
whole <- years$predict(panel)
short <- beginnings$predict(lapply(seq_along(panel), function(i) head(panel[[i]], i %% 12)))

numbers <- function(x) paste0("[", paste(format(as.numeric(x), digits = 17, trim = TRUE),
                                         collapse = ", "), "]")
grid <- expand.grid(mean = c(0.02, 0.7, 12, 199, 201, 4000), dispersion = c(0, 0.05, 1, 20))
cdf <- function(k, m, a) if (a == 0) ppois(k, m) else pnbinom(k, size = 1 / a, mu = m)
quantile_of <- function(q, m, a) if (a == 0) qpois(q, m) else qnbinom(q, size = 1 / a, mu = m)
probabilities <- c(0.001, 0.1, 0.5, 0.9, 0.99, 0.999)
binomial <- apply(grid, 1, function(row) {
  at <- unique(round(row["mean"] * c(0, 0.5, 1, 2)))
  paste0("{\"mean\": ", row["mean"], ", \"dispersion\": ", row["dispersion"],
         ", \"at\": ", numbers(at), ", \"cumulative\": ", numbers(cdf(at, row["mean"], row["dispersion"])),
         ", \"quantiles\": ", numbers(quantile_of(probabilities, row["mean"], row["dispersion"])), "}")
})
gammas <- apply(expand.grid(shape = c(0.3, 2, 150), scale = c(0.01, 5)), 1, function(row) {
  paste0("{\"shape\": ", row["shape"], ", \"scale\": ", row["scale"], ", \"quantiles\": ",
         numbers(qgamma(probabilities, shape = row["shape"], scale = row["scale"])), "}")
})
points <- c(0.01, 0.5, 1, 3.3, 9.99, 10.5, 1e4)
text <- paste0(
  "{\"versions\": \"", R.version.string, ", forecast ", packageVersion("forecast"), "\",\n",
  "\"probabilities\": ", numbers(probabilities), ",\n",
  "\"digamma_at\": ", numbers(points), ",\n\"digamma\": ", numbers(digamma(points)), ",\n",
  "\"negative_binomial\": [", paste(binomial, collapse = ",\n"), "],\n",
  "\"gamma\": [", paste(gammas, collapse = ",\n"), "],\n",
  "\"croston\": ", numbers(sapply(panel, croston_mean)), ",\n",
  "\"pooled_objective\": ", numbers(years$value), ",\n",
  "\"pooled_mean\": ", numbers(whole$mean), ",\n",
  "\"pooled_dispersion\": ", numbers(whole$dispersion), ",\n",
  "\"beginning_mean\": ", numbers(short$mean), ",\n",
  "\"beginning_dispersion\": ", numbers(short$dispersion), "}\n")
writeLines(text, file.path(fixtures, "counts_reference.json"), sep = "")
