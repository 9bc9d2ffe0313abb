// zlib: what workbooks are compressed with.
#include <stddef.h>
#include <string.h>
#include <zlib.h>

// Expands `count` bytes of raw deflate data into exactly `size` bytes; 0 when that is what they are.
static inline int inflate_whole(const unsigned char *bytes, size_t count, unsigned char *result,
                                size_t size) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 1;
  stream.next_in = (unsigned char *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = result;
  stream.avail_out = (uInt)size;
  int status = inflate(&stream, Z_FINISH);
  int whole = status == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  return whole ? 0 : 1;
}
