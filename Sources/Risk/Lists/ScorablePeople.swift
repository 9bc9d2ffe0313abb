package import Datasets

extension RiskModel {
  /// People whom the model can score, and the others with what stands in the way.
  ///
  /// A row is left out for a cell of its own; what is wrong with a whole column is thrown.
  ///
  /// - Parameter dataset: one row a person.
  /// - Returns: rows in ascending order; problems name file, line and column.
  /// - Throws: `DataProblem` for a column, or the first problem when no row can be scored.
  /// - Complexity: an encoding of the table for each column with empty cells, and one more for each
  ///   doubling of the rows with another fault.
  package func scorable(
    _ dataset: Dataset
  ) throws(DataProblem) -> (rows: [Int], others: [(row: Int, problem: DataProblem)]) {
    var others: [(row: Int, problem: DataProblem)] = []
    // Empty cells, the fault of nearly all, are found a column at a time: the first column that
    // is refused for one is so for every row whose cell in it is empty.
    var sound = Array(0..<dataset.rowCount)
    var part = dataset
    while let problem = try fault(in: part), case .missingValue = problem.cause,
      let column = problem.column.flatMap({ part[$0] })
    {
      let isEmpty = (0..<part.rowCount).map { column.text(at: $0) == nil }
      guard isEmpty.contains(true) else { break }
      for (place, row) in sound.enumerated() where isEmpty[place] {
        others.append((row, problem.moved(toLine: dataset.line(ofRow: row))))
      }
      sound = zip(sound, isEmpty).filter { !$1 }.map { $0.0 }
      part = dataset.selecting(rows: sound)
    }
    var rows: [Int] = []
    var pending = sound.isEmpty ? [] : [0..<sound.count]
    while let range = pending.popLast() {
      let places = Array(sound[range])
      guard
        let problem = try fault(
          in: range.count == sound.count ? part : dataset.selecting(rows: places)
        )
      else {
        rows += places
        continue
      }
      guard range.count > 1 else {
        others.append((places[0], problem))
        continue
      }
      let middle = range.lowerBound + range.count / 2
      pending += [middle..<range.upperBound, range.lowerBound..<middle]
    }
    others.sort { $0.row < $1.row }
    if rows.isEmpty, let first = others.first { throw first.problem }
    return (rows, others)
  }

  /// What stands in the way of scoring some rows, if it is a cell of one of them.
  ///
  /// - Throws: what is wrong with a whole column.
  private func fault(in rows: Dataset) throws(DataProblem) -> DataProblem? {
    do throws(DataProblem) {
      _ = try encode(rows)
      return nil
    } catch {
      switch error.cause {
      case .missingValue, .unseenLevel, .nonFinite, .notANumber: break
      default: throw error
      }
      guard error.line != nil else { throw error }
      return error
    }
  }
}

extension DataProblem {
  /// The same problem on another line.
  fileprivate func moved(toLine line: Int) -> DataProblem {
    DataProblem(cause, file: file, line: line, column: column, emptyCell: emptyCell)
  }
}
