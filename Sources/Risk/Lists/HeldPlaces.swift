/// Places of an earlier issue that are kept.
struct HeldPlaces {
  /// Rows of the people, in order of position.
  let rows: [Int]
  /// Position by row.
  let positions: [Int: Int]
  /// Places of people without a row that can be scored, or who are not to be contacted any more.
  let absent: [ListContext.HeldPlace]

  init(_ context: ListContext, persons: [String], placeInScored: [Int]) {
    guard !context.held.isEmpty else {
      (rows, positions, absent) = ([], [:], [])
      return
    }
    var rowOfCode: [String: Int] = [:]
    for (row, person) in persons.enumerated()
    where placeInScored[row] >= 0 && !context.suppressed.contains(person) {
      rowOfCode[context.pseudonym(person)] = row
    }
    let places = context.held.sorted { $0.position < $1.position }
    absent = places.filter { rowOfCode[$0.code] == nil }
    rows = places.compactMap { rowOfCode[$0.code] }
    var positions: [Int: Int] = [:]
    for place in places {
      if let row = rowOfCode[place.code] { positions[row] = place.position }
    }
    self.positions = positions
  }

  /// The first positions that nobody holds.
  func freePositions(count: Int) -> [Int] {
    let taken = Set(Array(positions.values) + absent.map(\.position))
    return Array((1...).lazy.filter { !taken.contains($0) }.prefix(count))
  }
}
