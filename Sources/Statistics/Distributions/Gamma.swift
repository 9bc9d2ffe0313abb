/// The gamma distribution.
package struct Gamma: ProbabilityDistribution, Codable, Equatable {
  /// Shape, above 0.
  package let shape: Double
  /// Scale, above 0, in the unit of the values.
  package let scale: Double

  /// A gamma distribution from its shape and scale.
  ///
  /// - Parameters:
  ///   - shape: above 0.
  ///   - scale: above 0.
  package init(shape: Double, scale: Double) {
    precondition(shape > 0 && scale > 0, "shape or scale is not positive")
    self.shape = shape
    self.scale = scale
  }

  package var mean: Double { shape * scale }
  package var variance: Double { shape * scale * scale }

  /// Probability of a value at or below `x`; 0 below 0.
  package func cumulative(_ x: Double) -> Double {
    x <= 0 ? 0 : IncompleteGamma.lower(shape, x / scale)
  }

  /// The x with the given cumulative probability, from that of chi-squared; agrees with R's `qgamma`.
  ///
  /// - Parameter probability: in [0, 1].
  /// - Returns: at least 0.
  package func quantile(_ probability: Double) -> Double {
    ChiSquared(degreesOfFreedom: 2 * shape).quantile(probability) * scale / 2
  }
}
