internal import Datasets
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta risk approve, models retire, models verify", .tags(.endToEnd))
struct GovernanceCommandTests {
  @Test("an approval signs the list as it was written, and a changed list has none")
  func approved() throws {
    let outreach = try OutreachExample()
    let folder = outreach.example.folder.path("june")
    func approve(_ more: [String]) throws -> VedettaCommand.Result {
      try outreach.run(["risk", "approve", "--list", folder] + more)
    }
    let late = try approve(["--by", "Anna Bianchi", "--on", "2024-08-01"])
    #expect(late.status == 2)
    #expect(late.errorOutput.contains("the last day of the list was 2024-07-31"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/approvazione.json"))
    #expect(try approve(["--by", "Anna Bianchi", "--on", "2024-06-01"]).status == 0)
    #expect(try approve(["--check"]).output.contains("the approval holds, by Anna Bianchi"))
    let report = try outreach.json(["risk", "outcomes", "report"])
    let lists = try #require(report["lists"] as? [[String: Any]])
    #expect(lists.first?["approvedBy"] as? String == "Anna Bianchi")

    let signed = folder + "/approvazione.json"
    let text = try String(contentsOfFile: signed, encoding: .utf8)
    try Data(text.replacing("Anna", with: "Bruno").utf8).write(to: URL(filePath: signed))
    let forged = try approve(["--check"])
    #expect(forged.status == 2)
    #expect(forged.errorOutput.contains("not what was written and signed"))

    let list = URL(filePath: folder + "/lista.csv")
    var bytes = try Data(contentsOf: list)
    bytes[bytes.count - 3] ^= 1
    try bytes.write(to: list)
    let changed = try approve(["--by", "Anna Bianchi", "--on", "2024-06-01", "--force"])
    #expect(changed.status == 2)
    #expect(changed.errorOutput.contains("does not agree with its recorded digest"))
  }

  @Test("a retired model makes no list")
  func retired() throws {
    let example = try ListExample()
    let registry = example.folder.path("registry")
    let model = example.folder.path("own")
    let train = try VedettaCommand.run([
      "risk", "train", "--spec", example.folder.path("spec.yaml"), "--data",
      example.folder.path("people.csv"), "--out", model, "--registry", registry,
    ])
    try #require(train.status == 0, "\(train.errorOutput)")
    #expect(try example.list("before", model: model).status == 0)
    let retire = try VedettaCommand.run(["models", "retire", model, "--registry", registry])
    #expect(retire.status == 0)
    #expect(retire.output.contains("retired."))
    let run = try example.list("after", model: model)
    #expect(run.status == 2)
    #expect(run.errorOutput.contains("the model was taken out of use"))
    #expect(!FileManager.default.fileExists(atPath: example.folder.path("after")))
  }

  @Test("a model is retired when the months of its specification are over, not before")
  func retention() throws {
    let example = try ListExample()
    let registry = example.folder.path("registry")
    let spec = try String(contentsOfFile: example.folder.path("spec.yaml"), encoding: .utf8)
    try example.folder.write(spec + "retention: {months: 24}\n", to: "kept.yaml")
    for (name, file) in [("kept", "kept.yaml"), ("for-good", "spec.yaml")] {
      let train = try VedettaCommand.run([
        "risk", "train", "--spec", example.folder.path(file), "--data",
        example.folder.path("people.csv"), "--out", example.folder.path(name), "--registry",
        registry,
      ])
      try #require(train.status == 0, "\(train.errorOutput)")
    }
    func expired(on day: String) throws -> String {
      try VedettaCommand.run([
        "models", "retire", "--expired", "--on", day, "--registry", registry,
      ]).output
    }
    let now = CalendarDate(dayNumber: Int(Date().timeIntervalSince1970 / 86_400)).components.year
    #expect(try expired(on: "\(now + 1)-01-01").contains("Nothing to retire."))
    let later = try expired(on: "\(now + 3)-02-01")
    #expect(later.contains("kept: to be retired.") && !later.contains("for-good"))
  }

  @Test("a list kept long enough is erased only when asked, with its files and nobody else's")
  func erased() throws {
    let policy = ListExample.policy + "keep: 30 days\n"
    let outreach = try OutreachExample(policy: policy)
    let folder = outreach.example.folder
    try folder.write("mine\n", to: "june/appunti.txt")
    let arguments = ["models", "retire", "--expired", "--on"]
    let early = try outreach.json(arguments + ["2024-08-30"], hasKey: false)
    #expect((early["lists"] as? [Any])?.isEmpty == true)
    let asked = try outreach.json(arguments + ["2024-08-31"], hasKey: false)
    #expect((asked["lists"] as? [Any])?.count == 1)
    #expect(FileManager.default.fileExists(atPath: folder.path("june/lista.csv")))
    let done = try outreach.run(arguments + ["2024-08-31", "--erase"], hasKey: false)
    #expect(done.status == 0, "\(done.errorOutput)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("june")) == ["appunti.txt"]
    )
    let back = try outreach.take(outreach.returned([("rifiuta", "03/06/2024")]))
    #expect(back.status == 2)
    #expect(back.errorOutput.contains("who was on the list is erased"))
    #expect(try outreach.run(["models", "verify"], hasKey: false).status == 0)
  }

  @Test("verify finds one changed byte in the log and in what is kept of a list")
  func verified() throws {
    for name in ["activity.jsonl", "people"] {
      let outreach = try OutreachExample()
      let registry = outreach.example.folder.url.appending(path: "registry")
      #expect(try outreach.run(["models", "verify"], hasKey: false).status == 0)
      var file = registry.appending(path: name)
      if name == "people" {
        let folder = registry.appending(path: "lists/\(outreach.list)")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        file = folder.appending(path: try #require(found.first))
      }
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      let run = try outreach.run(["models", "verify"], hasKey: false)
      #expect(run.status == 2)
      #expect(run.output.contains("NOT INTACT"), "\(run.output)")
      guard name == "activity.jsonl" else { continue }
      // Somebody's objection may have stood there: neither lists nor outcomes go on.
      let list = try outreach.example.list("after")
      #expect(list.status == 2)
      #expect(list.errorOutput.contains("activity.jsonl, line"), "\(list.errorOutput)")
      #expect(try outreach.take(outreach.returned([("rifiuta", "03/06/2024")])).status == 2)
    }
  }

  @Test("a key that others can read, or that is gone, is refused where lists exist")
  func keys() throws {
    let outreach = try OutreachExample()
    let key = outreach.example.folder.path("list.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let arguments = ["risk", "objection", "--person", "P1", "--reason", "r"]
    let open = try outreach.run(arguments)
    #expect(open.status == 2)
    #expect(open.errorOutput.contains("only its owner can read"))
    try FileManager.default.removeItem(atPath: key)
    let gone = try outreach.run(arguments)
    #expect(gone.status == 2)
    #expect(!FileManager.default.fileExists(atPath: key))
    #expect(!gone.errorOutput.contains("P1 "))
    let list = try outreach.example.list("july", ["--issued", "2024-07-01"])
    #expect(list.status == 2)
    #expect(list.errorOutput.contains("list.key: there is no such file"))
    #expect(!FileManager.default.fileExists(atPath: key))
    #expect(!FileManager.default.fileExists(atPath: outreach.example.folder.path("july")))
  }

  @Test("a person's sheet names the lists and the objection, as far as the key is there")
  func sheet() throws {
    let outreach = try OutreachExample()
    let folder = outreach.example.folder
    let places = try outreach.example.rows("june/lista.csv")
    let objection = ["risk", "objection", "--reason", "r", "--date", "2024-06-05", "--person"]
    // Whose code is the first one's is found by asking for everybody's.
    var first: String?
    for number in 0..<200 where first == nil {
      let lifted = try outreach.json(objection + ["P\(number)", "--lift"])
      if lifted["code"] as? String == outreach.codes[0] { first = "P\(number)" }
    }
    let person = try #require(first)
    func sheet(_ more: [String]) throws -> VedettaCommand.Result {
      try VedettaCommand.run(
        [
          "risk", "score", "--person", person, "--model", outreach.example.model, "--data",
          folder.path("people.csv"), "--registry", folder.path("registry"),
        ] + more,
        environment: ["VEDETTA_KEY": folder.path("no.key")]
      )
    }
    let key = ["--key", folder.path("list.key")]
    let before = try sheet(key)
    #expect(before.status == 0, "\(before.errorOutput)")
    #expect(before.output.contains("- \(outreach.list): posto \(places[0]["posizione"] ?? "")"))
    #expect(!before.output.contains("Opposizione dal"))
    #expect(try outreach.run(objection + [person]).status == 0)
    #expect(try sheet(key).output.contains("Opposizione dal 2024-06-05"))
    #expect(try sheet([]).output.contains("serve la chiave"))
    let log = try String(contentsOfFile: folder.path("registry/activity.jsonl"), encoding: .utf8)
    #expect(!log.contains("\"\(person)\""))
  }
}
