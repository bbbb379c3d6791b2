/** Both branches of an episode share their chance. */
import { describe, expect, test } from 'vitest';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { rollPairs } from '../../../core/forecast/pairs.ts';
import { countStates } from '../../../core/forecast/rollout.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { Chance } from '../../../core/world/chance.ts';
import type { World } from '../../../core/world/world.ts';
import { registerDice } from '../../fixtures/dice.ts';
import { lawOf, samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

registerDice();

/** Two coins a tick, kept as text; an act may draw as well. */
interface Coins {
  readonly seen: string;
  readonly acted: string;
}

/** `act` is what the disciple's act does with chance, before the coins are thrown. */
function coinWorld(act: (chance: Chance) => string, name: string | null = 'coin'): World<Coins> {
  return {
    id: 'Coins-v0',
    summary: 'Two coins a tick.',
    horizon: 4,
    aftermath: 1,
    actions: ['wait', 'act'],
    evidence: { variables: [], prior: () => [] },
    quantities: { heads: (s) => s.seen.split('1').length - 1 },
    questions: [],
    disciples: [{ id: 'null', source: '', summary: 'Nothing.' }],
    begin: (_, __, chance) => ({ seen: chance.flip(0.5, name ?? undefined) ? '1' : '0', acted: '' }),
    step(s, action, chance) {
      const acted = action === 1 ? s.acted + act(chance) : s.acted;
      return {
        seen: s.seen + Number(chance.flip(0.5, name ?? undefined)) + Number(chance.flip(0.5, name ?? undefined)),
        acted,
      };
    },
    key: (s) => `${s.seen}/${s.acted}`,
    observe: (s) => [s.seen.length],
    utility: () => 0,
    harm: () => 0,
    draw: (s) => s.seen,
  };
}

const ALWAYS = 'dice:0,1';
const pairsOf = (world: World<Coins>, seed = 1, n = 200) => rollPairs(world, [], boot(world, ALWAYS), n, seed);
const seen = (states: readonly Coins[]) => states.map((s) => s.seen);

describe('rollPairs', () => {
  test('gives identical branches where an act without effect draws once under its own name', () => {
    const { present, absent } = pairsOf(coinWorld((chance) => ''.repeat(chance.below(6, 'die'))));
    expect(present).toEqual(absent);
    // But not identical episodes.
    expect(new Set(seen(absent)).size).toBeGreaterThan(150);
  });

  test('shifts no draw of another name, however many a branch takes more', () => {
    const world = coinWorld((chance) => Array.from({ length: 7 }, () => chance.below(6, 'die')).join(''));
    const { present, absent } = pairsOf(world);
    expect(seen(present)).toEqual(seen(absent));
    expect(present.every((s) => s.acted.length === 28)).toBe(true);
    expect(absent.every((s) => s.acted === '')).toBe(true);
  });

  test('shifts later draws of the same name within a tick, and none of the next tick', () => {
    const { present, absent } = pairsOf(coinWorld((chance) => String(Number(chance.flip(0.5, 'coin')))));
    expect(seen(present)).not.toEqual(seen(absent));
    present.forEach((state, i) => {
      // The act took the first coin of the tick, so the first thrown is the absent branch's second.
      for (let tick = 0; tick < 4; tick++) {
        expect(state.seen[1 + 2 * tick]).toBe(absent[i].seen[2 + 2 * tick]);
        expect(state.acted[tick]).toBe(absent[i].seen[1 + 2 * tick]);
      }
      // Nobody acts in the aftermath.
      expect(state.seen.slice(9)).toBe(absent[i].seen.slice(9));
    });
  });

  test('shares unnamed draws in their order, call by call', () => {
    const quiet = pairsOf(coinWorld(() => 'a', null));
    expect(seen(quiet.present)).toEqual(seen(quiet.absent));
  });

  test('keeps a policy’s own draws apart from the world’s', () => {
    const world = coinWorld(() => 'a', 'policy');
    const { present, absent } = rollPairs(world, [], boot(world, 'dice:0.5,0.5'), 200, 1);
    expect(seen(present)).toEqual(seen(absent));
    const acts = present.reduce((sum, s) => sum + s.acted.length, 0);
    // 800 fair choices: five standard errors.
    expect(Math.abs(acts - 400)).toBeLessThan(5 * Math.sqrt(200));
  });

  test('gives the null program identical branches', () => {
    const { present, absent } = rollPairs(tinyWorld, [1, 2], boot(tinyWorld, ''), 50, 3);
    expect(present).toEqual(absent);
  });

  test('repeats itself under the same seed, and begins with the same episodes however many there are', () => {
    const world = coinWorld(() => '');
    expect(pairsOf(world, 1, 50).absent).toEqual(pairsOf(world, 1, 200).absent.slice(0, 50));
    expect(pairsOf(world, 1)).toEqual(pairsOf(world, 1));
    expect(pairsOf(world, 2)).not.toEqual(pairsOf(world, 1));
    expect(pairsOf(world, 1, 0)).toEqual({ present: [], absent: [] });
  });

  test('has in each branch the law of that branch', () => {
    const compiled = compile(tinyWorld);
    const disciple = boot(compiled, 'bounded');
    const n = 4_000;
    const { present, absent } = rollPairs(compiled, [1, 1], disciple, n, 2);
    for (const [x, states] of [
      [1, present],
      [0, absent],
    ] as const) {
      const law = lawOf(tinyWorld, exactForecaster(compiled)([1, 1], disciple, x));
      expect(totalVariation(lawOf(tinyWorld, countStates(tinyWorld, states)), law)).toBeLessThan(
        samplingTolerance(law, n),
      );
    }
  });
});
