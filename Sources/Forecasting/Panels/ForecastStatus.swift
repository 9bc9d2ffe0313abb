package import Datasets

/// How the forecast of a series came about: as asked for, or what stood in the way.
package struct ForecastStatus: Codable, Equatable, Sendable, CustomStringConvertible {
  /// Months that the requested model needs and the series has, when another took its place.
  package let shortfall: Shortfall?
  /// What the values of the series must be for the requested model and are not, when another took
  /// its place.
  package let unmetDomain: SeriesDomain?
  /// Months of its own of a series with less than a year, where the model learns from the whole
  /// panel: its forecast is mainly the panel's.
  package let ownMonths: Int?
  /// Months inside the series that were interpolated.
  package private(set) var interpolatedMonths: Int
  /// Months after the last value that the series names without giving one; the forecast starts
  /// after them.
  package private(set) var missingLastMonths: Int
  /// Months from the series' end to that of its panel, below 0 for a series that goes on after it;
  /// the forecast starts after the series' own end.
  package private(set) var monthsBeforePanelEnd: Int
  /// Events whose months the model did not see.
  package private(set) var leftOut: [LeftOut] = []
  /// How many of those months are among ``missingLastMonths``.
  private(set) var leftOutLastMonths = 0
  /// True when all values are the same.
  package private(set) var isConstant: Bool
  /// True when a value is above 1e100 in size, which no model can compute with; there is no forecast.
  package let hasTooLargeValues: Bool
  /// False when the series is too short to tell how it varies, so that there are no intervals.
  package let hasIntervals: Bool
  /// What was wrong with rows of the series that the model did not see; `nil` for nothing.
  package private(set) var flaws: [SeriesFlaw]?
  /// True for a series that the saved panel applied to newer months did not know or could not carry on.
  package private(set) var isFittedNow = false

  /// Months whose errors samples were drawn from, where the series has fewer of its own.
  package private(set) var drawnErrors: DrawnErrors?

  /// Months that were needed and found.
  package struct Shortfall: Codable, Equatable, Sendable {
    /// Months that the requested model needs.
    package let required: Int
    /// Months that the series has.
    package let found: Int
  }

  /// Months of an event that the model did not see.
  package struct LeftOut: Codable, Equatable, Sendable {
    /// Name of the event.
    package let event: String
    /// Number of months.
    package let months: Int
  }

  /// Months of errors that samples were drawn from.
  package struct DrawnErrors: Codable, Equatable, Sendable {
    /// Those of the series itself.
    package let own: Int
    /// Those of its hierarchy.
    package let all: Int
  }

  /// The status of a series whose samples were drawn from the errors of some months.
  func drawing(_ own: Int, of all: Int) -> ForecastStatus {
    guard !isConstant, own < all || own == 0 else { return self }
    var result = self
    result.drawnErrors = DrawnErrors(own: own, all: all)
    return result
  }

  /// The status of a series with rows that the model did not see.
  func with(_ flaws: [SeriesFlaw]) -> ForecastStatus {
    var result = self
    result.flaws = flaws.isEmpty ? nil : flaws
    return result
  }

  /// The status of a series that ends some months before its panel does, or after it when below 0.
  func ending(_ months: Int) -> ForecastStatus {
    var result = self
    result.monthsBeforePanelEnd = months
    return result
  }

  /// The status of a fit that was carried through newer months.
  ///
  /// - Parameters:
  ///   - months: newer ones without value that were interpolated.
  ///   - missingLast: months after the last value that the model saw.
  ///   - leftOut: newer months of events that the model did not see.
  ///   - leftOutLast: how many months of events are among `missingLast`.
  ///   - isConstant: true when all values are still the same.
  /// - Returns: the status of all months.
  func carried(
    interpolating months: Int,
    missingLast: Int,
    leftOut: [LeftOut],
    leftOutLast: Int,
    isConstant: Bool
  ) -> ForecastStatus {
    var result = self
    result.interpolatedMonths += months
    result.missingLastMonths = missingLast
    result.leftOutLastMonths = leftOutLast
    for event in leftOut {
      let place = result.leftOut.firstIndex { $0.event == event.event }
      if let place {
        let months = result.leftOut[place].months + event.months
        result.leftOut[place] = LeftOut(event: event.event, months: months)
      } else {
        result.leftOut.append(event)
      }
    }
    result.isConstant = isConstant
    return result
  }

  /// The status of a series that its saved panel did not know or could not carry on.
  var fittedNow: ForecastStatus {
    var result = self
    result.isFittedNow = true
    return result
  }

  /// True when another model took the place of the one asked for.
  package var isFallback: Bool { (shortfall?.found ?? 0) > 0 || unmetDomain != nil }

  /// True for a series without any value, which has no forecast.
  package var isEmpty: Bool { shortfall?.found == 0 }

  /// True when the model asked for was fitted to the series as it is.
  package var isOK: Bool {
    !isFallback && !isEmpty && ownMonths == nil && interpolatedMonths == 0 && missingLastMonths == 0
      && leftOut.isEmpty && !isConstant && !isFittedNow && hasIntervals && !hasTooLargeValues
      && monthsBeforePanelEnd == 0 && drawnErrors == nil && flaws == nil
  }

  /// As it stands in the column `status`: `ok`, or what was done and why.
  package var description: String {
    let flawed = (flaws ?? []).map(Self.words)
    if hasTooLargeValues {
      return (["no forecast: \(Self.tooLargeValues)"] + flawed).joined(separator: "; ")
    }
    if isEmpty {
      return (["no forecast: the series has no value"] + flawed).joined(separator: "; ")
    }
    var parts: [String] = []
    if let shortfall {
      parts.append(
        "fallback: \(Self.months(shortfall.found)) where \(shortfall.required) are needed"
      )
    }
    if let unmetDomain { parts.append("fallback: \(Self.reason(unmetDomain))") }
    if let ownMonths {
      parts.append("forecast of the panel: \(Self.months(ownMonths)) of its own")
    }
    if interpolatedMonths > 0 {
      parts.append("\(Self.months(interpolatedMonths)) missing and interpolated")
    }
    for event in leftOut { parts.append("\(Self.months(event.months)) of \(event.event) left out") }
    if missingLastMonths > leftOutLastMonths {
      let missing = missingLastMonths - leftOutLastMonths
      parts.append("no value in the last \(Self.months(missing))")
    }
    if monthsBeforePanelEnd > 0 {
      parts.append("ends \(Self.months(monthsBeforePanelEnd)) before the panel")
    }
    if monthsBeforePanelEnd < 0 {
      parts.append("ends \(Self.months(-monthsBeforePanelEnd)) after the panel")
    }
    parts += flawed
    if isConstant { parts.append("constant") }
    if isFittedNow { parts.append("fitted now, not by the saved panel") }
    if let drawnErrors {
      parts.append(
        drawnErrors.own == 0
          ? "no errors of its own: normal ones drawn"
          : "errors of \(drawnErrors.own) of \(Self.months(drawnErrors.all)): others drawn from them"
      )
    }
    if !hasIntervals { parts.append("too short for intervals") }
    return parts.isEmpty ? "ok" : parts.joined(separator: "; ")
  }

  /// A flaw in words, with the line where it is first.
  private static func words(_ flaw: SeriesFlaw) -> String {
    let what =
      switch flaw.kind {
      case .repeatedMonth: "\(months(flaw.count)) repeated"
      case .contradictedMonth: "\(months(flaw.count)) with two values taken as missing"
      case .infiniteValue: "\(months(flaw.count)) with an infinite value taken as missing"
      case .remoteMonth: "\(months(flaw.count)) over ten years from all others left out"
      case .lateMonth: "\(months(flaw.count)) after the panel's last left out"
      }
    guard let line = flaw.line else { return what }
    return flaw.count == 1 ? "\(what) (line \(line))" : "\(what) (first on line \(line))"
  }

  /// The reason in words of a series that has no forecast because of the size of its values.
  package static let tooLargeValues = "values too large"

  /// Why a series is outside a domain, in words.
  private static func reason(_ domain: SeriesDomain) -> String {
    switch domain {
    case .real: "not all values are numbers"
    case .nonnegative: "values below 0"
    case .counts: "not all values are counts"
    }
  }

  private static func months(_ count: Int) -> String { count == 1 ? "1 month" : "\(count) months" }
}
