internal import DataIO
internal import Datasets
internal import Foundation

/// What `demo` is asked for.
package struct DemoRequest: Codable, Sendable, Equatable {
  /// Folder of the shipped examples.
  package var models: String
  /// Folder to write to.
  package var output: String
  /// Threads, seed, force.
  ///
  /// The registry is the demo's own, inside its folder.
  package var environment: RequestEnvironment

  /// A request.
  package init(models: String, output: String, environment: RequestEnvironment) {
    self.models = models
    self.output = output
    self.environment = environment
  }
}

/// What `demo` gave: the results of its steps and the files to open.
package struct DemoResult: Codable, Sendable, Equatable {
  /// The fit on July 1994 to 1996.
  package let training: RiskTrainResult
  /// How it did on July 1997.
  package let evaluation: RiskEvaluateResult
  /// The contact list of July 1997.
  package let list: RiskListResult
  /// The projection of employment by industry.
  package let forecast: ForecastResult
  /// The list.
  package let listFile: String
  /// The report on the model.
  package let riskReport: String
  /// The table of projections.
  package let forecastFile: String
  /// The report on the projections.
  package let forecastReport: String
}

/// Both jobs on the data that ships with the program.
package struct DemoWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the steps and of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Runs both jobs and writes everything into one folder.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: DemoRequest) throws -> DemoResult {
    var environment = request.environment
    try Self.prepare(request)
    environment.registry = request.output + "/registry"
    environment.force = true
    let risk = try risk(request, environment)
    let forecast = try project(request, environment)
    return DemoResult(
      training: risk.training,
      evaluation: risk.evaluation,
      list: risk.list,
      forecast: forecast,
      listFile: risk.list.output + "/lista.csv",
      riskReport: risk.evaluation.output + "/report.html",
      forecastFile: forecast.output,
      forecastReport: request.output + "/projections.html"
    )
  }

  /// The demo's folder: made when absent, taken over when a demo made it or `--force` is given.
  private static func prepare(_ request: DemoRequest) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: request.output), !request.environment.force {
      throw OutputProblem(.alreadyExists, path: request.output)
    }
    do {
      try manager.createDirectory(
        atPath: request.output,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw OutputProblem(.system(reason: error.localizedDescription), path: request.output)
    }
  }

  private func risk(
    _ request: DemoRequest,
    _ environment: RequestEnvironment
  ) throws -> (training: RiskTrainResult, evaluation: RiskEvaluateResult, list: RiskListResult) {
    let example = request.models + "/neet-mvad"
    let cohort = request.output + "/cohort.csv"
    let model = request.output + "/model"
    let tested = Month(year: 1997, month: 7)
    observer.advanced("Risk of becoming NEET", done: 0, total: 4)
    _ = try RiskCohortWorkflow().run(
      RiskCohortRequest(
        specification: example + "/cohort.yaml",
        data: example + "/data/mvad.csv",
        output: cohort,
        environment: environment
      )
    )
    observer.advanced("Risk of becoming NEET", done: 1, total: 4)
    let training = try RiskTrainWorkflow().run(
      RiskTrainRequest(
        specification: example + "/spec.yaml",
        data: cohort,
        asOf: (1994...1996).map { Month(year: $0, month: 7) },
        output: model,
        environment: environment
      )
    )
    observer.advanced("Risk of becoming NEET", done: 2, total: 4)
    let evaluation = try RiskEvaluateWorkflow().run(
      RiskEvaluateRequest(
        model: model,
        data: cohort,
        asOf: [tested],
        capacities: [36, 71],
        output: request.output + "/evaluation",
        environment: environment
      )
    )
    observer.advanced("Risk of becoming NEET", done: 3, total: 4)
    let list = try RiskListWorkflow().run(
      RiskListRequest(
        model: model,
        data: cohort,
        policy: example + "/policy.yaml",
        asOf: tested,
        key: request.output + "/pseudonym.key",
        output: request.output + "/list",
        environment: environment
      )
    )
    observer.advanced("Risk of becoming NEET", done: 4, total: 4)
    return (training, evaluation, list)
  }

  private func project(
    _ request: DemoRequest,
    _ environment: RequestEnvironment
  ) throws -> ForecastResult {
    let example = request.models + "/us-employment/data"
    let panel = PanelSelection(id: ["id"], time: "month", value: "value")
    let result = try ForecastWorkflow(observer: observer).run(
      ForecastRequest(
        data: example + "/employment.csv",
        panel: panel,
        output: request.output + "/projections.csv",
        environment: environment
      )
    )
    _ = try VacanciesReportWorkflow(observer: observer).run(
      VacanciesReportRequest(
        data: example + "/employment.csv",
        panel: panel,
        titles: example + "/titles.csv",
        title: "Occupazione per settore, Stati Uniti",
        unit: "migliaia di occupati",
        output: request.output + "/projections.html",
        environment: environment
      )
    )
    return result
  }
}
