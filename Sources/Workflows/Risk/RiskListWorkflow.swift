internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// What `risk list` is asked for.
package struct RiskListRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table of people.
  package var data: String
  /// Path of the `POLICY.yaml`.
  package var policy: String
  /// As-of date of the list; the latest in the data when `nil`.
  package var asOf: Month?
  /// File of the key that pseudonyms and the order of ties come from; `$VEDETTA_KEY`, else
  /// `pseudonym.key` in the user's settings, when `nil`.
  package var key: String?
  /// Folder to write to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    policy: String,
    asOf: Month? = nil,
    key: String? = nil,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.policy = policy
    self.asOf = asOf
    self.key = key
    self.output = output
    self.environment = environment
  }
}

/// What `risk list` gave.
package struct RiskListResult: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// Identifier of the list: the same inputs give the same one.
  package let list: String
  /// Name of the model.
  package let model: String
  /// As-of date; `nil` without an as-of column.
  package let asOf: String?
  /// What the list may be used for.
  package let purpose: String
  /// Last day on which it may be used.
  package let expires: String
  /// People who could have been on the list.
  package let candidates: Int
  /// Places filled.
  package let places: Int
  /// People left out whose score equals that of the last place.
  package let equalsLeftOut: Int
  /// SHA-256 of `lista.csv`.
  package let digest: String
  /// File of the key behind the pseudonyms.
  package let key: String
  /// True when the key file was made by this run.
  package let keyIsNew: Bool
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// What `summary.json` holds: the list's facts, and nothing of where or when it was made.
private struct ListSummary: Encodable {
  let list: String
  let model: String
  let asOf: String?
  let purpose: String
  let expires: String
  let candidates: Int
  let places: Int
  let equalsLeftOut: Int
  let digest: String
}

/// From a model, people and a policy to a list that an outreach team can work through.
package struct RiskListWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Ranks people and writes `lista.csv` (in the Italian form) and `summary.json`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskListRequest) throws -> RiskListResult {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      others: [(role: "policy", path: request.policy)],
      output: request.output,
      environment: request.environment
    )
    let model = input.model
    let policy = try ListPolicy(path: request.policy)
    let (people, date) = try Self.people(of: input.dataset, request.asOf, model.specification)
    let keyFile = try request.key ?? RequestEnvironment.defaultKeyFile()
    let key = try SecretKey(file: keyFile, registry: request.environment.registry)
    let hash = KeyedHash(key: key)
    let identifier = Self.identifier(input.digests, model, date)
    // Not of the data's bytes: saving a file again must not call other people.
    let order = [model.specification.name, date?.description].compactMap(\.self)
      .joined(separator: "/")
    let list = try ContactList(model, people, policy: policy) { person in
      hash.value(of: order + "/" + person)
    }
    let sheet = try ListSheet(
      list,
      identifier: identifier,
      model: model,
      people: people,
      policy: policy,
      policyFile: request.policy,
      asOf: date,
      pseudonym: hash.pseudonym(of:)
    )
    let digest = try OutputFolder.write(
      to: request.output,
      permissions: .ownerOnly,
      force: request.environment.force,
      files: ["lista.csv", "summary.json"]
    ) { folder in
      let path = folder.appending(path: "lista.csv").path
      try CSVWriter.write(
        sheet.dataset,
        to: path,
        style: .italian,
        permissions: .ownerOnly
      )
      let digest = try FileDigest(path: path).sha256
      let summary = ListSummary(
        list: identifier,
        model: model.specification.name,
        asOf: date?.description,
        purpose: policy.purpose,
        expires: policy.expires.description,
        candidates: list.candidates,
        places: list.entries.count,
        equalsLeftOut: list.equalsLeftOut,
        digest: digest
      )
      try JSONDocument.write(
        summary,
        to: folder.appending(path: "summary.json").path,
        permissions: .ownerOnly
      )
      return digest
    }
    let notRecorded = recorder.record(
      command: "risk list",
      request: request,
      inputs: input.digests,
      outputs: ["lista.csv", "summary.json"].map { request.output + "/" + $0 }
    )
    return RiskListResult(
      output: request.output,
      list: identifier,
      model: model.specification.name,
      asOf: date?.description,
      purpose: policy.purpose,
      expires: policy.expires.description,
      candidates: list.candidates,
      places: list.entries.count,
      equalsLeftOut: list.equalsLeftOut,
      digest: digest,
      key: keyFile,
      keyIsNew: key.isNew,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }

  /// The people of one date: that asked for, else the latest.
  private static func people(
    of dataset: Dataset,
    _ asOf: Month?,
    _ specification: RiskSpecification
  ) throws -> (people: Dataset, date: Month?) {
    guard let column = specification.asOf else {
      let (all, _) = try dataset.selecting(asOf: asOf.map { [$0] } ?? [], specification)
      return (all, nil)
    }
    guard let date = try asOf ?? dataset.months(ofColumn: column).max() else {
      throw DataProblem(.noRows, file: dataset.source)
    }
    return (try dataset.selecting(asOf: [date], specification).rows, date)
  }

  /// A short name for the list, from everything that decides its content.
  private static func identifier(
    _ inputs: [InputDigest],
    _ model: RiskModel,
    _ date: Month?
  ) -> String {
    let whole = ContentDigest.sha256(of: Array(inputs.map(\.file.sha256).joined().utf8))
    return [model.specification.name, date?.description, String(whole.prefix(8))]
      .compactMap { $0 }.joined(separator: "-")
  }
}
