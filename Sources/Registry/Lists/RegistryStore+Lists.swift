package import Datasets

extension RegistryStore {
  private var archive: ListArchive { ListArchive(folder: folder + "/" + ListArchive.folderName) }

  /// SHA-256 of what the registry keeps of the people on a list, which it keeps from now on.
  ///
  /// - Parameters:
  ///   - people: who is on it.
  ///   - id: identifier of the list.
  /// - Returns: 64 hexadecimal digits, for ``IssuedList/people``.
  /// - Throws: `OutputProblem`.
  package func keep(_ people: [ListPlace], ofList id: String) throws -> String {
    try archive.write(people, .people, of: id)
  }

  /// Records that a list was written; one that it corrects becomes `replaced`.
  ///
  /// - Throws: as `ActivityLog.append`.
  package func issue(_ list: IssuedList, when: Timestamp, actor: String? = nil) throws {
    try add(.issued(list), when: when, actor: actor)
  }

  /// Refuses a log that is not as it was written: who is to be left out could be missing from it.
  ///
  /// - Throws: `DataProblem` `.digestMismatch` with the first line that is wrong.
  package func checkLog() throws {
    let found = try log.verify()
    guard let broken = found.firstBreak else { return }
    throw DataProblem(.digestMismatch, file: log.path, line: broken.line)
  }

  /// Every list, in the order of first issue.
  package func lists() throws -> [RegisteredList] {
    try index.lists()
  }

  /// A list.
  ///
  /// - Returns: the list; `nil` for an identifier that no list has.
  /// - Throws: `DataProblem` `.damagedIndex`.
  package func list(_ id: String) throws -> RegisteredList? {
    try lists().first { $0.list.id == id }
  }

  /// Who is on a list, by position.
  ///
  /// - Throws: `DataProblem`: `.digestMismatch` for content that was changed, `.fileNotFound` when
  ///   it is erased.
  package func people(of list: RegisteredList) throws -> [ListPlace] {
    try archive.read([ListPlace].self, .people, of: list.list.id, digest: list.list.people)
  }

  /// What calling the people of a list brought, by code.
  ///
  /// - Throws: as ``people(of:)``.
  package func contacts(of list: RegisteredList) throws -> [ContactRecord] {
    guard let digest = list.contacts else { return [] }
    return try archive.read([ContactRecord].self, .contacts, of: list.list.id, digest: digest)
  }

  /// Additions and removals by operators, in the order in which they were taken over.
  ///
  /// - Throws: as ``people(of:)``.
  package func changes(of list: RegisteredList) throws -> [ListChange] {
    guard let digest = list.changes else { return [] }
    return try archive.read([ListChange].self, .changes, of: list.list.id, digest: digest)
  }

  /// Changes what is kept of a list, while nobody else does.
  ///
  /// - Parameters:
  ///   - id: identifier of the list.
  ///   - body: given the list as it stands now.
  /// - Returns: what `body` returns.
  /// - Throws: `DataProblem` `.unknownList`, `OutputProblem`, and what `body` throws.
  package func changing<Value>(
    list id: String,
    _ body: (RegisteredList) throws -> Value
  ) throws -> Value {
    try archive.exclusively {
      try index.follow(log)
      guard let list = try list(id) else { throw DataProblem(.unknownList) }
      return try body(list)
    }
  }

  /// Takes over what calling people of a list brought; to be called within ``changing(list:_:)``.
  ///
  /// - Throws: `OutputProblem`; as `ActivityLog.append`.
  package func replace(
    contacts: [ContactRecord],
    of list: RegisteredList,
    when: Timestamp,
    actor: String? = nil
  ) throws {
    try replace(.contacts, with: contacts, of: list, was: list.contacts, as: .outcomes, when, actor)
  }

  /// Takes over additions and removals; to be called within ``changing(list:_:)``.
  ///
  /// - Throws: `OutputProblem`; as `ActivityLog.append`.
  package func replace(
    changes: [ListChange],
    of list: RegisteredList,
    when: Timestamp,
    actor: String? = nil
  ) throws {
    try replace(.changes, with: changes, of: list, was: list.changes, as: .changes, when, actor)
  }

  /// Writes content of a list, logs it unless it is what was there, and removes what was.
  private func replace(
    _ content: ListArchive.Content,
    with values: some Encodable,
    of list: RegisteredList,
    was former: String?,
    as kind: ListDeed.Kind,
    _ when: Timestamp,
    _ actor: String?
  ) throws {
    let id = list.list.id
    let digest = try archive.write(values, content, of: id)
    guard digest != former else { return }
    try add(.list(ListDeed(list: id, kind: kind, digest: digest)), when: when, actor: actor)
    archive.removeAll(content, of: id, except: digest)
  }

  /// Records somebody's name under a list.
  ///
  /// - Throws: as `ActivityLog.append`.
  package func approve(_ approval: ListApproval, actor: String? = nil) throws {
    try add(.approved(approval), when: approval.when, actor: actor)
  }

  /// Erases who was on a list and what calling them brought; the log keeps digests.
  ///
  /// - Throws: `OutputProblem`; as `ActivityLog.append`.
  package func erase(_ list: RegisteredList, when: Timestamp, actor: String? = nil) throws {
    try archive.exclusively {
      // The log first: what it calls erased and is still there can be erased again.
      let deed = ListDeed(list: list.list.id, kind: .erased, digest: list.list.people)
      try add(.list(deed), when: when, actor: actor)
      try archive.erase(list.list.id)
    }
  }

  /// Files of the archive that are not as they were written, or gone.
  ///
  /// - Returns: each with the path, `.fileNotFound` or `.digestMismatch`.
  /// - Throws: `DataProblem` `.damagedIndex`.
  package func damagedListFiles() throws -> [DataProblem] {
    var found: [DataProblem] = []
    for list in try lists() where list.status != .erased {
      for read in [
        { _ = try people(of: list) }, { _ = try contacts(of: list) },
        { _ = try changes(of: list) },
      ] {
        do { try read() } catch let problem as DataProblem { found.append(problem) }
      }
    }
    return found
  }

  /// Enters people in the suppression list, or lifts their entries.
  ///
  /// - Throws: as `ActivityLog.append`.
  package func suppress(_ change: SuppressionChange, when: Timestamp, actor: String? = nil) throws {
    guard !change.codes.isEmpty else { return }
    try add(.suppressed(change), when: when, actor: actor)
  }

  /// Everybody who is not to be contacted, by code.
  package func suppressions() throws -> [Suppression] {
    try index.suppressions()
  }
}
