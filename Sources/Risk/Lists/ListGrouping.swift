internal import Datasets

/// The groups that the quotas' column makes of the people left.
struct ListGrouping {
  /// Texts of the groups, in order; the last is `nil` where a cell is empty.
  let names: [String?]
  /// Group of each row of the data; 0 without quotas.
  let group: [Int]
  /// Least places.
  let minimum: [Int]
  /// What places are proportional to.
  let weights: [Int]
  /// People left.
  let sizes: [Int]

  init(_ dataset: Dataset, policy: ListPolicy, rows: [Int]) throws(DataProblem) {
    guard let quotas = policy.quotas else {
      names = [nil]
      group = Array(repeating: 0, count: dataset.rowCount)
      (minimum, weights, sizes) = ([0], [rows.count], [rows.count])
      return
    }
    let column = try dataset.column(quotas.column)
    let texts = (0..<dataset.rowCount).map { column.text(at: $0) }
    let present = Set(texts.compactMap(\.self)).sorted { Self.precedes($0, $1) }
    let names: [String?] = present + (texts.contains(nil) ? [nil] : [])
    var index: [String?: Int] = [:]
    for (place, name) in names.enumerated() { index[name] = place }
    let group = texts.map { index[$0] ?? 0 }
    var sizes = names.map { _ in 0 }
    for row in rows { sizes[group[row]] += 1 }
    self.names = names
    self.group = group
    self.sizes = sizes

    // What few people have is not named in messages.
    var counts = names.map { _ in 0 }
    for place in group { counts[place] += 1 }
    let common = present.indices.filter { counts[$0] >= CellSuppression.defaultLimit }
      .map { present[$0] }
    func named(_ shares: [ListPolicy.Quotas.Share], _ key: String) throws(DataProblem) -> [Int] {
      var values = names.map { _ in 0 }
      for share in shares {
        guard let place = index[share.group] else {
          throw DataProblem(
            .unknownLevel(nearest: nearestName(to: share.group, among: common)),
            column: "quotas.\(key).\(share.group)"
          )
        }
        values[place] = share.value
      }
      return values
    }
    switch quotas.minimum {
    case .each(let least): minimum = names.map { $0 == nil ? 0 : least }
    case .named(let shares): minimum = try named(shares, "minimum")
    }
    let asked = minimum.reduce(0, +)
    if asked > policy.capacity.places {
      throw DataProblem(
        .invalidValue(
          expected: "least places that sum to at most the capacity, "
            + "\(policy.capacity.places), not to \(asked)"
        ),
        column: "quotas.minimum"
      )
    }
    guard !quotas.shares.isEmpty else {
      weights = sizes
      return
    }
    weights = try named(quotas.shares, "shares")
    let known = Set(quotas.shares.map(\.group))
    for (row, text) in texts.enumerated() where !(text.map(known.contains) ?? false) {
      throw DataProblem(
        .invalidValue(expected: "one of the groups that quotas.shares names"),
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: quotas.column
      )
    }
  }

  /// The groups with their numbers.
  func counted(_ places: [Int]) -> [ContactList.Group] {
    names.indices.map {
      ContactList.Group(name: names[$0], candidates: sizes[$0], places: places[$0])
    }
  }

  /// Numbers by size, before other texts.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    switch (Int(left), Int(right)) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default: left < right
    }
  }
}
