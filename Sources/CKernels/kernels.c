#include "CKernels.h"

#include <string.h>

// Vectors are passed between inlined functions only, never across a call.
#pragma clang diagnostic ignored "-Wpsabi"

// Eight doubles: one register of 512 bits, two of 256, four of 128.
typedef double v8 __attribute__((vector_size(64)));
typedef int64_t i8 __attribute__((vector_size(64)));
typedef float f8 __attribute__((vector_size(32)));
typedef float f16 __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))

// Registers of each size, and their lanes of even and of odd number.
typedef float float4 __attribute__((vector_size(16)));
typedef float float8 __attribute__((vector_size(32)));
typedef float float16 __attribute__((vector_size(64)));
typedef double double2 __attribute__((vector_size(16)));
typedef double double4 __attribute__((vector_size(32)));
typedef double double8 __attribute__((vector_size(64)));

#define EVEN2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define ODD2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define EVEN4(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD4(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#define EVEN8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD8(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define EVEN16(a, b)                                                                               \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD16(a, b)                                                                                \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)

// A tile of 4 x 4 registers, its operands and nothing else fit the 32 registers of x86-64-v4.
#define TILE_ROWS 4

#define KERNEL(name) name##_baseline
#define FLOAT_LANES 4
#define DOUBLE_LANES 2
#define TILE_COLUMNS 2
#include "one_set.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define KERNEL(name) name##_v3
#define FLOAT_LANES 8
#define DOUBLE_LANES 4
#define TILE_COLUMNS 2
#include "one_set.h"
#pragma clang attribute pop

#pragma clang attribute push(                                                                      \
    __attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define KERNEL(name) name##_v4
#define FLOAT_LANES 16
#define DOUBLE_LANES 8
#define TILE_COLUMNS 4
#include "one_set.h"
#pragma clang attribute pop

// The best set of this processor; the same in every call of a run.
#define DISPATCH(name, ...)                                                                        \
  (__builtin_cpu_supports("x86-64-v4")   ? name##_v4(__VA_ARGS__)                                  \
   : __builtin_cpu_supports("x86-64-v3") ? name##_v3(__VA_ARGS__)                                  \
                                         : name##_baseline(__VA_ARGS__))
#else
#define DISPATCH(name, ...) name##_baseline(__VA_ARGS__)
#endif

double ck_standardize(long n, const double *x, double center, double factor, double slope,
                      double *z, double *eta) {
  return DISPATCH(standardize, n, x, center, factor, slope, z, eta);
}

double ck_logistic(long n, const double *eta, const double *y, const double *w, double *residual,
                   double *variance, double *root) {
  return DISPATCH(logistic, n, eta, y, w, residual, variance, root);
}

void ck_count_outcomes(long n, const double *y, const double *w, const double *offset,
                       double *totals) {
  DISPATCH(count_outcomes, n, y, w, offset, totals);
}

double ck_weigh_double(long n, const double *x, const double *root, const double *residual,
                       double *out) {
  return DISPATCH(weigh_double, n, x, root, residual, out);
}

double ck_weigh_float(long n, const double *x, const double *root, const double *residual,
                      float *out) {
  return DISPATCH(weigh_float, n, x, root, residual, out);
}

double ck_dot(long n, const double *x, const double *y) {
  return DISPATCH(dot, n, x, y);
}

void ck_multiply(long n, const double *x, const double *y, double *out) {
  DISPATCH(multiply, n, x, y, out);
}

void ck_combine(long n, int32_t *out, int32_t factor, const int32_t *codes) {
  DISPATCH(combine, n, out, factor, codes);
}

void ck_look_up(long n, const int32_t *codes, const double *table, double *eta) {
  DISPATCH(look_up, n, codes, table, eta);
}

void ck_look_up_scaled(long n, const int32_t *codes, const double *table, const double *x,
                       double *eta) {
  DISPATCH(look_up_scaled, n, codes, table, x, eta);
}

void ck_indicate(long n, const int32_t *codes, int32_t level, double *out) {
  DISPATCH(indicate, n, codes, level, out);
}

uint32_t ck_largest(long n, const int32_t *codes) {
  return DISPATCH(largest, n, codes);
}

void ck_tally(long n, const int32_t *codes, const double *x, double *sums) {
  DISPATCH(tally, n, codes, x, sums);
}

void ck_tally_pairs(long n, const int32_t *first, int32_t width, const int32_t *second,
                    const double *x, double *sums) {
  DISPATCH(tally_pairs, n, first, width, second, x, sums);
}

void ck_transpose(long n, long columns, const double *x, long stride, double *rows) {
  DISPATCH(transpose, n, columns, x, stride, rows);
}

void ck_tally_rows(long n, const int32_t *codes, const double *rows, long stride, double *sums) {
  DISPATCH(tally_rows, n, codes, rows, stride, sums);
}

void ck_tally_rows_scaled(long n, const int32_t *codes, const double *factor, const double *rows,
                          long stride, double *sums) {
  DISPATCH(tally_rows_scaled, n, codes, factor, rows, stride, sums);
}

void ck_combine_columns(long n, const float *design, const int32_t *columns, const float *slopes,
                        long count, float *eta) {
  DISPATCH(combine_columns, n, design, columns, slopes, count, eta);
}

void ck_dot_columns(long n, const float *design, const int32_t *columns, const float *residual,
                    long count, double *sums) {
  DISPATCH(dot_columns, n, design, columns, residual, count, sums);
}

void ck_add(long n, double factor, const double *x, double *y) {
  DISPATCH(add, n, factor, x, y);
}

void ck_crossproduct_double(long n, long d, const double *x, long stride, double *sums) {
  DISPATCH(crossproduct_double, n, d, x, stride, sums);
}

void ck_crossproduct_float(long n, long d, const float *x, long stride, double *sums) {
  DISPATCH(crossproduct_float, n, d, x, stride, sums);
}
