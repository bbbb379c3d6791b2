/** Seeded streams, counter hashes and weighted picks draw what they should. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { hashText, hashUniform, mix, pickWeighted, stream } from '../../../core/base/random.ts';

/** Chi-square of uniform draws over 64 bins; 63 degrees of freedom, so about 63 ± 11. */
function chiSquare(draws: readonly number[]): number {
  const counts = new Array<number>(64).fill(0);
  for (const u of draws) counts[Math.floor(u * 64)]++;
  const mean = draws.length / 64;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

const N = 20_000;
const take = (uniform: () => number, n = N) => Array.from({ length: n }, () => uniform());

function expectUniform(draws: readonly number[]): void {
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  // Six standard deviations; a lattice would come out far below.
  expect(Math.abs(chiSquare(draws) - 63)).toBeLessThan(6 * Math.sqrt(126));
  // Consecutive draws: the standard error of a correlation is 1/√n.
  expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)))).toBeLessThan(5 / Math.sqrt(draws.length));
}

describe('stream', () => {
  test('gives the same draws for the same seed and name, and other draws for another of either', () => {
    expect(take(stream(3, 'a', 1), 5)).toEqual(take(stream(3, 'a', 1), 5));
    for (const other of [stream(4, 'a', 1), stream(3, 'b', 1), stream(3, 'a', 2), stream(3)]) {
      expect(take(other, 5)).not.toEqual(take(stream(3, 'a', 1), 5));
    }
  });

  test('leaves every other stream alone, however much is drawn from one', () => {
    const [a, b] = [stream(1, 'a'), stream(1, 'b')];
    take(a, 100);
    expect(take(b, 5)).toEqual(take(stream(1, 'b'), 5));
  });

  test('continues from a saved position, through JSON, in the same stream or another', () => {
    const original = stream(9, 'position');
    take(original, 17);
    const saved = JSON.parse(JSON.stringify(original.save()));
    const wanted = take(original, 10);
    const other = stream(1, 'elsewhere');
    other.restore(saved);
    expect(take(other, 10)).toEqual(wanted);
    original.restore(saved);
    expect(take(original, 10)).toEqual(wanted);
  });

  test('is uniform, and uncorrelated with the stream of the next seed', () => {
    for (const seed of [0, 1, 2]) {
      const draws = take(stream(seed, 'u'));
      expectUniform(draws);
      expect(Math.abs(correlation(draws, take(stream(seed + 1, 'u'))))).toBeLessThan(5 / Math.sqrt(N));
    }
  });
});

describe('hashUniform', () => {
  test.each([0, 1, 2, 3, 4])('is uniform, and uncorrelated between neighbours, as counter %d runs', (counter) => {
    for (const rest of [0, 1, 12345, -7]) {
      const at = (value: number) => {
        const counters = [rest, rest, rest, rest, rest];
        counters[counter] = value;
        const [a, b, c, d, e] = counters;
        return hashUniform(a, b, c, d, e);
      };
      expectUniform(Array.from({ length: N }, (_, i) => at(i)));
    }
  });

  test('is uncorrelated between one counter and the next: moving a step along any other gives unrelated draws', () => {
    const base = Array.from({ length: N }, (_, i) => hashUniform(1, i, 0, 5, 0));
    const moved = [
      Array.from({ length: N }, (_, i) => hashUniform(2, i, 0, 5, 0)),
      Array.from({ length: N }, (_, i) => hashUniform(1, i, 1, 5, 0)),
      Array.from({ length: N }, (_, i) => hashUniform(1, i, 0, 6, 0)),
      Array.from({ length: N }, (_, i) => hashUniform(1, i, 0, 5, 1)),
    ];
    for (const other of moved) expect(Math.abs(correlation(base, other))).toBeLessThan(5 / Math.sqrt(N));
  });

  test('is uniform in pairs of counters: a grid of ticks and episodes has no stripes', () => {
    const grid: number[] = [];
    for (let episode = 0; episode < 200; episode++) {
      for (let tick = -1; tick < 99; tick++) grid.push(hashUniform(0, episode, tick, hashText('world/cat'), 0));
    }
    expectUniform(grid);
  });

  test('depends on the counters alone', () => {
    expect(hashUniform(1, 2, 3, 4, 5)).toBe(hashUniform(1, 2, 3, 4, 5));
    expect(hashUniform(1, 2, 3, 4, 5)).not.toBe(hashUniform(5, 4, 3, 2, 1));
  });
});

describe('hashText and mix', () => {
  test('tell names apart', () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `world/name${i}`);
    expect(new Set(names.map(hashText)).size).toBe(names.length);
    expect(hashText('ab')).not.toBe(hashText('ba'));
    // FNV-1a's published offset basis and the hash of 'a'.
    expect(hashText('') >>> 0).toBe(0x811c9dc5);
    expect(hashText('a') >>> 0).toBe(0xe40c292c);
  });

  test('mixes one to one: no two integers in a range collide', () => {
    const mixed = new Set<number>();
    for (let i = -50_000; i < 50_000; i++) mixed.add(mix(i));
    expect(mixed.size).toBe(100_000);
  });
});

describe('pickWeighted', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
  const u = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('never picks a weight of 0 while another is positive, and stays within the row', () => {
    fc.assert(
      fc.property(weights, u, fc.nat(4), (row, uniform, start) => {
        fc.pre(row.some((weight) => weight > 0));
        const table = [...Array.from({ length: start }, () => 1), ...row, 1];
        const i = pickWeighted(table, uniform, start, start + row.length);
        expect(i).toBeGreaterThanOrEqual(start);
        expect(i).toBeLessThan(start + row.length);
        expect(table[i]).toBeGreaterThan(0);
      }),
    );
  });

  test('picks index i exactly for the uniforms between the sums before and after it', () => {
    const row = [0, 0.25, 0, 0.5, 0.25, 0];
    const picks = [0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((uniform) => pickWeighted(row, uniform));
    expect(picks).toEqual([1, 1, 3, 3, 4, 4]);
    expect(pickWeighted(row, 1)).toBe(4);
  });
});

describe('stream', () => {
  test.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, 'a', '', null, undefined])(
    'refuses the seed %s',
    (seed) => {
      expect(() => stream(seed as never, 'name')).toThrow(InvalidOption);
      expect(() => stream(seed as never, 'name')).toThrow('seed: expected an integer');
    },
  );

  test('takes an integer, and text that begins with one', () => {
    for (const seed of [0, 7, -7, 2 ** 53 - 1, '7', '7/null']) expect(() => stream(seed)).not.toThrow();
    expect(stream('7/null')()).not.toBe(stream(7)());
  });
});
