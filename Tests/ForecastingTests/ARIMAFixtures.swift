internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport

/// Series and values of R, from `regenerate/arima_reference.R`.
enum ARIMAFixtures {
  struct Reference: Decodable {
    let horizon: Int
    let series: [String: Values]
  }

  struct Values: Decodable {
    let order: [Int]
    let seasonal: [Int]
    let constant: Bool
    let regressors: [[Double]]
    let ar: [Double]
    let ma: [Double]
    let sar: [Double]
    let sma: [Double]
    let regression: [Double]
    let loglik: Double
    let loglikDifferenced: Double
    let maximum: Double
    let aicc: Double
    let sigma2: Double
    let mean: [Double]
    let se: [Double]
    let strength: Double
    let ndiffs: Int

    var orders: ARIMAOrders {
      ARIMAOrders(
        order[0],
        order[1],
        order[2],
        seasonal[0],
        seasonal[1],
        seasonal[2],
        hasConstant: constant && order[1] + seasonal[1] <= 1
      )
    }

    var coefficients: ARMACoefficients {
      ARMACoefficients(ar: ar, ma: ma, seasonalAR: sar, seasonalMA: sma)
    }
  }

  /// A series with what R says of it.
  struct Case {
    let series: TimeSeries
    let horizon: Int
    let expected: Values

    var regressors: [ARIMARegressor] {
      expected.regressors.enumerated().map {
        ARIMARegressor(
          name: "x\($0.offset)",
          .numbers(start: series.start, values: $0.element)
        )
      }
    }

    /// R's fit: its coefficients, run through the series.
    var fitOfR: FittedARIMA {
      FittedARIMA(
        expected.orders,
        expected.coefficients,
        regressors: regressors,
        regressionCoefficients: expected.regression,
        to: series
      )
    }
  }

  static func cases() throws -> [Case] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let reference = try decoder.decode(
      Reference.self,
      from: Data(contentsOf: Repository.fixtures.appending(path: "arima_reference.json"))
    )
    return try ForecastFixtures.readLong(Repository.fixtures.appending(path: "arima_series.csv"))
      .compactMap { series in
        reference.series[series.id].map {
          Case(series: series, horizon: reference.horizon, expected: $0)
        }
      }
  }
}
