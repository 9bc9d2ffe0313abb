internal import Datasets

/// The cells of a workbook's first sheet (ECMA-376, SpreadsheetML), with the values that its
/// formulas had when it was saved.
struct SheetCells {
  /// What stands in a cell.
  enum Cell: Equatable {
    case text(String)
    /// A number as the file writes it.
    case number(Double)
    case day(CalendarDate)
  }

  /// Rows with a value in them: number of the row, from 1, and its cells by column, from 0.
  private(set) var rows: [(number: Int, cells: [Int: Cell])] = []

  /// Reads the first sheet.
  ///
  /// - Parameter bytes: the workbook.
  /// - Throws: `SheetFault`.
  init(_ bytes: [UInt8]) throws(SheetFault) {
    let archive: ZipArchive
    do throws(ZipArchive.Fault) {
      archive = try ZipArchive(bytes)
    } catch {
      throw SheetFault(error)
    }
    func part(_ name: String) throws(SheetFault) -> [UInt8]? {
      do throws(ZipArchive.Fault) {
        return try archive.contents(of: name)
      } catch {
        throw SheetFault(error)
      }
    }
    func read(_ bytes: [UInt8], _ handle: (XMLEvent) -> Void) throws(SheetFault) {
      guard XMLEvent.read(bytes, handle) else { throw .malformed }
    }
    guard let index = try part("xl/workbook.xml"),
      let relations = try part("xl/_rels/workbook.xml.rels")
    else { throw .noWorkbook }
    var first: String?
    var isFrom1904 = false
    try read(index) { event in
      guard case .start(let name, let attributes) = event else { return }
      if name == "workbookPr" {
        isFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
      }
      if name == "sheet", first == nil {
        first = attributes.first { XMLEvent.local($0.key) == "id" }?.value
      }
    }
    var target: String?
    try read(relations) { event in
      guard case .start("Relationship", let attributes) = event, attributes["Id"] == first else {
        return
      }
      target = attributes["Target"]
    }
    guard let target,
      let sheet = try part(target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target)
    else { throw .noWorkbook }
    var strings: [String] = []
    if let shared = try part("xl/sharedStrings.xml") {
      var reading = SharedStrings()
      try read(shared) { reading.take($0) }
      strings = reading.strings
    }
    var styles = CellStyles()
    if let part = try part("xl/styles.xml") { try read(part) { styles.take($0) } }
    var reading = SheetReading(strings: strings, styles: styles, isFrom1904: isFrom1904)
    try read(sheet) { reading.take($0) }
    guard !reading.isDamaged else { throw .malformed }
    rows = reading.rows
  }
}

/// Why a sheet cannot be read.
enum SheetFault: Error, Equatable {
  /// The archive is no workbook, or a protected one.
  case noWorkbook
  /// The archive is damaged or of an unknown form.
  case archive
  /// A part of it is larger than can be read.
  case tooLarge
  /// A part of it is not as parts of workbooks are.
  case malformed

  init(_ fault: ZipArchive.Fault) {
    switch fault {
    case .notAnArchive: self = .noWorkbook
    case .unknownForm, .damaged: self = .archive
    case .tooLarge: self = .tooLarge
    }
  }
}

/// `sharedStrings.xml`: the texts that cells name by number, without their phonetic guides.
private struct SharedStrings {
  private(set) var strings: [String] = []
  private var text = ""
  private var isText = false
  private var isGuide = false

  mutating func take(_ event: XMLEvent) {
    switch event {
    case .start("si", _): text = ""
    case .start("rPh", _): isGuide = true
    case .start("t", _): isText = !isGuide
    case .text(let piece) where isText: text += piece
    case .end("t"): isText = false
    case .end("rPh"): isGuide = false
    case .end("si"): strings.append(text)
    default: break
    }
  }
}

/// `styles.xml`: which styles show a number as a day.
private struct CellStyles {
  private var formats: [Int: String] = [:]
  private var styles: [Int] = []
  private var isInCells = false

  mutating func take(_ event: XMLEvent) {
    switch event {
    case .start("numFmt", let attributes):
      if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
        formats[id] = attributes["formatCode"] ?? ""
      }
    case .start("cellXfs", _): isInCells = true
    case .end("cellXfs"): isInCells = false
    case .start("xf", let attributes) where isInCells:
      styles.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0)
    default: break
    }
  }

  /// True for a style that shows days.
  func isDay(_ style: Int) -> Bool {
    guard styles.indices.contains(style) else { return false }
    let format = styles[style]
    guard let code = formats[format] else {
      // Those that every program has, in all their languages (ECMA-376, 18.8.30).
      return (14...17).contains(format) || format == 22 || (27...31).contains(format)
        || (50...54).contains(format) || (57...58).contains(format) || format == 36
    }
    // Letters that stand for themselves do not count: in quotes, in brackets, after a backslash.
    var isQuoted = false
    var isBracketed = false
    var isEscaped = false
    for character in code.lowercased() {
      switch character {
      case _ where isEscaped: isEscaped = false
      case "\\": isEscaped = true
      case "\"": isQuoted.toggle()
      case "[" where !isQuoted: isBracketed = true
      case "]" where !isQuoted: isBracketed = false
      case "y" where !isQuoted && !isBracketed, "d" where !isQuoted && !isBracketed: return true
      default: break
      }
    }
    return false
  }
}

/// A sheet while it is read.
private struct SheetReading {
  let strings: [String]
  let styles: CellStyles
  let isFrom1904: Bool
  private(set) var rows: [(number: Int, cells: [Int: SheetCells.Cell])] = []
  private(set) var isDamaged = false
  private var number = 0
  private var cells: [Int: SheetCells.Cell] = [:]
  private var column = -1
  private var type = ""
  private var style = 0
  private var text = ""
  private var isValue = false
  private var isGuide = false

  /// Most columns a sheet has.
  private static let columnLimit = 16_384

  init(strings: [String], styles: CellStyles, isFrom1904: Bool) {
    self.strings = strings
    self.styles = styles
    self.isFrom1904 = isFrom1904
  }

  mutating func take(_ event: XMLEvent) {
    switch event {
    case .start("row", let attributes):
      number = attributes["r"].flatMap { Int($0) } ?? number + 1
      cells = [:]
      column = -1
    case .start("c", let attributes):
      column = attributes["r"].flatMap(Self.column) ?? column + 1
      type = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      text = ""
      if column >= Self.columnLimit { isDamaged = true }
    case .start("rPh", _): isGuide = true
    case .end("rPh"): isGuide = false
    case .start("v", _), .start("t", _): isValue = !isGuide
    case .text(let piece) where isValue: text += piece
    case .end("v"), .end("t"): isValue = false
    case .end("c"): if let cell { cells[column] = cell }
    case .end("row"): if !cells.isEmpty { rows.append((number, cells)) }
    default: break
    }
  }

  /// What stands in the cell that has been read; `nil` for an empty one.
  private var cell: SheetCells.Cell? {
    switch type {
    case "s":
      guard let index = Int(text), strings.indices.contains(index) else { return nil }
      return strings[index].isEmpty ? nil : .text(strings[index])
    case "n":
      guard let number = Double(text) else { return nil }
      guard styles.isDay(style), let day = day(number) else { return .number(number) }
      return .day(day)
    case "d":
      return CalendarDate(iso: String(text.prefix(10))).map { .day($0) } ?? .text(text)
    case "b": return .number(text == "1" ? 1 : 0)
    default: return text.isEmpty ? nil : .text(text)
    }
  }

  /// The day of a serial number, whose fraction is the time; `nil` for one that is none.
  private func day(_ serial: Double) -> CalendarDate? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    // Of 1900 programs count 29 February, which was none: their days before March are one late.
    let first = isFrom1904 ? -24_107 : serial < 60 ? -25_568 : -25_569
    return CalendarDate(dayNumber: first + Int(serial))
  }

  /// The column of a cell's name, from 0: that of `AB12` is 27.
  private static func column(_ name: String) -> Int? {
    var column = 0
    for byte in name.utf8 {
      guard (65...90).contains(byte) else { break }
      column = column * 26 + Int(byte - 64)
      guard column <= columnLimit else { return columnLimit }
    }
    return column > 0 ? column - 1 : nil
  }
}
