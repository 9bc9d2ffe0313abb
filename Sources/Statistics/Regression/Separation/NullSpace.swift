internal import LinearAlgebra

/// The directions that are orthogonal to some vectors, found with the vectors given one by one.
struct NullSpace: Sendable {
  /// k × d orthonormal basis.
  private(set) var basis: Matrix<Double>

  /// The part of a unit vector in the space counts as none when it is at most this long.
  static let tolerance = ConeProjection.acute

  /// All directions of k dimensions.
  init(dimension: Int) {
    basis = .identity(dimension)
  }

  /// Number of dimensions left, d.
  var dimension: Int { basis.columns }

  /// Coordinates of a vector's part in the space.
  func coordinates(_ vector: [Double]) -> [Double] {
    (0..<basis.columns).map { j in
      var sum = 0.0
      for i in vector.indices { sum += basis.elements[j * basis.rows + i] * vector[i] }
      return sum
    }
  }

  /// The vector with some coordinates.
  func vector(_ coordinates: [Double]) -> [Double] { basis * coordinates }

  /// Leaves the directions orthogonal to all of some unit vectors.
  ///
  /// Vectors with a large part in what is left go first, so that rounding is not magnified.
  ///
  /// - Complexity: k d flops for each vector and threshold, 4 k d for each dimension lost.
  mutating func remove(_ vectors: [[Double]]) {
    var threshold = 0.3
    while true {
      for vector in vectors {
        let part = coordinates(vector)
        if part.euclideanLength > threshold { remove(along: part) }
      }
      if threshold == Self.tolerance { return }
      threshold = max(threshold / 10, Self.tolerance)
    }
  }

  /// Takes away one direction of the space, given by coordinates, with a reflection that turns it
  /// into the first basis vector.
  private mutating func remove(along part: [Double]) {
    let size = part.euclideanLength
    var mirror = part
    mirror[0] += part[0] >= 0 ? size : -size
    let square = mirror.innerProduct(mirror)
    let images = basis * mirror
    let k = basis.rows
    var rest = Matrix<Double>.zeros(rows: k, columns: basis.columns - 1)
    for j in 1..<max(basis.columns, 1) {
      let factor = 2 * mirror[j] / square
      for i in 0..<k {
        rest.elements[(j - 1) * k + i] = basis.elements[j * k + i] - factor * images[i]
      }
    }
    basis = rest
  }
}
