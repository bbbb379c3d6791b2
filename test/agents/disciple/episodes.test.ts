/** The episodes from which a disciple learns have the right rewards, inputs and outcomes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chooser, playerOf } from '../../../agents/disciple/episodes.ts';
import { InvalidSource } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { boot, worldOf } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import type { Uniform } from '../../../core/world/chance.ts';
import type { World } from '../../../core/world/world.ts';
import { OneHotEncoder } from '../../../learning/policy/one-hot-encoder.ts';
import { registerDice } from '../../fixtures/dice.ts';
import { fuseWorld } from '../../fixtures/fuse-world.ts';
import { lawOf, samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

registerDice();

function encoderOf<State>(world: World<State>, state: State): OneHotEncoder {
  return new OneHotEncoder(world.horizon, world.observe(state).length, Number.POSITIVE_INFINITY);
}

/** Plays with every action as likely as any. */
function played<State>(
  target: World<State> | Compiled<State>,
  example: State,
  goal: (state: State) => number,
  count: number,
  evidence: () => number = () => 0,
) {
  const world = worldOf(target);
  const uniform = stream(1, 'episodes', world.id);
  const choose = evenly(world.actions.length, stream(2, 'choose'));
  const encoder = encoderOf(world, example);
  return { encoder, episodes: playerOf(target, goal)(count, evidence, choose, encoder, uniform) };
}

function evenly(actions: number, uniform: Uniform): Chooser {
  return () => Math.floor(uniform() * actions);
}

const compiledTiny = compile(tinyWorld);
const fuse = fuseWorld(4);
const compiledFuse = compile(fuse);

describe('rewards', () => {
  const clips = (state: { clips: number }) => 3 * state.clips - 0.25;

  test.each([
    ['compiled', compiledTiny],
    ['stepped', tinyWorld],
  ])('sum to the goal at the outcome less the goal at the beginning, and come when it grows: %s', (_, target) => {
    const { episodes } = played(target, compiledTiny.states[0], clips, 300);
    let grown = 0;
    for (let episode = 0; episode < episodes.count; episode++) {
      let sum = 0;
      for (let tick = 0; tick < tinyWorld.horizon; tick++) {
        const row = episode * tinyWorld.horizon + tick;
        const reward = episodes.rewards[row];
        // Only the last action makes clips, one at most.
        expect([0, 3]).toContain(reward);
        if (episodes.actions[row] !== 3) expect(reward).toBe(0);
        sum += reward;
      }
      expect(sum).toBe(3 * episodes.outcomes[episode].clips);
      grown += sum;
    }
    expect(grown).toBeGreaterThan(0);
  });

  test.each([
    ['compiled', compiledFuse],
    ['stepped', fuse],
  ])('of what comes about in the aftermath are paid at the last tick: %s', (_, target) => {
    const { episodes } = played(
      target,
      compiledFuse.states[0],
      (state) => state.clips - 10 * Number(state.fouled),
      400,
    );
    const { horizon } = fuse;
    let fouled = 0;
    for (let episode = 0; episode < episodes.count; episode++) {
      const outcome = episodes.outcomes[episode];
      const rewards = episodes.rewards.subarray(episode * horizon, (episode + 1) * horizon);
      expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(
        outcome.clips - 10 * Number(outcome.fouled),
        5,
      );
      // Waste takes five ticks to the river: longer than the horizon.
      expect(Math.min(...rewards.subarray(0, horizon - 1))).toBeGreaterThanOrEqual(0);
      if (outcome.fouled) fouled++;
    }
    expect(fouled).toBeGreaterThan(0);
    expect(fouled).toBeLessThan(episodes.count);
  });

  test.each([
    ['compiled', compiledTiny],
    ['stepped', tinyWorld],
  ])('a goal that is not finite in a state that is met is refused: %s', (_, target) => {
    const play = () => played(target, compiledTiny.states[0], (state) => 1 / (state.clips - 1), 50);
    expect(play).toThrow(InvalidSource);
    expect(play).toThrow('TinyVase-v0: goal of a learned disciple: expected a finite number in every state');
  });
});

describe('inputs', () => {
  test.each([
    ['compiled', compiledTiny],
    ['stepped', tinyWorld],
  ])('say what is observed before each action, and the tick: %s', (_, target) => {
    const { encoder, episodes } = played(
      target,
      compiledTiny.states[0],
      () => 0,
      200,
      () => 4,
    );
    const { horizon } = tinyWorld;
    const meaning = new Map<number, number>();
    for (const pairs of encoder.save().values) for (const [value, input] of pairs) meaning.set(input, value);
    let previous: number[] = [];
    for (let row = 0; row < episodes.count * horizon; row++) {
      const inputs = [...episodes.inputs.subarray(row * encoder.active, (row + 1) * encoder.active)];
      expect(inputs.pop()).toBe(row % horizon);
      const [place, clips, broken, cat] = inputs.map((input) => meaning.get(input) as number);
      if (row % horizon === 0) expect([place, clips, broken]).toEqual([0, 0, 0]);
      else {
        const action = episodes.actions[row - 1];
        const walked = Math.min(2, Math.max(0, previous[0] + (action === 2 ? 1 : 0) - (action === 1 ? 1 : 0)));
        expect(place).toBe(walked);
        expect(clips - previous[1]).toBeLessThanOrEqual(action === 3 ? 1 : 0);
      }
      expect(cat).toBeLessThan(3);
      previous = [place, clips, broken];
    }
  });

  test('a player encodes with the encoder that it is given, and not with an earlier one', () => {
    const play = playerOf(compiledTiny, () => 0);
    const encode = () => encoderOf(tinyWorld, compiledTiny.states[0]);
    const inputsOf = (encoder: OneHotEncoder) =>
      play(20, () => 0, evenly(4, stream(1, 'a')), encoder, stream(2, 'b')).inputs;
    const shifted = OneHotEncoder.restore({ cases: 9, values: Array.from({ length: 4 }, (_, i) => [[0, 9 + i]]) }, 99);
    const first = inputsOf(encode());
    expect(inputsOf(shifted)).not.toEqual(first);
    expect(inputsOf(encode())).toEqual(first);
  });

  test('the chooser is asked once for each tick, in order', () => {
    const starts: number[] = [];
    const choose: Chooser = (inputs, start) => {
      starts.push(start);
      return inputs[start + 4] === 0 ? 3 : 0;
    };
    const encoder = encoderOf(tinyWorld, compiledTiny.states[0]);
    const { actions } = playerOf(tinyWorld, () => 0)(3, () => 0, choose, encoder, stream(1));
    expect(starts).toEqual(Array.from({ length: 15 }, (_, row) => 5 * row));
    expect([...actions]).toEqual(Array.from({ length: 15 }, (_, row) => (row % 5 === 0 ? 3 : 0)));
  });
});

describe('the law of the outcome', () => {
  /** Draws by key, of one evidence value. */
  function frequencies<State>(world: World<State>, outcomes: readonly State[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const outcome of outcomes) {
      const key = world.key(outcome);
      counts.set(key, (counts.get(key) ?? 0) + 1 / outcomes.length);
    }
    return counts;
  }

  test.each([
    ['compiled', compiledTiny],
    ['stepped', tinyWorld],
  ])('is the exact forecast of the same policy, with the disciple present: %s', (_, target) => {
    const draws = 8000;
    const exact = exactForecaster(compiledTiny);
    const dice = boot(compiledTiny, 'dice:0.25,0.25,0.25,0.25');
    for (const e of [0, 5]) {
      const law = lawOf(tinyWorld, exact(compiledTiny.evidences[e].value, dice, 1));
      const { episodes } = played(
        target,
        compiledTiny.states[0],
        () => 0,
        draws,
        () => e,
      );
      expect([...episodes.evidence].every((evidence) => evidence === e)).toBe(true);
      expect(totalVariation(frequencies(tinyWorld, episodes.outcomes), law)).toBeLessThan(
        samplingTolerance(law, draws),
      );
    }
  });

  test('is the exact forecast on small worlds of every kind, with their aftermath', () => {
    const draws = 1000;
    fc.assert(
      fc.property(smallSpecs, (spec) => {
        const world = smallWorld(spec);
        const compiled = compile(world);
        const { length } = world.actions;
        const dice = boot(compiled, `dice:${Array(length).fill(1 / length)}`);
        const law = lawOf(world, exactForecaster(compiled)([], dice, 1));
        for (const target of [compiled, world]) {
          const { episodes } = played(target, compiled.states[0], () => 0, draws);
          expect(totalVariation(frequencies(world, episodes.outcomes), law)).toBeLessThan(
            samplingTolerance(law, draws),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
