package import Foundation

/// Places in the checkout.
package enum Repository {
  /// Root of the package.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Folder of committed fixtures.
  package static let fixtures = root.appending(path: "Tests/TestSupport/Fixtures")

  /// Real data beside the checkout, which is not part of the project; `nil` where it is absent.
  package static let sharedData: URL? = {
    let url = root.deletingLastPathComponent().appending(path: "shared/data")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }()

  /// True when a file of ``sharedData`` is there; says on standard error when a test is skipped
  /// for lack of it.
  package static func hasSharedData(_ name: String) -> Bool {
    guard let sharedData,
      FileManager.default.fileExists(atPath: sharedData.appending(path: name).path)
    else {
      FileHandle.standardError.write(Data("skipped: needs ../shared/data/\(name)\n".utf8))
      return false
    }
    return true
  }
}
