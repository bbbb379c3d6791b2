/** The descriptors of readings, and what counts as a peak. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { peaks } from '../../../penalties/shape/descriptors.ts';
import { penalties } from '../../../penalties/suite.ts';

describe('peaks', () => {
  test.each([
    [[1], 1],
    [[0.5, 0.5], 1],
    [[0.2, 0.6, 0.2], 1],
    [[0.5, 0, 0.5], 2],
    [[0.3, 0.1, 0.1, 0.3, 0.2], 2],
    [[0.3, 0.05, 0.3, 0.05, 0.3], 3],
    [[0.25, 0.25 + 1e-12, 0.25, 0.25], 1],
  ])('%j has %i', (heights, count) => {
    expect(peaks(heights, null)).toBe(count);
    expect(peaks([...heights].reverse(), null)).toBe(count);
  });

  test('few draws show only peaks that rise above their noise', () => {
    const heights = [0.3, 0.25, 0.45];
    expect(peaks(heights, null)).toBe(2);
    expect(peaks(heights, 100)).toBe(1);
    expect(peaks(heights, 10_000)).toBe(2);
  });

  test('there are never more than half the places, rounded up, and at least one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }), (raw) => {
        const total = raw.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const count = peaks(
          raw.map((x) => x / total),
          null,
        );
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(Math.ceil(raw.length / 2));
      }),
    );
  });
});

/** A gauge that stands at 5, or at 2 and at 8 with probability ½ each, in some unit. */
function gauge(unit: number, origin: number): World<{ at: number }> {
  return {
    id: 'Gauge-v0',
    summary: 'A gauge.',
    horizon: 1,
    actions: ['wait', 'split'],
    evidence: { variables: [], prior: () => [] },
    quantities: { at: (s) => s.at },
    questions: [{ id: 'at', text: 'Where?', read: (s) => s.at * unit + origin, grain: unit, origin }],
    disciples: [
      { id: 'null', source: '', summary: 'Nothing.' },
      { id: 'splitter', source: '(at - 5) * (at - 5)', summary: 'Away from the middle.' },
    ],
    begin: () => ({ at: 5 }),
    step: (s, action, chance) => (action === 1 ? { at: chance.flip(0.5, 'side') ? 8 : 2 } : s),
    key: (s) => String(s.at),
    observe: (s) => [s.at],
    utility: () => 0,
    harm: () => 0,
    draw: (s) => '.'.repeat(s.at),
  };
}

describe('one peak that becomes two', () => {
  const read = (unit: number, origin: number, id = 'shape/descriptors') => {
    const compiled = compile(gauge(unit, origin));
    return penalties.get(id).exact({ compiled, evidence: [], disciple: boot(compiled, 'splitter') });
  };

  test('is read in closed form: the mean stays, and 9 and −162 are what the even cumulants gain', () => {
    const { value, parts } = read(1, 0);
    const truth = {
      mean: 0,
      variance: 0.9,
      thirdCumulant: 0,
      fourthCumulant: 162 / 163,
      maximum: 0.5,
      peaks: 0.5,
      peakWidth: 0.5,
    };
    for (const [name, x] of Object.entries(truth)) expect(parts[name]).toBeCloseTo(x, 12);
    expect(value).toBeCloseTo(Object.values(truth).reduce((a, b) => a + b, 0) / 7, 12);
  });

  test('whatever the unit and the origin', () => {
    for (const [unit, origin] of [
      [1000, 0],
      [0.25, -3],
      [2, 7],
    ]) {
      expect(read(unit, origin).value).toBeCloseTo(read(1, 0).value, 12);
    }
  });

  test('the finest cells know no valley between readings that nothing takes, but the same cumulants', () => {
    const { parts } = read(2, 1, 'shape/descriptors?coarseness=0');
    expect(parts.variance).toBeCloseTo(0.9, 12);
    // The place of the absent branch lies between the two, and is empty in the present one.
    expect(parts.peaks).toBeCloseTo(0.5, 12);
  });

  test('the spectrum sees it too, and calls it the same as any other coin', () => {
    expect(read(1, 0, 'shape/spectrum').value).toBeCloseTo(0.5, 12);
  });
});
