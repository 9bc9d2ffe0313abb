extension KeyedDecodingContainer {
  /// Reads the fit of a model of the catalogue.
  ///
  /// - Parameters:
  ///   - name: the model's name.
  ///   - key: where the fit stands.
  /// - Returns: the fit.
  /// - Throws: `DecodingError` for a name that the catalogue does not have, and as the fit reads.
  func decodeFit(ofModel name: String, forKey key: Key) throws -> any FittedForecastModel {
    guard let descriptor = ForecastModelCatalog[name] else {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: self,
        debugDescription: "no model of this name"
      )
    }
    return try decode(fit: descriptor.fittedType, forKey: key)
  }

  private func decode<Fitted: FittedForecastModel>(
    fit type: Fitted.Type,
    forKey key: Key
  ) throws -> Fitted {
    try decode(type, forKey: key)
  }
}

extension KeyedEncodingContainer {
  /// Writes the fit of any model.
  mutating func encode(fit: some FittedForecastModel, forKey key: Key) throws {
    try encode(fit, forKey: key)
  }
}
