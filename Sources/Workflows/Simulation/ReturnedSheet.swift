internal import DataIO
internal import Datasets
internal import Risk

/// A contact list as `risk list` writes it, to be filled in.
struct ReturnedSheet {
  /// Band of risk of each place.
  let bands: [Int]
  private let path: String
  /// All cells as they stand in the file.
  private let texts: Dataset
  private let days: [CalendarDate]

  /// Columns that the team fills in, beside those that the list has for it.
  private static let attempts = "tentativi"
  /// Who calls where the list names nobody.
  private static let operators = ["operatore 1", "operatore 2", "operatore 3"]

  /// Reads a list.
  ///
  /// - Throws: `DataProblem` for a column that is missing, an outcome that is none, a band that is no
  ///   number and a month without a working day before the list expires.
  init(path: String, environment: RequestEnvironment) throws {
    self.path = path
    let forms = environment.findingTableForms
    let table = try TableInput.read(path, numbers: ["fascia_rischio"], environment: forms).dataset
    texts = try TableInput.read(path, texts: table.columnNames, environment: forms).dataset
    for name in ["codice", "posizione"] + EarlierList.remarkColumns { _ = try table.column(name) }
    bands = try Self.bands(table)
    days = try Self.days(table)
    let outcomes = try texts.column("esito")
    for row in 0..<texts.rowCount {
      guard let text = outcomes.text(at: row), ContactOutcome(rawValue: text) == nil else {
        continue
      }
      throw DataProblem(
        .invalidValue(
          expected: "an empty cell or one of "
            + ContactOutcome.allCases.map(\.rawValue).joined(separator: ", ")
        ),
        file: path,
        line: texts.line(ofRow: row),
        column: "esito"
      )
    }
  }

  /// Rows without an outcome, in the order of the list.
  var openRows: [Int] {
    let outcomes = texts["esito"]
    return (0..<texts.rowCount).filter { outcomes?.text(at: $0) == nil }
  }

  /// More persons are asked for by an option than there are.
  func tooMany(_ option: String, limit: Int, _ what: String) -> DataProblem {
    DataProblem(
      .invalidValue(expected: "\(option) to be at most \(limit), \(what)"),
      file: path,
      column: "esito"
    )
  }

  /// The file with some rows filled in.
  func filled(_ rows: [Int], _ calls: [ContactOutcomeModel.Call]) throws(DataProblem) -> Dataset {
    var cells: [String: [String?]] = [:]
    for name in EarlierList.remarkColumns + [Self.attempts] {
      let column = texts[name]
      cells[name] = (0..<texts.rowCount).map { column?.text(at: $0) }
    }
    for (index, (row, call)) in zip(rows, calls).enumerated() {
      let day = days[day(ofCall: index, of: rows.count, attempts: call.attempts)]
      cells["esito"]?[row] = call.outcome.rawValue
      cells["data_contatto"]?[row] = Self.italian(day)
      cells[Self.attempts]?[row] = "\(call.attempts)"
      if cells["operatore"]?[row] == nil {
        cells["operatore"]?[row] = Self.operators[index % Self.operators.count]
      }
      if let words = Self.remark(call.outcome) { cells["note"]?[row] = words }
    }
    var columns: [Column] = []
    for column in texts.columns where column.name != Self.attempts {
      // Attempts stand before the remarks.
      if column.name == "note" { columns.append(Self.column(Self.attempts, cells)) }
      columns.append(cells[column.name] == nil ? column : Self.column(column.name, cells))
    }
    return Dataset(source: path, columns: columns)
  }

  private static func column(_ name: String, _ cells: [String: [String?]]) -> Column {
    Column(name: name, values: .text(TextColumn(cells[name] ?? [])))
  }

  /// The team works down the list in the days it has, and tries again two working days later.
  private func day(ofCall index: Int, of count: Int, attempts: Int) -> Int {
    min(index * days.count / max(count, 1) + 2 * (attempts - 1), days.count - 1)
  }

  private static func remark(_ outcome: ContactOutcome) -> String? {
    switch outcome {
    case .wrongNumber: "numero inesistente"
    case .callBack: "richiamare la settimana prossima"
    case .employed: "ha trovato lavoro"
    case .doNotContact: "chiede di non essere più chiamata"
    case .noAnswer, .refused, .available, .takenInCharge: nil
    }
  }

  private static func bands(_ table: Dataset) throws(DataProblem) -> [Int] {
    let column = try table.column("fascia_rischio")
    var bands: [Int] = []
    for row in 0..<table.rowCount {
      // A place kept for somebody who is not in the data has no band.
      guard case .numbers(let values) = column.values, !values[row].isNaN else {
        bands.append(1)
        continue
      }
      guard let band = Int(exactly: values[row]), (1...4).contains(band) else {
        throw DataProblem(
          .invalidValue(expected: "a band of risk from 1 to 4"),
          file: table.source,
          line: table.line(ofRow: row),
          column: column.name
        )
      }
      bands.append(band)
    }
    return bands
  }

  /// The working days of the list's month that are not after its expiry.
  private static func days(_ table: Dataset) throws(DataProblem) -> [CalendarDate] {
    let expiries = try table.column("scade_il")
    guard let month = try table.months(ofColumn: "data_riferimento").first,
      case .dates(let values) = expiries.values, let last = values.first.flatMap(\.self)
    else {
      throw DataProblem(
        .invalidValue(expected: "the day on which the list expires, as risk list writes it"),
        file: table.source,
        column: expiries.name
      )
    }
    let days = month.workingDays.filter { $0 <= last }
    guard !days.isEmpty else {
      throw DataProblem(
        .invalidValue(expected: "an expiry after the first working day of \(month)"),
        file: table.source,
        column: expiries.name
      )
    }
    return days
  }

  private static func italian(_ day: CalendarDate) -> String {
    let (year, month, number) = day.components
    func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    return "\(twoDigits(number))/\(twoDigits(month))/\(year)"
  }
}
