// The kernels over rows for one instruction set; KERNEL(name) is the name of a function in that set.

#define load_some KERNEL(load_some)
#define load_floats KERNEL(load_floats)
#define sum_floats KERNEL(sum_floats)
#define load KERNEL(load)
#define load_four KERNEL(load_four)
#define store_four KERNEL(store_four)
#define store_some KERNEL(store_some)
#define store KERNEL(store)
#define splat KERNEL(splat)
#define sum KERNEL(sum)
#define choose KERNEL(choose)
#define magnitude KERNEL(magnitude)
#define exp_negative KERNEL(exp_negative)
#define log_one_plus KERNEL(log_one_plus)

INLINE v8 load(const double *p) {
  v8 x;
  memcpy(&x, p, sizeof x);
  return x;
}

INLINE v8 load_some(const double *p, long n) {
  v8 x = {0};
  memcpy(&x, p, (unsigned long)n * sizeof(double));
  return x;
}

INLINE void store(double *p, v8 x) { memcpy(p, &x, sizeof x); }

INLINE void store_some(double *p, v8 x, long n) {
  memcpy(p, &x, (unsigned long)n * sizeof(double));
}

INLINE v8 splat(double x) { return (v8){x, x, x, x, x, x, x, x}; }

INLINE double sum(v8 x) {
  return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

INLINE v8 choose(i8 mask, v8 yes, v8 no) {
  return (v8)((mask & (i8)yes) | (~mask & (i8)no));
}

INLINE v8 magnitude(v8 x) { return (v8)((i8)x & 0x7fffffffffffffff); }

// exp(-a) for a >= 0; exact to an ulp; below 2^-1021 it stays there. The argument is split into
// k log 2 + r with log 2 in two parts, and (exp(r) - 1 - r) / r^2 is a Chebyshev fit of degree 10.
INLINE v8 exp_negative(v8 a) {
  // 1.5 * 2^52: rounds to whole in the last bits.
  const v8 shift = splat(6755399441055744.0);
  a = choose(a > splat(707.0), splat(707.0), a);
  v8 scaled = a * splat(-1.4426950408889634074) + shift;
  v8 k = scaled - shift;
  v8 r = (-a - k * splat(0.6931471803691238)) - k * splat(1.9082149292705878161e-10);
  v8 p = splat(2.0914686968086877233e-9);
  p = p * r + splat(2.5105217004720745164e-8);
  p = p * r + splat(2.7557273643110295328e-7);
  p = p * r + splat(2.755725540020642443e-6);
  p = p * r + splat(0.000024801587325547741216);
  p = p * r + splat(0.00019841269874820625271);
  p = p * r + splat(0.0013888888888883748305);
  p = p * r + splat(0.0083333333333261351258);
  p = p * r + splat(0.041666666666669755);
  p = p * r + splat(0.16666666666666670991);
  p = p * r + splat(0.5);
  v8 value = splat(1.0) + (r + r * r * p);
  // The last bits of `scaled` hold k; adding it to the exponent multiplies by 2^k.
  i8 exponent = (i8)scaled << 52;
  return (v8)((i8)value + exponent);
}

// log(1 + e) for 0 <= e <= 1, as 2 atanh(s) with s = e / (2 + e) <= 1/3: relative accuracy also
// where e is tiny. atanh(s) / s is a Chebyshev fit of degree 11 in s^2.
INLINE v8 log_one_plus(v8 e) {
  v8 s = e / (splat(2.0) + e);
  v8 t = s * s;
  v8 p = splat(0.082441429656947843109);
  p = p * t + splat(0.034901952491662160103);
  p = p * t + splat(0.054883083189737470326);
  p = p * t + splat(0.058576373340552126418);
  p = p * t + splat(0.066684384078719176769);
  p = p * t + splat(0.076922235302299837772);
  p = p * t + splat(0.090909117112476262459);
  p = p * t + splat(0.11111111059551837201);
  p = p * t + splat(0.14285714286311463983);
  p = p * t + splat(0.1999999999999643338);
  p = p * t + splat(0.33333333333333341662);
  p = p * t + splat(1.0);
  return (s + s) * p;
}

static double KERNEL(standardize)(long n, const double *x, double center, double factor,
                                  double slope, double *z, double *eta) {
  v8 largest = splat(0);
  for (long i = 0; i < n; i += 8) {
    // Columns are read about a thousand numbers at a time; the second-level cache is told of the
    // next ones, half of which belong to the block after this one.
    __builtin_prefetch(x + i + 512, 0, 2);
    long left = n - i;
    v8 value = left >= 8 ? load(x + i) : load_some(x + i, left);
    v8 h = left >= 8 ? load(eta + i) : load_some(eta + i, left);
    value = (value - splat(center)) * splat(factor);
    h = h + value * splat(slope);
    if (left >= 8) {
      store(z + i, value);
      store(eta + i, h);
    } else {
      store_some(z + i, value, left);
      store_some(eta + i, h, left);
      for (long j = left; j < 8; j++) value[j] = 0;
    }
    value = magnitude(value);
    largest = choose(value > largest, value, largest);
  }
  double result = 0;
  for (int j = 0; j < 8; j++) result = largest[j] > result ? largest[j] : result;
  return result;
}

static double KERNEL(logistic)(long n, const double *eta, const double *y, const double *w,
                               double *residual, double *variance, double *root) {
  v8 total = splat(0);
  for (long i = 0; i < n; i += 8) {
    long left = n - i;
    int whole = left >= 8;
    v8 h = whole ? load(eta + i) : load_some(eta + i, left);
    v8 share = whole ? load(y + i) : load_some(y + i, left);
    v8 weight = whole ? load(w + i) : load_some(w + i, left);
    v8 e = exp_negative(magnitude(h));
    v8 large = splat(1.0) / (splat(1.0) + e);
    v8 small = e * large;
    i8 up = h >= splat(0);
    v8 probability = choose(up, large, small);
    v8 complement = choose(up, small, large);
    // -log m = max(-eta, 0) + log(1 + exp(-|eta|)), and likewise with eta for 1 - m.
    v8 above = choose(up, h, splat(0));
    v8 below = choose(up, splat(0), -h);
    v8 loss = share * below + (splat(1.0) - share) * above + log_one_plus(e);
    v8 variances = weight * (large * small);
    v8 residuals = weight * (share * complement - (splat(1.0) - share) * probability);
    v8 roots = __builtin_elementwise_sqrt(variances);
    // A row of weight 0 counts for nothing, whatever its predictor.
    i8 counts = weight > splat(0);
    total += choose(counts, weight * loss, splat(0));
    if (whole) {
      store(residual + i, residuals);
      store(variance + i, variances);
      store(root + i, roots);
    } else {
      store_some(residual + i, residuals, left);
      store_some(variance + i, variances, left);
      store_some(root + i, roots, left);
    }
  }
  return sum(total);
}

static void KERNEL(count_outcomes)(long n, const double *y, const double *w, const double *offset,
                                   double *totals) {
  v8 used = splat(0), shared = splat(0), shifted = splat(0), weight = splat(0), events = splat(0);
  const v8 one = splat(1.0), zero = splat(0);
  for (long i = 0; i < n; i += 8) {
    long left = n - i;
    v8 share = left >= 8 ? load(y + i) : load_some(y + i, left);
    v8 some = left >= 8 ? load(w + i) : load_some(w + i, left);
    v8 known = left >= 8 ? load(offset + i) : load_some(offset + i, left);
    i8 counts = some > zero;
    used += choose(counts, one, zero);
    shared += choose((share > zero) & (share < one), one, zero);
    shifted += choose(counts & (known != zero), one, zero);
    weight += some;
    events += share * some;
  }
  totals[0] = sum(used);
  totals[1] = sum(shared);
  totals[2] = sum(shifted);
  totals[3] = sum(weight);
  totals[4] = sum(events);
}

static double KERNEL(weigh_double)(long n, const double *x, const double *root,
                                   const double *residual, double *out) {
  v8 a = splat(0), b = splat(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 z = load(x + i), u = load(x + i + 8);
    a += z * load(residual + i);
    b += u * load(residual + i + 8);
    store(out + i, z * load(root + i));
    store(out + i + 8, u * load(root + i + 8));
  }
  double result = sum(a + b);
  for (; i < n; i++) {
    result += x[i] * residual[i];
    out[i] = x[i] * root[i];
  }
  return result;
}

static double KERNEL(weigh_float)(long n, const double *x, const double *root,
                                  const double *residual, float *out) {
  v8 a = splat(0), b = splat(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 z = load(x + i), u = load(x + i + 8);
    a += z * load(residual + i);
    b += u * load(residual + i + 8);
    f8 first = __builtin_convertvector(z * load(root + i), f8);
    f8 second = __builtin_convertvector(u * load(root + i + 8), f8);
    memcpy(out + i, &first, sizeof first);
    memcpy(out + i + 8, &second, sizeof second);
  }
  double result = sum(a + b);
  for (; i < n; i++) {
    result += x[i] * residual[i];
    out[i] = (float)(x[i] * root[i]);
  }
  return result;
}

static double KERNEL(dot)(long n, const double *x, const double *y) {
  v8 a = splat(0), b = splat(0);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    a += load(x + i) * load(y + i);
    b += load(x + i + 8) * load(y + i + 8);
  }
  double result = sum(a + b);
  for (; i < n; i++) result += x[i] * y[i];
  return result;
}

static void KERNEL(add)(long n, double factor, const double *x, double *y) {
  for (long i = 0; i < n; i++) y[i] += factor * x[i];
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

static void KERNEL(look_up_scaled)(long n, const int32_t *codes, const double *table,
                                   const double *x, double *eta) {
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

INLINE double4 load_four(const double *p) {
  double4 x;
  memcpy(&x, p, sizeof x);
  return x;
}

INLINE void store_four(double *p, double4 x) { memcpy(p, &x, sizeof x); }

// Four columns of four rows at a time.
static void KERNEL(transpose)(long n, long columns, const double *x, long stride, double *rows) {
  for (long column = 0; column < columns; column += 4) {
    const double *a = x + column * stride, *b = a + stride, *c = b + stride, *d = c + stride;
    double *target = rows + column;
    long i = 0;
    for (; i + 4 <= n; i += 4) {
      double4 p = load_four(a + i), q = load_four(b + i);
      double4 r = load_four(c + i), s = load_four(d + i);
      double4 even = __builtin_shufflevector(p, q, 0, 4, 2, 6);
      double4 odd = __builtin_shufflevector(p, q, 1, 5, 3, 7);
      double4 more = __builtin_shufflevector(r, s, 0, 4, 2, 6);
      double4 rest = __builtin_shufflevector(r, s, 1, 5, 3, 7);
      double *row = target + i * columns;
      store_four(row, __builtin_shufflevector(even, more, 0, 1, 4, 5));
      store_four(row + columns, __builtin_shufflevector(odd, rest, 0, 1, 4, 5));
      store_four(row + 2 * columns, __builtin_shufflevector(even, more, 2, 3, 6, 7));
      store_four(row + 3 * columns, __builtin_shufflevector(odd, rest, 2, 3, 6, 7));
    }
    for (; i < n; i++) {
      double *row = target + i * columns;
      row[0] = a[i];
      row[1] = b[i];
      row[2] = c[i];
      row[3] = d[i];
    }
  }
}

static void KERNEL(tally_rows)(long n, const int32_t *codes, const double *rows, long stride,
                               double *sums) {
  for (long i = 0; i < n; i++) {
    double *target = sums + codes[i] * stride;
    const double *source = rows + i * stride;
    long j = 0;
    for (; j + 8 <= stride; j += 8) store(target + j, load(target + j) + load(source + j));
    if (j < stride) store_four(target + j, load_four(target + j) + load_four(source + j));
  }
}

static void KERNEL(tally_rows_scaled)(long n, const int32_t *codes, const double *factor,
                                      const double *rows, long stride, double *sums) {
  for (long i = 0; i < n; i++) {
    double *target = sums + codes[i] * stride;
    const double *source = rows + i * stride;
    double f = factor[i];
    v8 scale = splat(f);
    long j = 0;
    for (; j + 8 <= stride; j += 8)
      store(target + j, load(target + j) + load(source + j) * scale);
    if (j < stride)
      store_four(target + j, load_four(target + j) + load_four(source + j) * (double4){f, f, f, f});
  }
}

INLINE f16 load_floats(const float *p) {
  f16 x;
  memcpy(&x, p, sizeof x);
  return x;
}

// Four columns at a time, so that eta is read and written once for the four.
static void KERNEL(combine_columns)(long n, const float *design, const int32_t *columns,
                                    const float *slopes, long count, float *eta) {
  memset(eta, 0, (unsigned long)n * sizeof(float));
  long k = 0;
  for (; k + 4 <= count; k += 4) {
    const float *a = design + columns[k] * n, *b = design + columns[k + 1] * n;
    const float *c = design + columns[k + 2] * n, *d = design + columns[k + 3] * n;
    float s = slopes[k], t = slopes[k + 1], u = slopes[k + 2], v = slopes[k + 3];
    long i = 0;
    for (; i + 16 <= n; i += 16) {
      f16 x = load_floats(eta + i);
      x += load_floats(a + i) * s;
      x += load_floats(b + i) * t;
      x += load_floats(c + i) * u;
      x += load_floats(d + i) * v;
      memcpy(eta + i, &x, sizeof x);
    }
    for (; i < n; i++) eta[i] = eta[i] + a[i] * s + b[i] * t + c[i] * u + d[i] * v;
  }
  for (; k < count; k++) {
    const float *a = design + columns[k] * n;
    for (long i = 0; i < n; i++) eta[i] += a[i] * slopes[k];
  }
}

INLINE double sum_floats(f16 x) {
  double total = 0;
  for (int j = 0; j < 16; j++) total += x[j];
  return total;
}

// Four columns at a time, so that the residual is read once for the four.
static void KERNEL(dot_columns)(long n, const float *design, const int32_t *columns,
                                const float *residual, long count, double *sums) {
  for (long k = 0; k < count; k += 4) {
    long used = count - k < 4 ? count - k : 4;
    const float *a = design + columns[k] * n;
    const float *b = used > 1 ? design + columns[k + 1] * n : a;
    const float *c = used > 2 ? design + columns[k + 2] * n : a;
    const float *d = used > 3 ? design + columns[k + 3] * n : a;
    f16 p = {0}, q = {0}, r = {0}, s = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
      f16 x = load_floats(residual + i);
      p += load_floats(a + i) * x;
      q += load_floats(b + i) * x;
      r += load_floats(c + i) * x;
      s += load_floats(d + i) * x;
    }
    double totals[4] = {sum_floats(p), sum_floats(q), sum_floats(r), sum_floats(s)};
    for (; i < n; i++) {
      totals[0] += a[i] * residual[i];
      totals[1] += b[i] * residual[i];
      totals[2] += c[i] * residual[i];
      totals[3] += d[i] * residual[i];
    }
    for (long j = 0; j < used; j++) sums[k + j] += totals[j];
  }
}

#undef load_some
#undef load_floats
#undef sum_floats
#undef load
#undef load_four
#undef store_four
#undef store_some
#undef store
#undef splat
#undef sum
#undef choose
#undef magnitude
#undef exp_negative
#undef log_one_plus
