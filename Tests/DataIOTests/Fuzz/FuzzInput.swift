/// Seeded inputs for a reader: random bytes, the tokens its form is made of, and valid files with
/// something changed.
struct FuzzInput {
  let tokens: [[UInt8]]
  let files: [[UInt8]]

  init(tokens: [String], files: [String]) {
    self.tokens = tokens.map { Array($0.utf8) }
    self.files = files.map { Array($0.utf8) }
  }

  /// The input of a generator's state.
  func make(_ generator: inout TestGenerator) -> [UInt8] {
    switch generator.below(10) {
    case 0: return (0..<generator.below(64)).map { _ in UInt8(generator.below(256)) }
    case 1...4: return (0..<generator.below(40)).flatMap { _ in generator.pick(tokens) }
    default:
      var file = generator.pick(files)
      for _ in 0...generator.below(4) { change(&file, &generator) }
      return file
    }
  }

  private func change(_ file: inout [UInt8], _ generator: inout TestGenerator) {
    guard !file.isEmpty else { return }
    let place = generator.below(file.count)
    let length = min(1 + generator.below(12), file.count - place)
    switch generator.below(6) {
    case 0: file[place] = UInt8(generator.below(256))
    case 1: file.removeSubrange(place..<place + length)
    case 2: file.insert(contentsOf: generator.pick(tokens), at: place)
    case 3: file.insert(contentsOf: file[place..<place + length], at: generator.below(file.count))
    case 4: file.removeSubrange(place...)
    default: file.replaceSubrange(place..<place + 1, with: generator.pick(tokens))
    }
  }
}
