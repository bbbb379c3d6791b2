/**
 * Raw deflate, by pako: zlib in JavaScript, whose lengths are the same on every processor and in a browser. Node's own
 * zlib is Chromium's, whose matches may differ between processors.
 */
import {
  Z_DEFAULT_STRATEGY,
  Z_FINISH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
} from 'pako';

const encoder = new TextEncoder();

/** The length of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

const LEVEL = 9;
/** zlib's number for its only method. */
const DEFLATED = 8;
/** A window of 2¹⁵ bytes; negative, for a raw stream without header and checksum. */
const RAW_WINDOW_BITS = -15;

/** zlib's memory level: at 8 a block holds up to 16 K symbols, at 9 up to 32 K. */
export type MemoryLevel = 8 | 9;

/** Making a stream costs ten times what compressing a picture does, so one of each memory level is used again. */
const streams = new Map<MemoryLevel, ZStream>();
const output = new Uint8Array(1 << 16);

function freshStream(memLevel: MemoryLevel): ZStream {
  const known = streams.get(memLevel);
  if (known) {
    requireOk(zlibDeflateReset(known));
    return known;
  }
  const stream = new ZStream();
  requireOk(zlibDeflateInit2(stream, LEVEL, DEFLATED, RAW_WINDOW_BITS, memLevel, Z_DEFAULT_STRATEGY));
  streams.set(memLevel, stream);
  return stream;
}

function requireOk(status: number): void {
  if (status !== Z_OK) throw new Error(`deflate: zlib returned ${status}`);
}

/** The length in bytes of a text's raw deflate stream, ≥ 2; the text and the dictionary are in UTF-8. */
export function deflatedBytes(text: string, memLevel: MemoryLevel, dictionary = ''): number {
  const stream = freshStream(memLevel);
  if (dictionary !== '') requireOk(zlibDeflateSetDictionary(stream, encoder.encode(dictionary)));
  stream.input = encoder.encode(text);
  stream.next_in = 0;
  stream.avail_in = stream.input.length;
  stream.output = output;
  for (;;) {
    // Only the length counts, so what has been written is overwritten.
    stream.next_out = 0;
    stream.avail_out = output.length;
    const status = zlibDeflate(stream, Z_FINISH);
    if (status === Z_STREAM_END) return stream.total_out;
    requireOk(status);
  }
}
