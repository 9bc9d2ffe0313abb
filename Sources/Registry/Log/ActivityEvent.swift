/// Something that the log keeps for good.
package enum ActivityEvent: Equatable, Sendable {
  /// A command ran.
  case run(RunRecord)
  /// A model folder was registered.
  case registered(ModelRegistration)
  /// A model was taken out of use.
  case retired(folder: String)
  /// A contact list was written.
  case issued(IssuedList)
  /// Somebody approved a list.
  case approved(ListApproval)
  /// Something of a list was taken over or erased.
  case list(ListDeed)
  /// People are not to be contacted, or may be again.
  case suppressed(SuppressionChange)
}

/// A run of a command, from start to end.
package struct RunRecord: Codable, Equatable, Sendable {
  /// How a run ended.
  package enum Outcome: String, Codable, Sendable {
    /// The outputs were written.
    case done
    /// The statistics refused.
    case refused
    /// Something else stood in the way.
    case failed
  }

  /// The command, such as `risk train`.
  package let command: String
  /// Its request as a JSON document, opaque here.
  package let request: String
  /// When it began.
  package let started: Timestamp
  /// When it ended.
  package let finished: Timestamp
  /// How it ended.
  package let outcome: Outcome
  /// What it read.
  package let inputs: [InputDigest]
  /// What it wrote.
  package let outputs: [FileDigest]

  /// A run.
  package init(
    command: String,
    request: String,
    started: Timestamp,
    finished: Timestamp,
    outcome: Outcome,
    inputs: [InputDigest],
    outputs: [FileDigest]
  ) {
    self.command = command
    self.request = request
    self.started = started
    self.finished = finished
    self.outcome = outcome
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// A model folder under its name, with the digest of its manifest.
package struct ModelRegistration: Codable, Equatable, Sendable {
  /// Name of the model.
  package let name: String
  /// What it is for.
  package let kind: ModelKind
  /// Absolute path of its folder.
  package let folder: String
  /// SHA-256 of its `manifest.json`, by which every file of the folder is held.
  package let manifestDigest: String

  /// A registration.
  package init(name: String, kind: ModelKind, folder: String, manifestDigest: String) {
    self.name = name
    self.kind = kind
    self.folder = folder
    self.manifestDigest = manifestDigest
  }

  /// The registration of a model folder as it stands.
  ///
  /// - Throws: `DataProblem` when the folder has no manifest, or what stands there is none.
  package init(of model: ModelFolder) throws {
    let manifest = try model.readManifest()
    self.init(
      name: manifest.name,
      kind: manifest.kind,
      folder: model.absolutePath,
      manifestDigest: try FileDigest(path: model.path(of: ModelFolder.manifestFile)).sha256
    )
  }
}

extension ActivityEvent: Codable {
  private enum Key: String, CodingKey {
    case run, registered, retired, issued, approved, list, suppressed
  }

  /// Reads an event from an object of one key, its kind.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let run = try container.decodeIfPresent(RunRecord.self, forKey: .run) {
      self = .run(run)
    } else if let model = try container.decodeIfPresent(ModelRegistration.self, forKey: .registered)
    {
      self = .registered(model)
    } else if let list = try container.decodeIfPresent(IssuedList.self, forKey: .issued) {
      self = .issued(list)
    } else if let approval = try container.decodeIfPresent(ListApproval.self, forKey: .approved) {
      self = .approved(approval)
    } else if let deed = try container.decodeIfPresent(ListDeed.self, forKey: .list) {
      self = .list(deed)
    } else if let change = try container.decodeIfPresent(
      SuppressionChange.self,
      forKey: .suppressed
    ) {
      self = .suppressed(change)
    } else {
      self = .retired(folder: try container.decode(String.self, forKey: .retired))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .run(let run): try container.encode(run, forKey: .run)
    case .registered(let model): try container.encode(model, forKey: .registered)
    case .retired(let folder): try container.encode(folder, forKey: .retired)
    case .issued(let list): try container.encode(list, forKey: .issued)
    case .approved(let approval): try container.encode(approval, forKey: .approved)
    case .list(let deed): try container.encode(deed, forKey: .list)
    case .suppressed(let change): try container.encode(change, forKey: .suppressed)
    }
  }
}
