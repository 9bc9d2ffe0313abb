internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Activity log")
struct ActivityLogTests {
  /// A log of `count` runs in a folder of its own.
  private static func log(of count: Int, in place: TemporaryFolder) throws -> ActivityLog {
    let log = ActivityLog(folder: place.path("registry"))
    for number in 0..<count { try log.append(.run(Run.number(number)), when: Run.moment(number)) }
    return log
  }

  private static func lines(_ log: ActivityLog) throws -> [String] {
    try String(contentsOfFile: log.path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func rewrite(_ log: ActivityLog, _ lines: [String]) throws {
    let text = lines.map { $0 + "\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: log.path))
  }

  @Test("entries come back as they were added, numbered and chained")
  func chained() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 3, in: place)
    let (entries, end) = try log.entries()
    #expect(entries.map(\.sequence) == [1, 2, 3])
    #expect(entries.map(\.event) == (0..<3).map { .run(Run.number($0)) })
    #expect(entries.map(\.when) == (0..<3).map(Run.moment))
    let lines = try Self.lines(log)
    #expect(entries[0].previous == ContentDigest.none)
    #expect(entries[1].previous == ContentDigest.sha256(of: lines[0].utf8))
    #expect(entries[2].previous == ContentDigest.sha256(of: lines[1].utf8))
    #expect(try log.entries(from: end).entries.isEmpty)
    let verification = try log.verify()
    #expect(verification.isIntact)
    #expect(verification.lines == 3)
    #expect(verification.head == ContentDigest.sha256(of: lines[2].utf8))
  }

  @Test("a log that was never added to is intact and is not made by looking")
  func empty() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 0, in: place)
    #expect(try log.verify().isIntact)
    #expect(try log.entries().entries.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path).isEmpty)
  }

  @Test("log and head are for their owner only")
  func modes() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 1, in: place)
    #expect(try Permissions.mode(of: place.path("registry")) == 0o700)
    #expect(try Permissions.mode(of: log.path) == 0o600)
    #expect(try Permissions.mode(of: place.path("registry/activity.head")) == 0o600)
  }

  struct Tampering: CustomTestStringConvertible, Sendable {
    let name: String
    let line: Int
    let cause: LogVerification.Break.Cause
    let change: @Sendable (inout [String]) -> Void
    var testDescription: String { name }
  }

  static let tamperings = (0..<5).flatMap { index -> [Tampering] in
    [
      Tampering(name: "line \(index + 1) edited", line: index + 1, cause: .altered) {
        $0[index] = $0[index].replacing("risk train", with: "risk_train")
      },
      Tampering(name: "line \(index + 1) made unreadable", line: index + 1, cause: .unreadable) {
        $0[index] = String($0[index].dropLast())
      },
      Tampering(
        name: "line \(index + 1) removed",
        line: index + 1,
        cause: index == 4 ? .missing : .outOfPlace
      ) { $0.remove(at: index) },
      Tampering(name: "line \(index + 1) doubled", line: index + 2, cause: .outOfPlace) {
        $0.insert($0[index], at: index)
      },
      Tampering(name: "an empty line before \(index + 1)", line: index + 1, cause: .unreadable) {
        $0.insert("", at: index)
      },
      Tampering(name: "lines from \(index + 1) on removed", line: index + 1, cause: .missing) {
        $0.removeSubrange(index...)
      },
    ]
      + (index == 4
        ? []
        : [
          Tampering(
            name: "lines \(index + 1) and \(index + 2) exchanged",
            line: index + 1,
            cause: .outOfPlace
          ) { $0.swapAt(index, index + 1) }
        ])
  }

  @Test("the first line that is not as written is named", arguments: tamperings)
  func tampered(_ tampering: Tampering) throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 5, in: place)
    var lines = try Self.lines(log)
    tampering.change(&lines)
    try Self.rewrite(log, lines)
    #expect(try log.verify().firstBreak == .init(line: tampering.line, cause: tampering.cause))
  }

  @Test("one changed byte anywhere in the log is found", .tags(.property))
  func everyByte() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 3, in: place)
    let bytes = Array(try Data(contentsOf: URL(filePath: log.path)))
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 1
      try Data(changed).write(to: URL(filePath: log.path))
      #expect(try !log.verify().isIntact, "byte \(position)")
    }
  }

  @Test("the log cut at any byte is found to be cut", .tags(.property))
  func everyLength() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 3, in: place)
    let bytes = try Data(contentsOf: URL(filePath: log.path))
    for count in 0..<bytes.count {
      try bytes.prefix(count).write(to: URL(filePath: log.path))
      #expect(try !log.verify().isIntact, "\(count) bytes")
      #expect(throws: DataProblem.self, "\(count) bytes") {
        try log.append(.run(Run.number(9)), when: Run.moment(9))
      }
    }
  }

  @Test("nothing is added over an end that was tampered with")
  func appendRefused() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 3, in: place)
    let lines = try Self.lines(log)
    let broken = DataProblem(.digestMismatch, file: log.path, line: 3)
    try Self.rewrite(log, Array(lines.dropLast()))
    #expect(throws: broken) { try log.append(.run(Run.number(3)), when: Run.moment(3)) }
    try Self.rewrite(log, lines.dropLast() + [lines[2].replacing("train", with: "score")])
    #expect(throws: broken) { try log.append(.run(Run.number(3)), when: Run.moment(3)) }
    try Self.rewrite(log, lines)
    try log.append(.run(Run.number(3)), when: Run.moment(3))
    #expect(try log.verify().lines == 4)
    #expect(try log.verify().isIntact)
  }

  @Test("a line that a crash cut short is reported, and the next entry takes its place")
  func torn() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 2, in: place)
    let whole = try Data(contentsOf: URL(filePath: log.path))
    let unfinished = Data("{\"actor\":\"a\",\"ev".utf8)
    try (whole + unfinished).write(to: URL(filePath: log.path))
    let before = try log.verify()
    #expect(before.isIntact)
    #expect(before.endsTorn)
    #expect(before.lines == 2)
    #expect(try log.entries().entries.count == 2)
    let entry = try log.append(.run(Run.number(2)), when: Run.moment(2))
    #expect(entry.sequence == 3)
    #expect(entry.tornBytes == unfinished.count)
    let after = try log.verify()
    #expect(after.isIntact)
    #expect(!after.endsTorn)
    #expect(after.lines == 3)
  }

  @Test("a crash between the line and the head is no fault and is made good by the next entry")
  func staleHead() throws {
    let place = try TemporaryFolder()
    for count in [0, 1, 4] {
      let folder = place.path("\(count)")
      let log = ActivityLog(folder: folder)
      let head = URL(filePath: folder).appending(path: ActivityLog.headFileName)
      for number in 0..<count { try log.append(.run(Run.number(number)), when: Run.moment(number)) }
      let stale = count == 0 ? nil : try Data(contentsOf: head)
      try log.append(.run(Run.number(count)), when: Run.moment(count))
      if let stale {
        try stale.write(to: head)
      } else {
        try FileManager.default.removeItem(at: head)
      }
      #expect(try log.verify().isIntact)
      #expect(try log.verify().lines == count + 1)
      try log.append(.run(Run.number(count + 1)), when: Run.moment(count + 1))
      #expect(try log.verify().isIntact)
      #expect(try log.verify().lines == count + 2)
    }
  }

  @Test("a head that is gone or no head is a break, and nothing is added")
  func headGone() throws {
    let place = try TemporaryFolder()
    let log = try Self.log(of: 3, in: place)
    let head = place.url.appending(path: "registry/activity.head")
    for text in [nil, "", "{}", "{\"lines\":3,\"bytes\":9,\"lastLine\":9,\"digest\":\"\"}"] {
      if let text {
        try Data(text.utf8).write(to: head)
      } else {
        try FileManager.default.removeItem(at: head)
      }
      #expect(try log.verify().firstBreak == .init(line: 3, cause: .headMissing))
      #expect(throws: DataProblem.self) {
        try log.append(.run(Run.number(3)), when: Run.moment(3))
      }
    }
  }

  @Test("threads that add at once lose and mix nothing")
  func threads() throws {
    let place = try TemporaryFolder()
    let folder = place.path("registry")
    // Threads of their own: tasks and queues would take turns when other tests keep them busy.
    let threads = (0..<4).map { worker in
      Thread {
        let log = ActivityLog(folder: folder)
        for number in 0..<100 {
          let run = ActivityEvent.run(Run.number(worker * 100 + number))
          #expect(throws: Never.self) { try log.append(run, when: Run.moment(number)) }
        }
      }
    }
    for thread in threads { thread.start() }
    while !threads.allSatisfy(\.isFinished) { Thread.sleep(forTimeInterval: 0.01) }
    try Self.expectAll(400, in: folder)
  }

  @Test("processes that add at once lose and mix nothing")
  func processes() async throws {
    let place = try TemporaryFolder()
    let folder = place.path("registry")
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<3 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [folder = folder as String, worker = worker as Int] in
            let log = ActivityLog(folder: folder)
            for number in 0..<20 {
              try log.append(.run(Run.number(worker * 20 + number)), when: Run.moment(number))
            }
          }
        }
      }
    }
    try Self.expectAll(60, in: folder)
  }

  private static func expectAll(_ count: Int, in folder: String) throws {
    let log = ActivityLog(folder: folder)
    let verification = try log.verify()
    #expect(verification.isIntact)
    #expect(verification.lines == count)
    let requests = try log.entries().entries.map { entry in
      if case .run(let run) = entry.event { run.request } else { "" }
    }
    #expect(Set(requests) == Set((0..<count).map { Run.number($0).request }))
  }
}

/// Runs and moments for tests.
enum Run {
  static func number(_ number: Int) -> RunRecord {
    RunRecord(
      command: "risk train",
      request: "{\"number\":\(number)}",
      started: moment(number),
      finished: Timestamp(milliseconds: moment(number).milliseconds + 1500),
      outcome: .done,
      inputs: [
        InputDigest(
          role: "data",
          file: FileDigest(path: "people.csv", contents: Array("id\n\(number)\n".utf8)),
          rows: 1
        )
      ],
      outputs: [FileDigest(path: "model/model.json", contents: [])]
    )
  }

  static func moment(_ number: Int) -> Timestamp {
    Timestamp(milliseconds: 1_773_039_902_120 + Int64(number) * 60_000)
  }
}
