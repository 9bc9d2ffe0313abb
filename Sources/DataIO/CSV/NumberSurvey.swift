internal import Datasets

/// How the cells of one column read as numbers, by the mark before the fraction.
///
/// Enough to tell the decimal mark of a file and which of its columns are numbers under it, without
/// the cells. A place is a level, in order of first appearance, or a row: the one order is the
/// other.
struct NumberSurvey: Sendable, Equatable {
  /// The cells under one way of writing numbers.
  struct Reading: Sendable, Equatable {
    /// Place of the first cell that is no number; `nil` when all are.
    var firstFailure: Int?
    /// A decimal mark stands in a cell; of the cells before the first failure.
    var hasMark = false
    /// Place of the first cell with thousands points, where these are accepted.
    var firstThousand: Int?

    /// Notes a cell that is no number.
    mutating func fail(at place: Int) {
      firstFailure = min(firstFailure ?? place, place)
    }

    /// Adds the cells that follow.
    mutating func add(_ next: Reading) {
      firstFailure = firstFailure ?? next.firstFailure
      hasMark = hasMark || next.hasMark
      firstThousand = firstThousand ?? next.firstThousand
    }

    /// Names other places.
    mutating func place(_ places: (Int) -> Int) {
      firstFailure = firstFailure.map(places)
      firstThousand = firstThousand.map(places)
    }
  }

  /// With a decimal point.
  var point = Reading()
  /// With a decimal comma, without thousands points.
  var comma = Reading()
  /// With a decimal comma, thousands points accepted.
  var grouped = Reading()

  /// The survey of no cells.
  init() {}

  /// The survey of the texts of a column; places are levels.
  init(_ levels: LevelIndex, acceptsCodes: Bool) {
    func reading(_ mark: CSVOptions.DecimalMark, acceptsThousands: Bool) -> Reading {
      let read = LevelReading.numbers(
        levels,
        NumberParser(decimalMark: mark.byte),
        acceptsCodes: acceptsCodes,
        acceptsThousands: acceptsThousands
      )
      switch read {
      case .success(let numbers):
        return Reading(hasMark: numbers.hasMark, firstThousand: numbers.firstThousand)
      case .failure(let failure): return Reading(firstFailure: failure.level)
      }
    }
    point = reading(.point, acceptsThousands: false)
    comma = reading(.comma, acceptsThousands: false)
    grouped = reading(.comma, acceptsThousands: true)
  }

  /// Adds the cells that follow.
  mutating func add(_ next: NumberSurvey) {
    point.add(next.point)
    comma.add(next.comma)
    grouped.add(next.grouped)
  }

  /// Names other places, in the same order.
  mutating func place(_ places: (Int) -> Int) {
    point.place(places)
    comma.place(places)
    grouped.place(places)
  }

  /// How the cells read with the mark of their file.
  func reading(_ mark: CSVOptions.DecimalMark) -> Reading {
    mark == .point ? point : grouped
  }

  /// The first place that could be a number with thousands points or with decimals, where all with
  /// points could: whole numbers such as 950, 1.234 and 1.234.567, without a comma.
  var firstAmbiguous: Int? {
    grouped.firstFailure == nil && !grouped.hasMark ? grouped.firstThousand : nil
  }

  /// The decimal mark without which the column is none of numbers.
  ///
  /// - Parameter mayHaveThousands: points can be thousands points in this file.
  /// - Returns: `nil` where either mark does or none, and where all points of the column can be of
  ///   thousands or of decimals.
  func need(mayHaveThousands: Bool) -> CSVOptions.DecimalMark? {
    if mayHaveThousands, firstAmbiguous != nil { return nil }
    if point.firstFailure == nil { return point.hasMark ? .point : nil }
    let comma = mayHaveThousands ? grouped : comma
    return comma.firstFailure == nil && comma.hasMark ? .comma : nil
  }

  /// The decimal mark with which a column that is none of numbers reads further.
  ///
  /// - Parameter mayHaveThousands: points can be thousands points in this file.
  /// - Returns: `nil` where the column is one of numbers, or both marks read as far.
  func leaning(mayHaveThousands: Bool) -> CSVOptions.DecimalMark? {
    guard let point = point.firstFailure,
      let comma = (mayHaveThousands ? grouped : comma).firstFailure, point != comma
    else { return nil }
    return point > comma ? .point : .comma
  }
}

extension CSVOptions.DecimalMark {
  /// The mark of a file: the one that some column needs; where columns need both, the one that
  /// goes with the separator.
  static func found(point: Bool, comma: Bool, separator: CSVOptions.Separator) -> Self {
    switch (point, comma) {
    case (_, false): .point
    case (false, true): .comma
    case (true, true): separator == .semicolon ? .comma : .point
    }
  }

  /// The mark of a file from what its columns say.
  ///
  /// A column that must be numbers and holds a word is refused; where no other column says which
  /// mark the file has, the numbers around the word do, so that the word is what is refused.
  ///
  /// - Parameters:
  ///   - needed: the marks that columns need.
  ///   - leanings: the marks of columns that must be numbers and are not.
  ///   - separator: what stands between cells.
  /// - Returns: the mark.
  static func found(
    needed: [Self],
    leanings: [Self],
    separator: CSVOptions.Separator
  ) -> Self {
    let marks = needed.isEmpty ? leanings : needed
    return found(
      point: marks.contains(.point),
      comma: marks.contains(.comma),
      separator: separator
    )
  }
}
