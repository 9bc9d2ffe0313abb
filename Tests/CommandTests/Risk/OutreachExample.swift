internal import Foundation
internal import TestSupport
internal import Testing

/// A list of made-up people with its registry, and what a team does with it, for tests by command.
struct OutreachExample {
  let example: ListExample
  /// Identifier of the list.
  let list: String
  /// Codes of its people, by position.
  let codes: [String]

  /// Makes the list of June.
  init(policy: String = ListExample.policy) throws {
    example = try ListExample()
    try example.folder.write(policy, to: "policy.yaml")
    let run = try example.list("june")
    try #require(run.status == 0, "\(run.errorOutput)")
    let rows = try example.rows("june/lista.csv")
    codes = rows.compactMap { $0["codice"] }
    list = try #require(rows.first?["lista_id"])
  }

  /// Runs a command in the example's registry with its key.
  func run(_ arguments: [String], hasKey: Bool = true) throws -> VedettaCommand.Result {
    try VedettaCommand.run(
      arguments + ["--registry", example.folder.path("registry")]
        + (hasKey ? ["--key", example.folder.path("list.key")] : [])
    )
  }

  /// What a command prints as JSON.
  func json(_ arguments: [String], hasKey: Bool = true) throws -> [String: Any] {
    let run = try run(arguments + ["--json"], hasKey: hasKey)
    try #require(run.status == 0, "\(run.errorOutput)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
  }

  /// Writes a file as a team gives it back: outcomes and days by position, from the first on.
  ///
  /// - Returns: its path.
  func returned(_ outcomes: [(String, String)], named name: String = "back.csv") throws -> String {
    var text = "lista_id;codice;esito;data_contatto;tentativi;operatore\r\n"
    for (code, outcome) in zip(codes, outcomes) {
      text += "\(list);\(code);\(outcome.0);\(outcome.1);1;Anna\r\n"
    }
    return try example.folder.write(text, to: name)
  }

  /// Takes a file over.
  func take(_ path: String) throws -> VedettaCommand.Result {
    try run(["risk", "outcomes", "import", "--file", path], hasKey: false)
  }
}
