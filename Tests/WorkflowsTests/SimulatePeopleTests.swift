internal import Datasets
internal import Foundation
internal import TestSupport
internal import Testing
internal import Workflows

@Suite("Simulated people")
struct SimulatePeopleTests {
  private let place: TemporaryFolder
  private let environment: RequestEnvironment

  init() throws {
    place = try TemporaryFolder()
    environment = RequestEnvironment(threads: 2, registry: place.path("registry"))
  }

  private func simulate(_ name: String, persons: Int, threads: Int = 2) throws -> URL {
    var environment = environment
    environment.threads = threads
    _ = try SimulatePeopleWorkflow().run(
      SimulatePeopleRequest(
        persons: persons,
        first: Month(year: 2022, month: 1),
        output: place.path(name),
        environment: environment
      )
    )
    return place.url.appending(path: name)
  }

  @Test func `the files are the same bytes for any number of threads, and the owner's alone`()
    throws
  {
    let one = try simulate("one", persons: 1200, threads: 1)
    let two = try simulate("two", persons: 1200, threads: 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: one.path).sorted()
    #expect(names.count == 8)
    for name in names {
      let path = one.appending(path: name)
      #expect(try Data(contentsOf: path) == Data(contentsOf: two.appending(path: name)))
      let attributes = try FileManager.default.attributesOfItem(atPath: path.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `a model of the simulated rows is calibrated on the next date`() throws {
    let people = try simulate("people", persons: 8000)
    _ = try RiskCohortWorkflow().run(
      RiskCohortRequest(
        specification: people.appending(path: "cohort.yaml").path,
        data: people.appending(path: "people.csv").path,
        output: place.path("rows.csv"),
        environment: environment
      )
    )
    _ = try RiskTrainWorkflow().run(
      RiskTrainRequest(
        specification: people.appending(path: "spec.yaml").path,
        data: place.path("rows.csv"),
        asOf: [Month(year: 2023, month: 1)],
        output: place.path("model"),
        environment: environment
      )
    )
    let evaluation = try RiskEvaluateWorkflow().run(
      RiskEvaluateRequest(
        model: place.path("model"),
        data: place.path("rows.csv"),
        asOf: [Month(year: 2024, month: 1)],
        capacities: [100],
        replicates: 200,
        output: place.path("report"),
        environment: environment
      )
    )
    // The same process made both dates: what the model learned on one holds on the other.
    let slope = try #require(evaluation.comparison.first { $0.metric == .calibrationSlope })
    let low = try #require(slope.model.lower)
    let high = try #require(slope.model.upper)
    #expect(low - 0.1 < 1 && 1 < high + 0.1)
    let area = try #require(evaluation.comparison.first { $0.metric == .auc })
    #expect(area.model.value > 0.78)
  }
}
