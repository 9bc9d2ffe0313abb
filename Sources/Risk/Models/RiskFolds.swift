internal import Datasets
internal import Statistics

/// The folds of a cross-validation of training rows.
struct RiskFolds {
  let folds: Folds
  /// True when the rows of a person are in one fold.
  let keepsPersons: Bool

  /// Number of folds that are held out: without the first in time.
  var heldOutCount: Int { folds.isTemporal ? folds.count - 1 : folds.count }

  /// Draws the folds, or takes the as-of dates.
  ///
  /// Rows with the same id stay together: a person in two folds would be predicted from itself.
  ///
  /// - Parameters:
  ///   - penalty: number and kind of the folds.
  ///   - specification: names the columns.
  ///   - rows: the rows of known outcome.
  ///   - seed: of the draw.
  /// - Throws: `DataProblem` for fewer rows, persons or dates than folds.
  init(
    _ penalty: RiskSpecification.Penalty,
    _ specification: RiskSpecification,
    _ rows: Dataset,
    seed: UInt64
  ) throws(DataProblem) {
    if penalty.foldsBy == .asOf, let column = specification.asOf {
      let months = try rows.months(ofColumn: column)
      let dates = Set(months).sorted()
      guard dates.count >= 2 else {
        throw DataProblem(
          .invalidValue(expected: "at least two dates to cross-validate over; take more rows"),
          file: rows.source,
          column: column
        )
      }
      var places: [Month: Int32] = [:]
      for (place, date) in dates.enumerated() { places[date] = Int32(place) }
      folds = Folds(codes: months.map { places[$0] ?? 0 }, isTemporal: true)
      keepsPersons = false
      return
    }
    let persons = try PersonCodes(specification, rows)
    guard persons.count >= penalty.folds else {
      throw DataProblem(
        .invalidValue(
          expected: "at least \(penalty.folds) rows or persons, one a fold; take fewer folds"
        ),
        file: rows.source,
        column: specification.id
      )
    }
    var generator = SeededGenerator(seed: seed)
    let drawn = Folds(rowCount: persons.count, count: penalty.folds, using: &generator)
    folds = Folds(codes: persons.codes.map { drawn.codes[$0] })
    keepsPersons = persons.count < rows.rowCount
  }
}
