package import Datasets

/// A score by adding points, as risk-of-NEET indicators of English councils do.
package struct PointsTable: Sendable, Equatable, Codable {
  /// What it is called.
  package var name: String
  /// What gives points; all that hold are added up.
  package var items: [Item]
  /// Ascending sums at which a higher band begins.
  package var bands: [Double]

  /// A table of points.
  package init(name: String, items: [Item], bands: [Double] = []) {
    self.name = name
    self.items = items
    self.bands = bands
  }

  /// Points for a value of a column.
  package struct Item: Sendable, Equatable, Codable {
    /// Name of the column.
    package var column: String
    /// The points.
    package var points: Double
    /// The smallest number that gives them.
    package var from: Double?
    /// The number from which on they are not given.
    package var below: Double?
    /// The texts that give them; empty for a range of numbers.
    package var texts: [String]

    /// Points for a value of a column.
    package init(
      column: String,
      points: Double,
      from: Double? = nil,
      below: Double? = nil,
      texts: [String] = []
    ) {
      self.column = column
      self.points = points
      self.from = from
      self.below = below
      self.texts = texts
    }
  }

  /// Columns that must hold numbers.
  package var numericColumns: [String] { items.filter(\.texts.isEmpty).map(\.column) }

  /// The points of each row; an empty cell gives none.
  ///
  /// - Throws: `unknownColumn`; `notANumber` for a range of a column of texts.
  package func scores(_ dataset: Dataset) throws(DataProblem) -> [Double] {
    var sums = [Double](repeating: 0, count: dataset.rowCount)
    for item in items {
      let column = try dataset.column(item.column)
      if item.texts.isEmpty {
        let values = try NumericSource(column, dataset, missing: .indicator).values
        for (row, value) in values.enumerated()
        where value >= item.from ?? -.infinity && value < item.below ?? .infinity {
          sums[row] += item.points
        }
      } else {
        for row in sums.indices {
          if let text = column.text(at: row), item.texts.contains(text) {
            sums[row] += item.points
          }
        }
      }
    }
    return sums
  }

  /// Band of a sum: 0 below the first cut.
  package func band(_ sum: Double) -> Int { bands.count { sum >= $0 } }
}
