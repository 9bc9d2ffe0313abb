// swift-tools-version: 6.3

import PackageDescription

// The layers, from the bottom up. A target may import only what stands in its row here;
// Tests/ArchitectureTests holds the same table and reads every `import` line against it.

let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "Vedetta",
  products: [
    .executable(name: "vedetta", targets: ["vedetta"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // 0: system libraries, and the audited unsafe pieces
    .systemLibrary(
      name: "COpenBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"])]
    ),
    .systemLibrary(
      name: "CXLSXWriter",
      pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"])]
    ),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels"),
    .target(name: "Concurrency", dependencies: ["CKernels"]),

    // 1: numbers and values
    .target(
      name: "LinearAlgebra",
      dependencies: ["COpenBLAS", "CKernels", "Concurrency", realModule]
    ),
    .target(name: "Datasets"),

    // 2: statistics
    .target(
      name: "Statistics",
      dependencies: ["LinearAlgebra", "Concurrency", realModule]
    ),

    // 3: the two jobs
    .target(
      name: "Risk",
      dependencies: [
        "Statistics", "LinearAlgebra", "Datasets", "Concurrency", realModule,
      ]
    ),
    .target(
      name: "Forecasting",
      dependencies: [
        "Statistics", "LinearAlgebra", "Datasets", "Concurrency", realModule,
      ]
    ),

    // 4: files, the registry and pages
    .target(
      name: "DataIO",
      dependencies: [
        "Datasets", "Concurrency", "CXLSXWriter", "CZlib", "Yams",
      ]
    ),
    .target(
      name: "Registry",
      dependencies: [
        "Datasets",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "Reporting",
      dependencies: [
        "Datasets", "Statistics", realModule,
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Templates")]
    ),

    // 5: one type a user request
    .target(
      name: "Workflows",
      dependencies: [
        "Concurrency", "LinearAlgebra", "Datasets", "Statistics", "Risk", "Forecasting", "DataIO",
        "Registry", "Reporting",
      ]
    ),

    // 6: the command
    .executableTarget(
      name: "vedetta",
      dependencies: [
        "Workflows", "Datasets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // Tests: one target a source target
    .target(
      name: "TestSupport",
      dependencies: ["Datasets", "LinearAlgebra"],
      path: "Tests/TestSupport",
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ConcurrencyTests", dependencies: ["Concurrency", "TestSupport"]),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", "TestSupport", realModule]
    ),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "TestSupport"]),
    .testTarget(
      name: "StatisticsTests",
      dependencies: ["Statistics", "LinearAlgebra", "TestSupport"]
    ),
    .testTarget(
      name: "RiskTests",
      dependencies: ["Risk", "Statistics", "LinearAlgebra", "Datasets", "TestSupport"]
    ),
    .testTarget(
      name: "ForecastingTests",
      dependencies: ["Forecasting", "Statistics", "LinearAlgebra", "Datasets", "TestSupport"]
    ),
    .testTarget(name: "DataIOTests", dependencies: ["DataIO", "Datasets", "TestSupport"]),
    .testTarget(name: "RegistryTests", dependencies: ["Registry", "Datasets", "TestSupport"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Datasets", "Statistics", "TestSupport", realModule],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "WorkflowsTests",
      dependencies: ["Workflows", "DataIO", "Datasets", "Risk", "Registry", "TestSupport"]
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: ["vedetta", "Datasets", "TestSupport", "Yams"]
    ),
  ],
  swiftLanguageModes: [.v6]
)

// The strict settings of every Swift target.
for target in package.targets where target.type != .system && target.name != "CKernels" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
