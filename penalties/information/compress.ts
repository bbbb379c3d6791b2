/** Description lengths: texts compressed by deflate, with and without a dictionary. */
import { NoExactValue } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import { deflatedBytes, utf8Bytes } from '../deflate.ts';

/**
 * The most bytes that a text and its dictionary may have together. Deflate's window is 32 KiB less a lookahead of 262
 * bytes. Beyond it the compressor does not reach all of the dictionary, and a text given itself costs nearly as much as
 * without: at 32,507 bytes L(a | a) jumps from 333 to 26,722 bytes.
 */
export const LONGEST_DESCRIPTION = 32_506;

/** A text is too long for the compressor's window, so its length would be measured wrongly. */
export class BeyondWindow extends NoExactValue {}

/**
 * L(text), or L(text | given): the length in bits of the raw deflate stream of `text`, where `given` is the
 * compressor's dictionary. Both are in UTF-8. The length is a multiple of 8, and at least 16, which is the empty
 * text's.
 *
 * @throws BeyondWindow where |text| + |given| exceeds 32,506 bytes
 */
export function descriptionBits(text: string, given = ''): number {
  const size = utf8Bytes(text) + utf8Bytes(given);
  if (size > LONGEST_DESCRIPTION) {
    const wanted = `at most ${LONGEST_DESCRIPTION} bytes, dictionary included,`;
    throw new BeyondWindow(`${expected('description', wanted, size)}: quantise it (?blocks=2 or more)`);
  }
  return 8 * deflatedBytes(text, 9, given);
}

/** The compressed length of a program's text, in bits. It may be of any length, for it has no dictionary to reach. */
export function programBits(text: string): number {
  return 8 * deflatedBytes(text, 9);
}

/** L(text | given) in bits. */
export type Lengths = (text: string, given?: string) => number;

const MOST_LENGTHS = 16_384;

/**
 * `descriptionBits` that compresses each pair of texts once, for portraits repeat: those of resamples, and those of the
 * branch without a disciple.
 *
 * @param owner what the lengths are kept with
 */
export function rememberedLengths(owner: object): Lengths {
  return (text, given = '') =>
    memoise(owner, ['description lengths', `${given}\u0000${text}`], () => descriptionBits(text, given), MOST_LENGTHS);
}
