internal import DataIO
package import Datasets
internal import Registry
internal import Risk
internal import Statistics

/// What `risk path` is asked for.
package struct RiskPathRequest: Codable, Sendable, Equatable {
  /// Path of the `SPEC.yaml`, which has a penalty.
  package var specification: String
  /// Path of the table of rows.
  package var data: String
  /// As-of dates to fit on; all when empty.
  package var asOf: [Month]
  /// Path of the table to write.
  package var output: String
  /// Threads, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    specification: String,
    data: String,
    asOf: [Month] = [],
    output: String,
    environment: RequestEnvironment
  ) {
    self.specification = specification
    self.data = data
    self.asOf = asOf
    self.output = output
    self.environment = environment
  }
}

/// What `risk path` gave.
package struct RiskPathResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// Name of the model.
  package let name: String
  /// How the data file was read, in one line.
  package let findings: String
  /// Rows of known outcome.
  package let rows: Int
  /// Share of the absolute values in the penalty.
  package let l1Ratio: Double
  /// Coefficients, the intercept aside.
  package let columns: Int
  /// Lambdas solved.
  package let lambdas: Int
  /// The largest lambda.
  package let largest: Step
  /// The smallest lambda.
  package let smallest: Step
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
  /// How long the parts of the run took; in no artefact.
  package let seconds: RiskTrainResult.Seconds

  /// One lambda of the path.
  package struct Step: Codable, Sendable, Equatable {
    /// Strength of the penalty.
    package let lambda: Double
    /// Coefficients that are not zero, the intercept aside.
    package let degreesOfFreedom: Int
    /// Share of the null deviance that is explained.
    package let devianceRatio: Double
  }
}

/// From a specification with a penalty and rows to the coefficients for 100 lambdas.
package struct RiskPathWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the steps.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Fits the path and writes `lambda`, `degrees_of_freedom`, `deviance_ratio` and the
  /// coefficients, one row a lambda, the largest first.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal` after the lambdas that could be
  ///   solved were written, when one could not.
  package func run(_ request: RiskPathRequest) throws -> RiskPathResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.specification, request.data]
    )
    var watch = StageWatch(stages: ["read", "encode", "fit", "write"], observer)
    let inputs = [
      try InputDigest(role: "spec", path: request.specification),
      try InputDigest(role: "data", path: request.data),
    ]
    var specification = try RiskSpecification(path: request.specification)
    guard specification.penalty != nil else {
      throw DataProblem(
        .invalidValue(
          expected: "a penalty of kind ridge, lasso or elastic_net to draw the path of"
        ),
        file: request.specification,
        column: "penalty"
      )
    }
    // The path has lambdas of its own, and nothing is cross-validated.
    specification.penalty?.lambda = 0
    let table = try specification.explainingEmptyCells(in: .training) {
      try TableInput.read(
        request.data,
        numbers: specification.numericColumns,
        environment: request.environment
      )
    }
    let (rows, dates) = try table.dataset.selecting(asOf: request.asOf, specification)
    watch.next()
    let threads = request.environment.threads
    let training = try RiskTraining(
      specification,
      rows,
      asOf: dates.map(\.description),
      threads: threads
    )
    watch.next()
    let path = try training.path(threads: threads)
    watch.next()
    guard let path, let first = path.steps.first, let last = path.steps.last else {
      throw Self.refusal(path, training) ?? StatisticalRefusal.noConvergence(iterations: 0)
    }
    try CSVWriter.write(
      try Self.table(path, training, request),
      to: request.output,
      force: request.environment.force
    )
    watch.next()
    let refusal = Self.refusal(path, training)
    let notRecorded = recorder.record(
      command: "risk path",
      request: request,
      inputs: [inputs[0], inputs[1].counting(rows: table.dataset.rowCount)],
      outputs: [request.output],
      outcome: refusal == nil ? .done : .refused
    )
    if let refusal { throw refusal }
    return RiskPathResult(
      output: request.output,
      name: specification.name,
      findings: table.findings,
      rows: training.rows.rowCount,
      l1Ratio: path.penalty.l1Ratio,
      columns: first.coefficients.count - 1,
      lambdas: path.steps.count,
      largest: .init(first),
      smallest: .init(last),
      notRecorded: notRecorded,
      seconds: .init(
        read: watch.seconds[0],
        encode: watch.seconds[1],
        fit: watch.seconds[2],
        write: watch.seconds[3]
      )
    )
  }

  private static func table(
    _ path: PenalizedPath,
    _ training: RiskTraining,
    _ request: RiskPathRequest
  ) throws(DataProblem) -> Dataset {
    let steps = path.steps
    var columns = [
      Column(name: "lambda", values: .numbers(steps.map(\.lambda))),
      Column(
        name: "degrees_of_freedom",
        values: .numbers(steps.map { Double($0.degreesOfFreedom) })
      ),
      Column(name: "deviance_ratio", values: .numbers(steps.map(\.devianceRatio))),
    ]
    for (column, name) in training.encoding.columnNames.enumerated() {
      guard !columns.contains(where: { $0.name == name }) else {
        throw DataProblem(
          .invalidValue(expected: "features named otherwise than the columns of the path"),
          file: request.data,
          column: name
        )
      }
      columns.append(Column(name: name, values: .numbers(steps.map { $0.coefficients[column] })))
    }
    return Dataset(source: request.data, columns: columns)
  }

  /// Why the path is not whole; `nil` when it is.
  private static func refusal(
    _ path: PenalizedPath?,
    _ training: RiskTraining
  ) -> StatisticalRefusal? {
    guard let path, case .trouble(let trouble, _) = path.ending else { return nil }
    guard trouble == .separated else { return .noConvergence(iterations: path.gradientPasses) }
    let factors = path.penalty.factors ?? []
    let free = zip(training.encoding.columnNames, factors).filter { $0.1 == 0 }.map(\.0)
    return .separation(terms: Array(free.dropFirst()), oneOutcome: [])
  }
}

extension RiskPathResult.Step {
  fileprivate init(_ step: PenalizedPath.Step) {
    self.init(
      lambda: step.lambda,
      degreesOfFreedom: step.degreesOfFreedom,
      devianceRatio: step.devianceRatio
    )
  }
}
