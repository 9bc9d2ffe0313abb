internal import Datasets
internal import Risk

/// A name of the catalogue of export formats or of the one of dialects.
package struct RiskExportName: Sendable, Equatable, Codable {
  /// The name.
  package let name: String

  /// The dialect when none is named.
  package static let defaultDialect = RiskExportName(known: SQLDialect.postgreSQL.name)

  private init(known name: String) { self.name = name }

  /// A format by name; `nil` when there is none.
  package init?(format name: String) {
    guard Self.formats.contains(name) else { return nil }
    self.name = name
  }

  /// A dialect by name; `nil` when there is none.
  package init?(dialect name: String) {
    guard Self.dialects.contains(name) else { return nil }
    self.name = name
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    name = try container.decode(String.self)
    guard (Self.formats + Self.dialects).contains(name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such name")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// Names of the formats.
  package static var formats: [String] { ExportFormat.catalogue.map(\.name) }
  /// Names of the dialects.
  package static var dialects: [String] { SQLDialect.catalogue.map(\.name) }

  /// The formats and what they are, a line each, for `--help`.
  package static var catalogue: String {
    let width = formats.map(\.count).max() ?? 0
    return ExportFormat.catalogue.map { format in
      let padding = String(repeating: " ", count: width - format.name.count)
      return "  \(format.name)\(padding)  \(format.summary)"
    }
    .joined(separator: "\n")
  }

  /// The nearest of some names, for messages.
  package static func nearest(to name: String, among names: [String]) -> String? {
    nearestName(to: name, among: names)
  }

  /// True for a format with dialects and a table.
  package var isQuery: Bool { exportFormat.isQuery }

  var exportFormat: ExportFormat {
    ExportFormat.catalogue.first { $0.name == name } ?? .sql  // initialisers admit known names only
  }

  var sqlDialect: SQLDialect {
    SQLDialect.catalogue.first { $0.name == name } ?? .postgreSQL
  }
}
