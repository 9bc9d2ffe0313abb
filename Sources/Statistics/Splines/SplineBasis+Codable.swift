extension SplineBasis: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
    case degree
    case interiorKnots
    case boundaryKnots
    case mergedKnotCount
  }

  private enum KindName: String, Codable {
    case natural
    case bSpline = "b_spline"
  }

  /// Decodes family and knots, checks them and makes the polynomials anew.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind: Kind
    switch try container.decode(KindName.self, forKey: .kind) {
    case .natural: kind = .natural
    case .bSpline: kind = .bSpline(degree: try container.decode(Int.self, forKey: .degree))
    }
    let boundary = try container.decode([Double].self, forKey: .boundaryKnots)
    guard boundary.count == 2, boundary[0] < boundary[1] else {
      throw DecodingError.dataCorruptedError(
        forKey: .boundaryKnots,
        in: container,
        debugDescription: "not two ascending numbers"
      )
    }
    let interior = try container.decode([Double].self, forKey: .interiorKnots)
    let merged = try container.decode(Int.self, forKey: .mergedKnotCount)
    do throws(SplineError) {
      try self.init(
        kind,
        interiorKnots: interior,
        boundaryKnots: boundary[0]...boundary[1],
        mergedKnotCount: merged
      )
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .interiorKnots,
        in: container,
        debugDescription: "no spline: \(error)"
      )
    }
  }

  /// Encodes family and knots.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch kind {
    case .natural:
      try container.encode(KindName.natural, forKey: .kind)
    case .bSpline(let degree):
      try container.encode(KindName.bSpline, forKey: .kind)
      try container.encode(degree, forKey: .degree)
    }
    try container.encode(interiorKnots, forKey: .interiorKnots)
    try container.encode(
      [boundaryKnots.lowerBound, boundaryKnots.upperBound],
      forKey: .boundaryKnots
    )
    try container.encode(mergedKnotCount, forKey: .mergedKnotCount)
  }
}
