internal import Datasets
internal import Foundation
internal import TestSupport

/// Series of R and their outliers, from `regenerate/outlier_reference.R`.
enum OutlierFixtures {
  private struct Reference: Decodable {
    let series: [String: Values]
  }

  private struct Values: Decodable {
    let outliers: [Int]
    let values: [Double?]
  }

  /// A series with the places of its outliers.
  struct Case {
    let series: TimeSeries
    let outliers: [Int]
  }

  static func cases() throws -> [Case] {
    let url = Repository.fixtures.appending(path: "outlier_reference.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    return reference.series.sorted { $0.key < $1.key }
      .map { name, values in
        Case(
          series: TimeSeries(
            id: name,
            start: Month(year: 1950, month: 1),
            values: values.values.map { $0 ?? .nan }
          ),
          outliers: values.outliers
        )
      }
  }
}
