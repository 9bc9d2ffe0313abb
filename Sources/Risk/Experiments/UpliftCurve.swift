package import Statistics

/// What treating a share of people, the riskiest first, does to the outcome of all.
///
/// At share φ the effect among the φ of highest score, treated minus controls, times φ: the change
/// of the share with the outcome over all people if only those are treated (Radcliffe 2007, Direct
/// Marketing Analytics Journal 1:14; Gutierrez and Gérardy 2017). Below 0 is fewer outcomes.
package struct UpliftCurve: Sendable, Equatable {
  /// From 5 % to all people, in steps of 5 %.
  package let points: [Point]
  /// Mean distance of the curve from the straight line to its end, over φ: below 0 where treating the
  /// riskiest first prevents more than treating at random.
  package let area: Double?
  /// Interval of the area at 95 %.
  package let areaInterval: BootstrapInterval?

  /// A share of people treated.
  package struct Point: Sendable, Equatable {
    /// Share of people, the riskiest first.
    package let share: Double
    /// People of known outcome among them.
    package let rows: Int
    /// Effect among them; `nil` where an arm is missing.
    package let effect: Double?
    /// The effect times the share.
    package let total: Double?
    /// Interval of the total at 95 %.
    package let interval: BootstrapInterval?
  }

  private static let steps = 20

  /// The curve of the people whose outcome is known; `nil` without scores.
  init?(_ sample: ExperimentSample, replicates: Int, seed: UInt64, threads: Int) {
    guard let scores = sample.scores else { return nil }
    let known = sample.outcomes.indices.filter { sample.outcomes[$0] != nil }
    let curve = Curve(
      ranked: RankedOutcomes(
        scores: known.map { scores[$0] },
        outcomes: known.map { sample.outcomes[$0] == true }
      ),
      isTreated: known.map { sample.isTreated[$0] }
    )
    let values = curve.totals(nil)
    let intervals = ClusterBootstrap(
      clusters: Array(known.indices),
      replicates: replicates,
      seed: seed
    ).intervals(level: 0.95, threads: threads) { weights in
      let totals = curve.totals(weights)
      return totals + [Self.area(totals)]
    }
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    points = values.enumerated().map { step, total in
      let share = Double(step + 1) / Double(Self.steps)
      return Point(
        share: share,
        rows: Int((share * Double(known.count)).rounded()),
        effect: finite(total / share),
        total: finite(total),
        interval: finite(total).flatMap { _ in intervals.isEmpty ? nil : intervals[step] }
      )
    }
    area = finite(Self.area(values))
    areaInterval = area.flatMap { _ in intervals.last.flatMap(\.self) }
  }

  /// Area between curve and line by trapezoids; NaN where a point has no value.
  private static func area(_ totals: [Double]) -> Double {
    let end = totals[totals.count - 1]
    let inner = totals.dropLast().reduce(0, +)
    return (inner + end / 2) / Double(totals.count) - end / 2
  }

  /// People in order of risk, for the bootstrap to weigh.
  private struct Curve: Sendable {
    let ranked: RankedOutcomes
    let isTreated: [Bool]

    /// Effect times share at each step; NaN where an arm is missing.
    ///
    /// Rows of equal score count by their average, so that their order has no say: each point is
    /// interpolated within the run of equals that it falls in.
    func totals(_ weights: [Double]?) -> [Double] {
      let total = weights?.reduce(0, +) ?? Double(ranked.count)
      var sums = Sums()
      var result: [Double] = []
      var step = 1
      var start = 0
      while start < ranked.count, step <= UpliftCurve.steps {
        let end = ranked.tieEnds[start]
        var run = Sums()
        for place in start..<end {
          let row = ranked.order[place]
          run.add(
            weights?[row] ?? 1,
            isTreated: isTreated[row],
            isPositive: ranked.isPositive[place]
          )
        }
        while step <= UpliftCurve.steps {
          let share = Double(step) / Double(UpliftCurve.steps)
          // The last point takes everybody, whatever rounding says.
          let missing =
            step == UpliftCurve.steps && end == ranked.count
            ? run.count : share * total - sums.count
          guard missing <= run.count else { break }
          let part = run.count > 0 ? missing / run.count : 0
          result.append(share * sums.adding(run, times: part).effect)
          step += 1
        }
        sums = sums.adding(run, times: 1)
        start = end
      }
      while result.count < UpliftCurve.steps { result.append(.nan) }
      return result
    }
  }

  /// Weighted counts of both arms.
  private struct Sums: Sendable {
    var treated = 0.0
    var treatedPositives = 0.0
    var controls = 0.0
    var controlPositives = 0.0

    var count: Double { treated + controls }
    var effect: Double { treatedPositives / treated - controlPositives / controls }

    mutating func add(_ weight: Double, isTreated: Bool, isPositive: Bool) {
      if isTreated {
        treated += weight
        if isPositive { treatedPositives += weight }
      } else {
        controls += weight
        if isPositive { controlPositives += weight }
      }
    }

    func adding(_ other: Sums, times part: Double) -> Sums {
      Sums(
        treated: treated + part * other.treated,
        treatedPositives: treatedPositives + part * other.treatedPositives,
        controls: controls + part * other.controls,
        controlPositives: controlPositives + part * other.controlPositives
      )
    }
  }
}
