internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Files of the project")
struct ProjectFilesTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  @Test("publiccode.yml is valid to version 0.5 of the standard", .tags(.conformance))
  func publiccodeIsValid() throws {
    #expect(try PubliccodeRules.problems(in: text("publiccode.yml")) == [])
  }

  /// A valid file, spoilt.
  struct Spoilt: CustomTestStringConvertible, Sendable {
    let original: String
    let replacement: String
    let problem: String
    var testDescription: String { problem }
  }

  @Test(
    "a spoilt publiccode.yml is refused with the key and the reason",
    .tags(.conformance),
    arguments: [
      Spoilt(original: "name: Vedetta\nurl", replacement: "url", problem: "name: missing"),
      Spoilt(
        original: "developmentStatus: development",
        replacement: "developmentStatus: alpha",
        problem: "developmentStatus: alpha is none of"
      ),
      Spoilt(
        original: "- predictive-analysis",
        replacement: "- fortune-telling",
        problem: "categories: not of the vocabulary"
      ),
      Spoilt(
        original: "landingURL: \"https://",
        replacement: "landingURL: \"",
        problem: "landingURL: no URL"
      ),
      Spoilt(original: "legal:", replacement: "legalese:", problem: "legal/license: missing"),
      Spoilt(
        original: "localisationReady: true",
        replacement: "localisationReady: \"true\"",
        problem: "localisation/localisationReady: neither true nor false"
      ),
      Spoilt(
        original: "type: internal",
        replacement: "type: contract",
        problem: "maintenance/contractors: missing for the type contract"
      ),
      Spoilt(
        original: "shortDescription: Analisi",
        replacement: "shortDescription: \(String(repeating: "molto ", count: 25))Analisi",
        problem: "description/it/shortDescription: "
      ),
      Spoilt(
        original: "    shortDescription: Predictive",
        replacement: "    description: Predictive",
        problem: "description/en/shortDescription: missing"
      ),
    ]
  )
  func spoiltPubliccodeIsRefused(_ spoilt: Spoilt) throws {
    let original = try text("publiccode.yml")
    try #require(original.contains(spoilt.original))
    let broken = original.replacing(spoilt.original, with: spoilt.replacement)
    let problems = try PubliccodeRules.problems(in: broken)
    #expect(problems.contains { $0.hasPrefix(spoilt.problem) }, "\(problems)")
  }

  @Test("the licence is named by one SPDX identifier everywhere")
  func licenceIsNamedAlike() throws {
    let licence = try text("LICENSE")
    #expect(licence.hasPrefix("SPDX-License-Identifier: EUPL-1.2\n"))
    #expect(licence.contains("EUROPEAN UNION PUBLIC LICENCE v. 1.2"))
    #expect(licence.contains("‘Compatible Licences’ according to Article 5 EUPL are:"))
    #expect(try text("publiccode.yml").contains("license: EUPL-1.2\n"))
    #expect(try text("README.md").contains("EUPL-1.2"))
  }

  @Test("the changelog opens with what is unreleased, in three sections")
  func changelogHasItsSections() throws {
    let headings = try text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(
      headings.prefix(5) == [
        "# Changelog", "## Unreleased", "### Additions", "### Changes", "### Fixes",
      ]
    )
  }

  @Test("the top level holds what the customer fixed and nothing else")
  func topLevelIsFixed() throws {
    let allowed: Set = [
      "Package.swift", "Package.resolved", "Sources", "Tests", "Models", "Benchmarks",
      "notebooks-export", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", "publiccode.yml",
      "out",  // what the demo writes; ignored by git
    ]
    let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    let others = found.filter { !$0.hasPrefix(".") && !allowed.contains($0) }
    #expect(others.sorted() == [])
  }

  @Test("every shipped model says where its data come from")
  func modelsNameTheirSource() throws {
    let models = Repository.root.appending(path: "Models")
    let folders = try FileManager.default.contentsOfDirectory(atPath: models.path)
      .filter { $0 != "README.md" && !$0.hasPrefix(".") }
    #expect(folders.sorted() == ["cob-cessation", "neet-mvad", "us-employment"])
    for folder in folders {
      let source = try text("Models/\(folder)/SOURCE.md")
      #expect(source.contains("**Origin**") && source.contains("**Taken from**"), "\(folder)")
    }
  }

  @Test("the files listed as fixtures and examples are the ones described, digest for digest")
  func digestsAreTheDescribedOnes() throws {
    let fixtures = try text("Tests/TestSupport/Fixtures/SOURCES.md")
    let row = /\| ([A-Za-z0-9_.\/-]+) \|.*\| `?([0-9a-f]{64})`? \|/
    var described: [(path: String, digest: String)] = []
    for line in fixtures.split(separator: "\n") {
      if let match = line.firstMatch(of: row) {
        described.append(("Tests/TestSupport/Fixtures/\(match.1)", String(match.2)))
      }
    }
    #expect(described.count >= 9)
    let inSource = try #require(
      try text("Models/neet-mvad/SOURCE.md").firstMatch(of: /[0-9a-f]{64}/)
    )
    described.append(("Models/neet-mvad/data/mvad.csv", String(inSource.0)))
    let script = try text("Models/us-employment/convert.py")
    for match in script.matches(of: /"([a-z]+\.csv)": "([0-9a-f]{64})"/) {
      described.append(("Models/us-employment/data/\(match.1)", String(match.2)))
    }
    for file in described {
      #expect(try digest(of: file.path) == file.digest, "\(file.path)")
    }
  }

  @Test("no fixture is without a description")
  func everyFixtureIsDescribed() throws {
    let folder = "Tests/TestSupport/Fixtures"
    let described = try text("\(folder)/SOURCES.md")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: folder).path
    )
    for file in files where file.hasSuffix(".csv") || file.hasSuffix(".json") {
      #expect(described.contains(file), "\(file)")
    }
  }

  /// SHA-256 by the system's own program: a second opinion beside our own digests.
  private func digest(of path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [Repository.root.appending(path: path).path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output.prefix(64), as: UTF8.self)
  }
}
