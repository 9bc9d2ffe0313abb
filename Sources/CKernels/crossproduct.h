// X'X of tall blocks of a few hundred columns for one instruction set and one type of number:
// SCALAR, LANES of them in a register, REGISTER its type, NAME(name) the name of a function.
//
// A tile of the product is kept in registers while it goes down the rows of its columns, which
// stand one after the other in memory and need no packing. Libraries pack both operands into
// panels first; for blocks of a few dozen columns that takes as long as the product itself.

// Row sums of a vector's neighbours, of two vectors.
#define PAIRED(a, b) (EVEN_LANES(a, b) + ODD_LANES(a, b))

INLINE REGISTER NAME(lanes)(const SCALAR *p) {
  REGISTER x;
  memcpy(&x, p, sizeof x);
  return x;
}

// out[j * TILE_ROWS + i] = a[i]'b[j] over n rows.
INLINE void NAME(tile)(long n, const SCALAR *const *a, const SCALAR *const *b, SCALAR *out) {
  REGISTER sums[TILE_ROWS * TILE_COLUMNS];
#pragma clang loop unroll(full)
  for (int k = 0; k < TILE_ROWS * TILE_COLUMNS; k++) sums[k] = (REGISTER){0};
  long whole = n / LANES * LANES;
  for (long row = 0; row < whole; row += LANES) {
    REGISTER u[TILE_ROWS];
#pragma clang loop unroll(full)
    for (int i = 0; i < TILE_ROWS; i++) u[i] = NAME(lanes)(a[i] + row);
#pragma clang loop unroll(full)
    for (int j = 0; j < TILE_COLUMNS; j++) {
      REGISTER v = NAME(lanes)(b[j] + row);
#pragma clang loop unroll(full)
      for (int i = 0; i < TILE_ROWS; i++) sums[j * TILE_ROWS + i] += u[i] * v;
    }
  }
  // Each round adds neighbouring lanes of two vectors into one, until each lane is a sum.
#pragma clang loop unroll(full)
  for (int count = TILE_ROWS * TILE_COLUMNS, left = LANES; left > 1; left /= 2) {
    count /= 2;
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sums[k] = PAIRED(sums[2 * k], sums[2 * k + 1]);
  }
  memcpy(out, sums, TILE_ROWS * TILE_COLUMNS * sizeof(SCALAR));
  for (long row = whole; row < n; row++)
    for (int j = 0; j < TILE_COLUMNS; j++)
      for (int i = 0; i < TILE_ROWS; i++) out[j * TILE_ROWS + i] += a[i][row] * b[j][row];
}

// The column pointers of a tile; the last column stands in for those beyond it.
INLINE void NAME(columns)(const SCALAR **p, int count, const SCALAR *x, long first, long d,
                          long stride) {
  for (int k = 0; k < count; k++) p[k] = x + (first + k < d ? first + k : d - 1) * stride;
}

static void NAME(crossproduct)(long n, long d, const SCALAR *x, long stride, double *sums) {
  // So many rows of a tile's columns stay in the first-level cache.
  const long rows = 4096 / (long)sizeof(SCALAR);
  for (long start = 0; start < n; start += rows) {
    long count = n - start < rows ? n - start : rows;
    for (long j = 0; j < d; j += TILE_COLUMNS) {
      const SCALAR *b[TILE_COLUMNS];
      NAME(columns)(b, TILE_COLUMNS, x + start, j, d, stride);
      long width = d - j < TILE_COLUMNS ? d - j : TILE_COLUMNS;
      for (long i = j / TILE_ROWS * TILE_ROWS; i < d; i += TILE_ROWS) {
        const SCALAR *a[TILE_ROWS];
        NAME(columns)(a, TILE_ROWS, x + start, i, d, stride);
        long height = d - i < TILE_ROWS ? d - i : TILE_ROWS;
        SCALAR tile[TILE_ROWS * TILE_COLUMNS];
        NAME(tile)(count, a, b, tile);
        for (long l = 0; l < width; l++)
          for (long k = i < j + l ? j + l - i : 0; k < height; k++)
            sums[(j + l) * d + i + k] += (double)tile[l * TILE_ROWS + k];
      }
    }
  }
}

#undef PAIRED
#undef SCALAR
#undef LANES
#undef REGISTER
#undef NAME
#undef EVEN_LANES
#undef ODD_LANES
