package import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// What `models retire` is asked for.
package struct ModelsRetireRequest: Codable, Equatable, Sendable {
  /// Name of a registered model, or path of a model folder; what has been kept long enough when
  /// `nil`.
  package var model: String?
  /// The day by which days of keeping must be over; today when `nil`.
  package var day: CalendarDate?
  /// False only to say what would be done with what has been kept long enough.
  package var isDone: Bool
  /// Registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String? = nil,
    day: CalendarDate? = nil,
    isDone: Bool = false,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.day = day
    self.isDone = isDone
    self.environment = environment
  }
}

/// What `models retire` gave.
package struct ModelsRetireResult: Codable, Equatable, Sendable {
  /// Models taken out of use, or that would be.
  package let models: [ModelSummary]
  /// Lists whose people are erased, or would be.
  package let lists: [List]
  /// False when nothing was done yet.
  package let isDone: Bool
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// A list that has been kept long enough.
  package struct List: Codable, Equatable, Sendable {
    /// Identifier of the list.
    package let list: String
    /// Last day of keeping it.
    package let keepUntil: String
    /// Its files, where it was written to, that go with it.
    package let files: [String]
    /// True when another file stands in the place of its `lista.csv`, or none, so that copies of
    /// it must be looked for by hand.
    package let isElsewhere: Bool
  }
}

/// The end of using a model, and of keeping persons.
package struct ModelsRetireWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Takes a model out of use; or all models and lists whose days of keeping are over: who was on
  /// a list, what calling them brought, and the list's files where they were written are erased,
  /// and the log keeps digests.
  ///
  /// - Throws: `DataProblem` for an unknown model; `OutputProblem`.
  package func run(_ request: ModelsRetireRequest) throws -> ModelsRetireResult {
    let recorder = RunRecorder(request.environment)
    let isDone = request.isDone || request.model != nil
    let store = try RegistryStore(
      folder: request.environment.registry,
      access: isDone ? .writing : .reading
    )
    let now = recorder.now
    let today = request.day ?? now.day
    var models: [RegisteredModel] = []
    var lists: [RegisteredList] = []
    if let name = request.model {
      guard let model = try ModelReference(name, in: store).registered else {
        throw DataProblem(.unknownModel(nearest: nil), column: name)
      }
      if model.status == .active { models = [model] }
    } else {
      models = try store.models().filter { $0.status == .active && $0.isOver(on: today) }
      lists = try store.lists().filter { $0.status != .erased && $0.list.keepUntil < today }
    }
    let places = lists.map { ListPlaceOnDisk($0.list) }
    if isDone {
      for model in models {
        try store.retire(model, when: now, actor: RequestEnvironment.actor)
      }
      for (list, place) in zip(lists, places) {
        try place.erase()
        try store.erase(list, when: now, actor: RequestEnvironment.actor)
      }
    }
    let notRecorded =
      isDone
      ? recorder.record(command: "models retire", request: request, inputs: [], outputs: [])
      : nil
    return ModelsRetireResult(
      models: models.map(ModelSummary.init),
      lists: zip(lists, places).map { list, place in
        .init(
          list: list.list.id,
          keepUntil: list.list.keepUntil.description,
          files: place.files,
          isElsewhere: place.files.isEmpty
        )
      },
      isDone: isDone,
      notRecorded: notRecorded
    )
  }
}

/// The files of a list where it was written, as long as they are its own.
private struct ListPlaceOnDisk {
  /// Paths; none when another list, or nothing, stands there.
  let files: [String]
  private let folder: String

  init(_ list: IssuedList) {
    folder = list.folder
    // A file that cannot be read is not known to be the list's own, and stays.
    guard (try? FileDigest(path: list.folder + "/lista.csv"))?.sha256 == list.digest else {
      files = []
      return
    }
    files = (ListFiles.names + [RiskApproveWorkflow.fileName])
      .map { list.folder + "/" + $0 }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Removes the files, and the folder when nothing else is in it.
  func erase() throws {
    let manager = FileManager.default
    for file in files {
      do {
        try manager.removeItem(atPath: file)
      } catch {
        throw OutputProblem(.system(reason: error.localizedDescription), path: file)
      }
    }
    if !files.isEmpty, (try? manager.contentsOfDirectory(atPath: folder))?.isEmpty == true {
      try? manager.removeItem(atPath: folder)  // an empty folder tells nothing
    }
  }
}

extension RegisteredModel {
  /// True when the months are over for which the model's specification keeps it, from the day of
  /// its registration.
  fileprivate func isOver(on day: CalendarDate) -> Bool {
    // A folder that is gone or damaged is for `models verify` to find, and says no retention.
    guard registration.kind == .risk, let model = try? RiskModel(folder: registration.folder),
      let months = model.specification.documentation.retentionMonths
    else { return false }
    let (year, month, dayOfMonth) = registeredAt.day.components
    let last = Month(year: year, month: month).advanced(by: months)
    // The month's last day where it has no such day.
    let end = (0..<4).lazy.compactMap {
      CalendarDate(year: last.year, month: last.month, day: dayOfMonth - $0)
    }.first
    return end.map { $0 < day } ?? false
  }
}
