internal import Datasets

// What the templates see. Every text is `Markup`, so nothing reaches a page unescaped.

/// A whole page.
struct PageContext {
  let language: Markup
  let generator: Markup
  let title: Markup
  let kind: Markup
  let lead: Markup?
  let facts: [NamedValue]
  let findingsTitle: Markup
  let keyFigures: [KeyFigure]
  let findings: [Markup]
  let warningsTitle: Markup
  let warnings: [Markup]
  let rows: [SectionRow]
  let provenanceTitle: Markup
  let provenance: [NamedValue]

  // Stored, for the templates read a value's stored properties only.
  let hasKeyFigures: Bool
  let hasWarnings: Bool

  /// A page in the frame that all share.
  init(
    language: Language,
    title: String,
    kind: String,
    lead: String = "",
    facts: [NamedValue],
    keyFigures: [KeyFigure] = [],
    findings: [String],
    warnings: [String] = [],
    rows: [SectionRow],
    provenance: Provenance
  ) {
    let words = language.catalogue
    self.language = Markup(language.rawValue)
    generator = Markup(provenance.program)
    self.title = Markup(title)
    self.kind = Markup(kind)
    self.lead = lead.isEmpty ? nil : Markup(lead)
    self.facts = facts
    findingsTitle = Markup(words.findingsTitle)
    self.keyFigures = keyFigures
    hasKeyFigures = !keyFigures.isEmpty
    self.findings = findings.map { Markup($0) }
    warningsTitle = Markup(words.warningsTitle)
    self.warnings = warnings.map { Markup($0) }
    hasWarnings = !warnings.isEmpty
    self.rows = rows
    provenanceTitle = Markup(words.provenanceTitle)
    self.provenance =
      [NamedValue(words.programLabel, provenance.program)]
      + provenance.entries.map { NamedValue($0.name, $0.value) }
  }
}

extension PageContext {
  /// A page whose sections stand one below the other.
  init(
    language: Language,
    title: String,
    kind: String,
    lead: String = "",
    facts: [NamedValue],
    findings: [String],
    warnings: [String] = [],
    sections: [PageSection],
    provenance: Provenance
  ) {
    self.init(
      language: language,
      title: title,
      kind: kind,
      lead: lead,
      facts: facts,
      findings: findings,
      warnings: warnings,
      rows: sections.map { SectionRow($0) },
      provenance: provenance
    )
  }
}

extension Language {
  /// As-of dates after a population, as `; situazione a luglio 1997`; empty without dates.
  func asOf(_ dates: [String]) -> String {
    guard !dates.isEmpty else { return "" }
    let names = dates.map { date in MonthFormat.iso.month(date).map { month($0) } ?? date }
    return catalogue.populationFactAsOf.filled(["dates": list(names)])
  }
}

/// Sections of a page: one across it, or two beside each other.
struct SectionRow {
  let sections: [PageSection]
  let isPair: Bool

  init(_ sections: PageSection...) {
    self.sections = sections
    isPair = sections.count == 2
  }
}

/// A name with a value beside it.
struct NamedValue {
  let name: Markup
  let value: Markup

  init(_ name: String, _ value: String) {
    self.name = Markup(name)
    self.value = Markup(value)
  }
}

/// A number large on the page, with what it means.
struct KeyFigure {
  let value: Markup
  let meaning: Markup
  let interval: Markup?

  init(value: String, meaning: String, interval: String?) {
    self.value = Markup(value)
    self.meaning = Markup(meaning)
    self.interval = interval.map { Markup($0) }
  }
}

/// A part of a page: text, then charts, then tables.
struct PageSection {
  let identifier: Markup
  let title: Markup
  let paragraphs: [Markup]
  let hasText: Bool
  let groups: [FigureGroup]
  let tables: [PageTable]
  let notes: [Markup]

  init(
    _ identifier: String,
    title: String,
    paragraphs: [String] = [],
    groups: [FigureGroup] = [],
    tables: [PageTable] = [],
    notes: [String] = []
  ) {
    self.identifier = Markup(identifier)
    self.title = Markup(title)
    self.paragraphs = paragraphs.map { Markup($0) }
    hasText = !paragraphs.isEmpty
    self.groups = groups
    self.tables = tables
    self.notes = notes.map { Markup($0) }
  }
}

/// Charts that stand together.
struct FigureGroup {
  /// How charts stand; the names are classes of the style sheet.
  enum Layout: String {
    /// One across the page.
    case full
    /// Two in a row.
    case pair
    /// Three in a row.
    case grid
  }

  let layout: Markup
  let figures: [PageFigure]

  init(_ layout: Layout, _ figures: [PageFigure]) {
    self.layout = Markup(layout.rawValue)
    self.figures = figures
  }
}

/// A chart with a heading.
struct PageFigure {
  /// On which width of window a chart is shown; the names are classes of the style sheet.
  enum Role: String {
    case any
    case wide
    case narrow
  }

  let heading: Markup?
  let svg: Markup
  let role: Markup

  init(heading: String? = nil, svg: String, role: Role = .any) {
    self.heading = heading.map { Markup($0) }
    self.svg = Markup(trusted: svg)
    self.role = Markup(role.rawValue)
  }
}

/// A table.
struct PageTable {
  /// Head of a column.
  struct Column {
    let text: Markup
    let isNumber: Bool
  }

  /// A cell; the first of a row is its header.
  struct Cell {
    let text: Markup
    let isHeader: Bool
    let role: Markup
  }

  /// A row.
  struct Row {
    let cells: [Cell]
  }

  let caption: Markup
  let columns: [Column]
  let rows: [Row]

  /// A table of texts.
  ///
  /// - Parameters:
  ///   - caption: says what the table holds.
  ///   - columns: heads; `textColumns` of them are text, the others numbers.
  ///   - textColumns: places of the columns aligned as text.
  ///   - rows: one text a column.
  ///   - best: places of cells to set in bold, as row and column.
  init(
    caption: String,
    columns: [String],
    textColumns: Set<Int> = [0],
    rows: [[String]],
    best: Set<[Int]> = []
  ) {
    self.caption = Markup(caption)
    self.columns = columns.enumerated().map {
      Column(text: Markup($1), isNumber: !textColumns.contains($0))
    }
    self.rows = rows.enumerated().map { row, texts in
      Row(
        cells: texts.enumerated().map { column, text in
          var roles = textColumns.contains(column) ? ["text"] : ["number"]
          if best.contains([row, column]) { roles.append("best") }
          return Cell(
            text: Markup(text),
            isHeader: column == 0,
            role: Markup(roles.joined(separator: " "))
          )
        }
      )
    }
  }
}
