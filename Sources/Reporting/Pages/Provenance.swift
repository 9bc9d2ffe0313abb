/// What made a page, so that it can be made again.
package struct Provenance: Sendable, Equatable, Codable {
  /// A line of the footer.
  package struct Entry: Sendable, Equatable, Codable {
    /// What it is, in the page's language: «Modello (SHA-256)», «Seme».
    package let name: String
    /// Its value.
    package let value: String

    /// A line.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Program and version, such as `Vedetta 0.1.0`.
  package let program: String
  /// Digests, seed, command, dates of the data, in the order they are printed.
  ///
  /// No clock time, so that the same run gives the same page.
  package let entries: [Entry]

  /// The origin of a page.
  package init(program: String, entries: [Entry] = []) {
    self.program = program
    self.entries = entries
  }
}
