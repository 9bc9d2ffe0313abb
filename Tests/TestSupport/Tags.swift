package import Testing

extension Tag {
  /// Expected values were published or computed by another program.
  @Tag package static var reference: Self
  /// A law that holds for seeded random inputs; the seed stands in the failure text.
  @Tag package static var property: Self
  /// One suite that every implementation of a protocol passes.
  @Tag package static var conformance: Self
  /// Compared with a recorded output of our own.
  @Tag package static var golden: Self
  /// Runs the built command.
  @Tag package static var endToEnd: Self
}
