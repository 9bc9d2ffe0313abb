internal import Datasets
internal import Forecasting

/// A forecasting model as a request names it.
package struct ForecastModelName: Codable, Sendable, Equatable {
  /// Name in the catalogue.
  package let name: String

  /// The default combination.
  package static let auto = ForecastModelName(descriptor: .auto)

  /// The models there are: name, and what it does.
  package static let all = ForecastModelCatalog.all.map { (name: $0.name, summary: $0.summary) }

  /// The model of a name; `nil` when there is none.
  package init?(_ name: String) {
    guard let descriptor = ForecastModelCatalog[name] else { return nil }
    self.init(descriptor: descriptor)
  }

  private init(descriptor: ForecastModelDescriptor) {
    name = descriptor.name
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let model = ForecastModelName(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "no model of this name"
      )
    }
    self = model
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// True for a model that takes regressors.
  package var takesRegressors: Bool { descriptor.takesRegressors }

  /// The nearest name there is, for messages.
  package static func nearest(to name: String) -> String? {
    nearestName(to: name, among: ForecastModelCatalog.names)
  }

  var descriptor: ForecastModelDescriptor {
    ForecastModelCatalog[name] ?? .auto  // the initialisers admit names of the catalogue only
  }
}
