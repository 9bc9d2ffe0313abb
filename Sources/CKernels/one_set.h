// All kernels for one instruction set, included once for each by kernels.c, which sets
// KERNEL(name), FLOAT_LANES, DOUBLE_LANES and TILE_COLUMNS.

#define JOINED(a, b) a##b
#define EXPANDED(a, b) JOINED(a, b)

#include "row_kernels.h"

#define SCALAR double
#define LANES DOUBLE_LANES
#define REGISTER EXPANDED(double, DOUBLE_LANES)
#define EVEN_LANES EXPANDED(EVEN, DOUBLE_LANES)
#define ODD_LANES EXPANDED(ODD, DOUBLE_LANES)
#define NAME(name) KERNEL(name##_double)
#include "crossproduct.h"

#define SCALAR float
#define LANES FLOAT_LANES
#define REGISTER EXPANDED(float, FLOAT_LANES)
#define EVEN_LANES EXPANDED(EVEN, FLOAT_LANES)
#define ODD_LANES EXPANDED(ODD, FLOAT_LANES)
#define NAME(name) KERNEL(name##_float)
#include "crossproduct.h"

#undef JOINED
#undef EXPANDED
#undef KERNEL
#undef FLOAT_LANES
#undef DOUBLE_LANES
#undef TILE_COLUMNS
