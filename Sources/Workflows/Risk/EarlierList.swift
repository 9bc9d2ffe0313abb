internal import Datasets
internal import Risk

/// An earlier issue of a list as the outreach team gives it back: who was phoned keeps the place.
struct EarlierList {
  /// Places of people who were phoned.
  let held: [ListContext.HeldPlace]
  /// Identifier of the list; `nil` where the file does not say it.
  let list: String?
  /// What the team wrote beside them, by code and column.
  let remarks: [String: [String: String]]

  /// The columns that the team fills in.
  static let remarkColumns = ["esito", "data_contatto", "operatore", "note"]

  /// Reads a `lista.csv`: whoever has an outcome or a day of contact was phoned.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - issued: the day of the correction.
  ///   - environment: threads.
  /// - Throws: `DataProblem`: a column that is missing, a code or place that stands twice, a list
  ///   that expired before the day of the correction.
  init(path: String, issued: CalendarDate?, environment: RequestEnvironment) throws {
    let texts = ["codice"] + Self.remarkColumns
    let table = try TableInput.read(
      path,
      numbers: ["posizione"],
      texts: texts,
      environment: environment.findingTableForms
    ).dataset
    let codes = try table.identifiers("codice")
    let positions = try table.column("posizione")
    guard case .numbers(let numbers) = positions.values else {
      throw DataProblem(.notANumber, file: path, column: "posizione")
    }
    _ = try table.identifiers("posizione")
    if let issued {
      let expiry = try table.satisfying(
        [.day(.below, .on(issued))],
        column: "scade_il",
        issued: issued
      )
      if let row = expiry.firstIndex(of: true) {
        throw DataProblem(
          .invalidValue(expected: "a list that has not expired on \(issued)"),
          file: path,
          line: table.line(ofRow: row),
          column: "scade_il"
        )
      }
    }
    let cells = try Self.remarkColumns.map { name in try table.column(name) }
    var held: [ListContext.HeldPlace] = []
    var remarks: [String: [String: String]] = [:]
    for row in 0..<table.rowCount where (0..<2).contains(where: { cells[$0].hasText(at: row) }) {
      guard let position = Int(exactly: numbers[row]), position >= 1 else {
        throw DataProblem(
          .invalidValue(expected: "a whole number of at least 1"),
          file: path,
          line: table.line(ofRow: row),
          column: "posizione"
        )
      }
      held.append(ListContext.HeldPlace(position: position, code: codes[row]))
      for (name, column) in zip(Self.remarkColumns, cells) where column.hasText(at: row) {
        remarks[codes[row], default: [:]][name] = column.text(at: row)
      }
    }
    self.held = held
    list = table["lista_id"].flatMap { $0.text(at: 0) }
    self.remarks = remarks
  }
}

extension Column {
  /// True for a cell with something in it.
  fileprivate func hasText(at row: Int) -> Bool {
    text(at: row).map { !$0.allSatisfy(\.isWhitespace) } ?? false
  }
}
