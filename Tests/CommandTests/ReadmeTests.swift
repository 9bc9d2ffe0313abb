internal import Foundation
internal import TestSupport
internal import Testing

@Suite("README")
struct ReadmeTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  @Test(
    "every command of the README runs, and prints what the README says",
    .tags(.endToEnd),
    .enabled(if: ProcessInfo.processInfo.environment["VEDETTA_SLOW_TESTS"] != nil)
  )
  func commandsRun() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "Models"),
      withDestinationURL: Repository.root.appending(path: "Models")
    )
    let makefile = try text("Makefile")
    var ran = 0
    for block in ReadmeBlocks(try text("README.md")).blocks {
      var output = ""
      for command in block.commands {
        switch command[0] {
        case ".build/release/vedetta":
          let result = try VedettaCommand.run(
            Array(command.dropFirst()),
            in: folder.url,
            environment: [
              "VEDETTA_HOME": folder.path("registry"), "VEDETTA_KEY": folder.path("key"),
            ]
          )
          try #require(
            result.status == 0,
            "README.md:\(block.line): \(command.joined(separator: " "))\n\(result.errorOutput)"
          )
          output += result.output
          ran += 1
        case "make":
          for target in command.dropFirst() {
            #expect(makefile.contains("\n\(target):"), "README.md:\(block.line): make \(target)")
          }
        case "sudo":
          // The line that installs what the build needs names what the Makefile installs.
          let packages = makefile.firstMatch(of: /\nPACKAGES := (.*)\n/)?.1.split(separator: " ")
          #expect(command[1...3] == ["apt-get", "install", "-y"])
          #expect(command.dropFirst(4).map { $0[...] } == packages)
        case "mkdir":
          try FileManager.default.createDirectory(
            at: folder.url.appending(path: try #require(command.last)),
            withIntermediateDirectories: true
          )
        default:
          Issue.record("README.md:\(block.line): unknown command \(command[0])")
        }
      }
      if let expected = block.output {
        let difference = ReadmeBlocks.difference(of: output, from: expected)
        #expect(difference == nil, "README.md:\(block.line)")
      }
    }
    #expect(ran >= 3)
  }

  @Test("the layout of the README is the layout of the sources")
  func layoutIsReal() throws {
    let readme = try text("README.md")
    let sources = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path
    )
    let unnamed = sources.filter { !$0.hasPrefix(".") && !readme.contains("`\($0)`") }
    #expect(unnamed.sorted() == [])
  }

  @Test("blocks are read with their commands, quotes, continuations and output")
  func blocksAreRead() throws {
    let blocks = ReadmeBlocks(
      """
      Text with `code`.

      ```sh
      # a remark
      one --flag "two words" \\
        three   # another
      four
      ```

      ```text
      out 1.25
      ```

      ```sh
      five
      ```

      Words between, so this is no output:

      ```text
      nothing
      ```
      """
    ).blocks
    #expect(
      blocks.map(\.commands) == [[["one", "--flag", "two words", "three"], ["four"]], [["five"]]]
    )
    #expect(blocks.map(\.output) == [["out 1.25"], nil])
    #expect(blocks.map(\.line) == [3, 14])
  }

  @Test("a printed number may differ by one in its last place, a count and a word may not")
  func differencesAreFound() {
    let written = ["n = 712", "auc   0.8829 (0.825)", "…", "end"]
    func difference(_ printed: String) -> String? {
      ReadmeBlocks.difference(of: printed, from: written)
    }
    #expect(difference("n = 712\nauc 0.8829 (0.825)\nend\n") == nil)
    #expect(difference("n = 712\nauc 0.8830 (0.826)\nany\nlines\nend\n") == nil)
    #expect(difference("n = 713\nauc 0.8829 (0.825)\nend\n") != nil)
    #expect(difference("n = 712\nauc 0.8832 (0.825)\nend\n") != nil)
    #expect(difference("n = 712\nauc 0.8829 (0.825]\nend\n") != nil)
    #expect(difference("n = 712\nauc 0.88 (0.825)\nend\n") != nil)
    #expect(difference("n = 712\nauc 0.8829 (0.825)\n") != nil)
    #expect(difference("n = 712\nauc 0.8829 (0.825)\nend\nmore\n") != nil)
  }
}
