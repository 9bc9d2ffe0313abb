package import Datasets

/// Why a person's score is above that of the average training row.
package struct Reason: Sendable, Equatable, Codable {
  /// The feature's column.
  package let column: String
  /// What it adds to the linear predictor; above 0.
  package let contribution: Double
  /// The person's value.
  package let value: FeatureValue

  /// A reason.
  package init(column: String, contribution: Double, value: FeatureValue) {
    self.column = column
    self.contribution = contribution
    self.value = value
  }

  /// The reason in words: the feature's template, or its label and the person's value.
  ///
  /// Without a template a feature that is 1 or 0 is named without its value, since only one of them
  /// raises the risk; one whose absence does is said to be absent.
  ///
  /// - Parameters:
  ///   - specification: has templates and labels.
  ///   - language: of the words.
  /// - Returns: a phrase without a final stop.
  package func text(_ specification: RiskSpecification, language: Language) -> String {
    if let template = specification.reasonTemplate(of: column),
      let words = template.words(for: value, language)
    {
      return words
    }
    let label = specification.label(of: column, language)
    return value == .flag(true) ? label : "\(label): \(value.text(language))"
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
  /// Their contributions are exact: see ``eachContribution(_:of:_:)``. Sensitive columns are never a
  /// reason, nor are interactions with one, nor is a 0 that the feature's template does not say.
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
    let parts = scoreParts.filter { !$0.isSensitive }
    var columns: [Column] = []
    for part in parts { columns.append(try dataset.column(part.column)) }
    let templates = parts.map { specification.reasonTemplate(of: $0.column) }
    var result: [[Reason]] = []
    result.reserveCapacity(rows.rowCount)
    eachContribution(rows, of: parts) { row, contributions in
      var found: [Reason] = []
      for (index, contribution) in contributions.enumerated() where contribution > Self.nothing {
        let value = FeatureValue(columns[index], row: row, isBinary: parts[index].isBinary)
        if let template = templates[index], template.isSilent(on: value) { continue }
        found.append(
          Reason(column: parts[index].column, contribution: contribution, value: value)
        )
      }
      // A stable order: by contribution, equals by the order of the specification.
      let ordered = found.enumerated().sorted {
        ($1.element.contribution, $0.offset) < ($0.element.contribution, $1.offset)
      }
      result.append(ordered.prefix(limit).map(\.element))
    }
    return result
  }

  /// Up to this a contribution is what rounding leaves of none.
  private static var nothing: Double { 1e-9 }
}
