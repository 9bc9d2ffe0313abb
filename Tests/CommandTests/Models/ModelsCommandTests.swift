internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta models", .tags(.endToEnd))
struct ModelsCommandTests {
  /// A model folder as version 0.1 of the program writes it.
  private static func model(in place: TemporaryFolder) throws -> String {
    try FileManager.default.createDirectory(
      at: place.url.appending(path: "model"),
      withIntermediateDirectories: true
    )
    try place.write("{}\n", to: "model/model.json")
    // The digest is sha256sum's.
    try place.write(
      """
      {
        "artefacts" : [
          {
            "bytes" : 3,
            "path" : "model.json",
            "sha256" : "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
          }
        ],
        "blas" : "OpenBLAS 0.3.21",
        "command" : "risk train",
        "facts" : {},
        "formatVersion" : 1,
        "inputs" : [],
        "kind" : "risk",
        "metrics" : { "auc" : 0.75 },
        "name" : "neet",
        "programVersion" : "0.1.0",
        "request" : "{}",
        "seed" : 18446744073709551615
      }
      """,
      to: "model/manifest.json"
    )
    return place.path("model")
  }

  private static func run(_ arguments: [String], _ place: TemporaryFolder) throws
    -> VedettaCommand.Result
  {
    try VedettaCommand.run(["models"] + arguments + ["--registry", place.path("registry")])
  }

  @Test("a registry that is not there lists no models and is not made")
  func emptyList() throws {
    let place = try TemporaryFolder()
    let result = try Self.run(["list"], place)
    #expect(result.status == 0)
    #expect(result.output == "No models in \(place.path("registry")).\n")
    let json = try Self.run(["list", "--json"], place)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["models"] as? [Any])?.isEmpty == true)
    #expect(!FileManager.default.fileExists(atPath: place.path("registry")))
  }

  @Test("a model folder is shown with all that its manifest says")
  func show() throws {
    let place = try TemporaryFolder()
    let result = try Self.run(["show", try Self.model(in: place)], place)
    #expect(result.status == 0)
    for text in [
      "neet (risk)", "not registered", "vedetta 0.1.0, risk train, seed 18446744073709551615",
      "auc: 0.75", "model.json", "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
    ] {
      #expect(result.output.contains(text), "\(text) in \(result.output)")
    }
  }

  @Test("a model folder as it was written is intact; one changed byte ends with code 2")
  func verify() throws {
    let place = try TemporaryFolder()
    let model = try Self.model(in: place)
    let intact = try Self.run(["verify", model], place)
    #expect(intact.status == 0)
    #expect(intact.output.contains("neet, in \(model): intact\n"))
    #expect(intact.errorOutput.isEmpty)
    try place.write("{ \n", to: "model/model.json")
    let changed = try Self.run(["verify", model, "--json"], place)
    #expect(changed.status == 2)
    #expect(changed.output.contains("\"changed\""))
    #expect(
      changed.errorOutput == "vedetta: \(model)/model.json: the content does not agree with its "
        + "recorded digest; restore it from a copy, or train again where it is a model's.\n"
    )
    try FileManager.default.removeItem(atPath: model + "/model.json")
    let missing = try Self.run(["verify", model], place)
    #expect(missing.status == 2)
    #expect(missing.output.contains("model.json: missing"))
    #expect(missing.errorOutput.contains("\(model)/model.json: there is no such file"))
  }

  @Test("what is neither a name nor a model folder is refused with code 2")
  func unknown() throws {
    let place = try TemporaryFolder()
    for verb in ["show", "verify"] {
      let result = try Self.run([verb, "neet"], place)
      #expect(result.status == 2)
      #expect(
        result.errorOutput
          == "vedetta: \"neet\": there is no such model or model folder; see vedetta models list.\n"
      )
    }
  }

  @Test("a damaged log is found, and its line is named")
  func damagedLog() throws {
    let place = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: place.path("registry"),
      withIntermediateDirectories: true
    )
    try place.write("{\"sequence\":1}\n", to: "registry/activity.jsonl")
    let result = try Self.run(["verify"], place)
    #expect(result.status == 2)
    #expect(result.output.contains("log: NOT INTACT, line 1 is not an entry"))
    #expect(result.errorOutput.contains("activity.jsonl, line 1: "))
  }

  @Test(
    "every verb shows a runnable example in its help",
    arguments: [
      "list", "show", "verify", "rebuild",
    ]
  )
  func help(_ verb: String) throws {
    let result = try VedettaCommand.run(["models", verb, "--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("vedetta models \(verb)"))
    #expect(result.output.contains("Example:"))
  }
}
