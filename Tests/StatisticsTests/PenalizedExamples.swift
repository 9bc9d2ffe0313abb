import Foundation
import LinearAlgebra
import Statistics
import TestSupport

/// Data of the tests of penalised regressions; `regenerate/penalized_reference.R` has the same
/// formulas.
enum PenalizedExamples {
  /// Rows of numbers of a fixture, without its header.
  private static func numbers(_ file: String) throws -> [[Double]] {
    let text = try String(contentsOf: Repository.fixtures.appending(path: file), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").map { Double($0) ?? .nan }
    }
  }

  /// Weight of row i, from 1.
  static func weights(_ i: Int) -> Double { Double(1 + i % 3) }
  /// Offset of row i, from 1.
  static func offsets(_ i: Int) -> Double { Double((i * 7) % 11 - 5) / 10 }

  static func rows(
    _ columns: [[Double]],
    response: [Double],
    weights: [Double]? = nil,
    offsets: [Double]? = nil,
    hasIntercept: Bool = true
  ) -> DenseRows {
    let n = response.count
    let all = (hasIntercept ? [Array(repeating: 1, count: n)] : []) + columns
    return DenseRows(
      design: Matrix(all.flatMap(\.self), rows: n, columns: all.count),
      response: response,
      weights: weights,
      offsets: offsets,
      interceptColumn: hasIntercept ? 0 : nil
    )
  }

  /// Low birth weight on age, lwt, race 2, race 3, smoke, ptl, ht and ui.
  static func birthwt(
    weights: ((Int) -> Double)? = nil,
    offsets: ((Int) -> Double)? = nil,
    hasIntercept: Bool = true
  ) throws -> DenseRows {
    let table = try numbers("birthwt.csv")
    let columns: [[Double]] = [
      table.map { $0[1] }, table.map { $0[2] }, table.map { $0[3] == 2 ? 1 : 0 },
      table.map { $0[3] == 3 ? 1 : 0 }, table.map { $0[4] }, table.map { $0[5] },
      table.map { $0[6] }, table.map { $0[7] },
    ]
    return rows(
      columns,
      response: table.map { $0[0] },
      weights: weights.map { table.indices.map { $0 + 1 }.map($0) },
      offsets: offsets.map { table.indices.map { $0 + 1 }.map($0) },
      hasIntercept: hasIntercept
    )
  }

  /// Girls who reached menarche, by age and its squared distance from 13; grouped.
  static func menarche() throws -> DenseRows {
    let table = try numbers("menarche.csv")
    return rows(
      [table.map { $0[0] }, table.map { ($0[0] - 13) * ($0[0] - 13) }],
      response: table.map { $0[1] / ($0[1] + $0[2]) },
      weights: table.map { $0[1] + $0[2] }
    )
  }

  /// 30 rows of 60 columns.
  static func wide() -> DenseRows {
    rows(
      (1...60).map { j in (1...30).map { i in sin(0.7 * Double(i) * Double(j) + Double(j)) } },
      response: (1...30).map { ($0 * 5) % 7 < 3 ? 1 : 0 }
    )
  }

  /// Standard deviation of each column, weighted, the sum of the weights in the denominator.
  static func scales(_ rows: DenseRows) -> [Double] {
    let total = rows.weights.reduce(0, +)
    return (0..<rows.columnCount).map { j in
      let column = Array(rows.design.column(j))
      let mean = zip(column, rows.weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      let squares = zip(column, rows.weights).reduce(0) {
        $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
      }
      return (squares / total).squareRoot()
    }
  }

  /// Correlated normals with outcomes from every other one.
  static func random(rowCount: Int, columnCount: Int, seed: UInt64) -> DenseRows {
    var generator = SeededGenerator(seed: seed)
    var columns = [[Double]](repeating: [], count: columnCount)
    var response: [Double] = []
    for _ in 0..<rowCount {
      var previous = 0.0
      var predictor = -0.5
      for j in 0..<columnCount {
        previous = 0.6 * previous + 0.8 * generator.normal()
        columns[j].append(previous * Double(j + 1) + 3)
        if j % 2 == 0 { predictor += 0.5 * previous }
      }
      response.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return rows(columns, response: response)
  }
}
