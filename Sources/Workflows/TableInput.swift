internal import DataIO
internal import Datasets

/// A table read for a request, and how it was read.
struct TableInput {
  /// The table.
  let dataset: Dataset
  /// How the file was read, in one line.
  let findings: String

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - path: path as the user gave it.
  ///   - numbers: columns that must hold numbers, so that a cell that is none is named.
  ///   - texts: columns that are read as they stand: codes, telephone numbers.
  ///   - optionalTexts: the same, of columns that need not be there.
  ///   - environment: threads, and how the table is written.
  /// - Returns: the table and a line about it.
  /// - Throws: `DataProblem`.
  static func read(
    _ path: String,
    numbers: [String] = [],
    texts: [String] = [],
    optionalTexts: [String] = [],
    environment: RequestEnvironment
  ) throws -> TableInput {
    var options = environment.tables.options
    for column in numbers { options.types[column] = .number }
    for column in texts + optionalTexts { options.types[column] = .text }
    while true {
      do {
        let table = try DatasetReader.read(
          path: path,
          options: options,
          threads: environment.threads
        )
        return TableInput(dataset: table.dataset, findings: table.description)
      } catch {
        guard case .unknownColumn = error.cause, let column = error.column,
          optionalTexts.contains(column), options.types.removeValue(forKey: column) != nil
        else { throw error }
      }
    }
  }
}
