internal import Mustache

/// The templates, parsed once and held in the program itself.
package enum PageTemplates {
  /// Sources of the templates by name.
  package static let sources: [(name: String, text: String)] = [
    ("page", text(PackageResources.page_mustache)),
    ("section", text(PackageResources.section_mustache)),
    ("style", text(PackageResources.style_mustache)),
    ("table", text(PackageResources.table_mustache)),
  ]

  private static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    for (name, source) in sources {
      do {
        try library.register(source, named: name)
      } catch {
        // The templates are part of the program and every test renders them.
        preconditionFailure("template \(name): \(error)")
      }
    }
    return library
  }()

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The page as one HTML file that needs no other.
  static func render(_ context: PageContext) -> String {
    guard let html = library.render(context, withTemplate: "page") else {
      preconditionFailure("the page's template is missing")
    }
    return html
  }
}
