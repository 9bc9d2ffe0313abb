internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk

/// The folder of a simulation while it is written.
struct SimulationFolder {
  private let folder: URL

  /// A folder that exists.
  init(_ folder: URL) { self.folder = folder }

  /// Writes a table, some rows for each element.
  func table<Element>(
    _ name: String,
    names: [String],
    of elements: some Sequence<Element>,
    _ rows: (Element) -> [[TableCell]]
  ) throws {
    let writer = CSVWriter(names: names)
    let path = folder.appending(path: name).path
    try OutputFile.write(to: path, permissions: .ownerOnly) { file in
      try writer.appendHeader(to: &file)
      for element in elements {
        for row in rows(element) { try writer.append(row, to: &file) }
      }
    }
  }

  /// Writes a text.
  func document(_ name: String, _ text: String) throws {
    try OutputFile.write(to: folder.appending(path: name).path, permissions: .ownerOnly) { file in
      try file.append(text)
    }
  }

  /// The identifier of a simulated person.
  static func id(_ person: SimulatedPerson) -> TableCell {
    let digits = "\(person.number)"
    return .text("P" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits)
  }

  /// Names of the columns of a person's background.
  static let backgroundNames = ["woman", "birth_year", "citizenship", "municipio", "education"]

  /// What the registers know of a person.
  static func background(_ person: SimulatedPerson) -> [TableCell] {
    let known = person.background
    return [
      .number(known.isFemale ? 1 : 0), .number(Double(known.birth.year)),
      .text(known.citizenship.rawValue), .text("\(known.municipio)"),
      .text(known.education.rawValue),
    ]
  }
}
