internal import Datasets
internal import Statistics

/// Encoded rows in memory.
struct LoadedRows: Sendable {
  let terms: [EncodedTerm]
  /// Share of events of each row; 0 each where the rows have no target.
  private let response: RowValues
  /// Trials or weight of each row.
  private let weights: RowValues
  /// How many equal rows each one stands for.
  private let frequencies: RowValues
  /// Known part of the linear predictor of each row.
  private let offsets: RowValues

  /// Encodes rows: see ``EncodedRows``.
  ///
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  init(
    _ dataset: Dataset,
    encoding: Encoding,
    outcome: Outcome?,
    offset: String?,
    missing: RiskSpecification.MissingPolicy,
    splines: TermSource.Splines = .own,
    threads: Int
  ) throws(DataProblem) {
    terms = try encoding.encode(dataset, missing: missing, splines: splines, threads: threads)
    response = outcome?.response ?? RowValues(constant: 0)
    weights = outcome?.weights ?? RowValues(constant: 1)
    frequencies = outcome?.frequencies ?? RowValues(constant: 1)
    if let offset {
      offsets = RowValues(
        try NumericSource(dataset.column(offset), dataset, missing: .refuse).values
      )
    } else {
      offsets = RowValues(constant: 0)
    }
  }

  /// Writes rows into the beginning of a block.
  func fill(_ rows: Range<Int>, into block: inout TermBlock) {
    fillOutcomes(rows, into: &block)
    let capacity = block.capacity
    var number = 0
    var code = 0
    for term in terms {
      for columns in term.numbers {
        if case .values(let column) = columns, !column.hasMissing {
          block.copyNumbers(
            column.values,
            from: rows.lowerBound,
            count: rows.count,
            toColumn: number
          )
        } else {
          columns.copy(rows, into: &block.numbers, at: number * capacity, stride: capacity)
        }
        number += columns.count
      }
      if let codes = term.codes {
        codes.copy(rows, into: &block.codes, at: code * capacity)
        code += 1
      }
    }
  }

  /// Writes response, weights, frequencies and offsets of rows.
  func fillOutcomes(_ rows: Range<Int>, into block: inout TermBlock) {
    block.rows = rows.count
    response.copy(rows, into: &block.response)
    weights.copy(rows, into: &block.weights)
    frequencies.copy(rows, into: &block.frequencies)
    offsets.copy(rows, into: &block.offsets)
  }

  /// The rows as they are kept in a file.
  func stored(rowCount: Int) -> StoredPart {
    var columns: [StoredColumn] = []
    for term in terms {
      for numbers in term.numbers {
        var values = [Double](repeating: 0, count: rowCount * numbers.count)
        numbers.copy(0..<rowCount, into: &values, at: 0, stride: rowCount)
        for column in 0..<numbers.count {
          columns.append(.numbers(Array(values[(column * rowCount)..<((column + 1) * rowCount)])))
        }
      }
      if let codes = term.codes { columns.append(codes.stored) }
    }
    columns += [response.stored, weights.stored, frequencies.stored, offsets.stored]
    return StoredPart(rowCount: rowCount, layout: terms.map(\.layout), columns: columns)
  }
}
