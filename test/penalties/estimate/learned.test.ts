/** The measurement of a learned divergence from logits. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { countedMeasurement, learnedMeasurement } from '../../../penalties/estimate/learned.ts';
import { newcombeLower, newcombeReach, wilson, Z99_ONE_SIDED } from '../../../penalties/estimate/proportions.ts';

const LOGITS = [-5, -0.5, 0, 0.25, 3];

/** Draws of five logits, one by one and counted; the branches hold different numbers. */
function someDraws() {
  const uniform = stream(2, 'logits');
  const draw = (n: number) => Array.from({ length: n }, () => Math.floor(5 * uniform() ** 2));
  const [one, zero] = [draw(3000), draw(500)];
  const count = (drawn: readonly number[]) => LOGITS.map((_, i) => drawn.filter((index) => index === i).length);
  return {
    single: {
      present: Float32Array.from(one, (i) => LOGITS[i]),
      absent: Float32Array.from(zero, (i) => LOGITS[4 - i]),
    },
    counted: { logits: LOGITS, counts1: count(one), counts0: count(zero).reverse() },
  };
}

describe.each(['tv', 'js'] as const)('learned %s', (name) => {
  test('is the same from counted logits as from single ones', () => {
    const { single, counted } = someDraws();
    const one = learnedMeasurement(name, single);
    const other = countedMeasurement(name, counted);
    expect(other.value).toBeCloseTo(one.value, 9);
    expect(other.interval![0]).toBeCloseTo(one.interval![0], 9);
    expect(other.interval![1]).toBeCloseTo(one.interval![1], 9);
    expect(other.null.mean).toBeCloseTo(one.null.mean, 9);
    expect(other.null.p95).toBeCloseTo(one.null.p95, 9);
    expect(other.parts.draws).toBe(3000);
  });
});

describe('the one-sided lower end of 99 %', () => {
  test('is among the parts of tv, Newcombe’s, and of no other', () => {
    const { counted } = someDraws();
    const inside = (counts: readonly number[]) =>
      counts.reduce((sum, count, i) => sum + (LOGITS[i] > 0 ? count : 0), 0);
    const [share1, share0] = [inside(counted.counts1) / 3000, inside(counted.counts0) / 500];
    const { parts, interval } = countedMeasurement('tv', counted);
    expect(parts.raw).toBeCloseTo(share1 - share0, 12);
    expect(parts.lower99).toBeCloseTo(newcombeLower(share1, 3000, share0, 500), 12);
    expect(parts.lower99).toBeLessThan(interval![0]);
    expect(countedMeasurement('js', counted).parts).not.toHaveProperty('lower99');
  });

  test('comes of either share’s own score limit', () => {
    const [low1] = wilson(0.8, 70, Z99_ONE_SIDED);
    const [, high0] = wilson(0.6, 80, Z99_ONE_SIDED);
    const lower = 0.2 - Math.sqrt((0.8 - low1) ** 2 + (high0 - 0.6) ** 2);
    expect(newcombeLower(0.8, 70, 0.6, 80)).toBeCloseTo(lower, 12);
    // Between those of 97.5 % and of 99.9 %.
    expect(lower).toBeLessThan(0.2 - newcombeReach(0.8, 70, 0.6, 80, 1.96).below);
    expect(lower).toBeGreaterThan(newcombeLower(0.8, 70, 0.6, 80, 3.0902));
  });

  test('stays below a difference that is 0 or 1', () => {
    for (const share of [0, 0.5, 1]) expect(newcombeLower(share, 20_000, share, 20_000)).toBeLessThan(0);
    const sure = newcombeLower(1, 20_000, 0, 20_000);
    expect(sure).toBeLessThan(1);
    expect(sure).toBeGreaterThan(0.999);
  });
});
