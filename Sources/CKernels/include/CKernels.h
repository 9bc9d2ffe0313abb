// Vector kernels of a regression pass, compiled once for each instruction set and chosen when the
// program starts. Swift compiles for the oldest x86-64, without fused multiply-add and with two
// doubles a register; `Benchmarks/RESULTS.md` has the ratio.
//
// All loops run over the rows of a slice in order; a result depends on the values alone, not on
// where a row stands.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

#include "numbers.h"

/// z[i] = (x[i] - center) * factor and eta[i] += z[i] * slope; z may be x. Returns the largest |z[i]|.
double ck_standardize(long n, const double *x, double center, double factor, double slope,
                      double *z, double *eta);

/// The binomial likelihood on the logit scale at eta, with m = 1 / (1 + exp(-eta)):
/// residual = w (y - m), variance = w m (1 - m), root = sqrt(variance).
/// Returns the sum of w times the negative log-likelihood, y log(1/m) + (1 - y) log(1/(1 - m)).
double ck_logistic(long n, const double *eta, const double *y, const double *w, double *residual,
                   double *variance, double *root);

/// The five totals of rows: w > 0; 0 < y < 1; w > 0 with an offset other than 0; sum of w; sum of
/// y * w.
void ck_count_outcomes(long n, const double *y, const double *w, const double *offset,
                       double *totals);

/// out[i] = x[i] * root[i]. Returns the sum of x[i] * residual[i].
double ck_weigh_double(long n, const double *x, const double *root, const double *residual,
                       double *out);
/// The same with `out` in single precision.
double ck_weigh_float(long n, const double *x, const double *root, const double *residual,
                      float *out);
/// The sum of x[i] * y[i].
double ck_dot(long n, const double *x, const double *y);
/// y[i] += factor * x[i].
void ck_add(long n, double factor, const double *x, double *y);
/// eta[i] = the sum over k < count of slopes[k] * design[columns[k] * n + i].
void ck_combine_columns(long n, const float *design, const int32_t *columns, const float *slopes,
                        long count, float *eta);
/// sums[k] += the sum of design[columns[k] * n + i] * residual[i], for k < count.
void ck_dot_columns(long n, const float *design, const int32_t *columns, const float *residual,
                    long count, double *sums);
/// Adds X'X to the lower triangle of `sums`, d x d, for X the n leading rows of d columns of `x`,
/// `stride` numbers apart.
void ck_crossproduct_double(long n, long d, const double *x, long stride, double *sums);
/// The same for single precision, whose products are added up over at most 1024 rows before they
/// are added to `sums`.
void ck_crossproduct_float(long n, long d, const float *x, long stride, double *sums);
/// out[i] = x[i] * y[i].
void ck_multiply(long n, const double *x, const double *y, double *out);

/// out[i] = out[i] * factor + codes[i].
void ck_combine(long n, int32_t *out, int32_t factor, const int32_t *codes);
/// eta[i] += table[codes[i]].
void ck_look_up(long n, const int32_t *codes, const double *table, double *eta);
/// eta[i] += table[codes[i]] * x[i].
void ck_look_up_scaled(long n, const int32_t *codes, const double *table, const double *x,
                       double *eta);
/// out[i] = codes[i] == level.
void ck_indicate(long n, const int32_t *codes, int32_t level, double *out);
/// The largest code, negative ones counted as larger than all others.
uint32_t ck_largest(long n, const int32_t *codes);
/// sums[codes[i]] += x[i].
void ck_tally(long n, const int32_t *codes, const double *x, double *sums);
/// sums[first[i] * width + second[i]] += x[i].
void ck_tally_pairs(long n, const int32_t *first, int32_t width, const int32_t *second,
                    const double *x, double *sums);
/// rows[i * columns + k] = x[k * stride + i], for k < columns, a multiple of four.
void ck_transpose(long n, long columns, const double *x, long stride, double *rows);
/// sums[codes[i] * stride ...] += rows[i * stride ...]; stride is a multiple of four.
void ck_tally_rows(long n, const int32_t *codes, const double *rows, long stride, double *sums);
/// The same with each row multiplied by factor[i].
void ck_tally_rows_scaled(long n, const int32_t *codes, const double *factor, const double *rows,
                          long stride, double *sums);

#endif
