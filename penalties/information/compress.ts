import { NoExactValue } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { deflatedBytes, utf8Bytes } from '../deflate.ts';

/**
 * |a| + |b| beyond which deflate's window of 32 KiB, less its lookahead of 262 bytes, no longer reaches all of the
 * dictionary: there a description given itself costs almost as much as without.
 */
export const LONGEST_DESCRIPTION = 32_506;

/** A text too long for the compressor's window: its length would be mis-measured. */
export class BeyondWindow extends NoExactValue {}

/**
 * L(text), or L(text | given): the length in bits of the raw deflate stream of `text`, with `given` as the
 * compressor's dictionary; both in UTF-8. A multiple of 8, at least 16 (the empty text's).
 * Pinned by golden tests on Node 20, 22 and 24, x64: their zlib is Chromium's, whose matches may differ elsewhere.
 *
 * @throws BeyondWindow where |text| + |given| exceeds 32,506 bytes
 */
export function descriptionBits(text: string, given = ''): number {
  const size = utf8Bytes(text) + utf8Bytes(given);
  if (size > LONGEST_DESCRIPTION) {
    throw new BeyondWindow(
      `${expected('description', `at most ${LONGEST_DESCRIPTION} bytes, dictionary included,`, size)}: quantise it (?blocks=2 or more)`,
    );
  }
  return 8 * deflatedBytes(text, { memLevel: 9, dictionary: given });
}

/** Bits of a program's text, however long: nothing is described by it, so no dictionary has to be reached. */
export function programBits(text: string): number {
  return 8 * deflatedBytes(text, { memLevel: 9 });
}

/** L(text | given) in bits. */
export type Lengths = (text: string, given?: string) => number;

/** `descriptionBits`, each pair compressed once: resampled portraits repeat. Throws `BeyondWindow`. */
export function rememberedLengths(): Lengths {
  const known = new Map<string, number>();
  return (text, given = '') => {
    const key = `${given}\u0000${text}`;
    let bits = known.get(key);
    if (bits === undefined) {
      bits = descriptionBits(text, given);
      known.set(key, bits);
    }
    return bits;
  };
}
