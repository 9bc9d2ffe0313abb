package import Datasets

/// A feature that looks as if it knew the outcome.
package struct LeakageAlarm: Sendable, Equatable, Encodable {
  /// Name of the column.
  package let column: String
  /// Why.
  package let cause: Cause

  /// Why a feature is suspected.
  package enum Cause: Sendable, Equatable, Encodable {
    /// It tells the outcomes of rows apart nearly without error: the largest AUC.
    case tooGood(auc: Double)
    /// It is known since a month that is not before some date that it is used at.
    case knownLater(since: Month, dates: [Month])
  }

  /// The alarms of a specification, features first.
  ///
  /// - Parameters:
  ///   - specification: names the features and since when they are known.
  ///   - tooGood: the AUC of features that by themselves tell outcomes apart too well.
  ///   - dates: at which rows are used, ascending.
  /// - Returns: one alarm a feature and cause.
  static func all(
    _ specification: RiskSpecification,
    tooGood: [String: Double],
    dates: [Month]
  ) -> [LeakageAlarm] {
    let tooGood = specification.features.compactMap { feature in
      tooGood[feature.column].map {
        LeakageAlarm(column: feature.column, cause: .tooGood(auc: $0))
      }
    }
    let later = specification.knownSince.compactMap { known -> LeakageAlarm? in
      let early = dates.filter { $0 <= known.month }
      guard !early.isEmpty else { return nil }
      return LeakageAlarm(
        column: known.column,
        cause: .knownLater(since: known.month, dates: early)
      )
    }
    return tooGood + later
  }
}
