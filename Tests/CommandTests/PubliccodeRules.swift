internal import Foundation
internal import Yams

/// What publiccode.yml 0.5 asks of a file, as data: every key with its kind, and which are required.
///
/// Source: the standard's pages "schema.core", "schema.it", "categories-list" and "scope-list".
struct PubliccodeRules {
  /// What a key may hold.
  enum Kind {
    case text(ClosedRange<Int>)
    case oneOf([String])
    case someOf([String])
    case texts
    case url
    case date
    case boolean
    case languages
    case countries
  }

  /// Keys by path.
  ///
  /// `*` stands for a language, `#` for a place in a list. A key that ends in `!` must
  /// be there, in each language or place where its section is.
  static let keys: [(path: String, kind: Kind)] = [
    ("publiccodeYmlVersion!", .oneOf(["0.4", "0.5", "0.5.0"])),
    ("name!", .text(1...100)),
    ("applicationSuite", .text(1...100)),
    ("url!", .url),
    ("landingURL", .url),
    ("isBasedOn", .url),
    ("organisation/uri", .text(1...200)),
    ("organisation/name", .text(1...200)),
    ("softwareVersion", .text(1...50)),
    ("releaseDate", .date),
    ("logo", .text(1...200)),
    ("platforms!", .texts),
    ("categories!", .someOf(Self.categories)),
    ("usedBy", .texts),
    ("roadmap", .url),
    ("developmentStatus!", .oneOf(["concept", "development", "beta", "stable", "obsolete"])),
    (
      "softwareType!",
      .oneOf([
        "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web",
        "standalone/backend", "standalone/other", "addon", "library", "configurationFiles",
      ])
    ),
    ("intendedAudience/countries", .countries),
    ("intendedAudience/unsupportedCountries", .countries),
    ("intendedAudience/scope", .someOf(Self.scopes)),
    ("description/*/localisedName", .text(1...100)),
    ("description/*/shortDescription!", .text(1...150)),
    ("description/*/longDescription!", .text(150...10_000)),
    ("description/*/documentation", .url),
    ("description/*/apiDocumentation", .url),
    ("description/*/features!", .texts),
    ("description/*/screenshots", .texts),
    ("description/*/videos", .texts),
    ("description/*/awards", .texts),
    ("legal/license!", .text(1...100)),
    ("legal/mainCopyrightOwner", .text(1...200)),
    ("maintenance/type!", .oneOf(["internal", "contract", "community", "none"])),
    ("maintenance/contacts/#/name!", .text(1...200)),
    ("maintenance/contacts/#/email", .text(3...200)),
    ("maintenance/contacts/#/phone", .text(3...40)),
    ("maintenance/contacts/#/affiliation", .text(1...200)),
    ("maintenance/contractors/#/name!", .text(1...200)),
    ("maintenance/contractors/#/until!", .date),
    ("maintenance/contractors/#/email", .text(3...200)),
    ("maintenance/contractors/#/website", .url),
    ("localisation/localisationReady!", .boolean),
    ("localisation/availableLanguages!", .languages),
    ("dependsOn/open/#/name!", .text(1...100)),
    ("dependsOn/open/#/version", .text(1...50)),
    ("dependsOn/open/#/versionMin", .text(1...50)),
    ("dependsOn/open/#/versionMax", .text(1...50)),
    ("dependsOn/open/#/optional", .boolean),
    ("IT/countryExtensionVersion!", .oneOf(["1.0"])),
    ("IT/conforme/lineeGuidaDesign", .boolean),
    ("IT/conforme/modelloInteroperabilita", .boolean),
    ("IT/conforme/misureMinimeSicurezza", .boolean),
    ("IT/conforme/gdpr", .boolean),
    ("IT/piattaforme/spid", .boolean),
    ("IT/piattaforme/cie", .boolean),
    ("IT/piattaforme/anpr", .boolean),
    ("IT/piattaforme/pagopa", .boolean),
    ("IT/piattaforme/io", .boolean),
  ]

  /// The standard's scopes.
  static let scopes = [
    "agriculture", "culture", "defence", "education", "emergency-services", "employment", "energy",
    "environment", "finance-and-economic-development", "foreign-affairs", "government",
    "healthcare", "infrastructures", "justice", "local-authorities", "manufacturing", "research",
    "science-and-technology", "security", "society", "sport", "tourism", "transportation",
    "welfare",
  ]

  /// The standard's categories.
  static let categories = [
    "accounting", "agile-project-management", "applicant-tracking", "application-development",
    "appointment-scheduling", "backup", "billing-and-invoicing", "blog", "budgeting",
    "business-intelligence", "business-process-management", "cad", "call-center-management",
    "cloud-management", "collaboration", "communications", "compliance-management",
    "contact-management", "content-management", "crm", "customer-service-and-support",
    "data-analytics", "data-collection", "data-visualization", "design", "design-system",
    "digital-asset-management", "digital-citizenship", "document-management", "donor-management",
    "e-commerce", "e-signature", "educational-content", "email-management", "email-marketing",
    "employee-management", "enterprise-project-management", "enterprise-social-networking", "erp",
    "event-management", "facility-management", "feedback-and-reviews-management",
    "financial-reporting", "fleet-management", "fundraising", "gamification",
    "geographic-information-systems", "grant-management", "graphic-design", "help-desk", "hr",
    "ide", "identity-management", "instant-messaging", "inventory-management",
    "it-asset-management", "it-development", "it-management", "it-security",
    "it-service-management", "knowledge-management", "learning-management-system", "marketing",
    "mind-mapping", "mobile-marketing", "mobile-payment", "network-management", "office",
    "online-booking", "online-community", "payment-gateway", "payroll", "predictive-analysis",
    "procurement", "productivity-suite", "project-collaboration", "project-management",
    "property-management", "real-estate-management", "remote-support", "resource-management",
    "sales-management", "seo", "service-desk", "social-media-management", "survey",
    "talent-management", "task-management", "taxes-management", "test-management",
    "time-management", "time-tracking", "translation", "video-conferencing", "video-editing",
    "visitor-management", "voip", "warehouse-management", "web-collaboration",
    "web-conferencing", "website-builder", "whistleblowing", "workflow-management",
  ]

  /// Everything that is wrong with a file, as `path: reason`; empty when it is valid.
  static func problems(in text: String) throws -> [String] {
    guard let root = try Yams.compose(yaml: text) else { return ["the file is empty"] }
    var found: [String] = []
    let leaves = flattened(root, at: "", into: &found)
    for (path, node) in leaves {
      guard let rule = keys.first(where: { matches(path, $0.path) }) else {
        found.append("\(path): no key of the standard")
        continue
      }
      if let reason = refusal(of: node, as: rule.kind) { found.append("\(path): \(reason)") }
    }
    let paths = leaves.map(\.path)
    for rule in keys where rule.path.hasSuffix("!") {
      found += missing(rule.path.dropLast().split(separator: "/").map(String.init), in: paths)
    }
    let type = leaves.first { $0.path == "maintenance/type" }?.node.string
    let wanted = type == "contract" ? "contractors" : type == "none" ? nil : "contacts"
    if let wanted, !paths.contains(where: { $0.hasPrefix("maintenance/\(wanted)/") }) {
      found.append("maintenance/\(wanted): missing for the type \(type ?? "")")
    }
    return found
  }

  /// Leaves of the tree with their paths: single values, and lists of single values.
  private static func flattened(
    _ node: Node,
    at path: String,
    into found: inout [String]
  ) -> [(path: String, node: Node)] {
    func below(_ key: String) -> String { path.isEmpty ? key : "\(path)/\(key)" }
    switch node {
    case .mapping(let mapping):
      var leaves: [(path: String, node: Node)] = []
      for (key, value) in mapping {
        leaves += flattened(value, at: below(key.string ?? "?"), into: &found)
      }
      return leaves
    case .sequence(let sequence) where sequence.contains { $0.mapping != nil }:
      var leaves: [(path: String, node: Node)] = []
      for (index, value) in sequence.enumerated() {
        leaves += flattened(value, at: below("\(index)"), into: &found)
      }
      return leaves
    default:
      return [(path, node)]
    }
  }

  private static func matches(_ path: String, _ pattern: String) -> Bool {
    let parts = path.split(separator: "/")
    let rule = (pattern.hasSuffix("!") ? pattern.dropLast() : pattern[...]).split(separator: "/")
    return parts.count == rule.count
      && zip(parts, rule).allSatisfy { part, rule in
        switch rule {
        case "*": isLanguage(String(part))
        case "#": Int(part) != nil
        default: part == rule
        }
      }
  }

  /// Paths that a required key lacks: one for each language or place of its section; one where the
  /// section itself is missing and is not a list.
  private static func missing(_ rule: [String], in paths: [String]) -> [String] {
    guard let wildcard = rule.firstIndex(where: { $0 == "*" || $0 == "#" }) else {
      let path = rule.joined(separator: "/")
      return paths.contains(path) ? [] : ["\(path): missing"]
    }
    let section = rule[..<wildcard].joined(separator: "/") + "/"
    let places = Set(
      paths.filter { $0.hasPrefix(section) }.map {
        String($0.split(separator: "/")[wildcard])
      }
    )
    if places.isEmpty, rule[wildcard] == "*" { return ["\(section)*: missing"] }
    return places.sorted().flatMap { place in
      var filled = rule
      filled[wildcard] = place
      return missing(filled, in: paths)
    }
  }

  private static func refusal(of node: Node, as kind: Kind) -> String? {
    let list = node.sequence?.map { $0.any as? String }
    switch kind {
    case .text(let lengths):
      guard let text = node.any as? String else { return "no text" }
      return lengths.contains(text.count) ? nil : "\(text.count) characters, not \(lengths)"
    case .oneOf(let values):
      guard let text = node.any as? String else { return "no text" }
      return values.contains(text) ? nil : "\(text) is none of \(values)"
    case .someOf(let values):
      guard let list, !list.isEmpty else { return "no list" }
      return list.allSatisfy { $0.map(values.contains) ?? false } ? nil : "not of the vocabulary"
    case .texts:
      guard let list, !list.isEmpty else { return "no list" }
      return list.allSatisfy { $0 != nil } ? nil : "not all of it text"
    case .url:
      guard let text = node.any as? String, let url = URL(string: text), url.host() != nil else {
        return "no URL"
      }
      return ["http", "https"].contains(url.scheme) ? nil : "no web address"
    case .date:
      // Quoted or not, a date has one form.
      let isDate = node.string?.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
      return isDate ? nil : "no date of the form YYYY-MM-DD"
    case .boolean:
      return node.any is Bool ? nil : "neither true nor false"
    case .languages:
      guard let list, !list.isEmpty else { return "no list" }
      return list.allSatisfy { $0.map(isLanguage) ?? false } ? nil : "no language tags"
    case .countries:
      guard let list, !list.isEmpty else { return "no list" }
      let isCode = list.allSatisfy { $0?.wholeMatch(of: /[A-Z]{2}/) != nil }
      return isCode ? nil : "no two-letter country codes"
    }
  }

  private static func isLanguage(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil
  }
}
