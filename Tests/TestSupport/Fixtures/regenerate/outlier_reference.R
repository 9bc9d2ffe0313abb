# Outliers of series of R by forecast::tsoutliers, for outlier_reference.json; places count from 0.
#
# Rscript outlier_reference.R > ../outlier_reference.json
#
# gold: days 701 to 850 of forecast::gold, of which day 770 is a slip of the pen; wineind: Australian
# wine sales; nottem, USAccDeaths, UKDriverDeaths, co2, nhtemp and Nile of datasets, which have none.
# Series that are not monthly are read as if they were.

suppressMessages(library(forecast))
series <- list(
  gold = as.numeric(gold)[701:850], wineind = as.numeric(wineind), nottem = as.numeric(nottem),
  USAccDeaths = as.numeric(USAccDeaths), UKDriverDeaths = as.numeric(UKDriverDeaths),
  co2 = as.numeric(co2), nhtemp = as.numeric(nhtemp), Nile = as.numeric(Nile))
array <- function(numbers) paste0("[", paste(format(numbers, digits = 15, trim = TRUE), collapse = ", "), "]")
cases <- sapply(names(series), function(name) {
  values <- series[[name]]
  found <- tsoutliers(ts(values, frequency = 12))$index - 1
  sprintf('"%s": {"outliers": %s, "values": %s}', name,
    if (length(found)) array(found) else "[]", gsub("NA", "null", array(values)))
})
cat(sprintf('{"versions": {"R": "%s", "forecast": "%s"},\n"series": {\n%s\n}}\n',
  getRversion(), packageVersion("forecast"), paste(cases, collapse = ",\n")))
