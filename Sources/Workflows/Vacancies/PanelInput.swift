internal import DataIO
internal import Datasets

/// A panel read for a request, and how its file was read.
struct PanelInput {
  /// The series.
  let panel: Panel
  /// How the file was read, in one line.
  let findings: String
  /// Number of rows of the file.
  let rowCount: Int
  /// The series as a hierarchy; `nil` when none was asked for.
  let hierarchy: HierarchicalPanel?

  /// Reads a long table: identifiers as they are written, months in any way, values as numbers.
  ///
  /// - Throws: `DataProblem`.
  init(_ path: String, _ selection: PanelSelection, environment: RequestEnvironment) throws {
    var selection = selection
    if let formula = selection.hierarchy { selection.id = formula.columns }
    var options = environment.tables.options
    for column in selection.id { options.types[column] = .text }
    options.types[selection.time] = .month
    options.types[selection.value] = .number
    let table = try DatasetReader.read(
      path: path,
      options: options,
      threads: environment.threads
    )
    let dataset = try table.dataset.marking(selection.aggregates)
    let panel = try PanelReader(dataset, selection).panel()
    hierarchy = try selection.hierarchy.map { try HierarchicalPanel(panel, of: dataset, $0) }
    self.panel = panel
    findings = table.description
    rowCount = table.dataset.rowCount
  }
}

extension Dataset {
  /// The table with `<all>` in place of other names of aggregates.
  ///
  /// - Parameter aggregates: columns, and values that name an aggregate in them.
  /// - Returns: a table of the same rows.
  /// - Throws: `unknownColumn`.
  fileprivate func marking(_ aggregates: [RowFilter]) throws(DataProblem) -> Dataset {
    guard !aggregates.isEmpty else { return self }
    for aggregate in aggregates { _ = try column(aggregate.column) }
    let marked = columns.map { column -> Column in
      let names = Set(aggregates.filter { $0.column == column.name }.map(\.value))
      guard !names.isEmpty, case .text(let texts) = column.values else { return column }
      let values = texts.codes.indices.map { row in
        texts[row].map { names.contains($0) ? Hierarchy.all : $0 }
      }
      return Column(name: column.name, values: .text(TextColumn(values)))
    }
    return Dataset(source: source, columns: marked, lines: lines)
  }
}
