/// A way to fit a calibration map, by name.
///
/// To add a method: one file with its ``CalibrationCurve`` and its `CalibrationMethod`, and one
/// name in ``catalogue``. The conformance tests run over the catalogue.
package struct CalibrationMethod: Sendable {
  /// Name by which a request asks for it, such as `isotonic`.
  package let name: String
  /// What it does, in a few words for `--help`.
  package let summary: String
  /// Least weight of the rarer outcome that the method asks for unless told otherwise.
  package let minimumEvents: Int
  /// The type of its curves, for decoding.
  let curveType: any CalibrationCurve.Type
  private let fitCurve:
    @Sendable (CalibrationSample) throws(CalibrationError) -> any CalibrationCurve

  /// All methods, the default first.
  package static let catalogue: [CalibrationMethod] = [
    .platt, .smoothedPlatt, .beta, .isotonic, .inTheLarge,
  ]

  /// Names of all methods, the default first.
  package static var names: [String] { catalogue.map(\.name) }

  /// The method of a name, or `nil`.
  package static subscript(name: String) -> CalibrationMethod? {
    catalogue.first { $0.name == name }
  }

  init<Curve: CalibrationCurve>(
    name: String,
    summary: String,
    minimumEvents: Int,
    fit: @escaping @Sendable (CalibrationSample) throws(CalibrationError) -> Curve
  ) {
    self.name = name
    self.summary = summary
    self.minimumEvents = minimumEvents
    curveType = Curve.self
    fitCurve = { sample throws(CalibrationError) in try fit(sample) }
  }

  /// Fits a map.
  ///
  /// - Parameters:
  ///   - sample: rows that the model was not fitted on.
  ///   - minimumEvents: least weight of the rarer outcome; that of the method when `nil`.
  /// - Returns: a map of one stage.
  /// - Throws: `degenerateOutcome`; `tooFewEvents` with the numbers; what the method throws.
  package func fit(
    _ sample: CalibrationSample,
    minimumEvents: Int? = nil
  ) throws(CalibrationError) -> CalibrationMap {
    try sample.require(events: minimumEvents ?? self.minimumEvents)
    return CalibrationMap(stages: [
      .init(method: name, curve: try fitCurve(sample), support: sample.support)
    ])
  }
}
