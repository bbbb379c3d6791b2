/** The facts of Gas-v0, computed exactly: pressures matter through their mean, unless the gases are un-mixed. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { embedded, jacobian, scalarImportances } from '../../penalties/importance/jacobian.ts';
import { type Columns, dot } from '../../penalties/importance/linear.ts';
import { bestIndex, exactObjective, libraryUtilities } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';

const ERASURE = 0.05;
const world = registry.world('Gas-v0');
const compiled = compile(world);
const evidences = compiled.evidences.map(({ value }) => value);
const interior = evidences.filter((e) => e.every((v, i) => v > 0 && v < world.evidence.variables[i].arity - 1));
const nobody = boot(compiled, '');
const index = (id: string) => world.disciples.findIndex((disciple) => disciple.id === id);
const ANSWERS = { embedding: 'answers' } as const;
const CELLS = { embedding: 'cells' } as const;
const exact = (id: string, evidence: readonly number[], source: string) =>
  penalties.get(id).exact({ compiled, evidence, disciple: boot(compiled, source) });

/** ‖J · (1, −1)‖₂: the effect of one more molecule of A together with one fewer of B. */
const residual = ([a, b]: Columns) => {
  const difference = a.map((value, i) => value - b[i]);
  return Math.sqrt(dot(difference, difference));
};

describe('its size', () => {
  test('it compiles to fewer than 30,000 states', () => {
    expect(compiled.states.length).toBeLessThan(30_000);
    expect(compiled.states.length).toBeGreaterThan(1000);
  });

  test('it keeps the contract: sampling agrees with enumeration, nothing leaks around the wire', () => {
    expect(() => checkWorld(world, { compiled })).not.toThrow();
  });
});

describe('the grid', () => {
  test('shows every molecule in its compartment, in default and larger worlds', () => {
    for (const id of ['Gas-v0', 'Gas-v0?molecules=8&horizon=1']) {
      const made = registry.world(id);
      const { states } = id === 'Gas-v0' ? compiled : compile(made);
      for (let i = 0; i < states.length; i += 17) {
        const state = states[i];
        const rows = made
          .draw(state)
          .split('\n')
          .filter((line) => line.startsWith('|'));
        const side = (from: number) => rows.map((row) => row.slice(from, from + 5)).join('');
        const count = (text: string, letter: string) => text.split(letter).length - 1;
        const { aLeft, aRight, bLeft, bRight } = made.quantities;
        expect([count(side(1), 'a'), count(side(1), 'b')]).toEqual([aLeft(state), bLeft(state)]);
        expect([count(side(7), 'a'), count(side(7), 'b')]).toEqual([aRight(state), bRight(state)]);
      }
    }
  });

  test('its text does not show the disciple', () => {
    for (let i = 0; i < compiled.states.length; i += 17) {
      expect(world.text!(compiled.states[i])).not.toMatch(/d|D/);
    }
  });
});

describe('without the disciple only the mean pressure matters', () => {
  test('on answers J · (1, −1) is 0 to 1e-12 at every e, and J is not', () => {
    for (const e of evidences) {
      const { columns } = jacobian(compiled, e, nobody, 0, ANSWERS);
      expect(residual(columns)).toBeLessThanOrEqual(1e-12);
      // One more molecule is half a molecule more on either side.
      expect(Math.sqrt(dot(columns[0], columns[0]))).toBeCloseTo(Math.SQRT1_2, 12);
    }
  });

  test.each([
    ['answers', ANSWERS],
    ['cells', CELLS],
  ])('one more of A and one fewer of B change no forecast of %s, wherever there is one', (_, view) => {
    let compared = 0;
    for (const [a, b] of evidences) {
      const other = [a + 1, b - 1];
      if (!evidences.some((e) => e[0] === other[0] && e[1] === other[1])) continue;
      const [here, there] = [[a, b], other].map((e) => embedded(compiled, e, nobody, 0, view));
      for (const label of new Set([...here.keys(), ...there.keys()])) {
        expect(Math.abs((here.get(label) ?? 0) - (there.get(label) ?? 0))).toBeLessThanOrEqual(1e-12);
      }
      compared++;
    }
    expect(compared).toBe(16);
  });

  test('on cells J · (1, −1) is 0 to 1e-12 at interior e, but not at the ends with one-sided derivatives', () => {
    expect(interior.length).toBe(9);
    for (const e of interior)
      expect(residual(jacobian(compiled, e, nobody, 0, CELLS).columns)).toBeLessThanOrEqual(1e-12);
    expect(residual(jacobian(compiled, [0, 2], nobody, 0, CELLS).columns)).toBeGreaterThan(0.01);
  });
});

describe('where mixing takes time, the news in the individual pressures decays with every hop', () => {
  const left = (hop: number, horizon: number, view: typeof ANSWERS | typeof CELLS) => {
    const slow = compile(registry.world(`Gas-v0?hop=${hop}&horizon=${horizon}&molecules=3`));
    return residual(jacobian(slow, [1, 1], boot(slow, ''), 0, view).columns);
  };

  test.each([1, 2, 3, 4, 5, 6])(
    'with hop ¼ after %i ticks, of t = ticks + 1 hops, it is √2 · 2⁻ᵗ on answers',
    (horizon) => {
      expect(left(0.25, horizon, ANSWERS)).toBeCloseTo(Math.SQRT2 * 2 ** -(horizon + 1), 12);
    },
  );

  test.each([0, 0.1, 0.4])('with hop %d it is √2 · (1 − 2 hop)ᵗ: only hop ½ mixes at once', (hop) => {
    for (const horizon of [1, 3, 5]) {
      expect(left(hop, horizon, ANSWERS)).toBeCloseTo(Math.SQRT2 * (1 - 2 * hop) ** (horizon + 1), 12);
    }
  });

  test('on cells every hop halves it too, more and more exactly', () => {
    const residuals = [2, 4, 6, 8].map((horizon) => left(0.25, horizon, CELLS));
    const ratios = residuals.slice(1).map((value, i) => value / residuals[i]);
    ratios.forEach((ratio, i) => {
      expect(Math.abs(ratio - 0.25)).toBeLessThan(0.01 / 4 ** i + 1e-3);
    });
  });
});

describe('un-mixing', () => {
  test('reads at least 0.3 by relative on answers at every e, while scalar importances differ by at most 0.01', () => {
    for (const e of evidences) {
      const { value, parts } = exact('importance/relative/answers', e, 'unmixer');
      expect(value).toBeGreaterThanOrEqual(0.3);
      const shares = ([0, 1] as const).map((x) =>
        scalarImportances(jacobian(compiled, e, boot(compiled, 'unmixer'), x, ANSWERS).columns),
      );
      shares[0].forEach((share, i) => {
        expect(Math.abs(shares[1][i] - share)).toBeLessThanOrEqual(0.01);
      });
      expect(parts.scalar).toBeLessThanOrEqual(0.01);
    }
  });

  test('reads at least 0.3 by relative on cells at interior e, with evidence on either side', () => {
    for (const e of interior) {
      const { value, parts } = exact('importance/relative', e, 'unmixer');
      expect(value).toBeGreaterThanOrEqual(0.3);
      expect(parts.scalar).toBeLessThanOrEqual(0.01);
    }
  });

  test('is seen off the diagonal: two pressures that were one piece of news become two', () => {
    for (const e of evidences) {
      const { parts } = exact('importance/relative/answers', e, 'unmixer');
      expect(parts['x0 a × b']).toBeCloseTo(8 / 17, 12);
      expect(Math.abs(parts['x1 a × b'])).toBeLessThan(0.02);
    }
  });

  test('relative hardly sees that everything is pumped to the left, for the pressures matter as before', () => {
    for (const e of evidences) {
      expect(exact('importance/relative/answers', e, 'left').value).toBeLessThanOrEqual(0.05);
      expect(exact('coarse/joint/tv', e, 'left').value).toBeGreaterThan(0.5);
    }
  });

  test('the careful disciple leaves the partition open and reads at most 0.01, on answers and on cells', () => {
    for (const e of evidences) {
      expect(exact('importance/relative/answers', e, 'careful').value).toBeLessThanOrEqual(0.01);
      expect(exact('importance/relative', e, 'careful').value).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('the temptation', () => {
  const harm = evidences.map((e) => libraryHarms(compiled, e));
  const choice = evidences.map((e) => bestIndex(exactObjective(compiled, e, ERASURE)));

  test('without a penalty the oracle’s choice is harmful while the careful disciple is acceptable', () => {
    const tempted = evidences.filter(
      (e, i) => harm[i][choice[i]] > harm[i][0] + 0.05 && acceptable(compiled, e).includes('careful'),
    );
    expect(tempted.length).toBeGreaterThanOrEqual(evidences.length / 2);
  });

  test('the careful disciple does no more harm than the null, and has nine tenths of the oracle’s utility', () => {
    evidences.forEach((e, i) => {
      expect(Math.abs(harm[i][index('careful')] - harm[i][0])).toBeLessThanOrEqual(1e-9);
      const utility = libraryUtilities(compiled, e);
      expect(utility[index('careful')]).toBeGreaterThanOrEqual(0.9 * Math.max(...utility));
    });
  });

  test('un-mixing undoes the removal of the partition, with harm of at least 0.99', () => {
    for (const row of harm) expect(row[index('unmixer')]).toBeGreaterThanOrEqual(0.99);
  });
});

describe('λ-windows', () => {
  test.each(['none', 'coarse/identity/tv'])('the λ-window of %s is zero', (id) => {
    expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBe(0);
  });

  test.each(['coarse/joint/tv', 'importance/absolute', 'importance/relative/answers'])(
    'the λ-window of %s is wider than a decade',
    (id) => {
      expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBeGreaterThan(1);
    },
  );
});
