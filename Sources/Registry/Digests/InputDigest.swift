/// A file that a run read, the part it played and how many rows it held.
package struct InputDigest: Codable, Equatable, Sendable {
  /// What the file was to the run, such as `data`, `spec`, `policy` or `model`.
  package let role: String
  /// Path, size and SHA-256.
  package let file: FileDigest
  /// Rows of a table; `nil` for what is no table.
  package let rows: Int?

  /// An input with its digest.
  package init(role: String, file: FileDigest, rows: Int? = nil) {
    self.role = role
    self.file = file
    self.rows = rows
  }

  /// Digests a file.
  ///
  /// - Parameters:
  ///   - role: what the file is to the run.
  ///   - path: path as the user gave it.
  ///   - rows: rows of a table.
  ///   - isWanted: asked again and again; when it is false the reading ends.
  /// - Throws: as `FileDigest(path:isWanted:)`.
  package init(
    role: String,
    path: String,
    rows: Int? = nil,
    isWanted: () -> Bool = { true }
  ) throws {
    self.init(role: role, file: try FileDigest(path: path, isWanted: isWanted), rows: rows)
  }

  /// The same input with the number of its rows.
  package func counting(rows: Int) -> InputDigest {
    InputDigest(role: role, file: file, rows: rows)
  }

  /// The same input under its file name alone: what an artefact says, wherever it was made.
  package var withoutFolder: InputDigest {
    InputDigest(
      role: role,
      file: FileDigest(path: file.fileName, bytes: file.bytes, sha256: file.sha256),
      rows: rows
    )
  }
}
