# Temporal folds on the mvad records: persistence and onset of joblessness, with base R's glm.
#
#   Rscript temporal_folds_reference.R ../../../../Models/neet-mvad/data/mvad.csv \
#     > ../temporal_folds_reference.json
#
# Each test July is predicted by a logistic regression on all earlier Julys from 1994; ranks of
# probabilities are taken on 12 significant digits. Nothing but base R.

path <- commandArgs(trailingOnly = TRUE)[1]
mvad <- read.csv(path, check.names = FALSE)
months <- as.matrix(mvad[, which(names(mvad) == "Jul.93"):which(names(mvad) == "Jun.99")])
background <- c("male", "catholic", "Belfast", "N.Eastern", "Southern", "S.Eastern", "Grammar",
                "funemp", "gcse5eq", "fmpr", "livboth")
school <- c("school", "FE", "HE")
julys <- 13 + 12 * (0:4) # July 1994 is the 13th column

rows_at <- function(t) {
  six <- months[, (t - 6):(t - 1)]
  all <- months[, 3:(t - 1)]
  count <- function(part, states) rowSums(matrix(part %in% states, nrow(part)))
  frame <- data.frame(lapply(mvad[background], function(x) as.integer(x == "yes")),
                      check.names = FALSE)
  frame$jl_all <- count(all, "joblessness") / ncol(all)
  frame$nsp <- rowSums(all[, -1] != all[, -ncol(all)])
  frame$jl6 <- count(six, "joblessness")
  frame$emp6 <- count(six, "employment")
  frame$tr6 <- count(six, "training")
  frame$sc6 <- count(six, school)
  frame$now <- as.integer(months[, t - 1] == "joblessness")
  frame$jobless_ahead <- count(months[, t:(t + 11)], "joblessness")
  frame$area <- interaction(frame[c("Belfast", "N.Eastern", "Southern", "S.Eastern")], drop = TRUE)
  frame
}
auc <- function(score, y) {
  ranks <- rank(signif(score, 12))
  (sum(ranks[y == 1]) - sum(y) * (sum(y) + 1) / 2) / (sum(y) * sum(1 - y))
}
top <- function(score, y, k) { # expected over the order of ties, fewest and most
  score <- signif(score, 12)
  cut <- sort(score, decreasing = TRUE)[k]
  above <- score > cut
  tied <- score == cut
  places <- k - sum(above)
  certain <- sum(y[above])
  c(expected = certain + places * mean(y[tied]),
    fewest = certain + max(0, places - sum(1 - y[tied])),
    most = certain + min(places, sum(y[tied])))
}
study <- function(onset) {
  tables <- lapply(julys, function(t) {
    frame <- rows_at(t)
    frame$y <- as.integer(frame$jobless_ahead >= if (onset) 3 else 6)
    frame <- frame[!onset | frame$now == 0, ]
    frame$now <- if (onset) NULL else frame$now
    frame
  })
  terms <- c(background, "jl_all", "nsp", "jl6", "emp6", "tr6", if (!onset) "now")
  lapply(2:5, function(fold) {
    train <- do.call(rbind, tables[seq_len(fold - 1)])
    test <- tables[[fold]]
    fit <- glm(reformulate(sprintf("`%s`", terms), "y"), binomial, train,
               control = glm.control(epsilon = 1e-14, maxit = 100))
    p <- predict(fit, test, type = "response")
    # glm stops somewhere on the way when estimates are infinite: where the deviance says nothing
    # more, and where its default does.
    early <- glm(reformulate(sprintf("`%s`", terms), "y"), binomial, train)
    area <- tapply(train$y, train$area, mean)[as.character(test$area)]
    k <- if (onset) round(nrow(test) / 10) else 71
    list(date = 1993 + fold, rows = nrow(test), positives = sum(test$y),
         training_rows = nrow(train), training_positives = sum(train$y),
         k = k, deviance = fit$deviance, auc = auc(p, test$y),
         early_auc = auc(predict(early, test), test$y), brier = mean((p - test$y)^2),
         top = as.list(top(p, test$y, k)),
         rule_auc = auc(test$jl6, test$y), rule_top = as.list(top(test$jl6, test$y, k)),
         tied_rule_auc = auc(test$jl6 + test$jl_all / 2, test$y),
         tied_rule_top = as.list(top(test$jl6 + test$jl_all / 2, test$y, k)),
         area_auc = auc(area, test$y),
         area_brier = mean((area - test$y)^2),
         base_rate_brier = mean((mean(train$y) - test$y)^2))
  })
}
number <- function(x) {
  if (is.character(x)) sprintf('"%s"', x) else formatC(x, digits = 15, format = "g")
}
json <- function(x, indent = "") {
  if (!is.list(x)) return(number(x))
  deeper <- paste0(indent, "  ")
  parts <- vapply(x, json, "", indent = deeper)
  if (!is.null(names(x))) parts <- sprintf('"%s": %s', names(x), parts)
  ends <- if (is.null(names(x))) c("[", "]") else c("{", "}")
  paste0(ends[1], "\n", paste0(deeper, parts, collapse = ",\n"), "\n", indent, ends[2])
}
cat(json(list(`_about` = list(program = R.version.string, script = "temporal_folds_reference.R"),
              persistence = study(FALSE), onset = study(TRUE))), "\n", sep = "")
