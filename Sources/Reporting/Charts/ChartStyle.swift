/// Colours and sizes of every chart.
///
/// The fills stand in order of luminance (CIE L* in brackets), so that a grey print keeps the
/// order; what differs in meaning differs in dash or marker too, and the hues are told apart with
/// every common colour deficiency.
enum ChartStyle {
  /// Background.
  static let paper = "#ffffff"
  /// Text and observed data (L* 12).
  static let ink = "#17202d"
  /// Secondary text; 7:1 against the paper (L* 37).
  static let quiet = "#4d5866"
  /// Axis lines (L* 60).
  static let axis = "#8791a0"
  /// Grid lines (L* 91).
  static let grid = "#e1e5ea"
  /// The model, the median, what rises (L* 34).
  static let accent = "#0b5394"
  /// The inner band, the histogram's cases (L* 70).
  static let middle = "#8fb3d5"
  /// The outer band, the histogram's others (L* 89).
  static let pale = "#d3e2f1"
  /// The comparison: a rule, a mean, what falls (L* 43).
  static let contrast = "#b0440d"

  /// Width of a chart that takes half a page: enlarged by a sixth there, reduced by a sixth on a
  /// telephone, with text that can be read on both.
  static let width = 420.0
  /// Size of the text in a chart's own units.
  static let textSize = 12.0
  /// Size of tick labels and notes.
  static let smallTextSize = 11.0
  /// Fonts with the widths of Helvetica, which the layout reckons with.
  static let fonts = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
}
