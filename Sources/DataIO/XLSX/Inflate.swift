internal import CZlib

/// Raw deflate data (RFC 1951) expanded through zlib.
///
/// This is the one file in which the library is called.
enum Inflate {
  /// Expands data.
  ///
  /// - Parameters:
  ///   - bytes: compressed data.
  ///   - size: bytes that they must give, below 2^31.
  /// - Returns: the bytes; `nil` when the data are damaged or of another size.
  static func expand(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
    guard bytes.count < 1 << 31, size < 1 << 31 else { return nil }
    var isWhole = size == 0
    let result = unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
      guard size > 0 else { return }
      isWhole = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe inflate_whole(input.baseAddress, input.count, output.baseAddress, size) == 0
      }
      // Damaged data leave the rest as it is, which is never read.
      count = isWhole ? size : 0
    }
    return isWhole ? result : nil
  }
}
