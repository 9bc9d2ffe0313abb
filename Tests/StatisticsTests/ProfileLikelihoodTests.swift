import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Profile likelihood` {
  @Test(.tags(.reference), arguments: FirthReference.cases)
  func `penalised intervals and tests agree with profiles climbed point by point`(
    _ reference: FirthReference
  ) throws {
    let expected = try reference.expected().firth
    let rows = try reference.rows()
    let result = try FirthRegression().fit(rows)
    for interval in FirthRegression().profileIntervals(rows, fit: result) {
      let j = interval.column
      let error = expected.standardErrors[j]
      // A bound's error in standard errors is about that of the log-likelihood, 1e-10.
      let bounds = expected.profileCi95[j]
      expectClose(interval.lower.value ?? .nan, bounds[0], absoluteTolerance: 1e-8 * error)
      expectClose(interval.upper.value ?? .nan, bounds[1], absoluteTolerance: 1e-8 * error)
      expectClose(
        interval.statistic ?? .nan,
        expected.profileStatistic[j],
        absoluteTolerance: 1e-9
      )
      expectClose(interval.pValue ?? .nan, expected.profileP[j], absoluteTolerance: 1e-9)
    }
  }

  @Test(.tags(.reference), arguments: FirthReference.cases)
  func `intervals by likelihood agree and name the infinite bound`(
    _ reference: FirthReference
  ) throws {
    let whole = try reference.expected()
    let expected = whole.maximumLikelihood
    let rows = try reference.rows()
    let fit = try LogisticRegression().fit(rows)
    let intervals = LogisticRegression().profileIntervals(rows, fit: fit)
    #expect(intervals.count == whole.terms.count)
    for interval in intervals {
      let j = interval.column
      let error = whole.firth.standardErrors[j]
      // The fit of separated data stops at 1e-8 below the supremum of the likelihood.
      let tolerance = expected.infinite == nil ? 1e-8 : 1e-6
      for (bound, value) in zip([interval.lower, interval.upper], expected.profileCi95[j]) {
        guard let value else {
          #expect(bound == .infinite, "\(whole.terms[j])")
          continue
        }
        expectClose(bound.value ?? .nan, value, absoluteTolerance: tolerance * error, "\(j)")
      }
      expectClose(
        interval.statistic ?? .nan,
        expected.profileStatistic[j],
        absoluteTolerance: 10 * tolerance
      )
      expectClose(interval.pValue ?? .nan, expected.profileP[j], absoluteTolerance: tolerance)
    }
  }

  @Test(
    .tags(.reference),
    .enabled(if: Repository.hasSharedData("reference/admit.csv"))
  )
  func `R's interval of the graduate admissions is met to its digits`() throws {
    let folder = try #require(Repository.sharedData)
    let table = try Table(folder.appending(path: "reference/admit.csv"))
    let rows = DenseRows(
      design: .design([
        try table.column("gre"), try table.column("gpa"), try table.column("rank", equalTo: "2"),
        try table.column("rank", equalTo: "3"), try table.column("rank", equalTo: "4"),
      ]),
      response: try table.column("admit"),
      interceptColumn: 0
    )
    let fit = try LogisticRegression().fit(rows)
    let interval = LogisticRegression().profileIntervals(rows, fit: fit, columns: [2])[0]
    // R 4.2.2, confint(glm(admit ~ gre + gpa + factor(rank), binomial)): its bounds come from a
    // spline through the profile, good to 5 digits or so.
    expectClose(interval.lower.value ?? .nan, 0.160296, absoluteTolerance: 2e-5)
    expectClose(interval.upper.value ?? .nan, 1.464143, absoluteTolerance: 2e-5)
  }

  @Test(.tags(.reference)) func `R's intervals of the birth weights are met to its digits`() throws
  {
    let rows = try FirthReference("birthwt").rows()
    let fit = try LogisticRegression().fit(rows)
    // R 4.2.2 with MASS 7.3-58.2, confint(glm(low ~ age + lwt + factor(race) + ...)).
    let expected = [
      1: (-0.100192, 0.043376), 5: (0.149602, 1.730774), 7: (0.512291, 3.277897),
      8: (-0.152462, 1.662251),
    ]
    for interval in LogisticRegression().profileIntervals(rows, fit: fit, columns: [1, 5, 7, 8]) {
      let bounds = try #require(expected[interval.column])
      expectClose(interval.lower.value ?? .nan, bounds.0, absoluteTolerance: 2e-4)
      expectClose(interval.upper.value ?? .nan, bounds.1, absoluteTolerance: 2e-4)
    }
  }

  @Test func `complete separation has a finite bound towards 0 and an infinite one`() throws {
    let design = Matrix([1.0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6], rows: 6, columns: 2)
    let rows = DenseRows(design: design, response: [0, 0, 0, 1, 1, 1], interceptColumn: 0)
    let fit = try LogisticRegression().fit(rows)
    let interval = LogisticRegression().profileIntervals(rows, fit: fit, columns: [1])[0]
    #expect(interval.upper == .infinite)
    // The supremum of the log-likelihood is 0: at the bound the intercept's maximum, which lies at
    // -3.5 times the slope by symmetry, is half of χ²'s quantile below.
    let slope = try #require(interval.lower.value)
    let halves = [0.5, 1.5, 2.5].map { -log(1 + exp(-slope * $0)) }
    expectClose(2 * halves.reduce(0, +), -3.841458820694124 / 2, absoluteTolerance: 1e-6)
    // Without the slope every row has an even chance.
    expectClose(interval.statistic ?? .nan, 12 * log(2), absoluteTolerance: 1e-6)
  }

  @Test(.tags(.property), arguments: 1...4)
  func `the likelihood at a bound lies below the maximum by half the quantile`(
    seed: UInt64
  ) throws {
    let rows = drawnRows(seed: seed, count: 80, slopes: [1, -0.5])
    let fit = try LogisticRegression().fit(rows)
    try #require(fit.summary.status == .converged)
    for interval in LogisticRegression().profileIntervals(rows, fit: fit, level: 0.9, columns: [1])
    {
      for bound in [interval.lower, interval.upper] {
        // The column held at the bound is an offset of a fit of the rest.
        let value = try #require(bound.value)
        let rest = DenseRows(
          design: .design([Array(rows.design.column(2))]),
          response: rows.response,
          offsets: rows.design.column(1).map { $0 * value },
          interceptColumn: 0
        )
        let held = try LogisticRegression().fit(rest)
        // R: qchisq(0.9, 1)
        expectClose(held.deviance - fit.deviance, 2.705543454095404, absoluteTolerance: 1e-8)
      }
    }
  }

  @Test func `a fit that has not converged has no interval`() throws {
    let rows = drawnRows(seed: 3, count: 80, slopes: [1])
    let fit = try LogisticRegression(maximumIterations: 1).fit(rows)
    let interval = LogisticRegression().profileIntervals(rows, fit: fit, columns: [1])[0]
    #expect(interval.lower == .notFound && interval.upper == .notFound)
    #expect(interval.pValue == nil)
  }

  @Test func `bounds survive their way through JSON`() throws {
    for bound in [ProfileBound.finite(-1.25), .infinite, .notFound] {
      let data = try JSONEncoder().encode(bound)
      #expect(try JSONDecoder().decode(ProfileBound.self, from: data) == bound)
    }
  }
}
