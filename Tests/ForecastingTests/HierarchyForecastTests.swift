internal import Datasets
internal import Forecasting
internal import Foundation
internal import LinearAlgebra
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Hierarchical forecasts")
struct HierarchyForecastTests {
  /// Leaves with seasons and a common walk, and their sums.
  static func panel(
    _ hierarchy: Hierarchy? = nil,
    months: Int,
    seed: UInt64
  ) throws -> (Hierarchy, [TimeSeries]) {
    let hierarchy = try hierarchy ?? ReconciliationTests.hierarchy()
    var generator = SeededGenerator(seed: seed)
    var walk = 0.0
    var values = [[Double]](repeating: [], count: hierarchy.seriesCount)
    for month in 0..<months {
      walk += generator.normal()
      let leaves = (0..<hierarchy.leafCount).map { leaf in
        100 + Double(10 * leaf) + walk + 8 * Double((month + leaf) % 12) + 3 * generator.normal()
      }
      for (series, value) in hierarchy.summed(leaves).enumerated() { values[series].append(value) }
    }
    let start = Month(year: 2012, month: 1)
    return (
      hierarchy,
      values.indices.map { TimeSeries(id: "\($0)", start: start, values: values[$0]) }
    )
  }

  @Test(
    "the one-step errors have the sum of squares of the fit",
    .tags(.property),
    arguments: ["ets", "otm"]
  )
  func errors(_ name: String) throws {
    let model = try #require(ForecastModelCatalog[name])
    for series in try ForecastFixtures.series().prefix(6) {
      let fit = try model.fit(to: series)
      let errors = try #require(fit.oneStepErrors(of: series.values))
      try #require(errors.count == series.count)
      let sum = errors.reduce(0) { $0 + $1 * $1 }
      // The variance counts parameters and, for Theta, a season that was divided out.
      let ratio = sum / (fit.summary.residualVariance ?? 0) / Double(series.count)
      if name == "ets" {
        let form = try #require(ETSForm.all.first { $0.name == fit.summary.form })
        // The variance of a multiplicative form is that of relative errors.
        guard !form.isMultiplicative else { continue }
        let freedom = Double(series.count - form.parameterCount + 1)
        expectClose(ratio * Double(series.count), freedom, relativeTolerance: 1e-6, series.id)
      } else {
        #expect(ratio > 0.5 && ratio < 2, "\(series.id): \(ratio)")
      }
    }
  }

  @Test(
    "means add up whatever the way, and intervals stay around them",
    arguments: ReconciliationMethod.allCases.filter { $0 != .none }
  )
  func coherence(_ method: ReconciliationMethod) throws {
    let (hierarchy, series) = try Self.panel(months: 60, seed: 6)
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 4, threads: 2)
    let result = forecast.coherent(by: method)
    for step in 0..<4 {
      let means = result.map { $0.mean?[step] ?? .nan }
      let sums = hierarchy.summed(Array(means[hierarchy.aggregateCount...]))
      for (mean, sum) in zip(means, sums) { expectClose(mean, sum, relativeTolerance: 1e-9) }
      for (series, mean) in zip(result, means) {
        let interval = try #require(series.distributions).interval(level: 0.8)
        #expect(interval.lower[step] < mean && mean < interval.upper[step])
      }
    }
    let base = forecast.coherent(by: .none)
    #expect(zip(base, result).contains { abs(($0.mean?[0] ?? 0) - ($1.mean?[0] ?? 0)) > 0.1 })
  }

  @Test(
    "what the months of an event hold moves neither base forecasts nor what reconciles them",
    arguments: ["ets", "arima"]
  )
  func events(_ name: String) throws {
    let event = SeriesEvent(
      name: "closures",
      kind: .span,
      first: Month(year: 2016, month: 3),
      last: Month(year: 2016, month: 5)
    )
    let model = try #require(ForecastModelCatalog[name])
    let told = model.told(KnownMonths(events: [event]))
    let formula = try #require(HierarchyFormula("area"))
    let (hierarchy, plain) = try Self.panel(
      Hierarchy(formula, leaves: [["north"], ["south"]]),
      months: 72,
      seed: 9
    )
    func coherent(_ share: Double, _ model: ForecastModelDescriptor) -> [CoherentForecast] {
      let series = plain.map { series in
        TimeSeries(
          id: series.id,
          start: series.start,
          values: series.values.enumerated().map { t, value in
            let month = series.start.advanced(by: t)
            return event.first <= month && month <= event.last ? share * value : value
          }
        )
      }
      return HierarchyForecast(hierarchy, series: series, by: model, horizon: 3, threads: 1)
        .coherent(by: .shrinkage)
    }
    let expected = coherent(1, told)
    let blind = coherent(0.3, told)
    let seeing = coherent(0.3, model)
    for place in expected.indices {
      let means = (try #require(expected[place].mean), try #require(blind[place].mean))
      let widths = [expected, blind, seeing].map { forecasts in
        let interval = forecasts[place].distributions?.interval(level: 0.8)
        return (interval?.upper[2] ?? .nan) - (interval?.lower[2] ?? .nan)
      }
      // ARIMA's search ends where a step gains less than 1e-7 of the likelihood.
      expectClose(means.1[2], means.0[2], relativeTolerance: 1e-3, name)
      expectClose(widths[1], widths[0], relativeTolerance: 1e-2, name)
      #expect(widths[2] > 1.5 * widths[0])
    }
  }

  @Test("variances are the diagonal of P D R D P', made of dense matrices", .tags(.reference))
  func spread() throws {
    let (hierarchy, series) = try Self.panel(months: 50, seed: 2)
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 3, threads: 1)
    let residuals = try forecast.base.indices.map { index in
      try #require(
        ForecastModelDescriptor.ets.fit(to: series[index])
          .oneStepErrors(of: series[index].values)
      )
    }
    let count = hierarchy.seriesCount
    let correlated = ReconciliationTests.dense(.shrinkage(residuals, hierarchy))
    let summing = ReconciliationTests.summing(hierarchy)
    // Bottom-up, whose P is S with zeros in the aggregates' columns.
    var projection = Matrix<Double>.zeros(rows: count, columns: count)
    for row in 0..<count {
      for leaf in 0..<hierarchy.leafCount {
        projection[row, hierarchy.aggregateCount + leaf] = summing[row, leaf]
      }
    }
    let result = forecast.coherent(by: .bottomUp)
    for step in 0..<3 {
      let deviations = forecast.base.map { base -> Double in
        let distribution = base.forecast?.steps[step]
        let width = (distribution?.quantile(0.9) ?? 0) - (distribution?.quantile(0.1) ?? 0)
        return width / (2 * 1.2815515655446004)
      }
      var covariance = correlated
      for i in 0..<count {
        for j in 0..<count {
          covariance[i, j] *=
            deviations[i] * deviations[j] / (correlated[i, i] * correlated[j, j]).squareRoot()
        }
      }
      let expected = (projection * covariance).multiplied(by: projection, transposingOther: true)
      for index in 0..<count {
        let interval = try #require(result[index].distributions).interval(level: 0.8)
        let deviation = (interval.upper[step] - interval.lower[step]) / (2 * 1.2815515655446004)
        expectClose(deviation * deviation, expected[index, index], relativeTolerance: 1e-7)
      }
    }
  }

  @Test("where no value is below 0, no mean is")
  func nonNegative() throws {
    var (hierarchy, series) = try Self.panel(months: 48, seed: 11)
    // Leaves that fade to 0, and aggregates that fall below their sums.
    let m = hierarchy.aggregateCount
    var values = series.map(\.values)
    for leaf in m..<hierarchy.seriesCount {
      for month in 0..<48 {
        values[leaf][month] = max(0, 40 - 2 * Double(month)) * Double(leaf % 3)
      }
    }
    for month in 0..<48 {
      let sums = hierarchy.summed(values[m...].map { $0[month] })
      for (index, value) in sums.enumerated() { values[index][month] = value }
    }
    for month in 0..<48 { values[0][month] = max(0, values[0][month] - 20 * Double(month)) }
    series = values.indices.map {
      TimeSeries(id: "\($0)", start: series[0].start, values: values[$0])
    }
    let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 6, threads: 1)
    for method in [ReconciliationMethod.ols, .shrinkage] {
      for result in forecast.coherent(by: method) {
        #expect(try #require(result.mean).allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test(
    "100,000 series of four crossed columns are reconciled and add up",
    .enabled(if: ProcessInfo.processInfo.environment["VEDETTA_SLOW_TESTS"] != nil)
  )
  func large() throws {
    let formula = try #require(HierarchyFormula("a,b,c,d"))
    let leaves = (0..<80_000).map { leaf in
      ["\(leaf / 4000)", "\(leaf / 200 % 20)", "\(leaf / 10 % 20)", "\(leaf % 10)"]
    }
    let hierarchy = Hierarchy(formula, leaves: leaves)
    #expect(hierarchy.seriesCount == 21 * 21 * 21 * 11)
    var generator = SeededGenerator(seed: 1)
    var residuals = [[Double]](repeating: [], count: hierarchy.seriesCount)
    for _ in 0..<120 {
      let common = generator.normal()
      let sums = hierarchy.summed(
        leaves.indices.map { (1 + Double($0 % 4)) * (generator.normal() + 0.2 * common) }
      )
      for (series, value) in sums.enumerated() {
        let isLeaf = series >= hierarchy.aggregateCount
        residuals[series].append(
          isLeaf ? value : 0.8 * value + 0.3 * abs(value) * generator.normal()
        )
      }
    }
    let base = (0..<24).map { month in residuals.map { 100 + $0[month] } }
    let covariance = ErrorCovariance.shrinkage(residuals, hierarchy)
    let result = MinimumTrace(hierarchy, covariance: covariance, threads: 2).reconciled(base)
    for vector in result {
      let sums = hierarchy.summed(Array(vector[hierarchy.aggregateCount...]))
      #expect(zip(vector, sums).allSatisfy { abs($0 - $1) <= 1e-9 * max(abs($1), 1) })
    }
  }

  @Test(
    "a leaf without forecast counts as nothing in every sum, a huge one breaks none",
    arguments: ["shrink", "ols"]
  )
  func wildLeaves(_ name: String) throws {
    let method = try #require(ReconciliationMethod(rawValue: name))
    let (hierarchy, panel) = try Self.panel(months: 60, seed: 9)
    for values in [Array(repeating: Double.nan, count: 60), (0..<60).map { $0 == 40 ? 1e99 : 5 }] {
      var series = panel
      let last = series.count - 1
      series[last] = TimeSeries(id: "wild", start: panel[last].start, values: values)
      if let largest = values.filter(\.isFinite).max() {
        // The sums hold it too.
        for place in 0..<hierarchy.ancestorCount {
          let node = Int(
            hierarchy.ancestors[(hierarchy.leafCount - 1) * hierarchy.ancestorCount + place]
          )
          var sums = panel[node].values
          sums[40] = largest
          series[node] = TimeSeries(id: "\(node)", start: panel[node].start, values: sums)
        }
      }
      let forecast = HierarchyForecast(hierarchy, series: series, by: .ets, horizon: 3, threads: 1)
      let coherent = forecast.coherent(by: method)
      for step in 0..<3 {
        let leaves = coherent[hierarchy.aggregateCount...].map { $0.mean?[step] ?? 0 }
        for (node, sum) in hierarchy.summed(leaves).enumerated() {
          guard let mean = coherent[node].mean?[step] else { continue }
          #expect(mean.isFinite)
          expectClose(mean, sum, relativeTolerance: 1e-9)
        }
      }
      for one in coherent {
        #expect(one.distributions?.interval(level: 0.95).upper.allSatisfy(\.isFinite) ?? true)
      }
    }
  }
}
