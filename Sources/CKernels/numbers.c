#include "numbers.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

// Bytes that are loaded from the first of a cell on, at most: a minus, digits and a mark, and three
// words of digits after it.
enum { reach = 48 };

enum { most_digits = 19 };

static const double powers[most_digits + 1] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                               1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                               1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
static const uint64_t whole_powers[9] = {1,      10,      100,      1000,     10000,
                                         100000, 1000000, 10000000, 100000000};

// Eight bytes, the first in the lowest place, each changed so that a digit is its value.
INLINE uint64_t digit_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word ^ 0x3030303030303030;
}

// A bit for each of sixteen bytes that is the one looked for, the first in the lowest place.
#if defined(__SSE2__)
INLINE uint32_t matches(const uint8_t *bytes, uint8_t byte) {
  const __m128i vector = _mm_loadu_si128((const __m128i *)bytes);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(vector, _mm_set1_epi8((char)byte)));
}
#else
INLINE uint32_t matches_in_word(const uint8_t *bytes, uint8_t byte) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7F;
  const uint64_t other = digit_word(bytes) ^ 0x0101010101010101 * (byte ^ 0x30);
  const uint64_t equal = ~(((other & low) + low) | other | low);
  return (uint32_t)((equal >> 7) * 0x0102040810204080 >> 56);
}

INLINE uint32_t matches(const uint8_t *bytes, uint8_t byte) {
  return matches_in_word(bytes, byte) | matches_in_word(bytes + 8, byte) << 8;
}
#endif

// The first `count` of eight digits, 0 to 8, behind as many zeros as there is room for.
INLINE uint64_t aligned(uint64_t digits, uint32_t count) {
  const uint32_t half = 4 * (8 - count);
  return digits << half << half;
}

// A bit in each byte that is no digit, and in some after it.
INLINE uint64_t others(uint64_t digits) {
  return ((digits + 0x7676767676767676) | digits) & 0x8080808080808080;
}

// The number that eight digits stand for: neighbours are joined to pairs, pairs to fours, fours to
// the whole.
INLINE uint64_t joined(uint64_t digits) {
  const uint64_t pairs = digits * 10 + (digits >> 8);
  const uint64_t mask = 0x000000FF000000FF;
  return ((pairs & mask) * 0x000F424000000064 + (pairs >> 16 & mask) * 0x0000271000000001) >> 32;
}

// Adds up to 19 digits to a number, and returns 0 where one of the bytes is none.
INLINE int append(const uint8_t *bytes, uint32_t count, uint64_t *number) {
  for (; count > 8; bytes += 8, count -= 8) {
    const uint64_t digits = digit_word(bytes);
    if (others(digits) != 0) return 0;
    *number = *number * whole_powers[8] + joined(digits);
  }
  const uint64_t digits = aligned(digit_word(bytes), count);
  if (others(digits) != 0) return 0;
  *number = *number * whole_powers[count] + joined(digits);
  return 1;
}

// The leading 128 bits of the reciprocals of the powers of five, rounded up.
static const uint64_t fifths[most_digits + 1][2] = {
    {0x8000000000000000, 0x0000000000000000},
    {0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCD},
    {0xA3D70A3D70A3D70A, 0x3D70A3D70A3D70A4},
    {0x83126E978D4FDF3B, 0x645A1CAC083126EA},
    {0xD1B71758E219652B, 0xD3C36113404EA4A9},
    {0xA7C5AC471B478423, 0x0FCF80DC33721D54},
    {0x8637BD05AF6C69B5, 0xA63F9A49C2C1B110},
    {0xD6BF94D5E57A42BC, 0x3D32907604691B4D},
    {0xABCC77118461CEFC, 0xFDC20D2B36BA7C3E},
    {0x89705F4136B4A597, 0x31680A88F8953031},
    {0xDBE6FECEBDEDD5BE, 0xB573440E5A884D1C},
    {0xAFEBFF0BCB24AAFE, 0xF78F69A51539D749},
    {0x8CBCCC096F5088CB, 0xF93F87B7442E45D4},
    {0xE12E13424BB40E13, 0x2865A5F206B06FBA},
    {0xB424DC35095CD80F, 0x538484C19EF38C95},
    {0x901D7CF73AB0ACD9, 0x0F9D37014BF60A11},
    {0xE69594BEC44DE15B, 0x4C2EBE687989A9B4},
    {0xB877AA3236A4B449, 0x09BEFEB9FAD487C3},
    {0x9392EE8E921D5D07, 0x3AFF322E62439FD0},
    {0xEC1E4A7DB69561A5, 0x2B31E9E3D06C32E6}
};

// The double nearest to significand / 10^decimals, for significands beyond 2^53 (D. Lemire, Software:
// Practice and Experience 51, 2021). `DecimalConversion` has it for all exponents.
static double quotient(uint64_t significand, uint32_t decimals) {
  const int shift = __builtin_clzll(significand);
  const uint64_t scaled = significand << shift;
  const unsigned __int128 product = (unsigned __int128)scaled * fifths[decimals][0];
  uint64_t high = (uint64_t)(product >> 64);
  uint64_t low = (uint64_t)product;
  // Only the 55 highest bits matter; where all below are ones the next 64 bits may carry in.
  if ((high & 0x1FF) == 0x1FF) {
    const uint64_t more = (uint64_t)((unsigned __int128)scaled * fifths[decimals][1] >> 64);
    low += more;
    high += low < more;
  }
  const int top = (int)(high >> 63);
  uint64_t mantissa = high >> (top + 9);
  // floor(log2(10^-decimals)) by a fixed-point product.
  uint64_t exponent = (uint64_t)(((-217706 * (int)decimals) >> 16) + 63 + top - shift + 1023);
  // Exactly half way between two doubles.
  if (low <= 1 && decimals <= 4 && (mantissa & 3) == 1 && mantissa << (top + 9) == high) {
    mantissa &= ~(uint64_t)1;
  }
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >= (uint64_t)1 << 53) {
    mantissa = (uint64_t)1 << 52;
    exponent += 1;
  }
  const uint64_t bits = exponent << 52 | (mantissa & ~((uint64_t)1 << 52));
  double value;
  memcpy(&value, &bits, 8);
  return value;
}

long ck_read_numbers(const uint8_t *bytes, long size, long position, uint8_t separator,
                     uint8_t mark, long count, double *values, uint8_t *marks, long *next) {
  long index = 0;
  for (; index < count && size - position >= reach; index++) {
    const uint8_t *cell = bytes + position;
    uint32_t ends = matches(cell, separator);
    uint32_t points = matches(cell, mark);
    if (ends == 0) {
      ends = matches(cell + 16, separator) << 16;
      points |= matches(cell + 16, mark) << 16;
      if (ends == 0) break;
    }
    const uint32_t length = (uint32_t)__builtin_ctz(ends);
    if (length == 0) {
      values[index] = __builtin_nan("");
      position += 1;
      continue;
    }
    // The first mark, or the cell's end.
    const uint32_t point = (uint32_t)__builtin_ctz(ends | points);
    const uint32_t has_mark = point != length;
    const uint32_t minus = cell[0] == '-';
    const uint32_t wholes = point - minus;
    const uint32_t decimals = length - point - has_mark;
    if (wholes == 0 || (wholes > 1 && cell[minus] == '0')) break;
    uint64_t significand = 0;
    if (length - minus <= 8) {
      // All in one word, out of which the mark is taken.
      const uint64_t text = digit_word(cell + minus);
      const uint64_t before = ((uint64_t)1 << 8 * wholes % 64) - 1;
      const uint64_t all = has_mark ? (text & before) | (text >> 8 & ~before) : text;
      const uint64_t digits = aligned(all, wholes + decimals);
      if (others(digits) != 0) break;
      significand = joined(digits);
    } else {
      if (wholes + decimals > most_digits) break;
      if (!append(cell + minus, wholes, &significand)) break;
      if (!append(cell + point + 1, decimals, &significand)) break;
    }
    double magnitude;
    if (significand <= (uint64_t)1 << 53) {
      // Both are exact, so that the quotient is rounded once (W. D. Clinger 1990).
      magnitude = (double)(int64_t)significand / powers[decimals];
    } else {
      // A whole number that a double cannot keep is a code.
      if (!has_mark) break;
      magnitude = quotient(significand, decimals);
    }
    // Signs are as good as random: no branch.
    uint64_t bits;
    memcpy(&bits, &magnitude, 8);
    bits |= (uint64_t)minus << 63;
    memcpy(&values[index], &bits, 8);
    marks[index] |= (uint8_t)has_mark;
    position += length + 1;
  }
  *next = position;
  return index;
}
