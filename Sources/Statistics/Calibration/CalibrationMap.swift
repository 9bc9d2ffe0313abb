/// A function of one probability that puts right what a model gives.
///
/// Monotone: what ranks above stays above or level. A map saves parameters only, never a row.
package protocol CalibrationCurve: Codable, Equatable, Sendable {
  /// The corrected probability, in [0, 1], not decreasing in the given one.
  func callAsFunction(_ probability: Double) -> Double
}

extension CalibrationCurve {
  /// True for the same curve of the same type.
  fileprivate func isEqual(to other: any CalibrationCurve) -> Bool { (other as? Self) == self }
}

/// Fitted calibration: curves applied one after the other, with the methods that gave them.
///
/// Made by ``CalibrationMethod/fit(_:minimumEvents:)`` or, without outcomes, by
/// ``shifting(_:weights:toBaseRate:)``. Without a stage it changes nothing.
package struct CalibrationMap: Sendable, Equatable {
  /// The curves, the first applied first.
  package let stages: [Stage]

  /// One curve and where it comes from.
  package struct Stage: Sendable, Equatable {
    /// Name of the method in ``CalibrationMethod/catalogue``.
    package let method: String
    /// The curve.
    package let curve: any CalibrationCurve
    /// How much data it was fitted on; `nil` when a base rate was stated.
    package let support: CalibrationSample.Support?

    /// Equal method, curve and data.
    package static func == (left: Stage, right: Stage) -> Bool {
      left.method == right.method && left.support == right.support
        && left.curve.isEqual(to: right.curve)
    }
  }

  /// The map that changes nothing.
  package static let identity = CalibrationMap(stages: [])

  /// The corrected probability.
  ///
  /// - Parameter probability: in [0, 1].
  /// - Returns: in [0, 1], not decreasing; NaN for NaN.
  package func callAsFunction(_ probability: Double) -> Double {
    guard !probability.isNaN else { return probability }
    return stages.reduce(probability) { $1.curve($0) }
  }

  /// This map, then another one: such as a shift to a new base rate after a fitted curve.
  package func followed(by next: CalibrationMap) -> CalibrationMap {
    CalibrationMap(stages: stages + next.stages)
  }
}

extension CalibrationMap: Codable {
  private enum CodingKeys: String, CodingKey {
    case stages
  }

  /// Decodes the stages, each through the checks of its curve.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(stages: try container.decode([Stage].self, forKey: .stages))
  }

  /// Encodes the stages.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(stages, forKey: .stages)
  }
}

extension CalibrationMap.Stage: Codable {
  private enum CodingKeys: String, CodingKey {
    case method
    case curve
    case support
  }

  /// Decodes the method's name, then the curve as the type that the catalogue has for it.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    method = try container.decode(String.self, forKey: .method)
    guard let known = CalibrationMethod[method] else {
      throw DecodingError.dataCorruptedError(
        forKey: .method,
        in: container,
        debugDescription: "no calibration method \(method)"
      )
    }
    curve = try known.curveType.init(from: container.superDecoder(forKey: .curve))
    support = try container.decodeIfPresent(CalibrationSample.Support.self, forKey: .support)
  }

  /// Encodes name, curve and support.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try curve.encode(to: container.superEncoder(forKey: .curve))
    try container.encodeIfPresent(support, forKey: .support)
  }
}
