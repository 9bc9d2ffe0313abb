internal import Datasets
internal import Forecasting
internal import LinearAlgebra
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Bootstrap of hierarchical forecasts")
struct HierarchyBootstrapTests {
  static let methods = ReconciliationMethod.allCases.filter { $0 != .none }

  /// Leaves of a small tree with a common walk, and their sums.
  static func panel(
    months: Int,
    seed: UInt64,
    _ leaf: (_ month: Int, _ walk: Double, inout SeededGenerator) -> Double = {
      month,
      walk,
      noise in
      100 + walk + 8 * Double(month % 12) + 3 * noise.normal()
    }
  ) throws -> (Hierarchy, [TimeSeries]) {
    let hierarchy = Hierarchy(
      try #require(HierarchyFormula("state/region")),
      leaves: [["A", "n"], ["A", "s"], ["B", "n"], ["B", "s"], ["B", "w"], ["C", "e"]]
    )
    var generator = SeededGenerator(seed: seed)
    var walk = 0.0
    var values = [[Double]](repeating: [], count: hierarchy.seriesCount)
    for month in 0..<months {
      walk += generator.normal()
      let leaves = (0..<hierarchy.leafCount).map { _ in leaf(month, walk, &generator) }
      for (series, value) in hierarchy.summed(leaves).enumerated() { values[series].append(value) }
    }
    let start = Month(year: 2012, month: 1)
    return (
      hierarchy,
      values.indices.map { TimeSeries(id: "\($0)", start: start, values: values[$0]) }
    )
  }

  /// Largest distance of samples from the sums of their leaves, as a share.
  static func incoherence(_ samples: [[Double]], _ hierarchy: Hierarchy) -> Double {
    var largest = 0.0
    for sample in samples {
      let sums = hierarchy.summed(Array(sample[hierarchy.aggregateCount...]))
      for (value, sum) in zip(sample, sums) {
        largest = max(largest, abs(value - sum) / max(abs(sum), 1e-9))
      }
    }
    return largest
  }

  @Test("every sample adds up", .tags(.property), arguments: methods)
  func coherence(_ method: ReconciliationMethod) throws {
    let (hierarchy, series) = try Self.panel(months: 60, seed: 6)
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 3, threads: 2)
    for step in [0, 2] {
      let samples = forecast.samples(by: method, step: step, seed: 1)
      #expect(samples.count == 1000)
      #expect(Self.incoherence(samples, hierarchy) < 1e-9)
    }
  }

  @Test("where no value is below 0, no sample is, and it still adds up", arguments: methods)
  func nonNegative(_ method: ReconciliationMethod) throws {
    // Leaves that fade towards 0 while they vary as before.
    let (hierarchy, series) = try Self.panel(months: 48, seed: 11) { month, _, noise in
      max(0, 30 - Double(month) + 8 * noise.normal())
    }
    let forecast = HierarchyForecast(
      hierarchy,
      series: series,
      by: .smoothing,
      horizon: 2,
      threads: 2
    )
    let samples = forecast.samples(by: method, step: 1, seed: 3)
    let leaves = samples.flatMap { $0[hierarchy.aggregateCount...] }
    #expect(leaves.allSatisfy { $0 >= 0 })
    #expect(Self.incoherence(samples, hierarchy) < 1e-9)
    if method == .shrinkage || method == .bottomUp { #expect(leaves.contains(0)) }
    for result in forecast.coherent(by: method, distributions: .bootstrap(seed: 3)) {
      let interval = try #require(result.distributions).interval(level: 0.95)
      #expect(interval.lower.allSatisfy { $0 >= 0 })
    }
  }

  /// Standardised one-step errors of the base fits and their standard deviations, by hand.
  static func parts(
    _ series: [TimeSeries],
    _ forecast: HierarchyForecast,
    horizon: Int
  ) throws -> (errors: [[Double]], deviations: [[Double]]) {
    let errors = try series.map { series in
      let errors = try #require(
        ForecastModelDescriptor.ets.fit(to: series).oneStepErrors(of: series.values)
      )
      let mean = errors.reduce(0, +) / Double(errors.count)
      let square = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count)
      return errors.map { ($0 - mean) / square.squareRoot() }
    }
    let deviations = try (0..<horizon).map { step in
      try forecast.base.map { base in
        let month = try #require(base.forecast).steps[step]
        return (month.quantile(0.9) - month.quantile(0.1)) / (2 * 1.2815515655446004)
      }
    }
    return (errors, deviations)
  }

  @Test(
    "one step ahead, samples are whole months of errors, scaled and reconciled",
    .tags(.property),
    arguments: [ReconciliationMethod.ols, .bottomUp]
  )
  func wholeMonths(_ method: ReconciliationMethod) throws {
    let (hierarchy, series) = try Self.panel(months: 60, seed: 4)
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 1, threads: 1)
    let (errors, deviations) = try Self.parts(series, forecast, horizon: 1)
    let trace = MinimumTrace(hierarchy, covariance: .identity(hierarchy), threads: 1)
    let months = (0..<60).map { month -> [Double] in
      let vector = forecast.base.indices.map { index in
        (forecast.base[index].forecast?.mean[0] ?? .nan)
          + deviations[0][index] * errors[index][month]
      }
      return method == .ols
        ? trace.reconciled([vector])[0]
        : hierarchy.summed(Array(vector[hierarchy.aggregateCount...]))
    }
    var seen = [Int](repeating: 0, count: 60)
    for sample in forecast.samples(by: method, step: 0, seed: 2) {
      let month = try #require(
        months.firstIndex { abs($0[0] - sample[0]) < 1e-9 * abs(sample[0]) }
      )
      seen[month] += 1
      #expect(zip(sample, months[month]).allSatisfy { abs($0 - $1) < 1e-9 * abs($1) })
    }
    // 1000 draws of 60 months: 16.7 each, with a deviation of 4.
    #expect(seen.allSatisfy { $0 > 2 && $0 < 40 })
  }

  @Test("further ahead, samples have the variances and covariances that the steps add up to")
  func moments() throws {
    let horizon = 5
    let (hierarchy, series) = try Self.panel(months: 90, seed: 9)
    let forecast = HierarchyForecast(
      hierarchy,
      series: series,
      by: .ets,
      horizon: horizon,
      threads: 2
    )
    let (errors, deviations) = try Self.parts(series, forecast, horizon: horizon)
    let m = hierarchy.aggregateCount
    let samples = forecast.samples(by: .bottomUp, step: horizon - 1, seed: 7)
    func covariance(_ i: Int, _ j: Int) -> Double {
      let count = Double(samples.count)
      let means = [i, j].map { series in samples.reduce(0) { $0 + $1[series] } / count }
      return samples.reduce(0) { $0 + ($1[i] - means[0]) * ($1[j] - means[1]) } / count
    }
    // ψ(j)² = D(j + 1)² - D(j)², where the variance grows.
    func weights(_ series: Int) -> [Double] {
      (0..<horizon).map { j in
        let before = j == 0 ? 0 : deviations[j - 1][series]
        return (deviations[j][series] * deviations[j][series] - before * before).squareRoot()
      }
    }
    var pairs = 0
    for i in m..<m + hierarchy.leafCount {
      for j in m...i where (weights(i) + weights(j)).allSatisfy({ !$0.isNaN }) {
        let correlation = zip(errors[i], errors[j]).reduce(0) { $0 + $1.0 * $1.1 } / 90
        let expected = correlation * zip(weights(i), weights(j)).reduce(0) { $0 + $1.0 * $1.1 }
        let size = deviations[horizon - 1][i] * deviations[horizon - 1][j]
        // The sampling error of a correlation of 1000 pairs is at most .045 for normal ones.
        expectClose(covariance(i, j), expected, absoluteTolerance: 0.2 * size, "\(i) \(j)")
        pairs += 1
      }
      let mean = samples.reduce(0) { $0 + $1[i] } / 1000
      let base = try #require(forecast.base[i].forecast).mean[horizon - 1]
      expectClose(mean, base, absoluteTolerance: 0.15 * deviations[horizon - 1][i])
    }
    #expect(pairs > 5)
  }

  @Test("samples depend on the seed and not on the number of threads", .tags(.property))
  func seeds() throws {
    let (hierarchy, series) = try Self.panel(months: 50, seed: 5)
    let one = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 2, threads: 1)
    let three = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 2, threads: 3)
    for method in [ReconciliationMethod.shrinkage, .bottomUp, .topDown] {
      let first = one.coherent(by: method, distributions: .bootstrap(seed: 8))
      let second = three.coherent(by: method, distributions: .bootstrap(seed: 8))
      #expect(first.map(\.distributions) == second.map(\.distributions), "\(method)")
      let other = one.coherent(by: method, distributions: .bootstrap(seed: 9))
      #expect(first.map(\.distributions) != other.map(\.distributions), "\(method)")
      #expect(first.map(\.mean) == other.map(\.mean), "means are not drawn: \(method)")
    }
  }

  @Test("short, constant, empty and new leaves have finite samples, and their status says so")
  func degenerate() throws {
    var (hierarchy, series) = try Self.panel(months: 60, seed: 3)
    let m = hierarchy.aggregateCount
    let start = series[m].start
    func replace(_ leaf: Int, _ values: [Double], from month: Int = 0) {
      series[m + leaf] = TimeSeries(
        id: "leaf \(leaf)",
        start: start.advanced(by: month),
        values: values
      )
    }
    replace(0, [Double](repeating: 4, count: 60))
    replace(1, Array(series[m + 1].values.suffix(20)), from: 40)
    replace(2, [5], from: 59)
    replace(3, [Double](repeating: .nan, count: 60))
    replace(4, series[m + 4].values.enumerated().map { $0 % 10 == 7 ? .nan : $1 })
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 4, threads: 2)
    for method in [ReconciliationMethod.shrinkage, .variance, .middleOut] {
      let result = forecast.coherent(by: method, distributions: .bootstrap(seed: 2))
      for (index, forecast) in result.enumerated() where index != m + 3 {
        let distributions = try #require(forecast.distributions, "\(method) \(index)")
        for step in distributions.steps {
          #expect(step.quantile(0.025).isFinite && step.quantile(0.975).isFinite)
          #expect(step.quantile(0.025) <= step.quantile(0.975))
        }
      }
      #expect(result[m + 3].mean == nil && result[m + 3].distributions == nil)
      #expect(result[m].status.description == "constant")
      #expect(
        result[m + 1].status.description == "errors of 20 of 60 months: others drawn from them"
      )
      #expect(result[m + 2].status.description.contains("no errors of its own: normal ones drawn"))
      #expect(
        result[m + 4].status.description
          == "6 months missing and interpolated; errors of 54 of 60 months: others drawn from them"
      )
      #expect(result[m + 5].status.isOK)
    }
    // Without errors there is nothing to add.
    let samples = forecast.samples(by: .bottomUp, step: 3, seed: 2)
    #expect(samples.allSatisfy { $0[m] == 4 })
  }

  @Test("months of events are not drawn")
  func events() throws {
    var (hierarchy, series) = try Self.panel(months: 60, seed: 12)
    // A tenfold month in all series.
    series = series.map { own in
      var values = own.values
      values[30] *= 10
      return TimeSeries(id: own.id, start: own.start, values: values)
    }
    let month = series[0].start.advanced(by: 30)
    let told = ForecastModelDescriptor.smoothing.told(
      KnownMonths(events: [SeriesEvent(name: "strike", kind: .pulse, first: month)])
    )
    func width(_ model: ForecastModelDescriptor) -> Double {
      let forecast = HierarchyForecast(hierarchy, series: series, by: model, horizon: 1, threads: 1)
      let samples = forecast.samples(by: .bottomUp, step: 0, seed: 1).map { $0[0] }.sorted()
      return samples[999] - samples[0]
    }
    #expect(width(told) < 0.2 * width(.smoothing))
    let forecast = HierarchyForecast(hierarchy, series: series, by: told, horizon: 1, threads: 1)
    let status = forecast.coherent(by: .shrinkage, distributions: .bootstrap(seed: 1))[0].status
    #expect(status.description == "1 month of strike left out")
  }
}
