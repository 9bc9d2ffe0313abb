internal import ArgumentParser
internal import Workflows

/// How the tables are written, for a file whose form is found out wrongly.
struct TableOptions: ParsableArguments {
  @Option(help: "What stands between cells: comma, semicolon or tab (default: found out).")
  var separator: TableForm.Separator?

  @Option(help: "Decimal mark: point or comma (default: found out).")
  var decimalMark: TableForm.DecimalMark?

  @Option(help: "Encoding: utf-8, utf-16le, utf-16be or windows-1252 (default: found out).")
  var encoding: TableForm.Encoding?

  @Option(help: "Days as 03/04/2024: day-first or month-first (default: found out).")
  var dateOrder: TableForm.DateOrder?

  @Option(
    help: "Columns to read as text, as id,code (default: found out).",
    transform: { $0.split(separator: ",").map(String.init) }
  )
  var textColumns: [String] = []

  /// The form as a request carries it.
  var form: TableForm {
    TableForm(
      separator: separator,
      decimalMark: decimalMark,
      encoding: encoding,
      dateOrder: dateOrder,
      textColumns: textColumns
    )
  }
}

extension TableForm.Separator: ExpressibleByArgument {}
extension TableForm.DecimalMark: ExpressibleByArgument {}
extension TableForm.Encoding: ExpressibleByArgument {}
extension TableForm.DateOrder: ExpressibleByArgument {}
