internal import ArgumentParser

/// `vedetta risk`: from administrative records to a ranked contact list.
struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk",
    abstract: "Fit, prove and use a risk score for young people.",
    subcommands: [
      RiskCohortCommand.self, RiskTrainCommand.self, RiskPathCommand.self,
      RiskCoefficientsCommand.self,
      RiskEvaluateCommand.self, RiskAuditCommand.self, RiskCalibrateCommand.self,
      RiskScoreCommand.self, RiskFoldsCommand.self,
      RiskListCommand.self, RiskDriftCommand.self, RiskExportCommand.self,
      RiskApproveCommand.self, RiskAmendCommand.self, RiskOutcomesCommand.self,
      RiskObjectionCommand.self, RiskExperimentCommand.self,
    ]
  )
}
