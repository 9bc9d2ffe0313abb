internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Moments")
struct TimestampTests {
  // GNU date: date -u -d @SECONDS +%FT%T.
  @Test(
    "a moment is written as ISO 8601 in universal time and read back",
    .tags(.reference),
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"),
      (951_827_696_789, "2000-02-29T12:34:56.789Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (1_773_039_902_120, "2026-03-09T07:05:02.120Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
    ] as [(Int64, String)]
  )
  func text(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "what is no moment is refused",
    arguments: [
      "", "2026-03-09", "2026-03-09T07:05:02Z", "2026-02-30T07:05:02.120Z",
      "2026-03-09T24:05:02.120Z", "2026-03-09T07:60:02.120Z", "2026-03-09 07:05:02.120Z",
      "2026-03-09T07:05:02,120Z", "2026-03-09T07:05:02.12xZ", "2026-03-09T07:05:02.120+",
    ]
  )
  func refused(_ text: String) {
    #expect(Timestamp(text) == nil)
  }
}
