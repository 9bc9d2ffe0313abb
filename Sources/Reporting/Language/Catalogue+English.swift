extension Catalogue {
  /// English.
  static let english = Catalogue(
    intervalTo: " to ",
    intervalFromTo: "to",
    suppressed: "n/d",
    notEstimated: "not estimated",
    listSeparatorLast: " and ",

    calibrationTitle: "Predicted risk and observed share",
    calibrationSummary:
      "Observed share against mean predicted risk in {bins} bands of people; in {inside} of them the "
      + "predicted risk lies within the interval of the observed share.",
    calibrationVertical: "observed share with the outcome",
    calibrationHorizontal: "risk predicted by the model",
    calibrationDiagonal: "exact prediction",
    calibrationSlope: "slope",
    calibrationIntercept: "intercept",
    calibrationMark: "Predicted {predicted}, observed {observed}; people: {count}",
    histogramKey: "with the outcome, among people by predicted risk",
    histogramMark: "Risk from {lower} to {upper}; people: {count}",

    gainTitle: "People found and people contacted",
    gainSummary:
      "Share of the people with the outcome that is reached by contacting those at highest risk "
      + "first.",
    gainVertical: "people with the outcome reached",
    gainHorizontal: "people contacted, highest risk first",
    gainChance: "chosen at random",
    gainMark: "{capacity} contacts: reaches {recall}, precision {precision}",

    fanVertical: "monthly value",
    fanNotFromZero: "{unit} (axis not from zero)",
    fanOrigin: "last datum {month}",
    fanMedian: "median",
    fanMean: "mean",
    fanBoth: "median and mean",
    fanSummary: "Data up to {origin}. For {month} the median forecast is {median}.",
    fanSummaryBand: "{level} interval: {lower} to {upper}.",
    fanSummaryEmpty: "No forecast.",

    coefficientTitle: "Odds ratios",
    coefficientSummary:
      "Odds ratios of {count} characteristics with their intervals; for {clear} the interval "
      + "leaves out 1.",
    shrunkSummary: "Odds ratios of {count} characteristics, without intervals.",
    coefficientHeading: "characteristic",
    coefficientColumn: "odds ratio ({level} interval)",
    shrunkColumn: "odds ratio",
    coefficientLowers: "← lower risk",
    coefficientRaises: "higher risk →",
    barSummaryEmpty: "No change to show.",

    findingsTitle: "In short",
    warningsTitle: "Warnings",
    methodTitle: "Method and limits",
    protectionTitle: "Data protection",
    provenanceTitle: "Provenance",
    programLabel: "Program",
    purposeLabel: "Purpose",

    riskKind: "Evaluation report · risk model",
    outcomeLabel: "Predicted outcome",
    trainingLabel: "Fitted on",
    evaluationLabel: "Evaluated on",
    populationFact: "{count} people, {positives} with the outcome ({share})",
    populationFactCases:
      "{count} cases (a person at a date), {positives} with the outcome ({share})",
    populationFactAsOf: "; as of {dates}",
    findingPrecision:
      "Of the {capacity} people at highest risk, {found} did go on to have the outcome: {precision}. "
      + "Among as many chosen at random it would be {random}.",
    aboutPeople: "about {count}",
    fewPeople: "fewer than {count}",
    findingRecall:
      "With {capacity} contacts ({share} of people) the list reaches {recall} of all those with the "
      + "outcome: {lift} times as many as a random choice.",
    findingRuleBelow:
      "With as many contacts ({capacity}), the simple rule “{rule}” reaches {ruleRecall}, the model "
      + "{recall}.",
    findingRuleAbove:
      "Note: with as many contacts ({capacity}), the simple rule “{rule}” reaches more: {ruleRecall}, "
      + "against {recall} by the model.",
    findingRuleEqual:
      "With as many contacts ({capacity}), the simple rule “{rule}” reaches the same share as the "
      + "model: {recall}.",
    findingRuleUncertain:
      "The two intervals overlap: with these numbers the difference is not certain.",
    findingRanksBetter:
      "In ranking all people the model does better than the rule: AUC {difference} ({level} interval: "
      + "{lower} to {upper}).",
    findingRanksWorse:
      "In ranking all people the model does worse than the rule: AUC {difference} ({level} interval: "
      + "{lower} to {upper}).",
    findingRanksAlike:
      "In ranking all people, model and rule cannot be told apart with certainty: AUC {difference} "
      + "({level} interval: {lower} to {upper}).",
    findingCalibrated:
      "The probabilities come true: predicted risk and observed share differ by no more than "
      + "chance would.",
    findingTooHigh:
      "The probabilities are too high overall: use them to rank people, not as they stand.",
    findingTooLow:
      "The probabilities are too low overall: use them to rank people, not as they stand.",
    findingTooExtreme:
      "The probabilities are too extreme: high risks are overstated and low ones understated.",
    findingTooFlat:
      "The probabilities are too cautious: high risks are understated and low ones overstated.",
    findingNoPositives:
      "Nobody in the evaluation data has the outcome: the model cannot be judged.",
    figureRecall: "of the people with the outcome reached with {capacity} contacts",
    figureLift: "the people found by a random choice, with {capacity} contacts",
    figureAUC:
      "probability that a person with the outcome has a higher predicted risk than one without (AUC)",
    figureInterval: "{level} interval: {lower}–{upper}",

    gainSection: "How many people are found, by contacting how many",
    gainIntro:
      "People are contacted from the highest predicted risk down. The faster the model's line rises, "
      + "the fewer contacts it takes to reach those who need it.",
    calibrationSection: "Do the probabilities come true?",
    calibrationIntro:
      "Each dot is a band of people with similar risk; the bar is the {level} interval. The dots of a "
      + "well-calibrated model lie on the diagonal: below it the risk is overstated, above it "
      + "understated.",
    coefficientSection: "What goes with a higher or lower risk",
    coefficientIntro:
      "Each row says by how much the risk (the odds) changes with that characteristic, all else equal. "
      + "Filled dot: the interval leaves out 1. These are associations in the data, not causes.",
    shrunkIntro:
      "Each row says by how much the risk (the odds) changes with that characteristic, all else equal. "
      + "A penalty draws the values towards no effect (1), so that they have no intervals and no "
      + "p-values. These are associations in the data, not causes.",
    measureSection: "Measures",
    measureIntro: "{level} intervals in brackets.",
    capacityCaption: "With equal numbers of contacts",
    measureCaption: "Measures over the whole list",
    binCaption: "Risk bands",
    binNote:
      "Risk bands: numbers of people under {limit} are not shown, nor are the shares that would give "
      + "them away (n/d: not to be disclosed).",
    brierNote:
      "The Brier score is reliability − resolution + uncertainty: how far the probabilities are from "
      + "the observed shares, how far they tell people apart, and what the base rate alone leaves open.",
    coefficientCaption: "Coefficients of the model",
    columnCapacity: "Contacts",
    columnMethod: "Method",
    columnPrecision: "Precision",
    columnRecall: "Share reached",
    columnLift: "Against chance (lift)",
    columnMeasure: "Measure",
    columnBest: "Ideal",
    measureAUC: "AUC (ability to rank)",
    measureAveragePrecision: "Average precision",
    measureBrier: "Brier score",
    measureReliability: "Brier score: reliability",
    measureResolution: "Brier score: resolution",
    measureUncertainty: "Brier score: uncertainty",
    measureSlope: "Calibration slope",
    measureIntercept: "Calibration intercept",
    bestHigh: "1",
    bestLarge: "high",
    bestLow: "0",
    bestOne: "1",
    bestZero: "0",
    modelName: "model",
    baseRateName: "base rate",
    columnBin: "Band",
    columnPeople: "People",
    columnCases: "With the outcome",
    columnPredicted: "Predicted risk",
    columnObserved: "Observed share",
    columnTerm: "Term",
    columnCoefficient: "Coefficient",
    columnStandardError: "Standard error",
    columnP: "p value",
    columnOddsRatio: "Odds ratio",
    columnNote: "Note",
    riskMethod: [
      "The risk is estimated by logistic regression and judged on later dates than it was fitted on: "
        + "the measures say what would have happened had it been in use.",
      "Precision: share of those with the outcome among the people contacted. Share reached: share of "
        + "those contacted among all people with the outcome. The comparison with a rule of a single "
        + "column says how much the model is worth beyond what can be done by hand.",
      "The intervals of the risk bands are Wilson's. No measure promises the same result for a "
        + "different population or after a change of rules: evaluate the model at every new date.",
    ],
    riskProtection: [
      "The score only ever serves to invite and to offer help, never to deny anybody anything.",
      "This page holds no data of single persons; numbers of people under 5 are not shown. The model "
        + "keeps no rows of the data it was fitted on.",
    ],

    forecastKind: "Forecast report · monthly series",
    seriesLabel: "Series forecast",
    lastMonthLabel: "Last datum",
    horizonLabel: "Horizon",
    horizonFact: "{count} months, up to {month}",
    intervalsLabel: "Intervals",
    findingDirections:
      "Of {count} series, the expected level {months} months ahead rises in {up} and falls in {down}.",
    findingDirectionNone: "none",
    findingClear:
      "In {clear} of them the {level} interval leaves out zero: there the direction is clear.",
    findingClearNone:
      "In none of them does the {level} interval leave out zero: no direction is certain.",
    findingRise:
      "The largest expected rise {months} months ahead is “{series}”: {change} ({level} interval: "
      + "{lower} to {upper}).",
    findingFall:
      "The largest expected fall {months} months ahead is “{series}”: {change} ({level} interval: "
      + "{lower} to {upper}).",
    findingUnclear: "The interval includes zero: the direction is not certain.",
    findingCoverage:
      "In trials on the past the {level} interval contained {observed} of the values that were then "
      + "observed.",
    findingFallback:
      "{count} series could not be forecast with the chosen model: the table at the end says why.",
    findingFallbackOne:
      "One series could not be forecast with the chosen model: the table at the end says why.",
    findingNone: "No series to forecast.",

    forecastSection: "The forecast",
    forecastIntro:
      "The dark line is the past, the blue one the median: half of what may happen lies above, half "
      + "below. The dark band contains the future value with probability {inner}, the light one with "
      + "probability {outer}. Where the mean leaves the median it is dashed.",
    multiplesSection: "The other series",
    multiplesIntro:
      "Each panel has a vertical scale of its own, which may not start from zero; the months are the same. Circles: values observed "
      + "after the forecast, where they are known.",
    multiplesMore: "{count} more series are in the table of forecast values.",
    rankingSection: "What grows and what shrinks",
    rankingIntro:
      "Change of the expected level (mean) against the same month of the last observed year. In "
      + "brackets and as a black line the {level} interval: where it crosses zero the direction is not "
      + "certain.",
    rankingRises: "Largest rises {months} months ahead",
    rankingFalls: "Largest falls {months} months ahead",
    backtestSection: "How far to trust it",
    backtestIntro:
      "The model was tried on the past: {origins} times the clock was stopped, the {horizon} months "
      + "after it forecast and compared with what happened, on {series} series.",
    backtestCaption: "Errors and coverage of the intervals in trials on the past",
    backtestNote: "The best value of each column is in bold.",
    coverageColumn: "Coverage at {level}",
    columnModel: "Model",
    valuesSection: "Forecast values",
    valuesCaption:
      "{level} interval in brackets. The mean is the expected value and adds up over series.",
    columnSeries: "Series",
    columnLast: "Last datum",
    columnExpected: "Expected in {months} months",
    columnChange: "Change in {months} months",
    statusSection: "Series with a fallback forecast",
    statusCaption: "Series that the chosen model could not forecast, and why",
    columnStatus: "Result",
    statusFallback: "fallback forecast",
    statusFailed: "no forecast",
    forecastMethod: [
      "Forecasts extend regularities of the past (level, trend, season): they know of no laws, crises or "
        + "announced investments. Uncertainty grows with distance in time.",
      "The median is the typical month; the mean is the expected value, which adds up over series. An 80% "
        + "interval is made to contain the future value four times out of five.",
      "In changes the month compared with is taken as known; intervals of different series do not add "
        + "up.",
    ],
    forecastProtection: [
      "This page is made of series aggregated by month; it holds no data of single persons."
    ]
  )
}
