internal import Datasets
internal import Forecasting
internal import Statistics

/// How a way of making forecasts add up did at a level of a hierarchy.
package struct HierarchyScore: Codable, Sendable, Equatable {
  /// Name of the model.
  package let model: String
  /// The way in which forecasts were made to add up.
  package let reconciliation: String
  /// Name of the level, or `all`.
  package let level: String
  /// Number of its series.
  package let seriesCount: Int
  /// Scaled continuous ranked probability score.
  ///
  /// The quantile losses at the 99 percentiles, pooled over series and months and divided by the sum
  /// of the absolute values; the mean over the origins.
  package let scrps: Double
  /// ``scrps`` over that of the same model with each series on its own.
  package let relativeScrps: Double?
  /// Mean absolute scaled error: mean over the forecasts that have a scale; `nil` without any.
  package let mase: Double?
  /// Share of values inside the interval of each level asked for, pooled over series and months.
  package let coverage: [Double]
  /// Distance of each ``coverage`` from its level.
  package let coverageGap: [Double]
  /// Mean scaled interval score of each level asked for: mean over the forecasts that have a scale;
  /// empty without any.
  package let msis: [Double]
}

/// The series of a hierarchy forecast from past dates, made coherent in several ways.
struct HierarchyBacktest {
  /// One a model, way and level, in this order; the whole hierarchy after its levels.
  let scores: [HierarchyScore]
  /// Number of past dates.
  let originCount: Int
  private let levels: [Double]
  private let source: String

  /// Runs all models from all origins; each sees only the months before.
  ///
  /// The base forecasts (`none`) are scored in any case, since the others are measured by them.
  ///
  /// - Throws: `nothingToJudge` when the total is too short for one origin; `tooManyToSample`.
  init(
    _ panel: HierarchicalPanel,
    _ request: BacktestRequest,
    _ known: KnownMonths,
    observer: any ProgressObserver
  ) throws(StatisticalRefusal) {
    let total = panel.series[0]
    let counts = RollingOrigins(
      horizon: request.horizon,
      count: request.origins,
      step: request.step
    )
    .trainingCounts(months: total.count, leastTraining: SeriesBacktest.leastTraining)
    guard !counts.isEmpty else {
      throw .nothingToJudge(
        reason: "the total has \(total.count) months where one origin needs "
          + "\(SeriesBacktest.leastTraining + request.horizon), two years and the horizon"
      )
    }
    try request.samples.check(panel)
    let distribution = request.samples.distribution(seed: request.environment.seed)
    let methods =
      [ReconciliationMethod.none]
      + request.reconciliations.map(\.method).filter { $0 != .none }
    var scores: [HierarchyScore] = []
    for model in request.models {
      let descriptor = model.descriptor.told(known)
      var tallies = methods.map { _ in
        [[LevelTally]](
          repeating: Array(
            repeating: LevelTally(levels: request.levels),
            count: panel.hierarchy.levels.count
          ),
          count: counts.count
        )
      }
      for (origin, count) in counts.enumerated() {
        let start = total.start.advanced(by: count)
        let forecast = panel.forecast(
          by: descriptor,
          horizon: request.horizon,
          intervals: request.intervals.source(for: descriptor),
          before: start,
          threads: request.environment.threads,
          observer: observer
        )
        for (place, method) in methods.enumerated() {
          let coherent = forecast.coherent(by: method, distributions: distribution)
          for (level, name) in panel.hierarchy.levels.enumerated() {
            for series in name.series {
              tallies[place][origin][level].add(coherent[series], panel.series[series], at: start)
            }
          }
        }
      }
      let base = Self.scores(tallies[0], panel.hierarchy, model.name, .none, relativeTo: nil)
      scores += base
      for (place, method) in methods.enumerated().dropFirst() {
        scores += Self.scores(tallies[place], panel.hierarchy, model.name, method, relativeTo: base)
      }
    }
    self.scores = scores
    originCount = counts.count
    levels = request.levels
    source = panel.source
  }

  private static func scores(
    _ tallies: [[LevelTally]],
    _ hierarchy: Hierarchy,
    _ model: String,
    _ method: ReconciliationMethod,
    relativeTo base: [HierarchyScore]?
  ) -> [HierarchyScore] {
    let names =
      hierarchy.levels.map { (name: $0.name, count: $0.series.count) }
      + [(name: "all", count: hierarchy.seriesCount)]
    return names.enumerated().map { place, level in
      let parts = tallies.map { origin in
        place < origin.count ? origin[place] : LevelTally(summing: origin)
      }
      let whole = LevelTally(summing: parts)
      let scrps = parts.reduce(0) { $0 + $1.scrps } / Double(parts.count)
      return HierarchyScore(
        model: model,
        reconciliation: method.rawValue,
        level: level.name,
        seriesCount: level.count,
        scrps: scrps,
        relativeScrps: base.flatMap { $0[place].scrps > 0 ? scrps / $0[place].scrps : nil },
        mase: whole.mase,
        coverage: whole.coverage,
        coverageGap: whole.coverageGap,
        msis: whole.msis
      )
    }
  }

  /// The scores as a table.
  var table: Dataset {
    var columns = [
      Column(name: "model", values: .text(TextColumn(scores.map(\.model)))),
      Column(name: "reconciliation", values: .text(TextColumn(scores.map(\.reconciliation)))),
      Column(name: "level", values: .text(TextColumn(scores.map(\.level)))),
      Column(name: "series", values: .numbers(scores.map { Double($0.seriesCount) })),
      Column(name: "scrps", values: .numbers(scores.map(\.scrps))),
      Column(name: "relative_scrps", values: .numbers(scores.map { $0.relativeScrps ?? .nan })),
      Column(name: "mase", values: .numbers(scores.map { $0.mase ?? .nan })),
    ]
    for (place, level) in levels.enumerated() {
      let percent = ForecastMetric.percent(level)
      columns += [
        Column(name: "coverage_\(percent)", values: .numbers(scores.map { $0.coverage[place] })),
        Column(
          name: "coverage_gap_\(percent)",
          values: .numbers(scores.map { $0.coverageGap[place] })
        ),
        Column(
          name: "msis_\(percent)",
          values: .numbers(scores.map { $0.msis.isEmpty ? .nan : $0.msis[place] })
        ),
      ]
    }
    return Dataset(source: source, columns: columns)
  }
}
