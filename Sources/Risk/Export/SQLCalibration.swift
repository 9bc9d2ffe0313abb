internal import Statistics

/// The stages of a calibration as steps of a statement.
enum SQLCalibration {
  /// Ends that probabilities are moved inside to before a logarithm.
  private static let inside = (low: 1e-15, high: 1 - 1e-15)

  /// The steps of a stage, from `probability` to `probability`.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - number: its place, from 1, in the names of the steps.
  ///   - dialect: how numbers are written.
  /// - Returns: names and columns of the steps, in order.
  /// - Throws: `calibration` for a kind of curve that has no SQL yet.
  static func steps(
    _ stage: CalibrationMap.Stage,
    number: Int,
    _ dialect: SQLDialect
  ) throws(ExportProblem) -> [(name: String, column: SQLStep.Column)] {
    func step(_ name: String, _ expression: String, _ alias: String) -> (String, SQLStep.Column) {
      ("\(name)_\(number)", SQLStep.Column(expression, alias, comment: nil))
    }
    switch stage.curve {
    case let curve as LogisticCurve:
      return [
        step("inner", clamped(dialect), "probability"),
        step(
          "logits",
          "\(dialect.double(curve.intercept)) + \(dialect.number(curve.slope)) "
            + "* (LN(probability) - LN(1.0 - probability))",
          "predictor"
        ),
        step("calibrated", SQLLogistic.probability(of: "predictor"), "probability"),
      ]
    case let curve as BetaCurve:
      return [
        step("inner", clamped(dialect), "probability"),
        step(
          "logits",
          "\(dialect.double(curve.intercept)) + \(dialect.number(curve.a)) * LN(probability) "
            + "- \(dialect.number(curve.b)) * LN(1.0 - probability)",
          "predictor"
        ),
        step("calibrated", SQLLogistic.probability(of: "predictor"), "probability"),
      ]
    case let curve as IsotonicCurve:
      return [step("calibrated", lines(curve, dialect), "probability")]
    default:
      throw .calibration(method: stage.method)
    }
  }

  private static func clamped(_ dialect: SQLDialect) -> String {
    let (low, high) = (dialect.double(inside.low), dialect.double(inside.high))
    return "CASE WHEN probability < \(low) THEN \(low) "
      + "WHEN probability > \(high) THEN \(high) ELSE probability END"
  }

  /// Straight lines between points, level beyond the first and last.
  private static func lines(_ curve: IsotonicCurve, _ dialect: SQLDialect) -> String {
    let points = Array(zip(curve.probabilities, curve.values))
    var text = "CASE\n"
    for (place, point) in points.enumerated() {
      text += "      WHEN probability <= \(dialect.double(point.0)) THEN "
      guard place > 0, points[place - 1].1 < point.1 else {
        text += "\(dialect.double(point.1))\n"
        continue
      }
      let before = points[place - 1]
      text +=
        "\(dialect.number(before.1)) + (probability - \(dialect.number(before.0))) "
        + "/ \(dialect.double(point.0 - before.0)) * \(dialect.double(point.1 - before.1))\n"
    }
    let last = points[points.count - 1]
    return text + "      WHEN probability > \(dialect.double(last.0)) "
      + "THEN \(dialect.double(last.1))\n    END"
  }
}
