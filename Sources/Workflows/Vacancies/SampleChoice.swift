internal import Forecasting

/// How the distributions of a hierarchy's coherent forecasts are made, as a request asks for it.
package enum SampleChoice: String, Codable, Sendable, CaseIterable {
  /// Normal, from the variances and correlations of the errors.
  case gaussian
  /// Samples of whole months of errors, drawn with the request's seed.
  case bootstrap

  /// What it does, in a few words for `--help`.
  package var summary: String {
    switch self {
    case .gaussian: "normal, from variances and correlations of past errors (default)"
    case .bootstrap: "samples from whole months of past errors, each of which adds up"
    }
  }

  /// The choice with its seed.
  func distribution(seed: UInt64) -> CoherentDistribution {
    switch self {
    case .gaussian: .gaussian
    case .bootstrap: .bootstrap(seed: seed)
    }
  }

  /// Refuses samples of a hierarchy that is too large for them.
  ///
  /// - Throws: `tooManyToSample`.
  func check(_ panel: HierarchicalPanel) throws(StatisticalRefusal) {
    let limit = HierarchyForecast.largestBootstrap
    guard self == .gaussian || panel.series.count <= limit else {
      throw .tooManyToSample(series: panel.series.count, limit: limit)
    }
  }
}
