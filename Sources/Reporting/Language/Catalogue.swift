/// Every word of the pages and charts in one language.
///
/// A language lacks nothing because every field must be given. `{name}` stands for a value that
/// ``Swift/String/filled(_:)`` puts in.
package struct Catalogue: Sendable {
  // Numbers and tables
  let intervalTo: String
  let intervalFromTo: String
  let suppressed: String
  let notEstimated: String
  let listSeparatorLast: String

  // Calibration plot
  let calibrationTitle: String
  let calibrationSummary: String
  let calibrationVertical: String
  let calibrationHorizontal: String
  let calibrationDiagonal: String
  let calibrationSlope: String
  let calibrationIntercept: String
  let calibrationMark: String
  let histogramKey: String
  let histogramMark: String

  // Gain chart
  let gainTitle: String
  let gainSummary: String
  let gainVertical: String
  let gainHorizontal: String
  let gainChance: String
  let gainMark: String

  // Fan chart
  let fanVertical: String
  let fanNotFromZero: String
  let fanOrigin: String
  let fanMedian: String
  let fanMean: String
  let fanBoth: String
  let fanSummary: String
  let fanSummaryBand: String
  let fanSummaryEmpty: String

  // Coefficients and bars
  let coefficientTitle: String
  let coefficientSummary: String
  /// The same, for coefficients that have no intervals.
  let shrunkSummary: String
  let coefficientHeading: String
  let coefficientColumn: String
  /// The same, without intervals.
  let shrunkColumn: String
  let coefficientLowers: String
  let coefficientRaises: String
  let barSummaryEmpty: String

  // Every page
  let findingsTitle: String
  let warningsTitle: String
  let methodTitle: String
  let protectionTitle: String
  let provenanceTitle: String
  let programLabel: String
  let purposeLabel: String

  // Risk page: head and findings
  let riskKind: String
  let outcomeLabel: String
  let trainingLabel: String
  let evaluationLabel: String
  let populationFact: String
  let populationFactCases: String
  let populationFactAsOf: String
  let findingPrecision: String
  let aboutPeople: String
  let fewPeople: String
  let findingRecall: String
  let findingRuleBelow: String
  let findingRuleAbove: String
  let findingRuleEqual: String
  let findingRuleUncertain: String
  let findingRanksBetter: String
  let findingRanksWorse: String
  let findingRanksAlike: String
  let findingCalibrated: String
  let findingTooHigh: String
  let findingTooLow: String
  let findingTooExtreme: String
  let findingTooFlat: String
  let findingNoPositives: String
  let figureRecall: String
  let figureLift: String
  let figureAUC: String
  let figureInterval: String

  // Risk page: sections
  let gainSection: String
  let gainIntro: String
  let calibrationSection: String
  let calibrationIntro: String
  let coefficientSection: String
  let coefficientIntro: String
  /// The same, for coefficients that have no intervals.
  let shrunkIntro: String
  let measureSection: String
  let measureIntro: String
  let capacityCaption: String
  let measureCaption: String
  let binCaption: String
  let binNote: String
  let brierNote: String
  let coefficientCaption: String
  let columnCapacity: String
  let columnMethod: String
  let columnPrecision: String
  let columnRecall: String
  let columnLift: String
  let columnMeasure: String
  let columnBest: String
  let measureAUC: String
  let measureAveragePrecision: String
  let measureBrier: String
  let measureReliability: String
  let measureResolution: String
  let measureUncertainty: String
  let measureSlope: String
  let measureIntercept: String
  let bestHigh: String
  let bestLarge: String
  let bestLow: String
  let bestOne: String
  let bestZero: String
  let modelName: String
  let baseRateName: String
  let columnBin: String
  let columnPeople: String
  let columnCases: String
  let columnPredicted: String
  let columnObserved: String
  let columnTerm: String
  let columnCoefficient: String
  let columnStandardError: String
  let columnP: String
  let columnOddsRatio: String
  let columnNote: String
  let riskMethod: [String]
  let riskProtection: [String]

  // Forecast page: head and findings
  let forecastKind: String
  let seriesLabel: String
  let lastMonthLabel: String
  let horizonLabel: String
  let horizonFact: String
  let intervalsLabel: String
  let findingDirections: String
  let findingDirectionNone: String
  let findingClear: String
  let findingClearNone: String
  let findingRise: String
  let findingFall: String
  let findingUnclear: String
  let findingCoverage: String
  let findingFallback: String
  let findingFallbackOne: String
  let findingNone: String

  // Forecast page: sections
  let forecastSection: String
  let forecastIntro: String
  let multiplesSection: String
  let multiplesIntro: String
  let multiplesMore: String
  let rankingSection: String
  let rankingIntro: String
  let rankingRises: String
  let rankingFalls: String
  let backtestSection: String
  let backtestIntro: String
  let backtestCaption: String
  let backtestNote: String
  let coverageColumn: String
  let columnModel: String
  let valuesSection: String
  let valuesCaption: String
  let columnSeries: String
  let columnLast: String
  let columnExpected: String
  let columnChange: String
  let statusSection: String
  let statusCaption: String
  let columnStatus: String
  let statusFallback: String
  let statusFailed: String
  let forecastMethod: [String]
  let forecastProtection: [String]
}

extension String {
  /// The text with each `{name}` replaced, in one pass: a value is never searched for names.
  package func filled(_ values: [String: String]) -> String {
    var result = ""
    var rest = self[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      result += values[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
