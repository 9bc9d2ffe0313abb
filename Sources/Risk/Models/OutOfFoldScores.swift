package import Datasets
internal import Statistics

/// Probabilities of rows, each by a model that was fitted without the row's fold.
package struct OutOfFoldScores: Sendable {
  /// One a row, in [0, 1].
  package let probabilities: [Double]
  /// Fold of each row, from 1.
  package let folds: [Int]
  /// What each fold is called: its number, or the value of the column.
  package let names: [String]
  /// The model that each fold was predicted by.
  package let models: [RiskModel]

  /// What makes up a fold.
  package enum Plan: Sendable, Equatable {
    /// That many, drawn at random; the rows of a person stay together.
    case drawn(Int)
    /// That many, by the number of the row modulo it.
    case rowNumber(Int)
    /// The values of a column.
    case column(String)
  }

  /// Fits a model for each fold to the other folds, and scores the fold with it.
  ///
  /// - Parameters:
  ///   - specification: what to fit.
  ///   - dataset: the rows to score; those of unknown outcome are scored and not learned from.
  ///   - isTraining: true for rows that may be learned from, such as those of one arm.
  ///   - plan: what makes up a fold.
  ///   - seed: of the draw.
  ///   - threads: largest number of workers; the scores do not depend on it.
  /// - Throws: `DataProblem` for fewer rows than folds, or what a fit or a score refuses.
  package init(
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    isTraining: [Bool],
    plan: Plan,
    seed: UInt64,
    threads: Int
  ) throws(DataProblem) {
    let (codes, names) = try Self.folds(plan, specification, dataset, seed: seed)
    var probabilities = [Double](repeating: .nan, count: dataset.rowCount)
    var models: [RiskModel] = []
    for fold in names.indices {
      let others = codes.indices.filter { codes[$0] != fold && isTraining[$0] }
      let held = codes.indices.filter { codes[$0] == fold }
      guard !others.isEmpty else { throw DataProblem(.noRows, file: dataset.source) }
      let model = try RiskModel(
        fitting: specification,
        to: dataset.selecting(rows: others),
        asOf: [],
        seed: seed,
        threads: threads
      )
      let scores = model.probabilities(try model.encode(dataset.selecting(rows: held)))
      for (row, probability) in zip(held, scores) { probabilities[row] = probability }
      models.append(model)
    }
    self.probabilities = probabilities
    folds = codes.map { $0 + 1 }
    self.names = names
    self.models = models
  }

  /// Fold of each row from 0, and what each is called.
  private static func folds(
    _ plan: Plan,
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    seed: UInt64
  ) throws(DataProblem) -> (codes: [Int], names: [String]) {
    switch plan {
    case .rowNumber(let count):
      guard dataset.rowCount >= count else { throw tooFew(count, dataset, nil) }
      return ((0..<dataset.rowCount).map { $0 % count }, (1...count).map { String($0) })
    case .drawn(let count):
      let (persons, personCount) = try persons(specification, dataset)
      guard personCount >= count else { throw tooFew(count, dataset, specification.id) }
      var generator = SeededGenerator(seed: seed)
      let drawn = Folds(rowCount: personCount, count: count, using: &generator)
      return (persons.map { Int(drawn.codes[$0]) }, (1...count).map { String($0) })
    case .column(let name):
      let column = LevelColumn(try dataset.column(name))
      if let row = column.codes.firstIndex(where: { $0 < 0 }) {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: name
        )
      }
      let texts = column.texts
      guard (2...100).contains(texts.count) else {
        throw DataProblem(
          .invalidValue(expected: "a column of 2 to 100 folds"),
          file: dataset.source,
          column: name
        )
      }
      return (column.codes.map { Int($0) }, texts)
    }
  }

  /// Number of each row's person, in order of appearance; each row its own without an id.
  private static func persons(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> (codes: [Int], count: Int) {
    guard let id = specification.id else {
      return (Array(0..<dataset.rowCount), dataset.rowCount)
    }
    var next = 0
    var known: [Int32: Int] = [:]
    let codes = LevelColumn(try dataset.column(id)).codes.map { code -> Int in
      if code >= 0, let number = known[code] { return number }
      if code >= 0 { known[code] = next }
      next += 1
      return next - 1
    }
    return (codes, next)
  }

  private static func tooFew(_ count: Int, _ dataset: Dataset, _ column: String?) -> DataProblem {
    DataProblem(
      .invalidValue(expected: "at least \(count) rows or persons, one a fold; take fewer folds"),
      file: dataset.source,
      column: column
    )
  }
}
