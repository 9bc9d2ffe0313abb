import Foundation
import TestSupport
import Testing

/// What a user sees when input is wrong: one sentence with the place, the exit code, nothing left.
@Suite(.tags(.endToEnd)) struct `When risk train goes wrong` {
  struct Case: CustomTestStringConvertible, Sendable {
    let claim: String
    var data: String? = Self.good
    var specification: String? = Self.plain
    let status: Int32
    let words: [String]
    var testDescription: String { claim }

    static let good =
      "id,age,area,neet\n1,20,a,0\n2,25,b,1\n3,22,a,1\n4,30,b,0\n5,28,a,1\n6,21,b,0\n"
    static let plain = """
      name: test
      id: id
      target: {column: neet, positive: 1}
      features:
        - {column: age, kind: numeric}

      """
  }

  static let cases: [Case] = [
    Case(claim: "a missing file", data: nil, status: 2, words: ["data.csv", "no such file"]),
    Case(claim: "an empty file", data: "", status: 2, words: ["data.csv", "empty"]),
    Case(claim: "a header only", data: "id,age,neet\n", status: 2, words: ["header and no rows"]),
    Case(
      claim: "a column the specification names and the file lacks",
      data: Case.good.replacing("age", with: "agee"),
      status: 2,
      words: ["\"age\"", "did you mean \"agee\""]
    ),
    Case(
      claim: "a target of one value",
      data: Case.good.replacing(",1\n", with: ",0\n"),
      status: 2,
      words: ["\"neet\"", "one value only"]
    ),
    Case(
      claim: "a target of three values",
      data: Case.good + "7,40,b,2\n",
      status: 2,
      words: ["\"neet\"", "3 values"]
    ),
    Case(
      claim: "text in a numeric column",
      data: Case.good.replacing("22", with: "secret"),
      status: 2,
      words: ["line 4", "\"age\"", "not a number; correct it, or leave it empty after", "missing:"]
    ),
    Case(
      claim: "text in a numeric column that may have empty cells",
      data: Case.good.replacing("22", with: "secret"),
      specification: Case.plain + "missing: indicator\n",
      status: 2,
      words: ["line 4", "\"age\"", "not a number; correct it or leave it empty."]
    ),
    Case(
      claim: "text in a column of weights",
      data: Case.good.replacing("22", with: "secret"),
      specification: Case.plain.replacing("age, kind: numeric", with: "area, kind: categorical")
        + "weights: {sampling: age}\n",
      status: 2,
      words: ["line 4", "\"age\"", "not a number; correct it or leave the row out."]
    ),
    Case(
      claim: "a number that is not finite",
      data: Case.good.replacing("22", with: "inf"),
      status: 2,
      words: ["line 4", "\"age\"", "not finite; correct it or leave the row out."]
    ),
    Case(
      claim: "an empty cell",
      data: Case.good.replacing("22", with: ""),
      status: 2,
      words: ["line 4", "\"age\"", "empty"]
    ),
    Case(
      claim: "an interaction with a column that is no feature",
      specification: Case.plain + "interactions: [[age, area]]\n",
      status: 2,
      words: ["spec.yaml, line 6", "interactions[1]", "\"area\" is not"]
    ),
    Case(
      claim: "an interaction with a spline",
      specification: Case.plain.replacing("numeric", with: "spline, knots: 1")
        + "  - {column: area, kind: categorical}\ninteractions: [[age, area]]\n",
      status: 2,
      words: ["interactions[1]", "\"age\" is a spline"]
    ),
    Case(
      claim: "a spline without knots",
      specification: Case.plain.replacing("numeric", with: "spline"),
      status: 2,
      words: ["features[1].knots", "key is missing"]
    ),
    Case(
      claim: "a spline with more knots than the column has values",
      data: Case.good.replacing("20", with: "30").replacing("22", with: "30")
        .replacing("28", with: "25").replacing("21", with: "25"),
      specification: Case.plain.replacing("numeric", with: "spline, knots: 3"),
      status: 2,
      words: ["\"age\"", "at least", "distinct values"]
    ),
    Case(
      claim: "a key of another kind of feature",
      specification: Case.plain.replacing("numeric", with: "numeric, knots: 3"),
      status: 2,
      words: ["features[1].knots", "no such key for a numeric feature"]
    ),
    Case(
      claim: "weights that are all zero",
      data: Case.good.replacing("neet", with: "neet,w").replacing("0\n", with: "0,0\n")
        .replacing("1\n", with: "1,0\n"),
      specification: Case.plain + "weights: {sampling: w}\n",
      status: 2,
      words: ["\"w\"", "a weight above 0"]
    ),
    Case(
      claim: "a row with a cell too many",
      data: Case.good.replacing("3,22,a,1", with: "3,22,a,1,9"),
      status: 2,
      words: ["line 4", "5 cells", "4"]
    ),
    Case(
      claim: "two columns of one name",
      data: Case.good.replacing("area", with: "age"),
      status: 2,
      words: ["two columns", "\"age\""]
    ),
    Case(
      claim: "a zero byte",
      data: Case.good.replacing("22", with: "2\0"),
      status: 2,
      words: ["line 4", "zero byte"]
    ),
    Case(
      claim: "a quote that does not close",
      data: Case.good.replacing("22", with: "\"22"),
      status: 2,
      words: ["line 4", "quote"]
    ),
    Case(
      claim: "a missing specification",
      specification: nil,
      status: 2,
      words: ["spec.yaml", "no such file"]
    ),
    Case(
      claim: "an unknown key",
      specification: Case.plain.replacing("features", with: "featurs"),
      status: 2,
      words: ["spec.yaml", "line 4", "did you mean \"features\""]
    ),
    Case(
      claim: "a missing key",
      specification: Case.plain.replacing("name: test\n", with: ""),
      status: 2,
      words: ["\"name\"", "missing"]
    ),
    Case(
      claim: "a value of the wrong kind",
      specification: Case.plain.replacing("numeric", with: "numerical"),
      status: 2,
      words: ["line 5", "numeric, categorical or spline"]
    ),
    Case(
      claim: "a specification that is no YAML",
      specification: "name: [test\n",
      status: 2,
      words: ["spec.yaml", "not well formed"]
    ),
    Case(
      claim: "a sensitive column that is no feature",
      specification: Case.plain + "sensitive: [Age]\n",
      status: 2,
      words: ["spec.yaml", "line 6", "\"Age\"", "did you mean \"age\""]
    ),
    Case(
      claim: "an id that is no column",
      specification: Case.plain.replacing("id: id", with: "id: idd"),
      status: 2,
      words: ["data.csv", "\"idd\"", "did you mean \"id\""]
    ),
    Case(
      claim: "a reference level that does not occur",
      specification: Case.plain.replacing(
        "age, kind: numeric",
        with: "area, kind: categorical, reference: c"
      ),
      status: 2,
      words: ["\"area\"", "does not occur"]
    ),
  ]

  @Test(arguments: ["2", "GB", "-1GB", "0MB", "1e30GB", "2 G"])
  func `an amount of memory that is none is wrong use`(amount: String) throws {
    let run = try VedettaCommand.run([
      "risk", "train", "--spec", "spec.yaml", "--data", "data.csv", "--out", "model",
      "--memory=\(amount)",
    ])
    #expect(run.status == 64)
    #expect(run.errorOutput.contains("such as 2GB"), "\(run.errorOutput)")
  }

  @Test func `a fit beyond --memory is refused with what it needs and what helps`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Case.good, to: "data.csv")
    try folder.write(Case.plain, to: "spec.yaml")
    let run = try VedettaCommand.run([
      "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("data.csv"),
      "--out", folder.path("model"), "--registry", folder.path("registry"), "--memory", "0.1KB",
    ])
    #expect(run.status == 2)
    for word in ["2 coefficients", "--memory", "pool_below"] {
      #expect(run.errorOutput.contains(word), "\(run.errorOutput) lacks \(word)")
    }
  }

  @Test(arguments: cases, [[], ["--stream"]])
  func `is named in one sentence and leaves nothing`(example: Case, options: [String]) throws {
    let folder = try TemporaryFolder()
    if let data = example.data { try folder.write(data, to: "data.csv") }
    if let text = example.specification { try folder.write(text, to: "spec.yaml") }
    let run = try VedettaCommand.run(
      [
        "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("data.csv"),
        "--out", folder.path("model"), "--registry", folder.path("registry"),
      ] + options
    )
    #expect(run.status == example.status, "\(run.errorOutput)")
    for word in example.words {
      #expect(run.errorOutput.contains(word), "\(run.errorOutput) lacks \(word)")
    }
    #expect(run.output.isEmpty)
    #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
    #expect(!run.errorOutput.contains("secret"), "a cell's content is in the message")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(Set(left).isSubset(of: ["data.csv", "spec.yaml"]), "\(left)")
  }

  private static func train(
    _ folder: TemporaryFolder,
    data: String,
    specification: String = Case.plain,
    options: [String] = [],
    out: String = "model"
  ) throws -> VedettaCommand.Result {
    try folder.write(data, to: "data.csv")
    try folder.write(specification, to: "spec.yaml")
    return try VedettaCommand.run(
      [
        "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("data.csv"),
        "--out", folder.path(out), "--registry", folder.path("registry"),
      ] + options
    )
  }

  @Test func `a level of one outcome is named, the rest is finite, and Firth is offered`() throws {
    let data =
      "id,age,area,neet\n1,20,a,0\n2,25,b,1\n3,22,a,0\n4,30,b,0\n5,28,a,0\n6,21,b,0\n7,22,b,1\n"
    let specification = Case.plain + "  - {column: area, kind: categorical, reference: b}\n"
    let folder = try TemporaryFolder()
    let refused = try Self.train(folder, data: data, specification: specification)
    #expect(refused.status == 1)
    #expect(
      refused.errorOutput.contains("separated by area=a, whose")
        && refused.errorOutput.contains("(all 3 rows of area=a are negative)")
        && refused.errorOutput.contains("estimator: firth"),
      "\(refused.errorOutput)"
    )
    let printed = try VedettaCommand.run([
      "risk", "coefficients", "--model", folder.path("model"), "--format", "csv",
    ])
    let lines = printed.output.split(separator: "\n").map(String.init)
    #expect(lines.last?.hasPrefix("area=a,-inf,,,,0.0,,,infinite") == true, "\(lines)")
    // R 4.2.2, glm(neet ~ age) on the rows of area b, to which the limit of the fit comes down.
    let age = lines.first { $0.hasPrefix("age,") }?.split(separator: ",").compactMap { Double($0) }
    expectClose(age?.first ?? .nan, -0.17232183372033344, relativeTolerance: 1e-7)
    expectClose(age?.dropFirst().first ?? .nan, 0.31018414683788864, relativeTolerance: 1e-7)
    let firth = try Self.train(
      folder,
      data: data,
      specification: specification + "estimator: firth\n",
      options: ["--force"]
    )
    #expect(firth.status == 0, "\(firth.errorOutput)")
    let note =
      "note: all 3 rows of area=a are negative: only a penalty or Firth's correction keeps such "
      + "estimates finite.\n"
    #expect(firth.errorOutput.contains(note), "\(firth.errorOutput)")
    let ridge = try Self.train(
      folder,
      data: data,
      specification: specification + "penalty: {kind: ridge, lambda: 0.1}\n",
      options: ["--force", "--json"]
    )
    #expect(ridge.status == 0 && ridge.errorOutput.contains(note), "\(ridge.errorOutput)")
    let document = try JSONSerialization.jsonObject(with: Data(ridge.output.utf8))
    let found = (document as? [String: Any])?["oneOutcomeLevels"] as? [[String: Any]] ?? []
    #expect(found.count == 1)
    #expect(
      found.first?["variable"] as? String == "area" && found.first?["level"] as? String == "a"
    )
    #expect(found.first?["rows"] as? Int == 3 && found.first?["outcome"] as? String == "negative")
  }

  @Test func `separation is refused with the term named, and accepted by name`() throws {
    let separated = "id,age,neet\n1,20,0\n2,21,0\n3,22,0\n4,30,1\n5,31,1\n6,32,1\n"
    let folder = try TemporaryFolder()
    let refused = try Self.train(folder, data: separated)
    #expect(refused.status == 1)
    #expect(
      refused.errorOutput.contains("separated by (Intercept), age")
        || refused.errorOutput.contains("age")
    )
    let table = try VedettaCommand.run([
      "risk", "coefficients", "--model", folder.path("model"), "--format", "csv",
    ])
    #expect(table.output.contains("age,inf,,,,inf,,,infinite"), "\(table.output)")
    let accepted = try Self.train(
      folder,
      data: separated,
      options: ["--allow", "separation", "--force"]
    )
    #expect(accepted.status == 0, "\(accepted.errorOutput)")
  }

  @Test func `an aliased column is refused with its combination, and accepted by name`() throws {
    let lines = Case.good.split(separator: "\n").enumerated().map { position, line in
      let age = Double(line.split(separator: ",")[1])
      return position == 0 ? "\(line),double" : "\(line),\(2 * (age ?? 0) + 1)"
    }
    let specification = Case.plain + "  - {column: double, kind: numeric}\n"
    let folder = try TemporaryFolder()
    let data = lines.joined(separator: "\n") + "\n"
    let refused = try Self.train(folder, data: data, specification: specification)
    #expect(refused.status == 1)
    #expect(refused.errorOutput.contains("\"double\" is 1 + 2 age"), "\(refused.errorOutput)")
    let accepted = try Self.train(
      folder,
      data: data,
      specification: specification,
      options: ["--allow", "aliasing", "--force"]
    )
    #expect(accepted.status == 0, "\(accepted.errorOutput)")
  }

  @Test func `rare values of a column are not named in a message`() throws {
    let specification = Case.plain.replacing(
      "column: neet, positive: 1",
      with: "column: area, positive: c"
    )
    let folder = try TemporaryFolder()
    let run = try Self.train(
      folder,
      data: Case.good.replacing(",a,", with: ",Rossi,").replacing(",b,", with: ",Bianchi,"),
      specification: specification
    )
    #expect(run.status == 2)
    #expect(!run.errorOutput.contains("Rossi") && !run.errorOutput.contains("Bianchi"))
  }

  @Test func `an id named like a column of the scores is refused, not a crash`() throws {
    let folder = try TemporaryFolder()
    let specification = Case.plain.replacing("id: id", with: "id: rank")
    let data = Case.good.replacing("id,", with: "rank,")
    #expect(try Self.train(folder, data: data, specification: specification).status == 0)
    let run = try VedettaCommand.run([
      "risk", "score", "--model", folder.path("model"), "--data", folder.path("data.csv"),
      "--out", folder.path("scores.csv"), "--registry", folder.path("registry"),
    ])
    #expect(run.status == 2 && run.errorOutput.contains("\"rank\""), "\(run.errorOutput)")
  }

  @Test func `a model whose fit was refused is used with a warning`() throws {
    let folder = try TemporaryFolder()
    let separated = "id,age,neet\n1,20,0\n2,21,0\n3,22,0\n4,30,1\n5,31,1\n6,32,1\n"
    #expect(try Self.train(folder, data: separated).status == 1)
    let run = try VedettaCommand.run([
      "risk", "score", "--model", folder.path("model"), "--data", folder.path("data.csv"),
      "--out", folder.path("scores.csv"), "--registry", folder.path("registry"),
    ])
    #expect(
      run.errorOutput.contains("refused when it was trained (separated)"),
      "\(run.errorOutput)"
    )
  }

  @Test func `an output that exists is kept unless --force is given`() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.train(folder, data: Case.good).status == 0)
    let before = try Data(contentsOf: folder.url.appending(path: "model/model.json"))
    let again = try Self.train(folder, data: Case.good + "7,23,a,1\n")
    #expect(again.status == 73)
    #expect(again.errorOutput.contains("exists already"))
    #expect(try Data(contentsOf: folder.url.appending(path: "model/model.json")) == before)
    #expect(try Self.train(folder, data: Case.good, options: ["--force"]).status == 0)
  }

  @Test func `a folder that is not there cannot be written to`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.train(folder, data: Case.good, out: "nowhere/model")
    #expect(run.status == 73, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("cannot be written"))
  }

  @Test func `wrong use exits with 64 and shows the usage`() throws {
    let run = try VedettaCommand.run(["risk", "train", "--specification", "x"])
    #expect(run.status == 64)
    let allow = try VedettaCommand.run([
      "risk", "train", "--spec", "a", "--data", "b", "--out", "c", "--allow", "everything",
    ])
    #expect(allow.status == 64, "\(allow.errorOutput)")
  }

  @Test func `a changed model file is refused`() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.train(folder, data: Case.good).status == 0)
    let file = folder.url.appending(path: "model/model.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("\"rows\" : 6", with: "\"rows\" : 7").utf8).write(to: file)
    let run = try VedettaCommand.run(["risk", "coefficients", "--model", folder.path("model")])
    #expect(run.status == 2 && run.errorOutput.contains("digest"), "\(run.errorOutput)")
  }

  @Test func `a disk that is full leaves nothing half written`() throws {
    // A limit on the size of files stands in for the full disk: the system refuses the write.
    let folder = try TemporaryFolder()
    let rows = (0..<5000).map { "\($0),\(20 + $0 % 13),a,\($0 % 2)\n" }.joined()
    #expect(try Self.train(folder, data: "id,age,area,neet\n" + rows).status == 0)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      "ulimit -f 8; exec \"$0\" risk score --model \"$1/model\" --data \"$1/data.csv\" "
        + "--out \"$1/scores.csv\" --registry \"$1/registry-2\" 2> \"$1/words\"",
      VedettaCommand.executable.path, folder.url.path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 73)
    let words = try String(contentsOf: folder.url.appending(path: "words"), encoding: .utf8)
    #expect(words.contains("scores.csv") && words.contains("nothing was left behind"), "\(words)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!left.contains { $0.contains("scores") }, "\(left)")
  }

  @Test func `an interrupted run leaves no output under its name`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<200_000).map { "\($0),\(20 + $0 % 13),a,\($0 * 7 % 5 % 2)\n" }.joined()
    try folder.write("id,age,area,neet\n" + rows, to: "data.csv")
    try folder.write(Case.plain, to: "spec.yaml")
    let process = Process()
    process.executableURL = VedettaCommand.executable
    process.arguments = [
      "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("data.csv"),
      "--out", folder.path("model"), "--registry", folder.path("registry"),
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(30_000)
    process.interrupt()
    process.waitUntilExit()
    let model = folder.url.appending(path: "model")
    // Either the run was faster than the signal, and its folder is whole, or there is none.
    if FileManager.default.fileExists(atPath: model.path) {
      let files = try FileManager.default.contentsOfDirectory(atPath: model.path).sorted()
      #expect(files == ["card.md", "manifest.json", "model.json"])
    }
  }
}
