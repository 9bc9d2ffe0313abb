/// A calendar whose working days and feasts move monthly series.
package enum WorkingCalendar: String, Codable, Sendable, CaseIterable {
  /// ``MilanCalendar``.
  case milan

  /// Its columns of a regression, for any month.
  package var regressors: [ARIMARegressor] {
    switch self {
    case .milan: MilanCalendar.regressors
    }
  }
}
