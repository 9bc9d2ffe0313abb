import Concurrency
import TestSupport
import Testing

@Suite struct ParallelColumnsTests {
  private func ranges(_ rows: Int, block: Int) -> [Range<Int>] {
    stride(from: 0, to: rows, by: block).map { $0..<min($0 + block, rows) }
  }

  /// Stores row numbers in two parts, so that the second goes on where the first ended.
  private static func fill(_ range: Range<Int>, _ writer: inout ColumnWriter) {
    let middle = range.lowerBound + range.count / 2
    for part in [range.lowerBound..<middle, middle..<range.upperBound] {
      var numbers: [Double] = []
      var negatives: [Double] = []
      var codes: [Int32] = []
      for row in part {
        numbers.append(Double(row))
        negatives.append(-Double(row))
        codes.append(Int32(row))
      }
      writer.append(numbers.span, toNumbers: 0)
      writer.append(negatives.span, toNumbers: 1)
      writer.append(codes.span, toCodes: 0)
    }
  }

  @Test("every row is where its block put it, for any blocks and threads", arguments: [1, 2, 5])
  func filled(threads: Int) {
    for (rows, block) in [(1, 1), (10, 3), (1000, 64), (600_000, 100_000)] {
      let blocks = ranges(rows, block: block)
      let filled = fillColumns(
        numberColumns: 2,
        codeColumns: 1,
        rowRanges: blocks,
        threads: threads
      ) { index, writer in
        Self.fill(blocks[index], &writer)
        return index
      }
      #expect(filled.numbers[0] == (0..<rows).map { Double($0) })
      #expect(filled.numbers[1] == (0..<rows).map { -Double($0) })
      #expect(filled.codes[0] == (0..<rows).map { Int32($0) })
      #expect(filled.values == Array(blocks.indices))
    }
  }

  @Test("a column that some block did not fill is none")
  func unfilled() {
    let filled = fillColumns(
      numberColumns: 2,
      codeColumns: 1,
      rowRanges: [0..<2, 2..<4],
      threads: 1
    ) { index, writer in
      let numbers = [1.0, 2.0]
      writer.append(numbers.span, toNumbers: 0)
      if index == 0 { writer.append(numbers.span, toNumbers: 1) }
      writer.append([Int32(1)].span, toCodes: 0)
    }
    #expect(filled.numbers[0] == [1, 2, 1, 2])
    #expect(filled.numbers[1] == nil)
    #expect(filled.codes[0] == nil)
  }

  @Test("no columns and no rows are no matter")
  func none() {
    let empty = fillColumns(numberColumns: 1, codeColumns: 0, rowRanges: [], threads: 2) { _, _ in }
    #expect(empty.numbers == [[]])
    let bare = fillColumns(numberColumns: 0, codeColumns: 0, rowRanges: [0..<3], threads: 2) {
      index,
      _ in index
    }
    #expect(bare.values == [0])
  }

  @Test("storing beyond the rows of the block stops the program")
  func beyond() async {
    await #expect(processExitsWith: .failure) {
      _ = fillColumns(numberColumns: 1, codeColumns: 0, rowRanges: [0..<2, 2..<4], threads: 1) {
        _,
        writer in writer.append([1.0, 2.0, 3.0].span, toNumbers: 0)
      }
    }
  }

  @Test("row ranges that overlap stop the program")
  func overlapping() async {
    await #expect(processExitsWith: .failure) {
      _ = fillColumns(numberColumns: 1, codeColumns: 0, rowRanges: [0..<2, 1..<4], threads: 1) {
        _,
        _ in
      }
    }
  }
}

@Suite struct SpanWordsTests {
  private let bytes = (0..<20).map { UInt8($0) }

  @Test("a word has its first byte lowest, at any position")
  func word() {
    #expect(bytes.span.word(at: 0) == 0x0706_0504_0302_0100)
    #expect(bytes.span.word(at: 12) == 0x1312_1110_0F0E_0D0C)
  }

  @Test("a vector has its bytes in order, at any position")
  func vector() {
    let vector = bytes.span.vector(at: 3)
    #expect((0..<16).map { vector[$0] } == (3..<19).map { UInt8($0) })
  }

  @Test("a word that reaches beyond the bytes stops the program")
  func beyond() async {
    await #expect(processExitsWith: .failure) {
      _ = [UInt8](repeating: 0, count: 9).span.word(at: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = [UInt8](repeating: 0, count: 9).span.word(at: -1)
    }
    await #expect(processExitsWith: .failure) {
      _ = [UInt8](repeating: 0, count: 16).span.vector(at: 1)
    }
  }
}
