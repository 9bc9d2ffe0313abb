package import Testing

/// Expects two numbers to agree.
///
/// - Parameters:
///   - actual: what the program computed.
///   - expected: reference value.
///   - relativeTolerance: largest |actual - expected| / |expected|.
///   - absoluteTolerance: largest |actual - expected| that passes whatever the ratio; for values
///     that may be zero.
///   - comment: what the number is.
///   - sourceLocation: where the expectation stands.
package func expectClose(
  _ actual: Double,
  _ expected: Double,
  relativeTolerance: Double = 0,
  absoluteTolerance: Double = 0,
  _ comment: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let allowed = max(relativeTolerance * abs(expected), absoluteTolerance)
  let close = actual == expected || abs(actual - expected) <= allowed
  #expect(
    close,
    "\(comment()) \(actual) is not \(expected) within \(allowed)",
    sourceLocation: sourceLocation
  )
}
