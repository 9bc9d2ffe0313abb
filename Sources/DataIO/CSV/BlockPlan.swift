internal import Concurrency
internal import Datasets

/// The rows of a file cut into blocks that can be read at the same time.
///
/// The blocks begin where rows begin, and the number of rows of each is known, so that every
/// worker knows the rows of the table that are its own. The plan is the same as reading the file
/// from its start to its end would find, for any block size.
struct BlockPlan: Sendable {
  /// A run of whole rows.
  struct Block: Sendable, Equatable {
    /// Bytes of the rows.
    var bytes: Range<Int>
    /// Rows of the table.
    var rows: Range<Int> = 0..<0
    /// Newlines before the block, counted from the first row of the table.
    var linesBefore = 0
  }

  let blocks: [Block]
  var rowCount: Int { blocks.last?.rows.upperBound ?? 0 }

  /// Cuts the rows between two positions.
  ///
  /// Without quotes every newline ends a row, and a block begins after the first newline past its
  /// share of the bytes. With quotes a newline may be text: whether a block's share begins inside
  /// quotes is told by the number of quotes before it, which is right whenever quotes only enclose
  /// cells. Each block is then read to its end, and when that is not where the next one begins,
  /// because a quote stood as text in a cell, the blocks are cut by one worker that reads the rows
  /// from the first to the last.
  ///
  /// - Parameters:
  ///   - source: the bytes.
  ///   - scanner: the form of the file.
  ///   - start: where the first row begins.
  ///   - end: where the last row ends, its newline left out.
  ///   - blockSize: bytes of a block, about.
  ///   - skipsBlankLines: lines without bytes are no rows.
  ///   - threads: largest number of workers.
  /// - Returns: the blocks, in order, that hold all rows.
  /// - Throws: `nulByte` at the first one; `invalidEncoding` where the bytes are not UTF-8.
  static func make(
    source: CSVSource,
    scanner: CSVScanner,
    from start: Int,
    to end: Int,
    blockSize: Int,
    skipsBlankLines: Bool,
    threads: Int
  ) throws(CSVFault) -> BlockPlan {
    let count = max(1, (end - start + blockSize - 1) / blockSize)
    let shares = (0...count).map { start + min($0 * blockSize, end - start) }
    let cuts = parallelMap(count: count + 1, threads: threads) { index in
      if index == 0 { return start }
      defer { source.release(shares[index]..<min(shares[index] + 1, end)) }
      return source.withBytes(before: end) { bytes in
        min(CSVScanner.firstIndex(of: scanner.newline, in: bytes, from: shares[index]) + 1, end)
      }
    }
    let censuses = parallelMap(count: count, threads: threads) { index in
      defer { source.release(cuts[index]..<cuts[index + 1]) }
      return source.withBytes(before: end) { bytes in
        BlockCensus(bytes, cuts[index]..<cuts[index + 1], scanner)
      }
    }
    for (index, census) in censuses.enumerated() where census.hasNul {
      throw source.withBytes(before: end) { bytes in
        CSVFault(
          cause: .nulByte,
          position: CSVScanner.firstIndex(of: 0, in: bytes, from: cuts[index])
        )
      }
    }
    let invalid = parallelMap(count: count, threads: threads) { index -> Int? in
      guard censuses[index].hasHighBytes else { return nil }
      defer { source.release(cuts[index]..<cuts[index + 1]) }
      return source.withBytes(before: end) { bytes in
        TextDecoding.firstInvalidUTF8(bytes, cuts[index]..<cuts[index + 1])
      }
    }
    if let position = invalid.compactMap(\.self).first {
      throw CSVFault(cause: .invalidEncoding(name: "UTF-8"), position: position)
    }
    if scanner.quote != nil, censuses.contains(where: { $0.quotes > 0 }) {
      return quotedPlan(source, scanner, cuts, censuses, blockSize, skipsBlankLines, threads)
    }
    let ranges = (0..<count).map { cuts[$0]..<cuts[$0 + 1] }
    let tallies = parallelMap(count: count, threads: threads) { index in
      let census = censuses[index]
      if census.mayHaveBlankLines {
        return source.withBytes(before: end) { bytes in
          RowTally(bytes, ranges[index], scanner, skipsBlankLines)
        }
      }
      // The last row has no newline.
      let isLast = ranges[index].upperBound == end && !ranges[index].isEmpty
      let lastRow = isLast && !census.endsWithNewline ? 1 : 0
      return RowTally(
        rows: census.newlines + lastRow,
        newlines: census.newlines,
        end: ranges[index].upperBound
      )
    }
    return BlockPlan(ranges: ranges, tallies: tallies)
  }

  private static func quotedPlan(
    _ source: CSVSource,
    _ scanner: CSVScanner,
    _ cuts: [Int],
    _ censuses: [BlockCensus],
    _ blockSize: Int,
    _ skipsBlankLines: Bool,
    _ threads: Int
  ) -> BlockPlan {
    let end = cuts[censuses.count]
    var isInside: [Bool] = []
    var quotes = 0
    for census in censuses {
      isInside.append(!quotes.isMultiple(of: 2))
      quotes += census.quotes
    }
    let inside = isInside
    var starts = parallelMap(count: censuses.count, threads: threads) { index in
      guard inside[index] else { return cuts[index] }
      return source.withBytes(before: end) { bytes in
        scanner.rowEnd(bytes, from: cuts[index], isInside: true)
      }
    }
    starts.append(end)
    for index in 1..<starts.count { starts[index] = max(starts[index], starts[index - 1]) }
    let edges = starts
    let ranges = (0..<censuses.count).map { edges[$0]..<edges[$0 + 1] }
    let tallies = parallelMap(count: ranges.count, threads: threads) { index in
      defer { source.release(ranges[index]) }
      return source.withBytes(before: end) { bytes in
        RowTally(bytes, ranges[index], scanner, skipsBlankLines)
      }
    }
    if tallies.indices.allSatisfy({ tallies[$0].end == ranges[$0].upperBound }) {
      return BlockPlan(ranges: ranges, tallies: tallies)
    }
    return sequentialPlan(source, scanner, edges[0]..<end, blockSize, skipsBlankLines)
  }

  /// Cuts the rows one after the other.
  private static func sequentialPlan(
    _ source: CSVSource,
    _ scanner: CSVScanner,
    _ range: Range<Int>,
    _ blockSize: Int,
    _ skipsBlankLines: Bool
  ) -> BlockPlan {
    var ranges: [Range<Int>] = []
    var tallies: [RowTally] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let share = start..<min(start + blockSize, range.upperBound)
      let tally = source.withBytes(before: range.upperBound) { bytes in
        RowTally(bytes, share, scanner, skipsBlankLines)
      }
      source.release(start..<tally.end)
      ranges.append(start..<tally.end)
      tallies.append(tally)
      start = tally.end
    }
    return BlockPlan(ranges: ranges, tallies: tallies)
  }

  private init(ranges: [Range<Int>], tallies: [RowTally]) {
    var blocks: [Block] = []
    var rows = 0
    var lines = 0
    for (range, tally) in zip(ranges, tallies) where tally.rows > 0 || !range.isEmpty {
      blocks.append(Block(bytes: range, rows: rows..<rows + tally.rows, linesBefore: lines))
      rows += tally.rows
      lines += tally.newlines
    }
    self.blocks = blocks
  }
}

/// What a block's bytes hold, found sixteen at a time.
private struct BlockCensus: Sendable {
  var newlines = 0
  var quotes = 0
  var hasNul = false
  /// Bytes that are not ASCII.
  var hasHighBytes = false
  var mayHaveBlankLines = false
  var endsWithNewline = false

  init(_ bytes: Span<UInt8>, _ range: Range<Int>, _ scanner: CSVScanner) {
    guard !range.isEmpty else { return }
    let newline = scanner.newline
    let quote = scanner.quote
    let carriageReturn = UInt8(ascii: "\r")
    endsWithNewline = bytes[range.upperBound - 1] == newline
    mayHaveBlankLines = scanner.isBlankLine(bytes, at: range.lowerBound)
    var position = range.lowerBound
    let zero = SIMD16<UInt8>(repeating: 0)
    let one = SIMD16<UInt8>(repeating: 1)
    let newlineVector = SIMD16<UInt8>(repeating: newline)
    let returnVector = SIMD16<UInt8>(repeating: carriageReturn)
    let quoteVector = SIMD16<UInt8>(repeating: quote ?? 0)
    var blank = zero
    var nul = zero
    var all = zero
    while position &+ 17 <= range.upperBound {
      // At most 255 rounds, so that a lane's count stays within a byte.
      var newlineCount = zero
      var quoteCount = zero
      var round = 0
      while round < 255, position &+ 17 <= range.upperBound {
        let now = bytes.vector(at: position)
        let next = bytes.vector(at: position &+ 1)
        let ends = zero.replacing(with: one, where: now .== newlineVector)
        newlineCount &+= ends
        quoteCount &+= zero.replacing(with: one, where: now .== quoteVector)
        all |= now
        nul |= zero.replacing(with: one, where: now .== zero)
        blank |= ends.replacing(
          with: zero,
          where: (next .!= newlineVector) .& (next .!= returnVector)
        )
        position &+= 16
        round &+= 1
      }
      newlines += Self.sum(newlineCount)
      quotes += Self.sum(quoteCount)
    }
    while position < range.upperBound {
      let byte = bytes[position]
      if byte == newline {
        newlines += 1
        let next = position + 1 < range.upperBound ? bytes[position + 1] : 1
        if next == newline || next == carriageReturn { mayHaveBlankLines = true }
      }
      if byte == quote { quotes += 1 }
      if byte == 0 { hasNul = true }
      if byte >= 0x80 { hasHighBytes = true }
      position += 1
    }
    if quote == nil { quotes = 0 }
    hasNul = hasNul || nul != zero
    hasHighBytes = hasHighBytes || all.max() >= 0x80
    mayHaveBlankLines = mayHaveBlankLines || blank != zero
  }

  private static func sum(_ counts: SIMD16<UInt8>) -> Int {
    Int(SIMD16<UInt16>(truncatingIfNeeded: counts).wrappedSum())
  }
}

/// The rows and newlines of a block, counted row by row.
private struct RowTally: Sendable {
  var rows = 0
  var newlines = 0
  /// Where the last row ends.
  var end: Int

  init(rows: Int, newlines: Int, end: Int) {
    self.rows = rows
    self.newlines = newlines
    self.end = end
  }

  /// Counts from the start of the range until a row ends at its end or beyond.
  init(
    _ bytes: Span<UInt8>,
    _ range: Range<Int>,
    _ scanner: CSVScanner,
    _ skipsBlankLines: Bool
  ) {
    end = range.lowerBound
    while end < range.upperBound {
      let start = end
      end = scanner.rowEnd(bytes, from: start)
      if !(skipsBlankLines && scanner.isBlankLine(bytes, at: start)) { rows += 1 }
      var position = start
      while true {
        position = CSVScanner.firstIndex(of: scanner.newline, in: bytes, from: position)
        guard position < end else { break }
        newlines += 1
        position += 1
      }
    }
  }
}
