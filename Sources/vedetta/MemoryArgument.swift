internal import ArgumentParser

/// Reads an amount of memory as it is written on the command line: `2GB`, `1.5GB`, `500MB`.
enum MemoryArgument {
  private static let units: [(name: String, bytes: Double)] = [
    ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3),
    ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10),
  ]

  /// The bytes.
  ///
  /// - Throws: `ValidationError` for anything else.
  static func bytes(_ text: String) throws -> Int {
    for unit in units where text.lowercased().hasSuffix(unit.name.lowercased()) {
      guard let amount = Double(text.dropLast(unit.name.count)), amount > 0,
        amount * unit.bytes < 0x1p60
      else { break }
      return Int(amount * unit.bytes)
    }
    throw ValidationError("An amount of memory is a number with MB or GB, such as 2GB.")
  }
}
