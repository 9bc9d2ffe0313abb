internal import Datasets
internal import Risk

extension RiskSpecification {
  /// What a table is read for.
  enum TableUse {
    case training
    case scoring
  }

  /// Reads a table, and adds to a problem with one of its numbers what an empty cell in the same
  /// place would meet, which the reader cannot know.
  ///
  /// - Throws: what `read` throws.
  func explainingEmptyCells<Table>(
    in use: TableUse,
    _ read: () throws -> Table
  ) throws -> Table {
    do {
      return try read()
    } catch let problem as DataProblem {
      guard problem.emptyCell == .accepted, let column = problem.column else { throw problem }
      throw DataProblem(
        problem.cause,
        file: problem.file,
        line: problem.line,
        column: column,
        emptyCell: emptyCell(of: column, use)
      )
    }
  }

  private func emptyCell(of column: String, _ use: TableUse) -> DataProblem.EmptyCell {
    guard numericColumns.contains(column) else { return .accepted }
    guard features.contains(where: { $0.column == column }) else { return .refused }
    guard missing == .refuse else { return .accepted }
    // A model that is used has its policy.
    return use == .training ? .refusedByPolicy : .refused
  }
}
