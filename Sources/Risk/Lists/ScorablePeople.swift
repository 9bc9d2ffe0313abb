package import Datasets

extension RiskModel {
  /// People whom the model can score, and the others with what stands in the way.
  ///
  /// A row is left out for a cell of its own; what is wrong with a whole column is thrown.
  ///
  /// - Parameter dataset: one row a person.
  /// - Returns: rows in ascending order; problems name file, line and column.
  /// - Throws: `DataProblem` for a column, or the first problem when no row can be scored.
  /// - Complexity: encodings of the whole table, one more for each doubling of the rows at fault.
  package func scorable(
    _ dataset: Dataset
  ) throws(DataProblem) -> (rows: [Int], others: [(row: Int, problem: DataProblem)]) {
    var others: [(row: Int, problem: DataProblem)] = []
    var pending = [0..<dataset.rowCount]
    var rows: [Int] = []
    while let range = pending.popLast() {
      do throws(DataProblem) {
        let part =
          range.count == dataset.rowCount ? dataset : dataset.selecting(rows: Array(range))
        _ = try encode(part)
        rows += range
      } catch {
        switch error.cause {
        case .missingValue, .unseenLevel, .nonFinite, .notANumber: break
        default: throw error
        }
        guard error.line != nil else { throw error }
        guard range.count > 1 else {
          others.append((range.lowerBound, error))
          continue
        }
        let middle = range.lowerBound + range.count / 2
        pending += [middle..<range.upperBound, range.lowerBound..<middle]
      }
    }
    if rows.isEmpty, let first = others.first { throw first.problem }
    return (rows, others)
  }
}
