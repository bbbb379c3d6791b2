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

/** Fixed, so that lengths are the same everywhere: level 9, and a window of 32 KiB. */
const FIXED = { raw: true, level: 9, windowBits: 15 } as const;

export interface DeflateOptions {
  /** zlib's memory level, 1 to 9: at 9 one block holds up to 32 K symbols. */
  readonly memLevel: 8 | 9;
  /** The compressor's dictionary: a text that is known beforehand; default none. */
  readonly dictionary?: string;
}

/** The length in bytes of the raw deflate stream of a text in UTF-8, ≥ 2. */
export function deflatedBytes(text: string, { memLevel, dictionary = '' }: DeflateOptions): number {
  const known = encoder.encode(dictionary);
  const deflate = new Deflate({ ...FIXED, memLevel, ...(known.length > 0 ? { dictionary: known } : {}) });
  deflate.push(encoder.encode(text), true);
  if (deflate.err !== 0) throw new Error(`deflate: ${deflate.msg}`);
  return deflate.result.length;
}
