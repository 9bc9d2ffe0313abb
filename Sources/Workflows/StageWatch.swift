/// Times the stages of a run one after the other, and says which one begins.
struct StageWatch {
  /// Seconds of the stages ended.
  private(set) var seconds: [Double] = []
  private let stages: [String]
  private let observer: any ProgressObserver
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant

  /// Begins the first stage.
  init(stages: [String], _ observer: any ProgressObserver) {
    self.stages = stages
    self.observer = observer
    start = clock.now
    observer.advanced(stages[0], done: 0, total: 1)
  }

  /// Ends a stage and begins the next.
  mutating func next() {
    let elapsed = start.duration(to: clock.now).components
    seconds.append(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    observer.advanced(stages[seconds.count - 1], done: 1, total: 1)
    start = clock.now
    if seconds.count < stages.count { observer.advanced(stages[seconds.count], done: 0, total: 1) }
  }
}
