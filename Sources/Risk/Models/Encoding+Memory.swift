internal import Datasets

extension Encoding {
  /// Bytes that a fit takes beside its rows, about.
  ///
  /// They are the crossproducts of each worker and of their joining, and a few square matrices of
  /// the number of coefficients. The sums by category, which passes keep below 256 MB whatever
  /// their number, are not counted.
  package func fitBytes(threads: Int) -> Int {
    let columns = columnNames.count
    return (threads + 12) * columns * columns * MemoryLayout<Double>.stride
  }

  /// Refuses a fit that needs more memory than there may be used.
  ///
  /// - Throws: `memoryLimit` with the bytes needed and allowed.
  func checkMemory(_ limit: Int, threads: Int, file: String) throws(DataProblem) {
    let needed = fitBytes(threads: threads)
    guard needed > limit else { return }
    throw DataProblem(
      .memoryLimit(columns: columnNames.count, needed: needed, limit: limit),
      file: file
    )
  }
}
