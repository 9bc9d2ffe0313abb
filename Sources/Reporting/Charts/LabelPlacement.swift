/// Places for labels where they cover neither data nor one another.
package enum LabelPlacement {
  /// A rectangle that a text would cover.
  struct Box: Sendable {
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    func contains(_ point: Point, margin: Double) -> Bool {
      point.x > left - margin && point.x < left + width + margin
        && point.y > top - margin && point.y < top + height + margin
    }

    func overlaps(_ other: Box) -> Bool {
      left < other.left + other.width && other.left < left + width
        && top < other.top + other.height && other.top < top + height
    }
  }

  /// Moves positions along a line as little as needed to leave a gap between neighbours.
  ///
  /// Overlapping neighbours are pooled and centred on their mean, as in the pool-adjacent-violators
  /// algorithm; the order stays.
  ///
  /// - Parameters:
  ///   - positions: wanted places, in any order, finite.
  ///   - gap: least distance of two neighbours.
  ///   - range: where the results should lie, if there is room.
  /// - Returns: one place for each position, in their order.
  package static func spread(_ positions: [Double], gap: Double, in range: ClosedRange<Double>)
    -> [Double]
  {
    let order = positions.indices.sorted {
      (positions[$0], $0) < (positions[$1], $1)
    }
    var pools: [(center: Double, members: [Int])] = []
    for index in order {
      pools.append((positions[index], [index]))
      settle(&pools[pools.count - 1], gap: gap, in: range)
      while pools.count > 1 {
        let last = pools[pools.count - 1]
        let previous = pools[pools.count - 2]
        let needed = gap * Double(last.members.count + previous.members.count) / 2
        guard last.center - previous.center < needed - 1e-9 else { break }
        pools.removeLast(2)
        let members = previous.members + last.members
        let mean = members.reduce(0) { $0 + positions[$1] } / Double(members.count)
        pools.append((mean, members))
        settle(&pools[pools.count - 1], gap: gap, in: range)
      }
    }
    var result = positions
    for pool in pools {
      for (place, index) in pool.members.enumerated() {
        result[index] = pool.center + gap * (Double(place) - Double(pool.members.count - 1) / 2)
      }
    }
    return result
  }

  private static func settle(
    _ pool: inout (center: Double, members: [Int]),
    gap: Double,
    in range: ClosedRange<Double>
  ) {
    let half = gap * Double(pool.members.count - 1) / 2
    pool.center = max(min(pool.center, range.upperBound - half), range.lowerBound + half)
  }

  /// The first of the candidates that covers the least.
  ///
  /// - Parameters:
  ///   - candidates: boxes in order of preference, at least one.
  ///   - obstacles: points of what is drawn.
  ///   - taken: boxes of other labels.
  /// - Returns: one of the candidates.
  static func best(_ candidates: [Box], obstacles: [Point], taken: [Box]) -> Box {
    var best = candidates[0]
    var lowest = Int.max
    for candidate in candidates {
      var cost = taken.count { $0.overlaps(candidate) } * 1000
      cost += obstacles.count { candidate.contains($0, margin: 3) }
      if cost < lowest {
        best = candidate
        lowest = cost
      }
      if cost == 0 { break }
    }
    return best
  }

  /// Points every few units along a line.
  static func samples(along points: [Point]) -> [Point] {
    var samples: [Point] = []
    for (from, to) in zip(points, points.dropFirst()) where from.isFinite && to.isFinite {
      let steps = max(1, Int(max(abs(to.x - from.x), abs(to.y - from.y)) / 3))
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        samples.append(
          Point(x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y))
        )
      }
    }
    return samples
  }
}
