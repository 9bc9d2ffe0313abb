package import Datasets
internal import LinearAlgebra
internal import Statistics

/// Why a person's score is above that of the average training row.
package struct Reason: Sendable, Equatable, Codable {
  /// The feature's column.
  package let column: String
  /// What it adds to the linear predictor; above 0.
  package let contribution: Double
  /// The person's value.
  package let value: Value

  /// The person's value of a feature.
  package enum Value: Sendable, Equatable, Codable {
    /// The cell is empty.
    case missing
    /// A feature that is 1 or 0.
    case flag(Bool)
    /// A number.
    case number(Double)
    /// A category.
    case level(String)
  }

  /// The reason in words: the feature's label and the person's value.
  ///
  /// A feature that is 1 or 0 is named without its value, since only one of them raises the risk;
  /// one whose absence does is said to be absent.
  ///
  /// - Parameters:
  ///   - specification: has the labels.
  ///   - language: of the words.
  /// - Returns: a phrase without a final stop.
  package func text(_ specification: RiskSpecification, language: Language) -> String {
    let label = specification.label(of: column, language)
    switch value {
    case .missing: return language == .italian ? "\(label): non noto" : "\(label): not known"
    case .flag(let isSet): return isSet ? label : "\(label): no"
    case .level(let level): return "\(label): \(level)"
    case .number(let number):
      let digits = Column.text(of: number) ?? ""
      return "\(label): \(language == .italian ? Self.withComma(digits) : digits)"
    }
  }

  private static func withComma(_ digits: String) -> String {
    String(digits.map { $0 == "." ? "," : $0 })
  }

  /// Said where no feature raises the score.
  package static func none(_ language: Language) -> String {
    switch language {
    case .italian: "nessun fattore prevalente"
    case .english: "no prevailing factor"
    }
  }
}

extension RiskModel {
  /// The features that raise each row's score, strongest first.
  ///
  /// The contribution of a feature is exact: the sum over its design columns of
  /// `coefficient × (value - training mean)`, with those of the interactions whose first feature it
  /// is. Sensitive columns are never a reason, nor are interactions with one.
  ///
  /// - Parameters:
  ///   - dataset: the rows.
  ///   - rows: the same, encoded.
  ///   - limit: largest number of reasons a row.
  /// - Returns: up to `limit` reasons for each row, ties in the order of the specification.
  /// - Throws: `unknownColumn`.
  package func reasons(
    _ dataset: Dataset,
    _ rows: EncodedRows,
    limit: Int
  ) throws(DataProblem) -> [[Reason]] {
    var candidates: [Candidate] = []
    for (term, columns) in zip(encoding.terms, encoding.columnRanges)
    where !term.columns.contains(where: specification.sensitive.contains) {
      if case .interaction = term {
        if let owner = candidates.firstIndex(where: { $0.column.name == term.column }) {
          candidates[owner].columns += Array(columns)
          candidates[owner].means += term.means
        }
        continue
      }
      candidates.append(
        Candidate(
          column: try dataset.column(term.column),
          columns: Array(columns),
          means: term.means,
          isBinary: term.isBinary
        )
      )
    }
    let values = fit.values
    var result: [[Reason]] = []
    var block = DesignBlock(
      capacity: rows.blocks.map(\.count).max() ?? 0,
      layout: rows.layout
    )
    for (index, range) in rows.blocks.enumerated() {
      rows.fill(index, into: &block)
      for (i, row) in range.enumerated() {
        var found: [Reason] = []
        for candidate in candidates {
          var contribution = 0.0
          for (column, mean) in zip(candidate.columns, candidate.means) {
            contribution += values[column] * (block.design[i, column] - mean)
          }
          guard contribution > 1e-9 else { continue }
          found.append(
            Reason(
              column: candidate.column.name,
              contribution: contribution,
              value: candidate.value(row)
            )
          )
        }
        // A stable order: by contribution, equals by the order of the specification.
        let ordered = found.enumerated().sorted {
          ($1.element.contribution, $0.offset) < ($0.element.contribution, $1.offset)
        }
        result.append(ordered.prefix(limit).map(\.element))
      }
    }
    return result
  }
}

/// A feature that may be a reason.
private struct Candidate {
  let column: Column
  /// Its design columns.
  var columns: [Int]
  /// Their training means.
  var means: [Double]
  let isBinary: Bool

  /// A person's value.
  func value(_ row: Int) -> Reason.Value {
    guard let text = column.text(at: row) else { return .missing }
    guard case .numbers(let values) = column.values else { return .level(text) }
    return isBinary ? .flag(values[row] == 1) : .number(values[row])
  }
}
