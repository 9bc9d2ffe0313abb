internal import Datasets

extension SeriesFit: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, end, model, fitted, status, constant
  }

  /// Reads a fit; the type of its model follows from the model's name in the catalogue.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let model = try container.decodeIfPresent(String.self, forKey: .model)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      end: try container.decode(Month.self, forKey: .end),
      model: model,
      fitted: try model.flatMap { model in
        container.contains(.fitted)
          ? try container.decodeFit(ofModel: model, forKey: .fitted) : nil
      },
      status: try container.decode(ForecastStatus.self, forKey: .status),
      constant: try container.decodeIfPresent(Double.self, forKey: .constant)
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(end, forKey: .end)
    try container.encodeIfPresent(model, forKey: .model)
    if let fitted { try container.encode(fit: fitted, forKey: .fitted) }
    try container.encode(status, forKey: .status)
    try container.encodeIfPresent(constant, forKey: .constant)
  }
}

extension PanelFit: Codable {
  /// Newest form of a saved panel that the program knows.
  package static let newestFormatVersion = 1

  private enum CodingKeys: String, CodingKey {
    case formatVersion, model, known, fits, calibration
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      fits: try container.decode([SeriesFit].self, forKey: .fits),
      model: try container.decode(String.self, forKey: .model),
      known: try container.decode(KnownMonths.self, forKey: .known),
      calibration: try container.decodeIfPresent(IntervalCalibration.self, forKey: .calibration)
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.newestFormatVersion, forKey: .formatVersion)
    try container.encode(model, forKey: .model)
    try container.encode(known, forKey: .known)
    try container.encode(fits, forKey: .fits)
    try container.encodeIfPresent(calibration, forKey: .calibration)
  }
}
