internal import Foundation
internal import TestSupport
internal import Testing

@Suite("The shipped model")
struct ShippedModelTests {
  private static let example = Repository.root.appending(path: "Models/neet-mvad")

  private func json(_ url: URL) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    )
  }

  @Test("its files are those that its manifest describes", .tags(.endToEnd))
  func filesAreUnchanged() throws {
    let folder = try TemporaryFolder()
    let run = try VedettaCommand.run([
      "models", "verify", Self.example.appending(path: "model").path,
      "--registry", folder.path("registry"),
    ])
    #expect(run.status == 0, "\(run.output)\(run.errorOutput)")
  }

  @Test("a fresh fit gives it again, to nine digits; `make models` renews it", .tags(.golden))
  func freshFitGivesItAgain() throws {
    let folder = try TemporaryFolder()
    let registry = ["--registry", folder.path("registry")]
    let cohort = try VedettaCommand.run(
      [
        "risk", "cohort", "--spec", Self.example.appending(path: "cohort.yaml").path,
        "--data", Self.example.appending(path: "data/mvad.csv").path,
        "--out", folder.path("cohort.csv"),
      ] + registry
    )
    try #require(cohort.status == 0, "\(cohort.errorOutput)")
    let train = try VedettaCommand.run(
      [
        "risk", "train", "--spec", Self.example.appending(path: "spec.yaml").path,
        "--data", folder.path("cohort.csv"), "--as-of", "1994-07,1995-07,1996-07",
        "--out", folder.path("model"),
      ] + registry
    )
    try #require(train.status == 0, "\(train.errorOutput)")

    let fresh = folder.url.appending(path: "model")
    let shipped = Self.example.appending(path: "model")
    let differences = Self.differences(
      of: try json(fresh.appending(path: "model.json")),
      from: try json(shipped.appending(path: "model.json"))
    )
    #expect(differences == [])
    for key in ["command", "formatVersion", "inputs", "kind", "name", "request", "seed"] {
      let new = try json(fresh.appending(path: "manifest.json"))[key] as? NSObject
      let old = try json(shipped.appending(path: "manifest.json"))[key] as? NSObject
      #expect(new != nil && new == old, "manifest.json, \(key)")
    }
    #expect(
      try String(contentsOf: fresh.appending(path: "card.md"), encoding: .utf8)
        == String(contentsOf: shipped.appending(path: "card.md"), encoding: .utf8)
    )
  }

  @Test("a changed number, a missing key and another text are found")
  func differencesAreFound() {
    let old: [String: Any] = ["a": [1.0, 2.0], "b": ["c": "text"], "d": 0.0]
    func found(_ new: [String: Any]) -> [String] { Self.differences(of: new, from: old) }
    #expect(found(old) == [])
    #expect(found(["a": [1.0, 2.000000000001], "b": ["c": "text"], "d": 1e-15]) == [])
    #expect(found(["a": [1.0, 2.0001], "b": ["c": "text"], "d": 0.0]) == ["/a/1"])
    #expect(found(["a": [1.0], "b": ["c": "text"], "d": 0.0]) == ["/a"])
    #expect(found(["a": [1.0, 2.0], "b": ["c": "other"], "d": 0.0]) == ["/b/c"])
    #expect(found(["a": [1.0, 2.0], "b": [String: Any](), "d": 0.0]) == ["/b"])
  }

  /// Places where two JSON values differ: numbers by more than 1e-9 of their size (processors
  /// differ in the last bits), all else at all.
  private static func differences(of new: Any, from old: Any, at path: String = "") -> [String] {
    switch (new, old) {
    case (let new as [String: Any], let old as [String: Any]):
      guard new.keys.sorted() == old.keys.sorted() else { return [path] }
      return new.keys.sorted().flatMap { key in
        differences(of: new[key] ?? "", from: old[key] ?? "", at: "\(path)/\(key)")
      }
    case (let new as [Any], let old as [Any]):
      guard new.count == old.count else { return [path] }
      return zip(new, old).enumerated().flatMap { index, pair in
        differences(of: pair.0, from: pair.1, at: "\(path)/\(index)")
      }
    case (let new as Double, let old as Double):
      // A sum that cancels to nothing has an absolute error.
      return abs(new - old) <= max(1e-9 * abs(old), 1e-14) ? [] : [path]
    default:
      return (new as? NSObject) == (old as? NSObject) ? [] : [path]
    }
  }
}
