package import Datasets
package import Statistics

/// What puts the probabilities of a model right, learned on later rows than its coefficients.
package struct RiskCalibration: Sendable, Equatable, Codable {
  /// The map from the model's probability to the one that is given out.
  package let map: CalibrationMap
  /// As-of dates it was learned on, ascending; empty without an as-of column.
  package let asOf: [String]
}

extension RiskModel {
  /// Probabilities of rows with what happened, to learn a calibration from.
  ///
  /// - Parameters:
  ///   - dataset: rows with features and target; those of unknown outcome are left out.
  ///   - keepsCalibration: true to start from the probabilities as they are given out, false from
  ///     those before any calibration.
  /// - Returns: the sample.
  /// - Throws: `DataProblem` with file, line and column; `noRows` without weight.
  package func calibrationSample(
    _ dataset: Dataset,
    keepsCalibration: Bool
  ) throws(DataProblem) -> CalibrationSample {
    let outcome = try Outcome(specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    let scores = scores(try encode(known))
    do throws(CalibrationError) {
      return try CalibrationSample(
        probabilities: keepsCalibration ? scores.probabilities : scores.uncalibrated,
        outcomes: outcome.response.array(count: known.rowCount),
        weights: outcome.weights.constant == nil
          ? outcome.weights.array(count: known.rowCount) : nil
      )
    } catch {
      throw DataProblem(.noRows, file: dataset.source)
    }
  }

  /// The same model with a calibration.
  ///
  /// - Parameters:
  ///   - map: as learned.
  ///   - asOf: the dates it was learned on.
  ///   - keepsCalibration: true to apply it after the calibration there is.
  /// - Returns: the model, all else unchanged.
  package func calibrated(
    by map: CalibrationMap,
    asOf: [String],
    keepsCalibration: Bool
  ) -> RiskModel {
    let before = keepsCalibration ? calibration : nil
    var copy = self
    copy.calibration = RiskCalibration(
      map: before?.map.followed(by: map) ?? map,
      asOf: Set((before?.asOf ?? []) + asOf).sorted()
    )
    return copy
  }
}
