internal import Datasets

/// Finds the type of a column that was read as texts, and its values.
struct ColumnResolution {
  /// The type the user gave, or `nil`.
  let type: CSVOptions.ColumnType?
  /// Reads numbers; `nil` where texts are never numbers unless the user says so.
  let numbers: NumberParser?
  /// `1.234` is a number with a thousands point where all points of its column can be such.
  var acceptsThousands = false
  /// How days are written that are not in the ISO form, or `nil` to find out.
  let dateFormat: CSVOptions.DateFormat?

  /// A column as its final type.
  struct Found {
    var type: CSVOptions.ColumnType
    var values: Column.Values
    /// How months or days are written.
    var format: String?
    /// Day and month could also be the other way round.
    var isAmbiguous = false
  }

  /// A cell is not of the type the user gave.
  struct Failure: Error {
    let cause: DataProblem.Cause
    /// The first level of which it is true.
    let level: Int
  }

  /// The column of some codes and their texts.
  func resolve(_ codes: [Int32], _ levels: LevelIndex) throws(Failure) -> Found {
    switch type {
    case .text: return text(codes, levels)
    case .number:
      let parser = numbers ?? NumberParser(decimalMark: CSVOptions.DecimalMark.point.byte)
      switch LevelReading.numbers(
        levels,
        parser,
        acceptsCodes: true,
        acceptsThousands: acceptsThousands
      ) {
      case .success(let read): return number(codes, read.values)
      case .failure(let failure): throw Failure(cause: .notANumber, level: failure.level)
      }
    case .month:
      if let found = months(codes, levels, MonthFormat.allCases) { return found }
      if let failure = monthFailure(levels) { throw failure }
      return Found(type: .month, values: .months(codes.map { _ in nil }))
    case .date:
      if let found = dates(codes, levels) { return found }
      if let failure = dateFailure(levels) { throw failure }
      return Found(type: .date, values: .dates(codes.map { _ in nil }))
    case nil:
      if let numbers,
        case .success(let read) = LevelReading.numbers(
          levels,
          numbers,
          acceptsCodes: false,
          acceptsThousands: acceptsThousands
        )
      {
        return number(codes, read.values)
      }
      return months(codes, levels, MonthFormat.allCases.filter { $0 != .compact })
        ?? dates(codes, levels) ?? text(codes, levels)
    }
  }

  private func text(_ codes: [Int32], _ levels: LevelIndex) -> Found {
    Found(type: .text, values: .text(TextColumn(codes: codes, levels: levels.levels)))
  }

  private func number(_ codes: [Int32], _ values: [Double]) -> Found {
    Found(type: .number, values: .numbers(codes.map { $0 < 0 ? .nan : values[Int($0)] }))
  }

  private func months(
    _ codes: [Int32],
    _ levels: LevelIndex,
    _ formats: [MonthFormat]
  ) -> Found? {
    guard let read = LevelReading.months(levels, formats: formats) else { return nil }
    let months = codes.map { $0 < 0 ? nil : read.values[Int($0)] }
    return Found(type: .month, values: .months(months), format: read.format.example)
  }

  private var dateFormats: [CSVOptions.DateFormat] {
    switch dateFormat {
    case .iso: [.iso]
    case .dayFirst: [.iso, .dayFirst]
    case .monthFirst: [.iso, .monthFirst]
    case nil: CSVOptions.DateFormat.allCases
    }
  }

  private func dates(_ codes: [Int32], _ levels: LevelIndex) -> Found? {
    guard let read = LevelReading.dates(levels, formats: dateFormats) else { return nil }
    let days = codes.map { $0 < 0 ? nil : read.values[Int($0)] }
    return Found(
      type: .date,
      values: .dates(days),
      format: read.format.pattern,
      isAmbiguous: read.isAmbiguous
    )
  }

  private func monthFailure(_ levels: LevelIndex) -> Failure? {
    var first: MonthFormat?
    for level in 0..<levels.count {
      let text = LevelReading.trimmed(levels.text(of: level))
      if MissingMarks.texts.contains(text) { continue }
      guard let found = MonthFormat.detect(text)?.format else {
        return Failure(cause: .notAMonth, level: level)
      }
      if let first, found != first {
        return Failure(
          cause: .mixedMonthFormats(first: first.example, other: found.example),
          level: level
        )
      }
      first = found
    }
    return nil
  }

  private func dateFailure(_ levels: LevelIndex) -> Failure? {
    let written = (0..<levels.count).filter { !MissingMarks.texts.contains(levels.text(of: $0)) }
    let first = written.first { level in
      !dateFormats.contains { LevelReading.isDate(levels.text(of: level), $0) }
    }
    // Each is a day, but not in one form: there is no telling which cell is wrong.
    guard let level = first ?? written.first else { return nil }
    let expected = dateFormats.map(\.pattern).joined(separator: " or ")
    return Failure(
      cause: .invalidValue(expected: "a day as \(expected), in one way in the whole column"),
      level: level
    )
  }
}
