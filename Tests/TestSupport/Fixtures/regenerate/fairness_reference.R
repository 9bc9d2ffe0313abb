# What a risk score does in groups of people, and what an experiment found in bands of risk, by R.
#
#   Rscript fairness_reference.R job_corps.csv      (writes ../fairness_reference.json)
#
# `mvad`: R's glm on the rows of Models/neet-mvad at July 1994, 1995 and 1996, audited at July 1997
# with 76 contacts, where the cut goes through no tie, by `male` and `catholic`; `plain` without the sensitive columns of the
# specification. A group is rows, positives, recall, selection rate, selected over positives,
# precision, false positive rate, observed over expected, calibration slope, intercept with the slope
# held at 1.
#
# `job_corps`: label = no work and no training in year 2 (pworky2 and trainy2 are 0). Probabilities
# out of fold: five folds by row number modulo 5, glm fitted to the controls of the other folds on
# the 28 columns from `female` to `alcoholmis`. Bands are fifths of the rank over all rows; an effect
# is the share of the treated minus that of the controls, its standard error Neyman's. The file is
# that of the R package causalweight (Schochet, Burghardt and Glazerman 2001); only these aggregates
# of it are kept here.
#
# `power`: power.prop.test with strict = TRUE, and for groups of two sizes the exact power of the test
# by summing over both binomials, which the formula must meet within 0.01.

arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", arguments[grep("--file=", arguments)])))
fixtures <- dirname(here)
root <- dirname(dirname(dirname(fixtures)))
job_corps_path <- tail(commandArgs(trailingOnly = TRUE), 1)
strict <- glm.control(epsilon = 1e-14, maxit = 100)
number <- function(x) paste0("[", paste(trimws(formatC(as.numeric(x), digits = 15, format = "g")),
                                        collapse = ", "), "]")
auc <- function(p, y) {
  r <- rank(p)
  (sum(r[y == 1]) - sum(y) * (sum(y) + 1) / 2) / (sum(y) * sum(1 - y))
}

group <- function(keep, p, y, selected) {
  p <- p[keep]; y <- y[keep]; s <- selected[keep]
  own <- glm(y ~ qlogis(p), family = binomial, control = strict)
  shift <- glm(y ~ 1, offset = qlogis(p), family = binomial, control = strict)
  c(length(y), sum(y), sum(s & y == 1) / sum(y), mean(s), sum(s) / sum(y),
    sum(s & y == 1) / sum(s), sum(s & y == 0) / sum(y == 0), sum(y) / sum(p), coef(own)[2],
    coef(shift)[1])
}

# Models/neet-mvad, from the monthly states.
mvad <- read.csv(file.path(root, "Models/neet-mvad/data/mvad.csv"), check.names = FALSE)
states <- as.matrix(mvad[, which(names(mvad) == "Jul.93"):which(names(mvad) == "Jun.99")])
background <- c("male", "catholic", "Belfast", "N.Eastern", "Southern", "S.Eastern", "Grammar",
                "funemp", "gcse5eq", "fmpr", "livboth")
rows_at <- function(t) {
  known <- (t - 6):(t - 1)
  d <- as.data.frame(lapply(mvad[background], function(x) as.integer(x == "yes")))
  d$jobless_6 <- rowSums(states[, known] == "joblessness")
  d$employed_6 <- rowSums(states[, known] == "employment")
  d$training_6 <- rowSums(states[, known] == "training")
  d$jobless_1 <- as.integer(states[, t - 1] == "joblessness")
  d$neet <- as.integer(rowSums(states[, t:(t + 11)] == "joblessness") >= 6)
  d
}
train <- do.call(rbind, lapply(c(13, 25, 37), rows_at))
test <- rows_at(49)
sensitive <- c("male", "catholic", "Belfast", "N.Eastern", "Southern", "S.Eastern")
body <- c()
add <- function(name, values) body <<- c(body, paste0('  "', name, '": ', number(values)))
for (kind in c("model", "plain")) {
  data <- if (kind == "model") train else train[, !names(train) %in% sensitive]
  fit <- glm(neet ~ ., family = binomial, data = data, control = strict)
  p <- predict(fit, test, type = "response")
  order <- order(-p)
  # The cut goes through no tie, so that no order of equals is needed.
  stopifnot(signif(p[order[76]], 12) > signif(p[order[77]], 12))
  selected <- seq_along(p) %in% order[1:76]
  for (column in c("male", "catholic")) for (level in 0:1) {
    add(paste0("mvad_", kind, "_", column, "_", level),
        group(test[[column]] == level, p, test$neet, selected))
  }
  add(paste0("mvad_", kind, "_auc"), auc(p, test$neet))
}

d <- read.csv(job_corps_path)
features <- names(d)[which(names(d) == "female"):which(names(d) == "alcoholmis")]
stopifnot(length(features) == 28)
d$neet <- as.integer(d$pworky2 == 0 & d$trainy2 == 0)
fold <- seq_len(nrow(d)) %% 5
p <- rep(NA, nrow(d))
for (k in 0:4) {
  fit <- glm(reformulate(features, "neet"), family = binomial, data = d,
             subset = fold != k & assignment == 0, control = strict)
  p[fold == k] <- predict(fit, d[fold == k, ], type = "response")
}
effect <- function(keep) {
  t <- d$neet[keep & d$assignment == 1]; c <- d$neet[keep & d$assignment == 0]
  c(length(t), sum(t), length(c), sum(c), mean(t) - mean(c),
    sqrt(var(t) / length(t) + var(c) / length(c)))
}
add("job_corps_overall", effect(rep(TRUE, nrow(d))))
band <- ceiling(5 * rank(p) / nrow(d))
effects <- sapply(1:5, function(b) effect(band == b))
for (b in 1:5) add(paste0("job_corps_fifth_", b), effects[, b])
w <- 1 / effects[6, ]^2
q <- sum(w * (effects[5, ] - sum(w * effects[5, ]) / sum(w))^2)
add("job_corps_heterogeneity", c(q, 4, pchisq(q, 4, lower.tail = FALSE)))
controls <- d$assignment == 0
add("job_corps_auc", auc(p[controls], d$neet[controls]))
order <- which(controls)[order(-p[controls])]
stopifnot(signif(p[order[366]], 12) > signif(p[order[367]], 12))
selected <- seq_len(nrow(d)) %in% order[1:366]
for (column in c("black", "female", "haschild")) for (level in 0:1) {
  add(paste0("job_corps_", column, "_", level),
      group(controls & d[[column]] == level, p, d$neet, selected))
}
# The effect if only the riskiest half, or 20 %, is treated, times their share.
for (share in c(0.2, 0.5)) {
  top <- rank(-p) <= round(share * nrow(d))
  add(paste0("job_corps_uplift_", 100 * share), effect(top)[5] * share)
}

for (n in c(200, 1000)) {
  add(paste0("power_", n), power.prop.test(n, 0.133, 0.104, strict = TRUE)$power)
}
add("power_rows", power.prop.test(p1 = 0.133, p2 = 0.104, power = 0.8, strict = TRUE,
                                  tol = 1e-10)$n)
exact <- function(n1, p1, n2, p2) {
  x <- 0:n1; y <- 0:n2
  pool <- outer(x, y, "+") / (n1 + n2)
  z <- abs(outer(x / n1, y / n2, "-")) / sqrt(pool * (1 - pool) * (1 / n1 + 1 / n2))
  reject <- !is.nan(z) & z >= qnorm(0.975)
  sum(outer(dbinom(x, n1, p1), dbinom(y, n2, p2)) * reject)
}
add("power_exact_1600_400", exact(1600, 0.08, 400, 0.133))

about <- paste0('  "_versions": {"R": "', R.version.string, '"}')
writeLines(c("{", paste(c(about, body), collapse = ",\n"), "}"),
           file.path(fixtures, "fairness_reference.json"))
