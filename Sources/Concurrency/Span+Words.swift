extension Span<UInt8> {
  /// The eight bytes from a position on, the first in the lowest place.
  ///
  /// - Parameter position: at least 0, and 8 bytes before the end; checked.
  /// - Returns: the bytes as one little-endian number.
  @inlinable @inline(__always)
  package func word(at position: Int) -> UInt64 {
    precondition(position >= 0 && position &+ 8 <= count, "eight bytes outside the span")
    return UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: position,
        as: UInt64.self
      )
    )
  }

  /// The sixteen bytes from a position on.
  ///
  /// - Parameter position: at least 0, and 16 bytes before the end; checked.
  /// - Returns: the bytes in order.
  @inlinable @inline(__always)
  package func vector(at position: Int) -> SIMD16<UInt8> {
    precondition(position >= 0 && position &+ 16 <= count, "sixteen bytes outside the span")
    return unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: position,
      as: SIMD16<UInt8>.self
    )
  }
}
