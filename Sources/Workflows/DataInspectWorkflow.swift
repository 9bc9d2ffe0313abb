internal import DataIO
internal import Datasets
internal import Registry
internal import Statistics

/// What `data inspect` is asked for.
package struct DataInspectRequest: Codable, Sendable, Equatable {
  /// Path of the table.
  package var data: String
  /// Threads, registry, how the table is written.
  package var environment: RequestEnvironment

  /// A request.
  package init(data: String, environment: RequestEnvironment) {
    self.data = data
    self.environment = environment
  }
}

/// What `data inspect` gave.
package struct DataInspectResult: Codable, Sendable, Equatable {
  /// Path of the table.
  package let data: String
  /// How the file was read, in one line.
  package let findings: String
  /// Number of rows.
  package let rows: Int
  /// Seconds that reading took.
  package let seconds: Double
  /// The columns in file order.
  package let columns: [Column]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// One column of the table.
  package struct Column: Codable, Sendable, Equatable {
    /// Name in the header.
    package let name: String
    /// `number`, `text`, `month` or `date`.
    package let type: String
    /// Rows without a value.
    package let missing: Int
    /// Distinct texts, for a text column.
    package let levels: Int?
    /// Sum of the numbers, for a column of numbers.
    package let sum: Double?
    /// Smallest number, month or day.
    package let minimum: String?
    /// Largest number, month or day.
    package let maximum: String?
  }
}

/// What the program finds in a table, before anything is computed from it.
package struct DataInspectWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads a table and describes it.
  ///
  /// - Throws: `DataProblem`.
  package func run(_ request: DataInspectRequest) throws -> DataInspectResult {
    let recorder = RunRecorder(request.environment)
    let clock = ContinuousClock()
    let start = clock.now
    let table = try TableInput.read(request.data, environment: request.environment)
    let elapsed = start.duration(to: clock.now)
    let notRecorded = recorder.record(
      command: "data inspect",
      request: request,
      inputs: [try InputDigest(role: "data", path: request.data)],
      outputs: []
    )
    return DataInspectResult(
      data: request.data,
      findings: table.findings,
      rows: table.dataset.rowCount,
      seconds: elapsed / .seconds(1),
      columns: table.dataset.columns.map(Self.describe),
      notRecorded: notRecorded
    )
  }

  private static func describe(_ column: Datasets.Column) -> DataInspectResult.Column {
    switch column.values {
    case .numbers(let values):
      let known = values.lazy.filter { !$0.isNaN }
      var count = 0
      var sum = CompensatedSum()
      var minimum = Double.infinity
      var maximum = -Double.infinity
      for value in known {
        count += 1
        sum.add(value)
        minimum = min(minimum, value)
        maximum = max(maximum, value)
      }
      return .init(
        name: column.name,
        type: "number",
        missing: values.count - count,
        levels: nil,
        sum: sum.value,
        minimum: count > 0 ? Datasets.Column.text(of: minimum) : nil,
        maximum: count > 0 ? Datasets.Column.text(of: maximum) : nil
      )
    case .text(let values):
      return .init(
        name: column.name,
        type: "text",
        missing: values.codes.count { $0 < 0 },
        levels: values.levels.count,
        sum: nil,
        minimum: nil,
        maximum: nil
      )
    case .months(let values):
      return describe(column.name, "month", values)
    case .dates(let values):
      return describe(column.name, "date", values)
    }
  }

  private static func describe<Value: Comparable>(
    _ name: String,
    _ type: String,
    _ values: [Value?]
  ) -> DataInspectResult.Column {
    let known = values.compactMap(\.self)
    return .init(
      name: name,
      type: type,
      missing: values.count - known.count,
      levels: nil,
      sum: nil,
      minimum: known.min().map { "\($0)" },
      maximum: known.max().map { "\($0)" }
    )
  }
}
