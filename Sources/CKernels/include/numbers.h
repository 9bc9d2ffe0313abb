// Numbers in text: the inner loop of reading a table. Swift has no mask of a vector's bytes, and
// reads these cells at half the rate.
#ifndef CKERNELS_NUMBERS_H
#define CKERNELS_NUMBERS_H

#include <stdint.h>

/// Reads cells that stand one after the other. A cell is an optional minus, digits that are 0 or
/// begin with another one and, after a mark, more digits, 19 in all at most; without a mark a number
/// up to 2^53; or it is empty.
///
/// bytes, size: the text; position: where the first cell begins; separator: the byte after each
/// cell; mark: the byte before a fraction, another one; count: number of cells.
/// values[k] = the double nearest to cell k, NaN for an empty one; marks[k] = 1 where it has a mark.
/// Returns how many were read before the first one that is written otherwise, or stands near the
/// end of the text; *next = where that one, or the byte after the last, begins.
long ck_read_numbers(const uint8_t *bytes, long size, long position, uint8_t separator,
                     uint8_t mark, long count, double *values, uint8_t *marks, long *next);

#endif
