import Foundation
import TestSupport
import Testing

/// The layers of the program as data: what each target may import.
private let layers: [String: (ours: Set<String>, others: Set<String>)] = [
  "COpenBLAS": ([], []),
  "CXLSXWriter": ([], []),
  "CZlib": ([], []),
  "CKernels": ([], []),
  "Concurrency": (["CKernels"], ["Foundation", "Dispatch", "Synchronization"]),
  "LinearAlgebra": (["COpenBLAS", "CKernels", "Concurrency"], ["RealModule"]),
  "Datasets": ([], ["Collections"]),
  "Statistics": (["LinearAlgebra", "Concurrency"], ["RealModule", "Collections"]),
  "Risk": (
    ["Statistics", "LinearAlgebra", "Datasets", "Concurrency"], ["RealModule", "Collections"]
  ),
  "Forecasting": (
    ["Statistics", "LinearAlgebra", "Datasets", "Concurrency"], ["RealModule", "Collections"]
  ),
  "DataIO": (
    ["Datasets", "Concurrency", "CXLSXWriter", "CZlib"],
    ["GRDB", "Yams", "Foundation", "FoundationXML", "Subprocess"]
  ),
  "Registry": (["Datasets"], ["GRDB", "Crypto", "Foundation"]),
  "Reporting": (["Datasets", "Statistics"], ["Mustache", "RealModule", "Foundation"]),
  "Workflows": (
    [
      "Concurrency", "LinearAlgebra", "Datasets", "Statistics", "Risk", "Forecasting", "DataIO",
      "Registry", "Reporting",
    ], ["Logging", "Foundation", "Synchronization"]
  ),
  "vedetta": (["Workflows", "Datasets"], ["ArgumentParser", "Foundation", "Synchronization"]),
]

/// Files in which `unsafe` may stand: folders of targets.
private let unsafePlaces = [
  "Sources/LinearAlgebra/LAPACK/", "Sources/LinearAlgebra/Kernels/", "Sources/Concurrency/",
  "Sources/DataIO/XLSX/XLSXWriter.swift", "Sources/DataIO/XLSX/Inflate.swift",
]

@Suite struct `The layers of the program` {
  private struct SourceFile: CustomTestStringConvertible {
    let path: String
    let target: String
    let lines: [String]
    var testDescription: String { path }
  }

  private static let files: [SourceFile] = {
    let sources = Repository.root.appending(path: "Sources")
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = (try? String(contentsOf: sources.appending(path: path), encoding: .utf8)) ?? ""
      return SourceFile(
        path: "Sources/\(path)",
        target: String(path.prefix { $0 != "/" }),
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      )
    }
  }()

  /// The module of an import line, or `nil` for other lines.
  private static func module(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)
    while let first = words.first, first != "import" {
      guard first.hasPrefix("@") || ["internal", "package", "public", "private"].contains(first)
      else { return nil }
      words.removeFirst()
    }
    guard words.count >= 2 else { return nil }
    let kinds = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
    let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return name.split(separator: ".").first.map(String.init)
  }

  @Test func `every source file is found and belongs to a layer`() {
    #expect(Self.files.count > 50)
    for file in Self.files { #expect(layers[file.target] != nil, "\(file.path)") }
  }

  @Test func `a target imports only what its row of the table names`() {
    for file in Self.files {
      guard let row = layers[file.target] else { continue }
      for (number, line) in file.lines.enumerated() {
        guard let module = Self.module(line) else { continue }
        #expect(
          row.ours.contains(module) || row.others.contains(module),
          "\(file.path):\(number + 1): \(file.target) imports \(module)"
        )
      }
    }
  }

  @Test func `the manifest declares no dependency outside the table`() throws {
    let manifest = try String(
      contentsOf: Repository.root.appending(path: "Package.swift"),
      encoding: .utf8
    )
    for (target, row) in layers.sorted(by: { $0.key < $1.key }) {
      let declaration = try Regex("arget\\(\\s*name: \"\(target)\"")
      guard let start = manifest.firstRange(of: declaration) else { continue }
      let rest = manifest[start.upperBound...]
      let end = rest.firstRange(of: "arget(")?.lowerBound ?? rest.endIndex
      for other in layers.keys.sorted() where !row.ours.contains(other) && other != target {
        #expect(!rest[..<end].contains("\"\(other)\""), "\(target) declares \(other)")
      }
    }
  }

  @Test func `the table has no cycle`() {
    func reaches(_ target: String, _ goal: String, _ depth: Int) -> Bool {
      guard depth > 0, let row = layers[target] else { return false }
      return row.ours.contains { $0 == goal || reaches($0, goal, depth - 1) }
    }
    for target in layers.keys { #expect(!reaches(target, target, layers.count)) }
  }

  @Test func `unsafe stands only in the audited places`() {
    for file in Self.files where !unsafePlaces.contains(where: file.path.hasPrefix) {
      for (number, line) in file.lines.enumerated() {
        let code = line.components(separatedBy: "//")[0]
        #expect(
          !code.contains("unsafe ") && !code.contains("@unchecked") && !code.contains("Unsafe"),
          "\(file.path):\(number + 1)"
        )
      }
    }
  }

  @Test func `the lower layers neither print nor read the clock`() {
    let lower: Set = ["LinearAlgebra", "Datasets", "Statistics", "Risk", "Forecasting"]
    for file in Self.files where lower.contains(file.target) {
      for (number, line) in file.lines.enumerated() {
        let code = line.components(separatedBy: "//")[0]
        for word in ["print(", "Date()", "ContinuousClock", "SystemRandomNumberGenerator"] {
          #expect(!code.contains(word), "\(file.path):\(number + 1): \(word)")
        }
      }
    }
  }

  @Test func `words of error messages stand in one file`() {
    for file in Self.files where file.target != "vedetta" {
      for (number, line) in file.lines.enumerated() {
        #expect(!line.contains("LocalizedError"), "\(file.path):\(number + 1)")
      }
    }
  }
}
