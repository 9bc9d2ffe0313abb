internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk
internal import Synchronization

/// The training rows of a table beyond memory, read block by block.
struct StreamedTable: TableParts {
  /// The as-of dates of the rows, ascending; empty without an as-of column.
  let dates: [Month]
  private let stream: CSVStream
  private let asOf: AsOf?
  private let threads: Int
  private let progress: ReadingProgress

  /// The rows that are chosen by their date.
  private struct AsOf: Sendable {
    let column: String
    let format: MonthFormat?
    /// The dates; all when `nil`.
    let wanted: Set<Month>?
  }

  /// The rows of some as-of dates.
  ///
  /// - Parameters:
  ///   - stream: the table; its as-of column is one of texts.
  ///   - dates: the dates to keep; all rows when empty.
  ///   - specification: names the as-of column.
  ///   - threads: largest number of workers.
  ///   - observer: told of the rows read.
  /// - Throws: `missingKey` for dates without a column; `valueNotFound` for one that does not occur.
  init(
    _ stream: CSVStream,
    asOf dates: [Month],
    _ specification: RiskSpecification,
    threads: Int,
    observer: any ProgressObserver
  ) throws(DataProblem) {
    self.stream = stream
    self.threads = threads
    progress = ReadingProgress(rowCount: stream.rowCount, observer)
    guard let name = specification.asOf else {
      guard dates.isEmpty else { throw DataProblem(.missingKey, column: "as_of") }
      asOf = nil
      self.dates = []
      return
    }
    // What is no month is refused with its line when the rows are read.
    let levels = stream.columns.first { $0.name == name }?.levels
    let months = (levels ?? .init([])).compactMap { MonthFormat.detect($0) }
    let present = Set(months.map(\.month))
    for date in dates where !present.contains(date) {
      throw DataProblem(.valueNotFound(value: date.description), file: stream.source, column: name)
    }
    asOf = AsOf(
      column: name,
      format: months.first?.format,
      wanted: dates.isEmpty ? nil : Set(dates)
    )
    self.dates = (dates.isEmpty ? present : Set(dates)).sorted()
  }

  var source: String { stream.source }

  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (Int, Dataset) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total {
    progress.begin()
    return try stream.reduce(
      threads: threads,
      into: initial,
      part: { index, dataset throws(DataProblem) in
        let found = try part(index, selected(dataset))
        progress.advance(dataset.rowCount)
        return found
      },
      join: join
    )
  }

  private func selected(_ dataset: Dataset) throws(DataProblem) -> Dataset {
    guard let asOf else { return dataset }
    let months = try dataset.months(ofColumn: asOf.column, as: asOf.format)
    guard let wanted = asOf.wanted else { return dataset }
    return dataset.selecting(rows: months.indices.filter { wanted.contains(months[$0]) })
  }
}

/// Counts the rows of one reading after the other, and tells the observer.
///
/// A class, because all workers count in the one place.
private final class ReadingProgress: Sendable {
  private let state = Mutex((reading: 0, rows: 0))
  private let rowCount: Int
  private let observer: any ProgressObserver

  init(rowCount: Int, _ observer: any ProgressObserver) {
    self.rowCount = rowCount
    self.observer = observer
  }

  func begin() {
    state.withLock { $0 = ($0.reading + 1, 0) }
  }

  func advance(_ rows: Int) {
    let (reading, done) = state.withLock { state in
      state.rows += rows
      return state
    }
    observer.advanced("rows, reading \(reading)", done: done, total: rowCount)
  }
}
