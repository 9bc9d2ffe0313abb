internal import DataIO
internal import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// From a model, people and a policy to a list that an outreach team can work through.
package struct RiskListWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Ranks people and writes `lista.xlsx`, `lista.csv` (in the Italian form), who was left out and who could not
  /// be scored, and a summary.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskListRequest) throws -> RiskListResult {
    let recorder = RunRecorder(request.environment)
    let material = try ListMaterial(request)
    let list = try material.list()
    let files = try ListFiles(list, material)
    let places = list.places(material)
    let overlap = try material.standing.overlap(
      places.map(\.code),
      model: material.model.specification.name,
      issued: material.issued
    )
    // What calls bring could not be taken over for a list that the registry does not know.
    _ = try RegistryStore(folder: request.environment.registry, access: .writing)
    let digest = try files.write(to: request.output, force: request.environment.force)
    let notRecorded =
      recorder.record(
        command: "risk list",
        request: request,
        inputs: material.digests,
        outputs: ListFiles.names.map { request.output + "/" + $0 }
      )
      ?? recorder.issue(material.identifier, places) { people in
        IssuedList(material, request, list, digest: digest, people: people)
      }
    return RiskListResult(
      list,
      material,
      request,
      alsoOnLast: overlap,
      digest: digest,
      notRecorded: notRecorded
    )
  }
}

extension RiskListResult {
  fileprivate init(
    _ list: ContactList,
    _ material: ListMaterial,
    _ request: RiskListRequest,
    alsoOnLast: Overlap?,
    digest: String,
    notRecorded: String?
  ) {
    self.init(
      output: request.output,
      list: material.identifier,
      model: material.model.specification.name,
      asOf: material.asOf?.description,
      issued: material.issued?.description,
      purpose: material.policy.purpose,
      expires: material.policy.expires.description,
      people: list.people,
      waterfall: list.waterfall.map { step in
        Step(
          name: step.name,
          removed: step.removed,
          remaining: step.remaining,
          removedFromTop: step.removedFromTop
        )
      },
      candidates: list.candidates,
      capacity: material.policy.capacity.places,
      places: list.entries.count + list.absent.count,
      keptPlaces: list.entries.count { $0.isHeld } + list.absent.count,
      equalsLeftOut: list.equalsLeftOut,
      alsoOnLast: alsoOnLast,
      groups: list.groups.map { group in
        Group(name: group.name, candidates: group.candidates, places: group.places)
      },
      movedByQuotas: list.movedByQuotas,
      contactsWithoutPerson: material.contactsWithoutPerson,
      digest: digest,
      key: material.keyFile,
      keyIsNew: material.key.isNew,
      registryIsEmpty: material.registryIsEmpty,
      modelFault: ModelFault(material.model),
      files: ListFiles.names,
      notRecorded: notRecorded
    )
  }
}

extension ContactList {
  /// Who is on the list, by code.
  fileprivate func places(_ material: ListMaterial) -> [ListPlace] {
    let people = material.people
    let persons = material.model.specification.id.flatMap { people[$0] }
    let groups = material.policy.quotas.flatMap { people[$0.column] }
    let listed = entries.compactMap { entry -> ListPlace? in
      guard let person = persons?.text(at: entry.row) else { return nil }
      return ListPlace(
        code: material.code(of: person),
        position: entry.position,
        band: entry.band,
        group: groups?.text(at: entry.row)
      )
    }
    let kept = absent.map {
      ListPlace(code: $0.code, position: $0.position, band: nil, group: nil)
    }
    return (listed + kept).sorted { $0.position < $1.position }
  }
}

extension IssuedList {
  fileprivate init(
    _ material: ListMaterial,
    _ request: RiskListRequest,
    _ list: ContactList,
    digest: String,
    people: String
  ) {
    let policy = material.policy
    self.init(
      id: material.identifier,
      model: material.model.specification.name,
      asOf: material.asOf,
      issued: material.issued,
      expires: policy.expires,
      keepUntil: policy.expires.advanced(by: policy.keepDays),
      purpose: policy.purpose,
      digest: digest,
      folder: URL(filePath: request.output).standardizedFileURL.path,
      key: KeyedHash(key: material.key).fingerprint,
      places: list.entries.count + list.absent.count,
      groupColumn: policy.quotas?.column,
      corrects: material.earlier?.list,
      people: people
    )
  }
}
