import { deflateRawSync } from 'node:zlib';
import { NoExactValue } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/**
 * |a| + |b| beyond which deflate's window of 32 KiB, less its lookahead of 262 bytes, no longer reaches all of the
 * dictionary: there a description given itself costs almost as much as without.
 */
export const LONGEST_DESCRIPTION = 32_506;

/** A text too long for the compressor's window: its length would be mis-measured. */
export class BeyondWindow extends NoExactValue {}

/** Fixed, so that lengths are the same everywhere: a window of 32 KiB, and one block for up to 32 K symbols. */
const OPTIONS = { level: 9, memLevel: 9, windowBits: 15 } as const;

/**
 * L(text), or L(text | given): the length in bits of the raw deflate stream of `text`, with `given` as the
 * compressor's dictionary; both in UTF-8. A multiple of 8, at least 16 (the empty text's).
 * Pinned by golden tests on Node 20, 22 and 24, x64: their zlib is Chromium's, whose matches may differ elsewhere.
 *
 * @throws BeyondWindow where |text| + |given| exceeds 32,506 bytes
 */
export function descriptionBits(text: string, given = ''): number {
  const bytes = Buffer.from(text);
  const dictionary = Buffer.from(given);
  const size = bytes.length + dictionary.length;
  if (size > LONGEST_DESCRIPTION) {
    throw new BeyondWindow(
      `${expected('description', `at most ${LONGEST_DESCRIPTION} bytes, dictionary included,`, size)}: quantise it (?blocks=2 or more)`,
    );
  }
  return 8 * deflateRawSync(bytes, dictionary.length > 0 ? { ...OPTIONS, dictionary } : OPTIONS).length;
}

/** Bits of a program's text, however long: nothing is described by it, so no dictionary has to be reached. */
export function programBits(text: string): number {
  return 8 * deflateRawSync(Buffer.from(text), OPTIONS).length;
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
