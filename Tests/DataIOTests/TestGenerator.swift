import Datasets

/// Random numbers for tests: splitmix64, one stream a seed.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// True in an optimised build, where tests can afford more inputs.
var isRelease: Bool {
  #if DEBUG
  false
  #else
  true
  #endif
}

/// True when two tables are the same, missing numbers included.
func areSame(_ left: Dataset, _ right: Dataset) -> Bool {
  left.columnNames == right.columnNames && left.rowCount == right.rowCount
    && left.lines == right.lines
    && zip(left.columns, right.columns).allSatisfy { left, right in
      switch (left.values, right.values) {
      case (.numbers(let left), .numbers(let right)):
        zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
      default: left == right
      }
    }
}
