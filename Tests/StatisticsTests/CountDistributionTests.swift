internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Distributions of counts and amounts", .tags(.reference))
struct CountDistributionTests {
  struct Reference: Decodable {
    struct Count: Decodable {
      let mean: Double
      let dispersion: Double
      let at: [Double]
      let cumulative: [Double]
      let quantiles: [Double]
    }
    struct Amount: Decodable {
      let shape: Double
      let scale: Double
      let quantiles: [Double]
    }
    let probabilities: [Double]
    let digammaAt: [Double]
    let digamma: [Double]
    let negativeBinomial: [Count]
    let gamma: [Amount]
  }

  static func reference() throws -> Reference {
    let url = Repository.fixtures.appending(path: "counts_reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: Data(contentsOf: url))
  }

  @Test("negative binomial and Poisson equal R's probabilities and quantiles")
  func negativeBinomial() throws {
    let reference = try Self.reference()
    for row in reference.negativeBinomial {
      let distribution = NegativeBinomial(mean: row.mean, dispersion: row.dispersion)
      let label = "mean \(row.mean), dispersion \(row.dispersion)"
      for (x, expected) in zip(row.at, row.cumulative) {
        expectClose(distribution.cumulative(x), expected, absoluteTolerance: 1e-10, label)
        #expect(distribution.cumulative(x + 0.9) == distribution.cumulative(x))
      }
      let quantiles = reference.probabilities.map { distribution.quantile($0) }
      #expect(quantiles == row.quantiles, "\(label)")
    }
  }

  @Test("gamma equals R's quantiles, and its probabilities come back")
  func gamma() throws {
    let reference = try Self.reference()
    for row in reference.gamma {
      let distribution = Gamma(shape: row.shape, scale: row.scale)
      for (probability, expected) in zip(reference.probabilities, row.quantiles) {
        // R's qgamma itself is good to about 1e-12 for small shapes.
        expectClose(distribution.quantile(probability), expected, relativeTolerance: 1e-10)
        expectClose(distribution.cumulative(expected), probability, relativeTolerance: 1e-10)
      }
    }
  }

  @Test("digamma equals R's")
  func digammaValues() throws {
    let reference = try Self.reference()
    for (x, expected) in zip(reference.digammaAt, reference.digamma) {
      expectClose(digamma(x), expected, relativeTolerance: 1e-13)
    }
  }

  @Test("a mean of 0 is certain, and nothing is below 0")
  func ends() {
    let nothing = NegativeBinomial(mean: 0, dispersion: 3)
    #expect(nothing.quantile(0.999) == 0 && nothing.cumulative(0) == 1 && nothing.variance == 0)
    #expect(nothing.cumulative(-1) == 0)
    #expect(NegativeBinomial(mean: 4, dispersion: 1).cumulative(.infinity) == 1)
    #expect(NegativeBinomial(mean: 4, dispersion: 0.5).variance == 12)
  }

  @Test("quantiles of huge means are found without summing")
  func huge() {
    let distribution = NegativeBinomial(mean: 1e9, dispersion: 0.01)
    let median = distribution.quantile(0.5)
    #expect(distribution.cumulative(median) >= 0.5 && distribution.cumulative(median - 1e3) < 0.5)
  }
}

@Suite("Minimisation with a gradient")
struct BFGSTests {
  @Test("Rosenbrock's valley is followed to its end")
  func rosenbrock() {
    let minimum = bfgsMinimum(from: [-1.2, 1], tolerance: 1e-14, maximumIterations: 200) { x in
      let a = 1 - x[0]
      let b = x[1] - x[0] * x[0]
      return (a * a + 100 * b * b, [-2 * a - 400 * x[0] * b, 200 * b])
    }
    expectClose(minimum.point[0], 1, absoluteTolerance: 1e-6)
    expectClose(minimum.point[1], 1, absoluteTolerance: 1e-6)
    #expect(minimum.converged)
  }

  @Test("iterations that run out are told")
  func limit() {
    let minimum = bfgsMinimum(from: [5], tolerance: 1e-14, maximumIterations: 2) { x in
      (x[0] * x[0] * x[0] * x[0], [4 * x[0] * x[0] * x[0]])
    }
    #expect(!minimum.converged)
  }
}
