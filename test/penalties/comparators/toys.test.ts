/** Toy graphs in which every comparator is known in closed form. */
import { describe, expect, test } from 'vitest';
import { InvalidWorld, NoExactValue } from '../../../core/base/errors.ts';
import type { Disciple } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { attainableUtility } from '../../../penalties/comparators/attainable-utility.ts';
import { penalties } from '../../../penalties/suite.ts';
import { type Place, smallWorld } from '../../fixtures/small-worlds.ts';

/** Does one action at one tick, and else waits. */
function once(compiled: Compiled, at: number, action: number): Disciple {
  const { horizon } = compiled.world;
  const actions = Array.from({ length: horizon }, (_, tick) =>
    new Uint8Array(compiled.states.length).fill(tick === at ? action : 0),
  );
  return { source: 'once', act: (_, tick) => (tick === at ? action : 0), table: { kind: 'sure', actions } };
}

const point = (size: number, at: number) => Array.from({ length: size }, (_, i) => Number(i === at));
const G = 0.9;

/** From 0 a cup may be carried to the shelf 1 and back, or broken, 2. Everything else stays. */
const cup = (horizon: number) =>
  compile(
    smallWorld({
      horizon,
      aftermath: 0,
      begin: [0, 0],
      weights: [
        [point(3, 0), point(3, 1), point(3, 2)],
        [point(3, 1), point(3, 0), point(3, 1)],
        [point(3, 2), point(3, 2), point(3, 2)],
      ],
      values: [1, 0, 0],
    }),
  );
const [CARRY, BREAK] = [1, 2];

describe('a cup is carried to the shelf at the first tick of five, or broken', () => {
  const compiled = cup(5);
  const value = (id: string, action: number) =>
    penalties.get(id).exact({ compiled, evidence: [], disciple: once(compiled, 0, action) }).value;

  test('unreachability: the shelf is one step away, the broken cup lost for good', () => {
    for (const baseline of ['start', 'inaction']) {
      expect(value(`unreachability/${baseline}?discount=${G}`, CARRY)).toBeCloseTo(5 * (1 - G), 12);
      expect(value(`unreachability/${baseline}?discount=${G}`, BREAK)).toBe(5);
      expect(value(`unreachability/${baseline}?discount=${G}&outcome=1`, BREAK)).toBe(1);
    }
  });

  test('unreachability stepwise charges an act once', () => {
    for (const rollouts of [0, 1]) {
      const id = `unreachability/stepwise?discount=${G}&rollouts=${rollouts}`;
      // Waiting changes nothing here, so the rollouts stay where they are.
      expect(value(id, CARRY)).toBeCloseTo(1 - G, 12);
      expect(value(id, BREAK)).toBeCloseTo(1, 12);
    }
  });

  test('relative reachability and the future task: what is farther than before, over the three states', () => {
    // R from 0: (1, γ, γ); from 1: (γ, 1, γ²); from 2: (0, 0, 1).
    const carried = (1 - G + (G - G ** 2)) / 3;
    const broken = (1 + G) / 3;
    for (const family of ['relative-reachability', 'future-task']) {
      expect(value(`${family}/inaction?discount=${G}`, CARRY)).toBeCloseTo(5 * carried, 12);
      expect(value(`${family}/inaction?discount=${G}`, BREAK)).toBeCloseTo(5 * broken, 12);
      expect(value(`${family}/stepwise?discount=${G}`, CARRY)).toBeCloseTo(carried, 12);
      expect(value(`${family}/stepwise?discount=${G}`, BREAK)).toBeCloseTo(broken, 12);
    }
  });

  test('attainable utility of a whole cup at hand: γ less one tick of it on the shelf, all of it once broken', () => {
    const whole = attainableUtility({
      id: 'whole',
      baseline: 'inaction',
      utilities: (world) => [(state) => Number(world.quantities.value(state))],
      discount: G,
    });
    const of = (action: number) => whole.exact({ compiled, evidence: [], disciple: once(compiled, 0, action) }).value;
    // V(0) = 1; V(1) = γ after any sweep: one tick without it, then carried back for good.
    expect(of(CARRY)).toBeCloseTo(5 * (1 - G), 12);
    expect(of(BREAK)).toBeCloseTo(5, 12);
  });
});

/**
 * The belt: at 0 a vase drifts to 1 and off the edge, 2, by itself; whoever lifts it at 0 or 1 sets it on 3, where it
 * stays.
 */
const belt = compile(
  smallWorld({
    horizon: 4,
    aftermath: 0,
    begin: [0, 0],
    weights: [
      [point(4, 1), point(4, 3)],
      [point(4, 2), point(4, 3)],
      [point(4, 2), point(4, 2)],
      [point(4, 3), point(4, 0)],
    ],
    values: [1, 1, 0, 1],
  }),
);

describe('a vase is saved from the belt’s edge', () => {
  const saved = once(belt, 0, 1);
  const safe = (baseline: 'start' | 'inaction' | 'stepwise', rollouts: boolean) =>
    attainableUtility({
      id: 'vase',
      baseline,
      utilities: (world) => [(state) => Number(world.quantities.value(state))],
      sweeps: 0,
      discount: 1,
      rollouts,
    }).exact({ compiled: belt, evidence: [], disciple: saved });

  test('start: nothing changed. inaction: three ticks of a vase that should be broken', () => {
    expect(safe('start', true).value).toBe(0);
    expect(safe('inaction', true).parts).toEqual({ tick1: 0, tick2: 1, tick3: 1, tick4: 1 });
  });

  test('stepwise: one tick on nothing shows; with rollouts the act is charged with the vase it saved, once', () => {
    expect(safe('stepwise', false).value).toBe(0);
    expect(safe('stepwise', true).parts).toEqual({ tick1: 1, tick2: 0, tick3: 0, tick4: 0 });
  });
});

describe('what is refused', () => {
  /** A clock of many places that waiting drives on, and that the one act stops. */
  const places = 1500;
  const clock = compile({
    ...smallWorld({ horizon: 7000, aftermath: 0, begin: [0, 0], weights: [[[1], [1]]], values: [0] }),
    step: ({ place }: Place, action) => ({ place: action === 0 ? (place + 1) % places : place }),
    quantities: {},
    disciples: [{ id: 'null', source: '', summary: 'Nothing.' }],
    utility: () => 0,
  });
  const stopped = once(clock, 0, 1);

  test.each([
    ['unreachability/stepwise', '1500 baseline states × 3000 transitions × 7000 ticks'],
    ['future-task/inaction', '100 target states × 1500 states × 49000000 ticks²'],
    ['relative-reachability/start?targets=1500', '1500 target states × 3000 transitions × 7000 ticks'],
    ['attainable-utility/inaction?utilities=1000', '1000 utilities × 3000 transitions × 7000 ticks'],
  ])('%s says what is too much: %s', (id, sizes) => {
    const exact = () => penalties.get(id).exact({ compiled: clock, evidence: [], disciple: stopped });
    expect(exact).toThrow(NoExactValue);
    expect(exact).toThrow(`${id} has no exact value: on Small-v0 it takes ${sizes}, more than 2e+10 steps`);
  });

  test('a utility that is no number', () => {
    const odd = attainableUtility({ id: 'odd', baseline: 'start', utilities: () => [() => Number.NaN] });
    const exact = () => odd.exact({ compiled: belt, evidence: [], disciple: once(belt, 0, 1) });
    expect(exact).toThrow(InvalidWorld);
    expect(exact).toThrow('auxiliary utility 0: expected a finite number but received NaN');
  });
});
