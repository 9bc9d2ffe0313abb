internal import Foundation

/// The XML parts of a written workbook, taken out of their archive by Python's own zip reader.
package struct SpreadsheetParts {
  /// Text of each part by its name, such as `xl/worksheets/sheet1.xml`.
  package let texts: [String: String]

  /// Takes a workbook apart.
  package init(_ path: String) throws {
    let script = """
      import json, sys, zipfile
      z = zipfile.ZipFile(sys.argv[1])
      assert z.testzip() is None
      parts = {i.filename: z.read(i).decode("utf-8") for i in z.infolist()}
      parts["times"] = repr(sorted({i.date_time for i in z.infolist()}))
      json.dump(parts, sys.stdout)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    texts = try JSONDecoder().decode([String: String].self, from: output)
  }

  /// True when Python is there; says on standard error when tests are skipped for lack of it.
  package static var isAvailable: Bool { has("python3") }

  /// True when a program is on the path; says on standard error when it is not.
  static func has(_ program: String) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") })
    {
      return true
    }
    FileHandle.standardError.write(Data("skipped: needs the program \(program)\n".utf8))
    return false
  }

  /// The cells of a sheet by place, such as `B2`: texts looked up, numbers as written.
  package func cells(_ sheet: Int) -> [String: String] {
    let shared = (texts["xl/sharedStrings.xml"] ?? "").matches(of: /<si><t[^>]*>(.*?)<\/t><\/si>/)
      .map { Self.unescaped(String($0.1)) }
    var cells: [String: String] = [:]
    let cell = /<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?( t="s")?><v>(.*?)<\/v><\/c>/
    for match in (texts["xl/worksheets/sheet\(sheet).xml"] ?? "").matches(of: cell) {
      let isText = match.2 != nil
      cells[String(match.1)] = isText ? Int(match.3).map { shared[$0] } : String(match.3)
    }
    return cells
  }

  private static func unescaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
  }
}
