/// The known name most like a given one, for messages about unknown names.
///
/// - Parameters:
///   - name: as the user wrote it.
///   - known: names there are.
/// - Returns: the known name of smallest edit distance (insertions, deletions, substitutions; case
///   does not count), the first of equals; `nil` when all are more than half of the name away.
/// - Complexity: the product of the lengths for each known name.
package func nearestName(to name: String, among known: [String]) -> String? {
  let target = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(target, Array(candidate.lowercased()))
    if distance * 2 <= max(target.count, 1), distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var previous = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var current = [i + 1]
    for (j, b) in right.enumerated() {
      current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a == b ? 0 : 1)))
    }
    previous = current
  }
  return previous[right.count]
}
