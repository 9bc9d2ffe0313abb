internal import LinearAlgebra

/// Where a pass is made: coefficients, and the centre and scale the numbers are brought to.
struct PassPoint: Sendable {
  /// One a design column, on the standardised scale.
  let coefficients: [Double]
  /// Centre of each design column; 0 for columns that do not hold numbers.
  let center: [Double]
  /// Scale of each design column; 1 for columns that do not hold numbers.
  let scale: [Double]
  /// Part of the linear predictor of each code of a unit.
  let unitEffects: [[Double]]
  /// The same of the categories that are written out.
  let expandedEffects: [[Double]]

  init(_ plan: PassPlan, coefficients: [Double], center: [Double], scale: [Double]) {
    self.coefficients = coefficients
    self.center = center
    self.scale = scale
    unitEffects = plan.units.map { unit in
      let effects = unit.terms.map { Self.effects($0, plan.layout, coefficients) }
      var result = [0.0]
      for effect in effects {
        // The last term's digit is the fastest.
        result = result.flatMap { sum in effect.map { sum + $0 } }
      }
      return result
    }
    expandedEffects = plan.expandedTerms.map { Self.effects($0, plan.layout, coefficients) }
  }

  /// What a term adds to the linear predictor, one number a code.
  private static func effects(
    _ term: Int,
    _ layout: DesignLayout,
    _ coefficients: [Double]
  ) -> [Double] {
    let own = Array(coefficients[layout.placements[term].columns])
    guard case .table(let table) = layout.terms[term] else { return own + [0] }
    return table * own
  }
}
