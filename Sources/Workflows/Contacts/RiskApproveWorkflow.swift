internal import DataIO
package import Datasets
internal import Foundation
internal import Registry

/// What `risk approve` is asked for.
package struct RiskApproveRequest: Codable, Sendable, Equatable {
  /// Folder of the list.
  package var list: String
  /// Who approves it; only looks whether the approval there is holds when `nil`.
  package var name: String?
  /// The day on which it is approved, by which it must not have expired; today when `nil`.
  package var day: CalendarDate?
  /// File of the key that the list was made with.
  package var key: String?
  /// Force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    list: String,
    name: String? = nil,
    day: CalendarDate? = nil,
    key: String? = nil,
    environment: RequestEnvironment
  ) {
    self.list = list
    self.name = name
    self.day = day
    self.key = key
    self.environment = environment
  }
}

/// What `risk approve` gave.
package struct RiskApproveResult: Codable, Sendable, Equatable {
  /// Identifier of the list.
  package let list: String
  /// SHA-256 of its `lista.csv`.
  package let digest: String
  /// Who approved it.
  package let name: String
  /// When, as `2026-03-09T07:05:02.120Z`.
  package let when: String
  /// Path of the file with the signature.
  package let file: String
}

/// Somebody's name under a list, before it is used.
package struct RiskApproveWorkflow: Sendable {
  /// Name of the file with the signature, in the list's folder.
  package static let fileName = "approvazione.json"

  /// A workflow.
  package init() {}

  /// Signs a list as it was written, or looks whether its approval holds.
  ///
  /// - Throws: `DataProblem`: a list that the registry does not know, `.digestMismatch` for one
  ///   that was changed since, `.expired`, `.otherKey`, `.notAsSigned`; `OutputProblem`.
  package func run(_ request: RiskApproveRequest) throws -> RiskApproveResult {
    let recorder = RunRecorder(request.environment)
    let csv = request.list + "/lista.csv"
    let digest = try FileDigest(path: csv).sha256
    let access = request.name == nil ? RegistryStore.Access.reading : .writing
    let store = try RegistryStore(folder: request.environment.registry, access: access)
    let id = try Self.identifier(of: request.list)
    guard let list = try store.list(id) else { throw DataProblem(.unknownList, column: id) }
    guard list.list.digest == digest else { throw DataProblem(.digestMismatch, file: csv) }
    let key = try KeyedHash(
      file: request.key,
      knownAs: [list.list.key],
      environment: request.environment
    )
    let file = request.list + "/" + Self.fileName
    guard let name = request.name else { return try Self.check(list, key, file) }
    let now = recorder.now
    let today = request.day ?? now.day
    guard today <= list.list.expires else {
      throw DataProblem(.expired(day: list.list.expires), file: csv)
    }
    let approval = ListApproval(list: id, digest: digest, name: name, when: now, key: key)
    try JSONDocument.write(
      approval,
      to: file,
      permissions: .ownerOnly,
      force: request.environment.force
    )
    try store.approve(approval, actor: RequestEnvironment.actor)
    return RiskApproveResult(approval, file: file)
  }

  private static func identifier(of folder: String) throws -> String {
    struct Summary: Decodable { let list: String }
    return try JSONDocument.read(Summary.self, path: folder + "/summary.json").list
  }

  private static func check(_ list: RegisteredList, _ key: KeyedHash, _ file: String) throws
    -> RiskApproveResult
  {
    let approval = try JSONDocument.read(ListApproval.self, path: file)
    guard approval.isSigned(by: key), approval.digest == list.list.digest,
      approval.list == list.list.id
    else { throw DataProblem(.notAsSigned, file: file) }
    return RiskApproveResult(approval, file: file)
  }
}

extension RiskApproveResult {
  fileprivate init(_ approval: ListApproval, file: String) {
    self.init(
      list: approval.list,
      digest: approval.digest,
      name: approval.name,
      when: approval.when.description,
      file: file
    )
  }
}
