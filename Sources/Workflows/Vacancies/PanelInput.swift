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
    let panel = try PanelReader(table.dataset, selection).panel()
    hierarchy = try selection.hierarchy.map {
      try HierarchicalPanel(panel, of: table.dataset, $0)
    }
    self.panel = panel
    findings = table.description
    rowCount = table.dataset.rowCount
  }
}
