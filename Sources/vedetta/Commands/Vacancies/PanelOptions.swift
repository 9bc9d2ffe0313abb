internal import ArgumentParser
internal import Workflows

/// Which columns and rows of a long table are the series.
struct PanelOptions: ParsableArguments {
  @Option(help: "The long table: one row a series and month.")
  var data: String

  @Option(help: "Columns that name a series, joined with / when several (default: unique_id).")
  var id: String?

  @Option(help: "Column of the months.")
  var time = "ds"

  @Option(help: "Column of the values.")
  var value = "y"

  @Option(
    name: .customLong("where"),
    help: "Take only rows with this value, as level=3; several conditions must all hold."
  )
  var filters: [String] = []

  func validate() throws {
    guard !idColumns.isEmpty else { throw ValidationError("--id names no column.") }
    for filter in filters where RowFilter(filter) == nil {
      throw ValidationError("--where \(filter) is not of the form column=value.")
    }
  }

  private var idColumns: [String] { (id ?? "unique_id").split(separator: ",").map(String.init) }

  /// The selection the options stand for.
  var selection: PanelSelection {
    PanelSelection(
      id: idColumns,
      time: time,
      value: value,
      filters: filters.compactMap { RowFilter($0) }
    )
  }
}

extension RowFilter {
  /// A condition of the form column=value; `nil` for another text.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    self.init(column: String(parts[0]), value: String(parts[1]))
  }
}
