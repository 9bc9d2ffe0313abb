internal import Foundation
internal import TestSupport
internal import Testing

/// Two hundred made-up people with a model of their own, for tests of lists by command.
final class ListExample: Sendable {
  let folder: TemporaryFolder
  /// The example whose model is used; this one's own when `nil`.
  private let fitted: ListExample?

  /// Folder of the model that is used.
  var model: String { (fitted ?? self).folder.path("model") }

  /// Fitted once for all tests.
  private static let shared = Result { try ListExample(fitting: true) }

  /// The policy of most tests: nine filters, quotas by Municipio, contacts.
  static let policy = """
    capacity: {total: 45, per: month, operators: [Anna, Bruno]}
    quotas: {column: municipio, kind: proportional}
    filters:
      - {name: eta, keep: {column: eta, at_least: 16, at_most: 29}}
      - {name: trasferito, drop: {column: residenza, in: [altrove, estero]}}
      - {name: rioccupato, drop: {column: rioccupato, missing: false}}
      - {name: meno_di_30_giorni, drop: {column: cessazione, after: issued - 30 days}}
      - {name: in_carico, drop: {file: in_carico.csv, key: id}}
      - {name: contattato, drop: {file: chiamate.csv, key: id, column: data, since: issued - 90 days}}
      - {name: opposizione, drop: {file: opposizioni.csv, key: id}}
      - {name: senza_telefono, drop: {phone: missing}}
      - {name: controllo, drop: {column: gruppo, is: controllo}}
    contacts: {file: contatti.csv, key: id, phone: telefono, columns: [cognome]}
    purpose: Invito
    expires: 2024-07-31

    """

  /// More people than a column of groups has groups.
  static let crowd =
    "id,as_of,x,neet,municipio,eta,residenza,rioccupato,cessazione,gruppo\n"
    + (0..<600).map { "P\($0),2024-06,\($0 % 7),0,1,20,Milano,,2024-02-01,contatto\n" }.joined()

  convenience init() throws { try self.init(fitting: false) }

  private init(fitting: Bool) throws {
    fitted = fitting ? nil : try Self.shared.get()
    folder = try TemporaryFolder()
    var data = "id,as_of,x,neet,municipio,eta,residenza,rioccupato,cessazione,gruppo\n"
    var contacts = "id;cognome;telefono\r\n"
    for person in 0..<200 {
      let x = (person * 37) % 101
      let age = 15 + person % 16
      let home = person % 23 == 0 ? "estero" : "Milano"
      let rehired = person % 19 == 0 ? "2024-05-02" : ""
      let day = person % 11 == 0 ? "2024-05-20" : "2024-02-\(10 + person % 10)"
      let group = person % 17 == 0 ? "controllo" : "contatto"
      let outcome = (x + person % 50) > 75 ? 1 : 0
      data +=
        "P\(person),2024-06,\(x),\(outcome),\(1 + person % 5 * person % 9),\(age),\(home),"
        + "\(rehired),\(day),\(group)\n"
      let phone =
        switch person % 13 {
        case 0: ""
        case 1: "02 12345\(100 + person)"
        default: "+39 333 12345\(100 + person)"
        }
      contacts += "P\(person);=HYPERLINK(\(person));\(phone)\r\n"
    }
    try folder.write(data, to: "people.csv")
    try folder.write(contacts, to: "contatti.csv")
    try folder.write("id\nP3\nP44\nP999\n", to: "in_carico.csv")
    try folder.write("id,data\nP5,2024-05-01\nP6,2023-01-01\nP7,2024-04-30\n", to: "chiamate.csv")
    try folder.write("id\nP8\nP9\n", to: "opposizioni.csv")
    try folder.write(Self.policy, to: "policy.yaml")
    try folder.write(
      """
      name: t
      id: id
      as_of: as_of
      target: {column: neet}
      features:
        - {column: x, kind: numeric, label: {it: "mesi senza lavoro"}}

      """,
      to: "spec.yaml"
    )
    guard fitting else { return }
    let train = try VedettaCommand.run([
      "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("people.csv"),
      "--out", folder.path("model"), "--registry", folder.path("registry"),
    ])
    try #require(train.status == 0, "\(train.errorOutput)")
  }

  /// Runs `risk list`.
  func list(
    _ name: String,
    model: String? = nil,
    policy: String = "policy.yaml",
    data: String = "people.csv",
    _ more: [String] = []
  ) throws -> VedettaCommand.Result {
    try VedettaCommand.run(
      [
        "risk", "list", "--model", model ?? self.model, "--data",
        folder.path(data),
        "--policy", folder.path(policy), "--out", folder.path(name),
      ] + (more.contains("--registry") ? [] : ["--registry", folder.path("registry")])
        + (more.contains("--key") ? [] : ["--key", folder.path("list.key")]) + more
    )
  }

  /// The rows of a written table, as cells by name.
  func rows(_ path: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.url.appending(path: path), encoding: .utf8)
    var lines = text.components(separatedBy: "\r\n").dropLast().map {
      $0.components(separatedBy: ";")
    }
    lines[0][0] = lines[0][0].replacingOccurrences(of: "\u{FEFF}", with: "")
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }
}
