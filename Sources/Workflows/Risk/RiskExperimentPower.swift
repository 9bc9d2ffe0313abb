internal import Datasets
internal import Statistics

/// What an experiment of some size can find.
package struct ExperimentPower: Codable, Sendable, Equatable {
  /// People contacted.
  package let contacted: Int
  /// People held out.
  package let heldOut: Int
  /// Expected share with the outcome among those held out.
  package let rate: Double
  /// Confidence level of the test.
  package let level: Double
  /// Probability with which a fall is to be found.
  package let target: Double
  /// Smallest fall of the share that is found with that probability; `nil` where none is.
  package let detectableFall: Double?
  /// The fall that is hoped for; `nil` where none is given.
  package let effect: Double?
  /// Probability of finding it.
  package let power: Double?
  /// People, with the same share held out, that would find it with the target's probability.
  package let neededRows: Int?

  /// Power of an experiment.
  ///
  /// - Parameters:
  ///   - contacted: people contacted, at least 1.
  ///   - heldOut: people held out, at least 1.
  ///   - rate: expected share with the outcome without contact, strictly between 0 and 1.
  ///   - effect: expected change by contact, with `rate + effect` in [0, 1]; unknown when `nil`.
  ///   - level: confidence of the test, in (0, 1).
  ///   - target: probability with which it is to be found, in (0, 1).
  package init(
    contacted: Int,
    heldOut: Int,
    rate: Double,
    effect: Double?,
    level: Double,
    target: Double
  ) {
    self.contacted = contacted
    self.heldOut = heldOut
    self.rate = rate
    self.level = level
    self.target = target
    self.effect = effect
    detectableFall = SharePower.detectableFall(
      from: rate,
      treatedCount: Double(contacted),
      controlCount: Double(heldOut),
      level: level,
      power: target
    )
    let shares = effect.map { SharePower(first: rate + $0, second: rate) }
    power = shares.map {
      $0.power(firstCount: Double(contacted), secondCount: Double(heldOut), level: level)
    }
    let share = Double(contacted) / Double(contacted + heldOut)
    neededRows = shares.flatMap { $0.count(firstShare: share, level: level, power: target) }
      .map { Int($0.rounded(.up)) }
  }
}

/// What the power of an experiment is asked for.
package struct RiskExperimentPowerRequest: Codable, Sendable, Equatable {
  /// People of both groups.
  package var rows: Int
  /// How many are held out.
  package var heldOut: AuditCapacity
  /// Expected share with the outcome without contact.
  package var rate: Double
  /// Expected change by contact.
  package var effect: Double?
  /// Confidence level of the test.
  package var level: Double
  /// Probability with which it is to be found.
  package var target: Double

  /// A request.
  package init(
    rows: Int,
    heldOut: AuditCapacity,
    rate: Double,
    effect: Double? = nil,
    level: Double = 0.95,
    target: Double = 0.8
  ) {
    self.rows = rows
    self.heldOut = heldOut
    self.rate = rate
    self.effect = effect
    self.level = level
    self.target = target
  }
}

/// From sizes to what an experiment can find; reads and writes nothing.
package struct RiskExperimentPowerWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Computes the power.
  ///
  /// - Throws: `DataProblem` for a hold-out that leaves one of the two groups empty.
  package func run(_ request: RiskExperimentPowerRequest) throws -> ExperimentPower {
    let heldOut = request.heldOut.count(of: request.rows)
    guard heldOut < request.rows else {
      throw DataProblem(
        .invalidValue(expected: "a hold-out of fewer than all \(request.rows) people"),
        column: "hold-out"
      )
    }
    return ExperimentPower(
      contacted: request.rows - heldOut,
      heldOut: heldOut,
      rate: request.rate,
      effect: request.effect,
      level: request.level,
      target: request.target
    )
  }
}
