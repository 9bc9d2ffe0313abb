internal import Datasets

extension Language {
  /// Every word of the pages.
  package var catalogue: Catalogue {
    switch self {
    case .italian: .italian
    case .english: .english
    }
  }
}
