package import Datasets

/// Something that happened to series in months that are known, and is no season.
package struct SeriesEvent: Codable, Equatable, Sendable {
  /// What an event does to a series.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// One month is different.
    case pulse
    /// The level is another from a month on.
    case level
    /// Some months are different, each by itself.
    case span
  }

  /// What it is called, in statuses and as the name of its coefficients.
  package let name: String
  /// What it does.
  package let kind: Kind
  /// First month that it touches.
  package let first: Month
  /// Last month that it touches by itself; of a level its first.
  package let last: Month
  /// Names of the series that it touches; all when `nil`.
  package let series: [String]?
  /// The same names, to be found among many.
  private let names: Set<String>?

  /// An event.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - kind: what it does.
  ///   - first: first month that it touches.
  ///   - last: last month of a span, not before the first; the first when `nil`.
  ///   - series: names of the series that it touches; all when `nil`.
  package init(
    name: String,
    kind: Kind,
    first: Month,
    last: Month? = nil,
    series: [String]? = nil
  ) {
    let last = last ?? first
    precondition(first <= last && (kind == .span || first == last), "months of another kind")
    self.name = name
    self.kind = kind
    self.first = first
    self.last = last
    self.series = series
    names = series.map(Set.init)
  }

  private enum CodingKeys: String, CodingKey {
    case name, kind, first, last, series
  }

  /// Reads an event.
  ///
  /// - Throws: `DecodingError`, also for months that are not those of the kind.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(Kind.self, forKey: .kind)
    let first = try container.decode(Month.self, forKey: .first)
    let last = try container.decode(Month.self, forKey: .last)
    guard first <= last && (kind == .span || first == last) else {
      throw DecodingError.dataCorruptedError(
        forKey: .last,
        in: container,
        debugDescription: "months of another kind of event"
      )
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      kind: kind,
      first: first,
      last: last,
      series: try container.decodeIfPresent([String].self, forKey: .series)
    )
  }

  /// The closures of spring 2020, March to May.
  package static let covid = SeriesEvent(
    name: "COVID",
    kind: .span,
    first: Month(year: 2020, month: 3),
    last: Month(year: 2020, month: 5)
  )

  /// True when the event touches the series of a name.
  package func touches(_ id: String) -> Bool { names?.contains(id) ?? true }

  /// The event as columns of a regression, named after event and month: of a level one step, else
  /// one pulse a month.
  ///
  /// With a column of its own a month tells the model nothing, as if it were missing.
  package var regressors: [ARIMARegressor] {
    guard kind != .level else {
      return [ARIMARegressor(name: "\(name) from \(first)", .level(month: first), series: series)]
    }
    return (first...last).map { month in
      ARIMARegressor(name: "\(name) \(month)", .pulse(month: month), series: series)
    }
  }
}
