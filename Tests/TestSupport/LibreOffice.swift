internal import Foundation

/// LibreOffice without a display, which opens workbooks as an office does.
package enum LibreOffice {
  /// True when it is there; says on standard error when tests are skipped for lack of it.
  package static var isAvailable: Bool { SpreadsheetParts.has("soffice") }

  /// Opens a workbook and saves each sheet as CSV, cells as they are shown.
  ///
  /// - Parameters:
  ///   - workbook: path of the workbook.
  ///   - folder: empty folder for the results and a user's settings of their own.
  /// - Returns: the cells of each sheet by row, under the sheet's name; no cell may hold `;`.
  /// - Throws: when it cannot be started or writes nothing.
  package static func sheets(
    of workbook: String,
    in folder: TemporaryFolder
  ) throws -> [String: [[String]]] {
    // Separator ;, quote ", UTF-8, from line 1, any language, as shown, every sheet.
    let filter = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,-1"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "soffice", "--headless", "-env:UserInstallation=file://\(folder.path("profile"))",
      "--convert-to", filter, "--outdir", folder.url.path, workbook,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let name = URL(filePath: workbook).deletingPathExtension().lastPathComponent
    var sheets: [String: [[String]]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    where file.hasPrefix("\(name)-") && file.hasSuffix(".csv") {
      let text = try String(contentsOfFile: folder.path(file), encoding: .utf8)
      sheets[String(file.dropFirst(name.count + 1).dropLast(4))] =
        text.split(separator: "\n").map { $0.components(separatedBy: ";") }
    }
    return sheets
  }
}
