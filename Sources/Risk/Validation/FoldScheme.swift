/// How rows are parted into those to train on and those to judge on.
package enum FoldScheme: Sendable, Equatable, Codable {
  /// Each date is judged by what all earlier dates teach.
  case expanding
  /// Each date is judged by what the last so many dates before it teach.
  case sliding(dates: Int)
  /// The rows of each value of a column are judged by what the others teach.
  case groups(column: String)
  /// Persons are dealt into so many parts, each judged by what the others teach: hides change over
  /// time.
  case random(count: Int)

  /// True when training always comes before judging.
  package var isTemporal: Bool {
    switch self {
    case .expanding, .sliding: true
    case .groups, .random: false
    }
  }
}
