internal import Datasets
internal import Foundation
internal import Registry
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Workflows

@Suite("Model workflows")
struct ModelWorkflowTests {
  /// A registry, a model folder in it and what a run would have read, each test its own.
  private struct Scene {
    let place: TemporaryFolder
    let environment: RequestEnvironment
    let folder: ModelFolder
    let inputs: [InputDigest]

    init(registry: String = "registry") throws {
      place = try TemporaryFolder()
      environment = RequestEnvironment(threads: 2, seed: 7, registry: place.path(registry))
      folder = ModelFolder(place.path("model"))
      inputs = [
        try InputDigest(role: "data", path: place.write("id\n1\n", to: "people.csv"), rows: 1)
      ]
    }

    var request: Example { Example(data: place.path("people.csv"), environment: environment) }

    @discardableResult
    func write(replacing: Bool = false, name: String = "neet") throws -> ModelManifest {
      try folder.write([.init(name: "model.json", text: "{}\n")], replacing: replacing) {
        ModelManifest(
          kind: .risk,
          name: name,
          programVersion: Program.version,
          inputs: inputs,
          artefacts: $0,
          seed: environment.seed,
          blas: "none",
          command: "risk train",
          request: try RunRecorder.portable(request, inputs: inputs),
          metrics: ["auc": 0.75]
        )
      }
    }

    func register() throws -> String? {
      RunRecorder(environment, clock: TestClock().next).register(
        folder: folder,
        manifest: try write(),
        command: "risk train",
        request: request,
        inputs: inputs
      )
    }
  }

  private struct Example: Codable {
    var data: String
    var output = "model"
    var positive = 1
    var environment: RequestEnvironment
  }

  @Test("a model that was trained is listed, shown and found intact by its name")
  func trained() throws {
    let scene = try Scene()
    #expect(try scene.register() == nil)
    let list = try ModelsListWorkflow().run(ModelsListRequest(environment: scene.environment))
    #expect(list.models.map(\.name) == ["neet"])
    #expect(list.models.map(\.status) == ["active"])
    #expect(list.models.map(\.registeredAt) == ["1970-01-01T00:00:03.000Z"])
    let shown = try ModelsShowWorkflow().run(
      ModelsShowRequest(model: "neet", environment: scene.environment)
    )
    #expect(shown.registered == list.models[0])
    #expect(shown.inputs.map(\.name) == ["people.csv"])
    #expect(shown.inputs.map(\.rows) == [1])
    #expect(shown.metrics == ["auc": 0.75])
    #expect(shown.request == #"{"data":"people.csv","positive":1}"#)
    let verified = try ModelsVerifyWorkflow().run(
      ModelsVerifyRequest(model: "neet", environment: scene.environment)
    )
    #expect(verified.models.map(\.isIntact) == [true])
    #expect(verified.models[0].files.map(\.status) == ["ok", "ok"])
    #expect(verified.log.lines == 2)
    #expect(verified.problem == nil)
  }

  @Test("the run is recorded with its start, its end and what it read and wrote")
  func recorded() throws {
    let scene = try Scene()
    let recorder = RunRecorder(scene.environment, clock: TestClock().next)
    let output = try scene.place.write("id,rank\n1,1\n", to: "list.csv")
    #expect(
      recorder.record(
        command: "risk list",
        request: scene.request,
        inputs: scene.inputs,
        outputs: [output],
        outcome: .refused
      ) == nil
    )
    let store = try RegistryStore(folder: scene.environment.registry, access: .reading)
    let run = try #require(try store.runs().first).run
    #expect(run.command == "risk list")
    #expect(run.outcome == .refused)
    #expect(run.started == Timestamp(milliseconds: 1000))
    #expect(run.finished == Timestamp(milliseconds: 2000))
    #expect(run.inputs == scene.inputs)
    #expect(run.outputs == [try FileDigest(path: output)])
    #expect(run.request.contains(#""threads":2"#))
  }

  @Test("a registry that cannot be written costs a warning and not the model")
  func registryNotWritable() throws {
    let scene = try Scene(registry: "people.csv/registry")
    let reason = try #require(try scene.register())
    #expect(reason.hasSuffix("people.csv/registry: Not a directory"))
    #expect(try scene.folder.verify().isIntact)
  }

  @Test("an output that is gone before it was recorded is a warning")
  func outputGone() throws {
    let scene = try Scene()
    let reason = RunRecorder(scene.environment, clock: TestClock().next).record(
      command: "risk score",
      request: scene.request,
      inputs: [],
      outputs: [scene.place.path("none.csv")]
    )
    #expect(reason?.hasPrefix(scene.place.path("none.csv")) == true)
  }

  @Test("a changed file, a changed manifest and a missing folder are found by name")
  func tampered() throws {
    let scene = try Scene()
    _ = try scene.register()
    func problem(_ model: String?) throws -> DataProblem? {
      try ModelsVerifyWorkflow().run(
        ModelsVerifyRequest(model: model, environment: scene.environment)
      ).problem
    }
    let (model, manifest) = (
      scene.folder.path(of: "model.json"), scene.folder.path(of: "manifest.json")
    )
    try Data("{ }\n".utf8).write(to: URL(filePath: model))
    for name in ["neet", scene.folder.path, nil] {
      #expect(try problem(name) == DataProblem(.digestMismatch, file: model))
    }
    try scene.write(replacing: true)
    #expect(try problem("neet") == nil)
    try scene.write(replacing: true, name: "other")
    #expect(try problem("neet") == DataProblem(.digestMismatch, file: manifest))
    try Data("{}".utf8).write(to: URL(filePath: manifest))
    #expect(try problem("neet") == DataProblem(.digestMismatch, file: manifest))
    try FileManager.default.removeItem(atPath: scene.folder.path)
    #expect(try problem("neet") == DataProblem(.fileNotFound, file: manifest))
    #expect(try problem(nil) == DataProblem(.fileNotFound, file: manifest))
  }

  @Test("a log that was changed is found and its line named, whatever was asked for")
  func logTampered() throws {
    let scene = try Scene()
    _ = try scene.register()
    let path = scene.environment.registry + "/activity.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("risk train", with: "risk_train").utf8).write(to: URL(filePath: path))
    for model in ["neet", nil] {
      let result = try ModelsVerifyWorkflow().run(
        ModelsVerifyRequest(model: model, environment: scene.environment)
      )
      #expect(result.models.map(\.isIntact) == [true])
      #expect(result.log.cause == "altered")
      #expect(result.problem == DataProblem(.digestMismatch, file: path, line: 1))
    }
    try Data(text.prefix(200).utf8).write(to: URL(filePath: path))
    let cut = try ModelsVerifyWorkflow().run(ModelsVerifyRequest(environment: scene.environment))
    #expect(cut.log.isIntact == false)
  }

  @Test("a name that is almost right is answered with the right one")
  func unknownName() throws {
    let scene = try Scene()
    _ = try scene.register()
    #expect(throws: DataProblem(.unknownModel(nearest: "neet"), column: "need")) {
      try ModelsShowWorkflow().run(
        ModelsShowRequest(model: "need", environment: scene.environment)
      )
    }
  }

  @Test("a folder that was never registered can be shown and verified where no registry is")
  func unregistered() throws {
    let scene = try Scene()
    try scene.write()
    let shown = try ModelsShowWorkflow().run(
      ModelsShowRequest(model: scene.folder.path, environment: scene.environment)
    )
    #expect(shown.registered == nil)
    let verified = try ModelsVerifyWorkflow().run(
      ModelsVerifyRequest(model: scene.folder.path, environment: scene.environment)
    )
    #expect(verified.models[0].files.map(\.status) == ["unrecorded", "ok"])
    #expect(verified.problem == nil)
    #expect(!FileManager.default.fileExists(atPath: scene.environment.registry))
  }

  @Test("a damaged index loses no run, is refused by name and is made again from the log")
  func rebuilt() throws {
    let scene = try Scene()
    _ = try scene.register()
    let database = scene.environment.registry + "/registry.sqlite"
    try Data("not a database, and long enough to be looked at".utf8)
      .write(to: URL(filePath: database))
    // A run is recorded all the same: the log is what counts.
    #expect(
      RunRecorder(scene.environment).record(
        command: "risk score",
        request: scene.request,
        inputs: [],
        outputs: []
      ) == nil
    )
    #expect(
      throws: DataProblem(.damagedIndex(reason: "file is not a database"), file: database)
    ) {
      try ModelsListWorkflow().run(ModelsListRequest(environment: scene.environment))
    }
    let result = try ModelsRebuildWorkflow().run(scene.environment)
    #expect(result.models == 1)
    #expect(result.runs == 2)
  }
}

/// A clock that says one second more each time it is asked; a class for that memory.
private final class TestClock: Sendable {
  private let seconds = Mutex<Int64>(0)

  @Sendable func next() -> Timestamp {
    Timestamp(
      milliseconds: seconds.withLock {
        $0 += 1000
        return $0
      }
    )
  }
}
