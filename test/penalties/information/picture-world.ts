/** A world whose outcomes are given pictures. */
import type { World } from '../../../core/world/world.ts';

/** The number of the picture that the world shows. */
export interface Scene {
  readonly scene: number;
}

export interface PictureSpec {
  readonly texts: readonly string[];
  /** The law of the picture where a disciple was sent, and where none was. */
  readonly present: readonly number[];
  readonly absent: readonly number[];
}

/** A world that shows one of some pictures, whatever anyone does, so that every law is known beforehand. */
export function pictureWorld({ texts, present, absent }: PictureSpec): World<Scene> {
  return {
    id: 'Picture-v0',
    summary: 'Pictures.',
    horizon: 1,
    actions: ['wait', 'look'],
    evidence: { variables: [{ name: 'any', arity: 4, scale: 'nominal' }], prior: (chance) => [chance.below(4)] },
    quantities: { scene: (s) => s.scene },
    questions: [
      { id: 'tens', text: 'Which block of ten?', read: (s) => s.scene, grain: 10 },
      { id: 'parity', text: 'Is it odd?', read: (s) => s.scene % 2 },
    ],
    disciples: [
      { id: 'null', source: '', summary: 'Nothing.' },
      { id: 'looker', source: 'scene', summary: 'It is there.' },
    ],
    begin: (_, there, chance) => ({ scene: chance.pick(there ? present : absent) }),
    step: (s) => s,
    key: (s) => String(s.scene),
    observe: (s) => [s.scene],
    utility: () => 0.5,
    harm: () => 0,
    draw: (s) => texts[s.scene],
  };
}

/** Rows of `width` tiles. */
export function rowsOf(tiles: readonly string[], width: number): string {
  const rows: string[] = [];
  for (let i = 0; i < tiles.length; i += width) rows.push(tiles.slice(i, i + width).join(''));
  return rows.join('\n');
}

/** A linear congruential generator, pinned here: golden texts must not change with a library. */
export function letters(seed: number): (count: number, alphabet?: string) => string {
  let state = seed;
  return (count, alphabet = 'abcdefgh') =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return alphabet[Math.floor((state / 2 ** 32) * alphabet.length)];
    }).join('');
}

/**
 * A meadow of 48 flowers, each open or closed by one of eight independent bits, as a fixed pattern says: bit i is set
 * with probability `present(i)` or `absent(i)`.
 */
export function meadow(present: (bit: number) => number, absent: (bit: number) => number): PictureSpec {
  const letter = letters(7);
  const bitOf = [...letter(48)].map((symbol) => symbol.charCodeAt(0) - 97);
  const flipped = [...letter(48, 'ab')].map((symbol) => symbol === 'b');
  const law = (p: (bit: number) => number, scene: number) =>
    Array.from({ length: 8 }, (_, bit) => ((scene >> bit) & 1 ? p(bit) : 1 - p(bit))).reduce((a, b) => a * b, 1);
  const scenes = Array.from({ length: 256 }, (_, scene) => scene);
  return {
    texts: scenes.map((scene) =>
      rowsOf(
        bitOf.map((bit, tile) => ((((scene >> bit) & 1) === 1) !== flipped[tile] ? 'a' : 'b')),
        8,
      ),
    ),
    present: scenes.map((scene) => law(present, scene)),
    absent: scenes.map((scene) => law(absent, scene)),
  };
}

/**
 * A field of 6 × 5 with a walker and a hound near its middle; where a disciple was sent the walker is `shift` further
 * east.
 */
export function field(shift: number): PictureSpec {
  const pairs = Array.from({ length: 900 }, (_, i) => [i % 30, Math.floor(i / 30)] as const);
  const near = (cell: number, east: number) =>
    Math.exp(-(((cell % 6) - 2 - east) ** 2 + (Math.floor(cell / 6) - 2) ** 2) / 0.6);
  const normalised = (weights: number[]) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  };
  return {
    texts: pairs.map(([walker, hound]) => {
      const tiles = Array<string>(30).fill('.');
      tiles[walker] = 'w';
      tiles[hound] = 'h';
      return rowsOf(tiles, 6);
    }),
    present: normalised(pairs.map(([walker, hound]) => near(walker, shift) * near(hound, 0))),
    absent: normalised(pairs.map(([walker, hound]) => near(walker, 0) * near(hound, 0))),
  };
}

/** Unrelated textures of 8 × 6 tiles in four letters, as likely as the two laws say: ties among them are exact. */
export function textures(present: readonly number[], absent: readonly number[]): PictureSpec {
  const letter = letters(11);
  return { texts: present.map(() => rowsOf([...letter(48, 'abcd')], 8)), present, absent };
}
