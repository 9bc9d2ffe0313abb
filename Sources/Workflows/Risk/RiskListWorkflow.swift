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
    let digest = try files.write(to: request.output, force: request.environment.force)
    let notRecorded = recorder.record(
      command: "risk list",
      request: request,
      inputs: material.digests,
      outputs: ListFiles.names.map { request.output + "/" + $0 }
    )
    return RiskListResult(list, material, request, digest: digest, notRecorded: notRecorded)
  }
}

extension RiskListResult {
  fileprivate init(
    _ list: ContactList,
    _ material: ListMaterial,
    _ request: RiskListRequest,
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
      groups: list.groups.map { group in
        Group(name: group.name, candidates: group.candidates, places: group.places)
      },
      movedByQuotas: list.movedByQuotas,
      contactsWithoutPerson: material.contactsWithoutPerson,
      digest: digest,
      key: material.keyFile,
      keyIsNew: material.key.isNew,
      modelFault: ModelFault(material.model),
      files: ListFiles.names,
      notRecorded: notRecorded
    )
  }
}
