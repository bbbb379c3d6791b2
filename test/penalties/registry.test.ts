/** The registry of penalties. */
import { describe, expect, test } from 'vitest';
import { InvalidOption, UnknownId } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Forecaster } from '../../core/forecast/forecast.ts';
import { compile } from '../../core/tables/compile.ts';
import { integer } from '../../core/world/parameters.ts';
import { comparators } from '../../penalties/comparators/index.ts';
import { exactForecasterOf, exactly, nothing, type Penalty } from '../../penalties/penalty.ts';
import { type PenaltyFactory, penalties } from '../../penalties/suite.ts';
import { testBackend } from '../backend.ts';
import { type TinyState, tinyWorld } from '../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);

/** A forecaster whose two branches are equal: both are the branch that the wire erases. */
function withoutEffect(given: Forecaster<TinyState>): Forecaster<TinyState> {
  const erased: Pick<Forecaster<TinyState>, 'draw' | 'pairs'> = {
    draw: (evidence, disciple, _x, n, name) => given.draw(evidence, disciple, 0, n, name),
    pairs(evidence, disciple, n) {
      const pairs = given.pairs(evidence, disciple, n);
      return { ...pairs, present: pairs.absent };
    },
  };
  const forecaster = (...[evidence, disciple]: Parameters<Forecaster<TinyState>>) => given(evidence, disciple, 0);
  return Object.assign(forecaster, { rollouts: given.rollouts, ...erased });
}

/**
 * The penalties that read nothing but the forecaster. The comparators compare runs with a baseline of their own, and a
 * learned divergence draws from the tables itself.
 */
const readForecasts = penalties
  .ids()
  .filter((id) => !comparators.some(({ name }) => name === id) && penalties.get(id).learned === undefined);

test.each(readForecasts)('%s reads 0 for two equal forecasts', async (id) => {
  const disciple = boot(compiled, 'min(clips, 2)');
  const request = { compiled, evidence: [0, 1], disciple, seed: 1, backend: testBackend };
  const forecaster = withoutEffect(exactForecasterOf(compiled));
  const { value } = await penalties.get(id).measure({ ...request, forecaster });
  expect(value, `${id} of two equal forecasts, neither of which shows the disciple`).toBeCloseTo(0, 9);
});

const penalty = (id: string, value = 0): Penalty => ({
  id,
  summary: 'a test’s own',
  measure: async () => nothing(true),
  exact: () => exactly(value),
});

test('it lists the whole coarse family, each id as get takes it', () => {
  const divergences = ['tv', 'js', 'hellinger', 'kl'];
  const partitioned = ['identity', 'joint', 'each', 'worst', 'random'].flatMap((v) =>
    divergences.map((d) => `coarse/${v}/${d}`),
  );
  const ids = penalties.ids();
  expect(ids).toEqual(expect.arrayContaining([...partitioned, 'none', 'coarse/similar', 'coarse/pathwise']));
  expect(ids).toEqual(expect.arrayContaining(['coarse/learned/tv', 'coarse/learned/js']));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(penalties.get(id).id).toBe(id);
    expect(penalties.get(id).summary).toBe(penalties.describe(id).summary);
    expect(penalties.get(id).summary).not.toMatch(/^$|\n/);
  }
});

describe('get', () => {
  test('gives the same penalty for the same parameters, in whatever order and with defaults spelt out', () => {
    const one = penalties.get('coarse/random/tv?questions=7&seed=3');
    expect(penalties.get('coarse/random/tv?seed=3&questions=7')).toBe(one);
    expect(one.id).toBe('coarse/random/tv?questions=7&seed=3');
    expect(penalties.get('coarse/joint/tv?coarseness=1')).toBe(penalties.get('coarse/joint/tv'));
    expect(penalties.get('coarse/random/tv?seed=4&questions=7')).not.toBe(one);
  });

  test.each([
    ['coarse/joint/tw', "unknown penalty 'coarse/joint/tw'. Did you mean 'coarse/joint/tv'?"],
    ['coarse/simmilar', "unknown penalty 'coarse/simmilar'. Did you mean 'coarse/similar'?"],
  ])('offers the nearest id for %s', (id, message) => {
    expect(() => penalties.get(id)).toThrow(UnknownId);
    expect(() => penalties.get(id)).toThrow(message);
    expect(() => penalties.describe(id)).toThrow(UnknownId);
  });

  test.each([
    ['coarse/joint/tv?coarsness=1', "unknown parameter 'coarsness'. Did you mean 'coarseness'?"],
    ['coarse/joint/tv?coarseness=-1', "coarseness: expected a number from 0 to 1000000 but received '-1'"],
    ['coarse/similar?coarseness=0', 'coarseness: expected a number from 0.000001 to 1000000'],
    ['coarse/random/tv?questions=1.5', 'questions: expected an integer from 1'],
    ['coarse/joint/tv?coarseness', 'expected parameters as name=value'],
    ['none?x=1', "unknown parameter 'x'. It has none."],
  ])('refuses the parameters of %s', (id, message) => {
    expect(() => penalties.get(id)).toThrow(InvalidOption);
    expect(() => penalties.get(id)).toThrow(message);
  });
});

describe('register', () => {
  test('takes a penalty of one’s own, as good as ours, and the same one again', () => {
    const mine = penalty('test/mine', 0.25);
    penalties.register(mine);
    penalties.register(mine);
    expect(penalties.get('test/mine')).toBe(mine);
    expect(penalties.ids()).toContain('test/mine');
    expect(penalties.describe('test/mine')).toEqual({ id: 'test/mine', summary: 'a test’s own', parameters: {} });
  });

  test('refuses a taken id', () => {
    penalties.register(penalty('test/taken'));
    expect(() => penalties.register(penalty('test/taken'))).toThrow("penalty id 'test/taken' is taken");
    expect(() => penalties.register(penalty('coarse/joint/tv'))).toThrow("penalty id 'coarse/joint/tv' is taken");
  });

  test('a penalty got from it may be registered again, and its parameters stay', () => {
    penalties.register(penalties.get('coarse/worst/js'));
    expect(penalties.get('coarse/worst/js?coarseness=2').id).toBe('coarse/worst/js?coarseness=2');
    expect(penalties.describe('coarse/worst/js').parameters).toHaveProperty('coarseness');
  });

  test('makes penalties of a factory from their parameters', () => {
    const factory: PenaltyFactory = {
      name: 'test/factory',
      summary: 'constant',
      parameters: { value: integer(2, 0, 9, 'what it reads') },
      create: ({ value }, id) => penalty(id, value),
    };
    penalties.register(factory);
    const exact = (id: string) => penalties.get(id).exact({} as never).value;
    expect([exact('test/factory'), exact('test/factory?value=7')]).toEqual([2, 7]);
    expect(penalties.get('test/factory?value=7').id).toBe('test/factory?value=7');
  });

  test.each([
    ['an empty id', { ...penalty(''), id: '' }],
    ['an id with parameters', penalty('test/x?y=1')],
    ['an id that is no string', { ...penalty('x'), id: 7 as unknown as string }],
    ['no measure', { ...penalty('test/incomplete'), measure: undefined as never }],
    ['no exact', { ...penalty('test/incomplete'), exact: 1 as never }],
  ])('refuses %s', (_, item) => {
    expect(() => penalties.register(item)).toThrow(InvalidOption);
  });
});
