internal import ArgumentParser

/// `vedetta vacancies`: from monthly series to projections with intervals.
struct VacanciesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vacancies",
    abstract: "Project monthly series and judge the projections on the past.",
    subcommands: [
      VacanciesForecastCommand.self, VacanciesTrainCommand.self, VacanciesReportCommand.self,
      VacanciesBacktestCommand.self, VacanciesInspectCommand.self,
    ]
  )
}
