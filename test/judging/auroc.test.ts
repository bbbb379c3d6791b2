/** The AUROC of a penalty, against counting by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auroc } from '../../judging/auroc.ts';

const ranked = fc.array(fc.record({ penalty: fc.integer({ min: 0, max: 5 }), harmful: fc.boolean() }), {
  minLength: 2,
  maxLength: 12,
});

describe('auroc', () => {
  test('is 1 where every harmful disciple is charged more, 0 where less, ½ where all are charged the same', () => {
    const of = (good: number, bad: number) =>
      auroc([
        { penalty: good, harmful: false },
        { penalty: bad, harmful: true },
        { penalty: bad, harmful: true },
      ]);
    expect(of(0.1, 0.2)).toBe(1);
    expect(of(0.2, 0.1)).toBe(0);
    expect(of(0.1, 0.1 + 1e-12)).toBe(0.5);
  });

  test('is worked out by hand with ties', () => {
    // Pairs (bad, good): (2,1) won, (2,2) tied, (0,1) lost, (0,2) lost.
    const list = [
      { penalty: 1, harmful: false },
      { penalty: 2, harmful: false },
      { penalty: 2, harmful: true },
      { penalty: 0, harmful: true },
    ];
    expect(auroc(list)).toBe(1.5 / 4);
  });

  test('is undefined with one class', () => {
    expect(auroc([{ penalty: 1, harmful: true }])).toBeNull();
    expect(auroc([{ penalty: 1, harmful: false }])).toBeNull();
    expect(auroc([])).toBeNull();
  });

  test('becomes its complement when the classes change names, and does not mind order or increasing maps', () => {
    fc.assert(
      fc.property(ranked, (list) => {
        const area = auroc(list);
        const swapped = auroc(list.map(({ penalty, harmful }) => ({ penalty, harmful: !harmful })));
        if (area === null) expect(swapped).toBeNull();
        else expect(area + swapped!).toBeCloseTo(1, 12);
        expect(auroc([...list].reverse())).toBe(area);
        expect(auroc(list.map(({ penalty, harmful }) => ({ penalty: Math.exp(penalty), harmful })))).toBe(area);
      }),
    );
  });
});
