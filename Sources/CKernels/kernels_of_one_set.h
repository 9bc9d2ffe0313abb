// The kernels for one instruction set; included once for each by kernels.c, which sets KERNEL(name).

INLINE v8 KERNEL(load)(const double *p) {
  v8 x;
  memcpy(&x, p, sizeof x);
  return x;
}

INLINE v8 KERNEL(load_some)(const double *p, long n) {
  v8 x = {0};
  memcpy(&x, p, (unsigned long)n * sizeof(double));
  return x;
}

INLINE void KERNEL(store)(double *p, v8 x) { memcpy(p, &x, sizeof x); }

INLINE void KERNEL(store_some)(double *p, v8 x, long n) {
  memcpy(p, &x, (unsigned long)n * sizeof(double));
}

INLINE v8 KERNEL(splat)(double x) { return (v8){x, x, x, x, x, x, x, x}; }

INLINE double KERNEL(sum)(v8 x) {
  return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

INLINE v8 KERNEL(choose)(i8 mask, v8 yes, v8 no) {
  return (v8)((mask & (i8)yes) | (~mask & (i8)no));
}

INLINE v8 KERNEL(magnitude)(v8 x) { return (v8)((i8)x & 0x7fffffffffffffff); }

// exp(-a) for a >= 0; exact to an ulp; below 2^-1021 it stays there. The argument is split into
// k log 2 + r with log 2 in two parts, and (exp(r) - 1 - r) / r^2 is a Chebyshev fit of degree 10.
INLINE v8 KERNEL(exp_negative)(v8 a) {
  const v8 shift = KERNEL(splat)(6755399441055744.0); // 1.5 * 2^52: rounds to whole in the last bits
  a = KERNEL(choose)(a > KERNEL(splat)(707.0), KERNEL(splat)(707.0), a);
  v8 scaled = a * KERNEL(splat)(-1.4426950408889634074) + shift;
  v8 k = scaled - shift;
  v8 r = (-a - k * KERNEL(splat)(0.6931471803691238)) - k * KERNEL(splat)(1.9082149292705878161e-10);
  v8 p = KERNEL(splat)(2.0914686968086877233e-9);
  p = p * r + KERNEL(splat)(2.5105217004720745164e-8);
  p = p * r + KERNEL(splat)(2.7557273643110295328e-7);
  p = p * r + KERNEL(splat)(2.755725540020642443e-6);
  p = p * r + KERNEL(splat)(0.000024801587325547741216);
  p = p * r + KERNEL(splat)(0.00019841269874820625271);
  p = p * r + KERNEL(splat)(0.0013888888888883748305);
  p = p * r + KERNEL(splat)(0.0083333333333261351258);
  p = p * r + KERNEL(splat)(0.041666666666669755);
  p = p * r + KERNEL(splat)(0.16666666666666670991);
  p = p * r + KERNEL(splat)(0.5);
  v8 value = KERNEL(splat)(1.0) + (r + r * r * p);
  // The last bits of `scaled` hold k; adding it to the exponent multiplies by 2^k.
  i8 exponent = (i8)scaled << 52;
  return (v8)((i8)value + exponent);
}

// log(1 + e) for 0 <= e <= 1, as 2 atanh(s) with s = e / (2 + e) <= 1/3: relative accuracy also
// where e is tiny. atanh(s) / s is a Chebyshev fit of degree 11 in s^2.
INLINE v8 KERNEL(log_one_plus)(v8 e) {
  v8 s = e / (KERNEL(splat)(2.0) + e);
  v8 t = s * s;
  v8 p = KERNEL(splat)(0.082441429656947843109);
  p = p * t + KERNEL(splat)(0.034901952491662160103);
  p = p * t + KERNEL(splat)(0.054883083189737470326);
  p = p * t + KERNEL(splat)(0.058576373340552126418);
  p = p * t + KERNEL(splat)(0.066684384078719176769);
  p = p * t + KERNEL(splat)(0.076922235302299837772);
  p = p * t + KERNEL(splat)(0.090909117112476262459);
  p = p * t + KERNEL(splat)(0.11111111059551837201);
  p = p * t + KERNEL(splat)(0.14285714286311463983);
  p = p * t + KERNEL(splat)(0.1999999999999643338);
  p = p * t + KERNEL(splat)(0.33333333333333341662);
  p = p * t + KERNEL(splat)(1.0);
  return (s + s) * p;
}

static double KERNEL(standardize)(long n, double *x, double center, double factor, double slope, double *eta) {
  v8 largest = KERNEL(splat)(0);
  for (long i = 0; i < n; i += 8) {
    long left = n - i;
    v8 z = left >= 8 ? KERNEL(load)(x + i) : KERNEL(load_some)(x + i, left);
    v8 h = left >= 8 ? KERNEL(load)(eta + i) : KERNEL(load_some)(eta + i, left);
    z = (z - KERNEL(splat)(center)) * KERNEL(splat)(factor);
    h = h + z * KERNEL(splat)(slope);
    if (left >= 8) {
      KERNEL(store)(x + i, z);
      KERNEL(store)(eta + i, h);
    } else {
      KERNEL(store_some)(x + i, z, left);
      KERNEL(store_some)(eta + i, h, left);
      for (long j = left; j < 8; j++) z[j] = 0;
    }
    z = KERNEL(magnitude)(z);
    largest = KERNEL(choose)(z > largest, z, largest);
  }
  double result = 0;
  for (int j = 0; j < 8; j++) result = largest[j] > result ? largest[j] : result;
  return result;
}

static double KERNEL(logistic)(long n, const double *eta, const double *y, const double *w, double *residual,
                   double *variance, double *root) {
  v8 total = KERNEL(splat)(0);
  for (long i = 0; i < n; i += 8) {
    long left = n - i;
    int whole = left >= 8;
    v8 h = whole ? KERNEL(load)(eta + i) : KERNEL(load_some)(eta + i, left);
    v8 share = whole ? KERNEL(load)(y + i) : KERNEL(load_some)(y + i, left);
    v8 weight = whole ? KERNEL(load)(w + i) : KERNEL(load_some)(w + i, left);
    v8 e = KERNEL(exp_negative)(KERNEL(magnitude)(h));
    v8 large = KERNEL(splat)(1.0) / (KERNEL(splat)(1.0) + e);
    v8 small = e * large;
    i8 up = h >= KERNEL(splat)(0);
    v8 probability = KERNEL(choose)(up, large, small);
    v8 complement = KERNEL(choose)(up, small, large);
    // -log m = max(-eta, 0) + log(1 + exp(-|eta|)), and likewise with eta for 1 - m.
    v8 above = KERNEL(choose)(up, h, KERNEL(splat)(0));
    v8 below = KERNEL(choose)(up, KERNEL(splat)(0), -h);
    v8 loss = share * below + (KERNEL(splat)(1.0) - share) * above + KERNEL(log_one_plus)(e);
    v8 variances = weight * (large * small);
    v8 residuals = weight * (share * complement - (KERNEL(splat)(1.0) - share) * probability);
    v8 roots = __builtin_elementwise_sqrt(variances);
    // A row of weight 0 counts for nothing, whatever its predictor.
    i8 counts = weight > KERNEL(splat)(0);
    total += KERNEL(choose)(counts, weight * loss, KERNEL(splat)(0));
    if (whole) {
      KERNEL(store)(residual + i, residuals);
      KERNEL(store)(variance + i, variances);
      KERNEL(store)(root + i, roots);
    } else {
      KERNEL(store_some)(residual + i, residuals, left);
      KERNEL(store_some)(variance + i, variances, left);
      KERNEL(store_some)(root + i, roots, left);
    }
  }
  return KERNEL(sum)(total);
}

static double KERNEL(weigh_double)(long n, const double *x, const double *root, const double *residual,
                       double *out) {
  v8 a = KERNEL(splat)(0), b = KERNEL(splat)(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 z = KERNEL(load)(x + i), u = KERNEL(load)(x + i + 8);
    a += z * KERNEL(load)(residual + i);
    b += u * KERNEL(load)(residual + i + 8);
    KERNEL(store)(out + i, z * KERNEL(load)(root + i));
    KERNEL(store)(out + i + 8, u * KERNEL(load)(root + i + 8));
  }
  double result = KERNEL(sum)(a + b);
  for (; i < n; i++) {
    result += x[i] * residual[i];
    out[i] = x[i] * root[i];
  }
  return result;
}

static double KERNEL(weigh_float)(long n, const double *x, const double *root, const double *residual,
                      float *out) {
  v8 a = KERNEL(splat)(0), b = KERNEL(splat)(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 z = KERNEL(load)(x + i), u = KERNEL(load)(x + i + 8);
    a += z * KERNEL(load)(residual + i);
    b += u * KERNEL(load)(residual + i + 8);
    f8 first = __builtin_convertvector(z * KERNEL(load)(root + i), f8);
    f8 second = __builtin_convertvector(u * KERNEL(load)(root + i + 8), f8);
    memcpy(out + i, &first, sizeof first);
    memcpy(out + i + 8, &second, sizeof second);
  }
  double result = KERNEL(sum)(a + b);
  for (; i < n; i++) {
    result += x[i] * residual[i];
    out[i] = (float)(x[i] * root[i]);
  }
  return result;
}

static double KERNEL(dot)(long n, const double *x, const double *y) {
  v8 a = KERNEL(splat)(0), b = KERNEL(splat)(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    a += KERNEL(load)(x + i) * KERNEL(load)(y + i);
    b += KERNEL(load)(x + i + 8) * KERNEL(load)(y + i + 8);
  }
  double result = KERNEL(sum)(a + b);
  for (; i < n; i++) result += x[i] * y[i];
  return result;
}

static void KERNEL(multiply)(long n, const double *x, const double *y, double *out) {
  for (long i = 0; i < n; i++) out[i] = x[i] * y[i];
}

static void KERNEL(combine)(long n, int32_t *out, int32_t factor, const int32_t *codes) {
  for (long i = 0; i < n; i++) out[i] = out[i] * factor + codes[i];
}

static void KERNEL(look_up)(long n, const int32_t *codes, const double *table, double *eta) {
  for (long i = 0; i < n; i++) eta[i] += table[codes[i]];
}

static void KERNEL(look_up_scaled)(long n, const int32_t *codes, const double *table, const double *x,
                       double *eta) {
  for (long i = 0; i < n; i++) eta[i] += table[codes[i]] * x[i];
}

static void KERNEL(indicate)(long n, const int32_t *codes, int32_t level, double *out) {
  for (long i = 0; i < n; i++) out[i] = codes[i] == level ? 1.0 : 0.0;
}

static uint32_t KERNEL(largest)(long n, const int32_t *codes) {
  uint32_t result = 0;
  for (long i = 0; i < n; i++) {
    uint32_t code = (uint32_t)codes[i];
    result = code > result ? code : result;
  }
  return result;
}

static void KERNEL(tally)(long n, const int32_t *codes, const double *x, double *sums) {
  for (long i = 0; i < n; i++) sums[codes[i]] += x[i];
}

static void KERNEL(tally_pairs)(long n, const int32_t *first, int32_t width, const int32_t *second,
                    const double *x, double *sums) {
  for (long i = 0; i < n; i++) sums[(long)first[i] * width + second[i]] += x[i];
}

static void KERNEL(interleave)(long n, const double *x, const double *factor, double *rows, long stride,
                   long column) {
  for (long i = 0; i < n; i++) rows[i * stride + column] = x[i] * factor[i];
}

static void KERNEL(tally_rows)(long n, const int32_t *codes, const double *rows, long stride, double *sums) {
  for (long i = 0; i < n; i++) {
    double *target = sums + codes[i] * stride;
    const double *source = rows + i * stride;
    for (long j = 0; j < stride; j += 8) KERNEL(store)(target + j, KERNEL(load)(target + j) + KERNEL(load)(source + j));
  }
}

static void KERNEL(tally_rows_scaled)(long n, const int32_t *codes, const double *factor, const double *rows,
                          long stride, double *sums) {
  for (long i = 0; i < n; i++) {
    double *target = sums + codes[i] * stride;
    const double *source = rows + i * stride;
    v8 scale = KERNEL(splat)(factor[i]);
    for (long j = 0; j < stride; j += 8)
      KERNEL(store)(target + j, KERNEL(load)(target + j) + KERNEL(load)(source + j) * scale);
  }
}
