/// One line of the activity log.
package struct ActivityEntry: Codable, Equatable, Sendable {
  /// Number of the line, from 1.
  package let sequence: Int
  /// When it was written.
  package let when: Timestamp
  /// Who did it, when the user said so.
  package let actor: String?
  /// What happened.
  package let event: ActivityEvent
  /// SHA-256 of the line before, without its line feed; zeros on the first line.
  package let previous: String
  /// Bytes of an unfinished line that a crash had left before this one and that were removed.
  package let tornBytes: Int?

  /// An entry.
  package init(
    sequence: Int,
    when: Timestamp,
    actor: String?,
    event: ActivityEvent,
    previous: String,
    tornBytes: Int? = nil
  ) {
    self.sequence = sequence
    self.when = when
    self.actor = actor
    self.event = event
    self.previous = previous
    self.tornBytes = tornBytes
  }
}
