/**
 * Raw deflate, by pako: zlib in JavaScript, whose lengths are the same on every processor and in a browser. Node's own
 * zlib is Chromium's, whose matches may differ between processors.
 */
import { Deflate } from 'pako';

const encoder = new TextEncoder();

/** The length of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

/** Level 9 and a window of 32 KiB, always, so that lengths can be compared. */
const FIXED = { raw: true, level: 9, windowBits: 15 } as const;

/** zlib's memory level: at 8 a block holds up to 16 K symbols, at 9 up to 32 K. */
export type MemoryLevel = 8 | 9;

/** The length in bytes of a text's raw deflate stream, ≥ 2; the text and the dictionary are in UTF-8. */
export function deflatedBytes(text: string, memLevel: MemoryLevel, dictionary = ''): number {
  const known = dictionary === '' ? {} : { dictionary: encoder.encode(dictionary) };
  // A stream that was reset finds matches in what it compressed before, so each text has a new one.
  const deflate = new Deflate({ ...FIXED, memLevel, ...known });
  deflate.push(encoder.encode(text), true);
  if (deflate.err !== 0) throw new Error(`deflate: ${deflate.msg}`);
  return deflate.result.length;
}
