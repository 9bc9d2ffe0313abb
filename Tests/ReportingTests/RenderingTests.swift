import Datasets
import Foundation
import Reporting
import TestSupport
import Testing

/// Headless Chromium, where it is installed.
enum Chromium {
  static let executable: String? = {
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
      {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }()

  static func isInstalled() -> Bool {
    if executable == nil {
      FileHandle.standardError.write(Data("skipped: pages not rendered, no chromium\n".utf8))
    }
    return executable != nil
  }

  /// Runs it with its own profile.
  ///
  /// - Returns: what it wrote to standard output.
  static func run(_ arguments: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: try #require(executable))
    process.arguments =
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--user-data-dir=\(folder.path)/profile",
      ] + arguments
    let output = folder.appending(path: "output-\(UUID().uuidString)")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}

@Suite("Pages in a browser", .serialized)
struct RenderingTests {
  static let pages: [(name: String, html: String)] = [
    ("risk-it", RiskReportPage(input: SampleReports.risk()).html),
    ("risk-en", RiskReportPage(input: SampleReports.risk(.english), language: .english).html),
    ("forecast-it", ForecastReportPage(input: SampleReports.forecast()).html),
    (
      "forecast-en",
      ForecastReportPage(input: SampleReports.forecast(.english), language: .english).html
    ),
    ("folds-it", ValidationReportPage(input: SampleReports.validation(), replicates: 1000).html),
    (
      "folds-en",
      ValidationReportPage(
        input: SampleReports.validation(.english),
        language: .english,
        replicates: 1000
      ).html
    ),
  ]

  /// What a browser makes of a chart.
  struct Chart: Decodable {
    /// Its identifier.
    let id: String
    /// Width and height in pixels; 0 where the style sheet hides it.
    let width: Double
    let height: Double
    /// Share of its pixels that differ from the paper's white.
    let ink: Double
    /// Labels that leave the drawing.
    let clipped: [String]
    /// Pairs of labels that overlap.
    let overlapping: [String]
  }

  /// What a browser makes of a page.
  struct Layout: Decodable {
    let viewport: Double
    let pageWidth: Double
    let charts: [Chart]
  }

  /// Measures a page and writes what it found into its end.
  ///
  /// The pages themselves hold no script: it is added here, and the policy that forbids it taken
  /// out.
  static let measurement = """
    <pre id="measured"></pre><script>
    const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    async function ink(svg, box) {
      if (box.width == 0) return 0;
      const copy = svg.cloneNode(true);
      copy.setAttribute('width', box.width); copy.setAttribute('height', box.height);
      const image = new Image();
      image.src = 'data:image/svg+xml;charset=utf-8,'
        + encodeURIComponent(new XMLSerializer().serializeToString(copy));
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = box.width; canvas.height = box.height;
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] + data[i + 1] + data[i + 2] < 740) dark += 1;
      }
      return dark / (data.length / 4);
    }
    (async () => {
      const charts = [];
      for (const svg of document.querySelectorAll('svg')) {
        const box = svg.getBoundingClientRect();
        const labels = [...svg.querySelectorAll('text')].filter(t => t.getBoundingClientRect().width > 0)
          .map(t => ({text: t.textContent, box: t.getBoundingClientRect(),
            turned: t.hasAttribute('transform')}));
        const clipped = labels.filter(l => l.box.left < box.left - 0.5 || l.box.right > box.right + 0.5
          || l.box.top < box.top - 0.5 || l.box.bottom > box.bottom + 0.5).map(l => l.text);
        const overlapping = [];
        const level = labels.filter(l => !l.turned);
        level.forEach((a, i) => level.slice(i + 1).forEach(b => {
          if (overlap(a.box, b.box)) overlapping.push(a.text + ' | ' + b.text);
        }));
        charts.push({id: svg.getAttribute('aria-labelledby'), width: box.width, height: box.height,
          ink: await ink(svg, box), clipped, overlapping});
      }
      document.getElementById('measured').textContent = JSON.stringify({
        viewport: document.documentElement.clientWidth,
        pageWidth: document.documentElement.scrollWidth, charts});
    })();
    </script></body>
    """

  static func layout(of html: String, width: Int) throws -> Layout {
    let folder = try TemporaryFolder()
    let measured =
      html
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
      .replacing("</body>", with: measurement)
    let path = try folder.write(measured, to: "page.html")
    let document = try Chromium.run(
      [
        "--window-size=\(width),1400", "--virtual-time-budget=20000", "--dump-dom",
        "file://\(path)",
      ],
      in: folder.url
    )
    let start = try #require(document.range(of: "<pre id=\"measured\">"))
    let rest = document[start.upperBound...]
    let end = try #require(rest.range(of: "</pre>"))
    let json = rest[..<end.lowerBound]
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return try JSONDecoder().decode(Layout.self, from: Data(json.utf8))
  }

  @Test(
    "every chart is drawn, no label is cut and none overlaps another",
    .enabled(if: Chromium.isInstalled()),
    arguments: (pages + SampleReports.difficult).map(\.name),
    [1200, 520]
  )
  func charts(name: String, width: Int) throws {
    let page = try #require((Self.pages + SampleReports.difficult).first { $0.name == name })
    try Self.expectReadable(page.html, width: width)
  }

  @Test(
    "charts of real series are drawn with every label",
    .enabled(if: Chromium.isInstalled() && SampleReports.vacancies != nil)
  )
  func realSeries() throws {
    let page = try #require(SampleReports.vacancies)
    try Self.expectReadable(page.html, width: 1200)
  }

  static func expectReadable(_ html: String, width: Int) throws {
    let layout = try layout(of: html, width: width)
    #expect(layout.pageWidth <= layout.viewport, "the page scrolls sideways")
    let visible = layout.charts.filter { $0.width > 0 }
    #expect(visible.count >= 3)
    for chart in visible {
      #expect(chart.height > 80 && chart.width > 150, "\(chart.id)")
      #expect(chart.ink > 0.01 && chart.ink < 0.7, "\(chart.id): ink \(chart.ink)")
      #expect(chart.clipped.isEmpty, "\(chart.id): \(chart.clipped)")
      #expect(chart.overlapping.isEmpty, "\(chart.id): \(chart.overlapping)")
    }
  }

  @Test("the measurement sees cut and overlapping labels", .enabled(if: Chromium.isInstalled()))
  func measurementSees() throws {
    let html = """
      <html><body><svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" aria-labelledby="a">
      <text x="270" y="50">cut label</text><text x="20" y="100">one</text><text x="25" y="102">two</text>
      </svg></body></html>
      """
    let layout = try Self.layout(of: html, width: 800)
    #expect(layout.charts.first?.clipped == ["cut label"])
    #expect(layout.charts.first?.overlapping == ["one | two"])
  }

  @Test(
    "a picture of a page is not blank",
    .enabled(if: Chromium.isInstalled()),
    arguments: ["risk-it", "forecast-en"]
  )
  func screenshot(name: String) throws {
    let page = try #require(Self.pages.first { $0.name == name })
    let folder = try TemporaryFolder()
    func size(_ html: String, _ file: String) throws -> Int {
      let path = try folder.write(html, to: "\(file).html")
      let picture = folder.path("\(file).png")
      _ = try Chromium.run(
        ["--window-size=1200,2400", "--screenshot=\(picture)", "file://\(path)"],
        in: folder.url
      )
      let data = try Data(contentsOf: URL(filePath: picture))
      #expect(data.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
      return data.count
    }
    let blank = try size("<html><body></body></html>", "blank")
    let drawn = try size(page.html, "page")
    #expect(drawn > 10 * blank, "\(drawn) bytes, blank \(blank)")
  }

  /// Writes the pages to the folder that `VEDETTA_PICTURES` names, for people to look at.
  @Test(
    "pages for people to look at",
    .enabled(if: ProcessInfo.processInfo.environment["VEDETTA_PICTURES"] != nil)
  )
  func pictures() throws {
    let path = try #require(ProcessInfo.processInfo.environment["VEDETTA_PICTURES"])
    let folder = URL(filePath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let real = SampleReports.vacancies.map { [$0] } ?? []
    for page in Self.pages + SampleReports.difficult + real {
      try Data(page.html.utf8).write(to: folder.appending(path: "\(page.name).html"))
    }
  }
}
