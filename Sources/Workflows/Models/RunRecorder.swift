internal import Concurrency
internal import Datasets
internal import Foundation
package import Registry

/// Records a request's run, and the model it made, in the registry.
///
/// Made when a workflow begins, because that is the moment noted as the start. What the user asked
/// for is written before anything is recorded, and a registry that cannot be written never undoes
/// it: the methods then return why, and the workflow passes that on as a warning.
package struct RunRecorder: Sendable {
  private let environment: RequestEnvironment
  private let clock: @Sendable () -> Timestamp
  private let actor: String?
  private let started: Timestamp

  /// A recorder of a run that begins now.
  ///
  /// - Parameters:
  ///   - environment: names the registry.
  ///   - clock: tells the moments of start and end.
  ///   - actor: who runs it, when the user said so (`$VEDETTA_ACTOR`).
  package init(
    _ environment: RequestEnvironment,
    clock: @escaping @Sendable () -> Timestamp = SystemClock.now,
    actor: String? = RequestEnvironment.actor
  ) {
    self.environment = environment
    self.clock = clock
    self.actor = actor
    started = clock()
  }

  /// The moment it is, by the recorder's clock.
  var now: Timestamp { clock() }

  /// Records that a contact list was written, and who is on it.
  ///
  /// - Parameters:
  ///   - id: identifier of the list.
  ///   - people: who is on it.
  ///   - list: makes the list from the digest of what is kept of these people.
  /// - Returns: why it could not be recorded; `nil` when it was.
  func issue(_ id: String, _ people: [ListPlace], _ list: (String) -> IssuedList) -> String? {
    reasonOfFailure {
      let store = try RegistryStore(folder: environment.registry, access: .writing)
      try store.issue(list(try store.keep(people, ofList: id)), when: clock(), actor: actor)
    }
  }

  /// Records a run that has ended.
  ///
  /// - Parameters:
  ///   - command: such as `risk score`.
  ///   - request: recorded as JSON; it must name no person.
  ///   - inputs: what was read.
  ///   - outputs: paths of what was written; files are digested here, what went down a pipe or to a
  ///     device is gone.
  ///   - outcome: how the run ended.
  /// - Returns: why the run could not be recorded; `nil` when it was.
  @discardableResult
  package func record(
    command: String,
    request: some Encodable,
    inputs: [InputDigest],
    outputs: [String],
    outcome: RunRecord.Outcome = .done
  ) -> String? {
    reasonOfFailure {
      let outputs = try outputs.filter { try PathKind.of($0) != .special }
        .map { try FileDigest(path: $0) }
      try log(command, request, inputs, outputs, outcome)
    }
  }

  /// Records the run that made a model folder, and registers the model.
  ///
  /// - Parameters:
  ///   - folder: the folder, complete.
  ///   - manifest: its manifest.
  ///   - command: such as `risk train`.
  ///   - request: recorded as JSON; it must name no person.
  ///   - inputs: what was read, under the paths given.
  ///   - outcome: how the run ended; a model whose fit was refused is registered all the same.
  /// - Returns: why it could not be recorded or registered; `nil` when it was.
  @discardableResult
  package func register(
    folder: ModelFolder,
    manifest: ModelManifest,
    command: String,
    request: some Encodable,
    inputs: [InputDigest],
    outcome: RunRecord.Outcome = .done
  ) -> String? {
    reasonOfFailure {
      let outputs = manifest.artefacts.map { artefact in
        FileDigest(
          path: folder.path(of: artefact.path),
          bytes: artefact.bytes,
          sha256: artefact.sha256
        )
      }
      try log(command, request, inputs, outputs, outcome)
      try log(.registered(ModelRegistration(of: folder)), when: clock())
    }
  }

  /// A request as a manifest keeps it: JSON without what must not change the result (threads, the
  /// registry's place, the output's) and with inputs under their file names.
  ///
  /// - Parameters:
  ///   - request: encodes as an object; its keys `environment` and `output` are left out.
  ///   - inputs: what it reads; a text that is the path of one becomes the file's name.
  /// - Returns: one line with sorted keys, the same wherever the request was made.
  /// - Throws: `EncodingError` for a request that JSON cannot hold, which would be a defect.
  package static func portable(_ request: some Encodable, inputs: [InputDigest] = []) throws
    -> String
  {
    let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(request))
    guard var object = encoded as? [String: Any] else { return try text(of: request) }
    for key in ["environment", "output"] { object[key] = nil }
    let data = try JSONSerialization.data(
      withJSONObject: named(object, inputs),
      options: [.sortedKeys, .withoutEscapingSlashes]
    )
    return String(decoding: data, as: UTF8.self)
  }

  /// A request with the names of files in the place of their paths.
  private static func named(_ object: [String: Any], _ inputs: [InputDigest]) -> [String: Any] {
    object.mapValues { value in
      if let part = value as? [String: Any] { return named(part, inputs) }
      let input = inputs.first { $0.file.path == value as? String }
      return input?.file.fileName ?? value
    }
  }

  private func log(
    _ command: String,
    _ request: some Encodable,
    _ inputs: [InputDigest],
    _ outputs: [FileDigest],
    _ outcome: RunRecord.Outcome
  ) throws {
    let finished = clock()
    let run = RunRecord(
      command: command,
      request: try Self.text(of: request),
      started: started,
      finished: finished,
      outcome: outcome,
      inputs: inputs,
      outputs: outputs
    )
    try log(.run(run), when: finished)
  }

  /// Adds to the log, which is what counts; the index takes it over now or when it is next opened.
  private func log(_ event: ActivityEvent, when: Timestamp) throws {
    try ActivityLog(folder: environment.registry).append(event, when: when, actor: actor)
    // What keeps the index from following loses nothing and is told when the registry is read.
    _ = try? RegistryStore(folder: environment.registry, access: .writing)
  }

  private static func text(of request: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(request), as: UTF8.self)
  }

  /// What stood in the way, with the place, for a warning that the command words.
  private func reasonOfFailure(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let problem as OutputProblem {
      guard case .system(let reason) = problem.cause else { return problem.path }
      return "\(problem.path): \(reason)"
    } catch let problem as DataProblem {
      let place = [problem.file, problem.line.map { "line \($0)" }].compactMap(\.self)
        .joined(separator: ", ")
      return switch problem.cause {
      case .digestMismatch: "\(place): changed since it was written"
      case .damagedIndex(let reason), .fileUnreadable(let reason): "\(place): \(reason)"
      default: "\(place): \(problem.cause)"
      }
    } catch {
      return "\(error)"
    }
  }
}
