internal import Datasets

/// The persons of rows, by number.
struct PersonCodes {
  /// Number of each row's person, in order of appearance; each row its own without an id.
  let codes: [Int]
  /// Number of persons.
  let count: Int

  /// Numbers the persons of rows; a row with an empty id is a person of its own.
  ///
  /// - Throws: `unknownColumn`.
  init(_ specification: RiskSpecification, _ rows: Dataset) throws(DataProblem) {
    guard let id = specification.id else {
      codes = Array(0..<rows.rowCount)
      count = rows.rowCount
      return
    }
    var numbers: [Int32: Int] = [:]
    var count = 0
    codes = LevelColumn(try rows.column(id)).codes.map { code -> Int in
      if code >= 0, let known = numbers[code] { return known }
      if code >= 0 { numbers[code] = count }
      count += 1
      return count - 1
    }
    self.count = count
  }
}
