internal import Forecasting

/// Where the widths of intervals come from, as a request asks for it.
package enum IntervalChoice: String, Codable, Sendable, CaseIterable {
  /// Corrected by the panel's past for the default combination, which looks at it anyway; the
  /// model's own for single models.
  case automatic = "auto"
  /// The model's own.
  case model
  /// Corrected by the panel's past.
  case calibrated

  /// What it does, in a few words for `--help`.
  package var summary: String {
    switch self {
    case .automatic: "calibrated for the default combination, the model's own for others"
    case .model: "the model's own"
    case .calibrated: "corrected by how forecasts of the panel's own past came out"
    }
  }

  /// The source for a model.
  func source(for model: ForecastModelDescriptor) -> IntervalSource {
    switch self {
    case .automatic: model.name == ForecastModelDescriptor.auto.name ? .calibrated : .model
    case .model: .model
    case .calibrated: .calibrated
    }
  }
}
