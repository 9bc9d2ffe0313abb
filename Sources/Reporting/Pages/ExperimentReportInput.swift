/// What an experiment found, as its page shows it; counts under five are `nil` already.
package struct ExperimentReportInput: Sendable, Equatable {
  /// Name of the experiment: that of its table.
  package let name: String
  /// People of both arms.
  package let rows: Int
  /// Confidence level of the effects' intervals.
  package let level: Double
  /// All people.
  package let overall: Effect
  /// Bands of risk, the lowest first; empty without scores.
  package let bands: [Effect]
  /// Probability of differences as large if the effects of the bands are equal.
  package let bandPValue: Double?
  /// Subgroups and what they are made of; empty without a column.
  package let subgroups: [Effect]
  /// Column of the subgroups.
  package let column: String?
  /// Change over all people when a share of them, the riskiest first, is treated.
  package let uplift: [Point]
  /// What made the page.
  package let provenance: Provenance

  /// An effect in some people.
  package struct Effect: Sendable, Equatable {
    /// What they are called.
    package let name: String
    /// Treated people of known outcome; `nil` for a count that must not be shown.
    package let treated: Int?
    /// Share of them with the outcome.
    package let treatedShare: Double?
    /// Controls of known outcome.
    package let controls: Int?
    /// Share of them with the outcome.
    package let controlShare: Double?
    /// The difference; `nil` where there is none to show.
    package let effect: Estimate?
    /// Its standard error.
    package let standardError: Double?

    /// An effect in some people.
    package init(
      name: String,
      treated: Int?,
      treatedShare: Double?,
      controls: Int?,
      controlShare: Double?,
      effect: Estimate?,
      standardError: Double?
    ) {
      self.name = name
      self.treated = treated
      self.treatedShare = treatedShare
      self.controls = controls
      self.controlShare = controlShare
      self.effect = effect
      self.standardError = standardError
    }
  }

  /// A point of the uplift curve.
  package struct Point: Sendable, Equatable {
    /// Share of the people treated.
    package let share: Double
    /// Change of the share with the outcome over all people.
    package let total: Estimate

    /// A point.
    package init(share: Double, total: Estimate) {
      self.share = share
      self.total = total
    }
  }

  /// What an experiment found.
  package init(
    name: String,
    rows: Int,
    level: Double,
    overall: Effect,
    bands: [Effect],
    bandPValue: Double?,
    subgroups: [Effect],
    column: String?,
    uplift: [Point],
    provenance: Provenance
  ) {
    self.name = name
    self.rows = rows
    self.level = level
    self.overall = overall
    self.bands = bands
    self.bandPValue = bandPValue
    self.subgroups = subgroups
    self.column = column
    self.uplift = uplift
    self.provenance = provenance
  }
}
