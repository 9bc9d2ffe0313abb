internal import Reporting

/// A card in Markdown, as it is written; what comes from data cannot break its tables.
struct CardText {
  private var blocks: [String]

  /// A card with its title.
  init(title: String) {
    blocks = ["# \(Self.line(title))"]
  }

  /// The card so far.
  var markdown: String { blocks.joined(separator: "\n\n") + "\n" }

  /// Begins a section.
  mutating func section(_ title: String) { blocks.append("## \(Self.line(title))") }

  /// Adds a paragraph.
  mutating func paragraph(_ text: String) { blocks.append(Self.line(text)) }

  /// Adds a list; nothing without items.
  mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    blocks.append(items.map { "- \(Self.line($0))" }.joined(separator: "\n"))
  }

  /// Adds a table under its caption.
  mutating func table(_ table: ReportTable) {
    if !table.caption.isEmpty { paragraph(table.caption + ":") }
    let alignment = table.columns.indices.map { table.textColumns.contains($0) ? "---" : "---:" }
    let rows = [table.columns.map(Self.cell), alignment] + table.rows.map { $0.map(Self.cell) }
    blocks.append(rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n"))
  }

  private static func cell(_ text: String) -> String { line(text).replacing("|", with: "\\|") }

  private static func line(_ text: String) -> String { text.replacing("\n", with: " ") }
}
