internal import CKernels

extension Span<UInt8> {
  /// Reads cells of numbers in the most common form that stand one after the other.
  ///
  /// A cell is an optional minus, digits that are 0 or begin with another one and, after a mark,
  /// more digits, 19 in all at most; without a mark a number up to 2^53; or it is empty.
  /// Whatever is written otherwise, or stands near the end of the span, is left to the caller.
  ///
  /// - Parameters:
  ///   - count: number of cells.
  ///   - position: where the first cell begins, within the span.
  ///   - separator: the byte after each cell.
  ///   - mark: the byte before a fraction, another one.
  ///   - values: receives the double nearest to each cell, NaN for an empty one.
  ///   - place: where the value of the first cell goes.
  ///   - marks: receives 1 where a cell has a mark, and keeps what it is elsewhere.
  ///   - slot: where the mark of the first cell goes.
  /// - Returns: number of cells read, and where the next one begins.
  package func readNumbers(
    _ count: Int,
    at position: Int,
    separator: UInt8,
    mark: UInt8,
    into values: inout [Double],
    at place: Int,
    marks: inout [UInt8],
    at slot: Int
  ) -> (count: Int, next: Int) {
    precondition(position >= 0 && position <= self.count, "a position outside the span")
    precondition(count >= 0 && separator != mark, "less than no cell, or cells without an end")
    precondition(place >= 0 && place &+ count <= values.count, "no place for the values")
    precondition(slot >= 0 && slot &+ count <= marks.count, "no place for the marks")
    var next = position
    let found = unsafe withUnsafeBufferPointer { bytes in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe marks.withUnsafeMutableBufferPointer { marks in
          guard let start = bytes.baseAddress, let values = values.baseAddress,
            let marks = marks.baseAddress
          else { return 0 }
          return unsafe ck_read_numbers(
            start,
            bytes.count,
            position,
            separator,
            mark,
            count,
            values + place,
            marks + slot,
            &next
          )
        }
      }
    }
    return (found, next)
  }
}
