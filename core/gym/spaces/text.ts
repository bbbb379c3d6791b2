/** Texts of a bounded length. */
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson } from './space.ts';

const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface TextOptions {
  /** How many characters a text has at least; default 1. */
  readonly minLength?: number;
  /** The characters that a text is made of, each once; null allows any. Default: the 62 letters and digits of ASCII. */
  readonly charset?: string | null;
}

/** Gymnasium's `Text`: every text over a set of characters whose length is between two bounds. */
export class Text extends Space<string> {
  readonly minLength: number;
  readonly maxLength: number;
  readonly charset: string | null;
  private readonly characters: readonly string[];

  /**
   * @param maxLength how many characters a text has at most.
   * @throws InvalidOption unless 0 ≤ minLength ≤ maxLength are integers and the characters are distinct and not none.
   */
  constructor(maxLength: number, { minLength = 1, charset = ALPHANUMERIC }: TextOptions = {}) {
    super();
    if (!(Number.isSafeInteger(maxLength) && maxLength >= 0)) {
      throw new InvalidOption(expected('Text', 'an integer ≥ 0', maxLength));
    }
    if (!(Number.isSafeInteger(minLength) && minLength >= 0 && minLength <= maxLength)) {
      throw new InvalidOption(expected('Text minLength', `an integer from 0 to ${maxLength}`, minLength));
    }
    const characters = [...(charset ?? ALPHANUMERIC)];
    if (characters.length === 0 || new Set(characters).size < characters.length) {
      throw new InvalidOption(expected('Text charset', 'distinct characters, or null,', charset));
    }
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.charset = charset;
    this.characters = characters;
  }

  /** A text whose length, and each of whose characters, is drawn evenly: letters and digits where any are allowed. */
  override sampleFrom(uniform: Uniform): string {
    const below = (n: number) => Math.floor(uniform() * n);
    const length = this.minLength + below(this.maxLength - this.minLength + 1);
    return Array.from({ length }, () => this.characters[below(this.characters.length)]).join('');
  }

  override contains(value: unknown): value is string {
    if (typeof value !== 'string') return false;
    const given = [...value];
    if (given.length < this.minLength || given.length > this.maxLength) return false;
    return this.charset === null || given.every((character) => this.characters.includes(character));
  }

  override toJSON(): SpaceJson {
    return { type: 'Text', minLength: this.minLength, maxLength: this.maxLength, charset: this.charset };
  }
}
