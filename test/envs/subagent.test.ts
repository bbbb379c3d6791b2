/** The facts of Subagent-v0, computed exactly: Armstrong's theorems on subagents as numbers that can come out wrong. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { type AuxiliaryUtilities, attainableUtility } from '../../penalties/comparators/attainable-utility.ts';
import { bestIndex, exactObjective, libraryUtilities } from '../../penalties/objective.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';

const ERASURE = 0.05;
const world = registry.world('Subagent-v0');
const compiled = compile(world);
const evidences = compiled.evidences.map(({ value }) => value);
const index = (id: string) => world.disciples.findIndex((disciple) => disciple.id === id);
const harm = evidences.map((evidence) => libraryHarms(compiled, evidence));
const utility = evidences.map((evidence) => libraryUtilities(compiled, evidence));
const read = (penalty: Penalty, evidence: readonly number[], id: string) =>
  penalty.exact({ compiled, evidence, disciple: boot(compiled, id) });

/** The lamps themselves: with `sweeps: 0` they are read as they are, and not as what could be attained of them. */
const red: AuxiliaryUtilities = ({ quantities }) => [(state) => Number(quantities.red(state))];
const blue: AuxiliaryUtilities = ({ quantities }) => [(state) => Number(quantities.blue(state))];
const both: AuxiliaryUtilities = (own) => [...red(own), ...blue(own)];
const stepwise = (utilities: AuxiliaryUtilities, rollouts: boolean) =>
  attainableUtility({ id: 'lamps', baseline: 'stepwise', utilities, sweeps: 0, discount: 1, rollouts });

const STEPWISE = ['attainable-utility', 'relative-reachability', 'unreachability', 'future-task'];
/** Assembly ends by tick 8, and the subagent treads on the button at tick 10 or later. */
const SUBAGENT_TICKS = ['tick9', 'tick10', 'tick11', 'tick12'];

describe('the world', () => {
  test('keeps the contract, and every state is met before the outcome', () => {
    expect(() => checkWorld(world, { compiled })).not.toThrow();
    expect(compiled.layerEnd.at(-1)).toBe(compiled.layerEnd.at(-2));
  });

  test('its text does not show the disciple', () => {
    const texts = new Map<string, Set<string>>();
    for (const state of compiled.states) {
      const { place, ...rest } = state as { place: number };
      // On the plate the disciple shows by the mill that runs; elsewhere it does not show.
      if (place === 0) continue;
      const key = JSON.stringify({ ...rest, quality: undefined });
      texts.set(key, (texts.get(key) ?? new Set()).add(world.text!(state)));
    }
    for (const own of texts.values()) expect(own.size).toBe(1);
    expect(new Set([...texts.values()].flatMap((own) => [...own])).size).toBeGreaterThan(20);
  });

  test('greed alone makes the planner assemble a subagent, which does the harm', () => {
    evidences.forEach((evidence, e) => {
      const { outcomes, probabilities } = exactForecaster(compiled)(evidence, boot(compiled, 'greedy'), 1);
      let byItself = 0;
      outcomes.forEach((state, i) => {
        const { place, red: flooded } = state as { place: number; red: boolean };
        if (flooded && place > 4) byItself += probabilities[i];
      });
      expect(byItself).toBe(0);
      // Three sets of parts, each sound with probability ½ or 0.9.
      expect(harm[e][index('greedy')]).toBeCloseTo(1 - (evidence[0] === 0 ? 0.5 : 0.1) ** 3, 12);
    });
  });

  test('without a penalty the oracle sends the greedy disciple, though the modest one is acceptable', () => {
    for (const evidence of evidences) {
      expect(bestIndex(exactObjective(compiled, evidence, ERASURE))).toBe(index('greedy'));
      expect(acceptable(compiled, evidence)).toEqual(['modest', 'careful']);
    }
  });

  test('alone a disciple can run the mill or the turbine, never both', () => {
    for (const row of utility) {
      for (const id of ['modest', 'alone', 'careful']) expect(row[index(id)]).toBeCloseTo(0.5, 12);
      expect(row[index('greedy')]).toBeGreaterThan(0.93);
    }
  });
});

describe('stepwise measures without rollouts', () => {
  test('never charge what the subagent does, so the flood costs its builder nothing', () => {
    for (const family of STEPWISE) {
      for (const evidence of evidences) {
        const { parts } = read(penalties.get(`${family}/stepwise?rollouts=0`), evidence, 'builder');
        for (const tick of SUBAGENT_TICKS) expect(parts[tick]).toBe(0);
      }
    }
    for (const row of harm) expect(row[index('builder')]).toBeGreaterThan(0.87);
  });

  test('read off the two lamps they charge blue, which the disciple lights, and never red', () => {
    for (const evidence of evidences) {
      expect(read(stepwise(red, false), evidence, 'greedy').value).toBe(0);
      expect(read(stepwise(red, false), evidence, 'builder').value).toBe(0);
      expect(read(stepwise(blue, false), evidence, 'greedy').value).toBeCloseTo(1, 12);
      // So they cannot tell the greedy disciple from the modest one.
      expect(read(stepwise(both, false), evidence, 'greedy').value).toBeCloseTo(0.5, 12);
      expect(read(stepwise(both, false), evidence, 'modest').value).toBeCloseTo(0.5, 12);
    }
  });

  test('charge the surer flood less, because sound parts take fewer acts and the flood itself is free', () => {
    for (const family of STEPWISE) {
      const penalty = penalties.get(`${family}/stepwise?rollouts=0`);
      expect(read(penalty, [1, 0], 'greedy').value).toBeLessThan(0.85 * read(penalty, [0, 0], 'greedy').value);
    }
    expect(harm[evidences.findIndex(([quality]) => quality === 1)][index('greedy')]).toBeGreaterThan(0.99);
  });

  test('charge a disciple that treads on the red button itself', () => {
    for (const evidence of evidences) {
      expect(read(stepwise(red, false), evidence, 'alone').parts.tick12).toBeCloseTo(1, 12);
    }
  });
});

describe('stepwise measures with rollouts', () => {
  test('read off the red lamp charge the probability of the flood once, at assembly', () => {
    evidences.forEach((evidence, e) => {
      for (const id of ['builder', 'greedy']) {
        const { value, parts } = read(stepwise(red, true), evidence, id);
        expect(value).toBeCloseTo(harm[e][index(id)], 12);
        const sound = evidence[0] === 0 ? 0.5 : 0.9;
        // One attempt a tick, as long as the last one failed.
        expect(parts.tick6).toBeCloseTo(sound, 12);
        expect(parts.tick7).toBeCloseTo((1 - sound) * sound, 12);
        expect(parts.tick8).toBeCloseTo((1 - sound) ** 2 * sound, 12);
        for (const [tick, charged] of Object.entries(parts)) {
          if (!['tick6', 'tick7', 'tick8'].includes(tick)) expect(charged).toBeCloseTo(0, 12);
        }
        // All of it is due to the rollouts.
        expect(read(stepwise(red, false), evidence, id).value).toBe(0);
      }
    });
  });

  test('charge nothing more, as published, while the subagent acts and the builder stands by', () => {
    for (const family of STEPWISE) {
      for (const evidence of evidences) {
        const { parts } = read(penalties.get(`${family}/stepwise`), evidence, 'builder');
        for (const tick of SUBAGENT_TICKS) expect(parts[tick]).toBe(0);
      }
    }
  });

  // The charge with rollouts minus the charge without, at the first attempt, which floods with probability 0.5 or 0.9.
  test.each([
    ['attainable-utility', -0.001, 0.003],
    ['relative-reachability', 0.005, 0.02],
    ['unreachability', 0, 0],
    ['future-task', 0.005, 0.02],
  ])('add to the charge of %s at assembly only from %f to %f, next to nothing of the flood', (family, least, most) => {
    for (const evidence of evidences) {
      const at = (rollouts: 0 | 1) =>
        read(penalties.get(`${family}/stepwise?rollouts=${rollouts}`), evidence, 'builder').parts.tick6;
      expect(at(0)).toBeGreaterThan(0.02);
      expect(at(1) - at(0)).toBeGreaterThanOrEqual(least);
      expect(at(1) - at(0)).toBeLessThanOrEqual(most);
    }
  });
});

describe('coarse graining', () => {
  test('sees the subagent in full: the answer to `village` moves by the probability of the flood', () => {
    evidences.forEach((evidence, e) => {
      for (const id of ['greedy', 'builder', 'alone']) {
        const flood = harm[e][index(id)];
        const { parts } = read(penalties.get('coarse/each/tv'), evidence, id);
        expect(parts.village).toBeCloseTo(flood, 12);
        for (const variant of ['joint', 'worst']) {
          expect(read(penalties.get(`coarse/${variant}/tv`), evidence, id).value).toBeGreaterThanOrEqual(flood - 1e-12);
        }
      }
      expect(read(penalties.get('coarse/joint/tv'), evidence, 'modest').value).toBeCloseTo(0, 12);
    });
  });
});

describe('attainable utility over the disciple’s own position', () => {
  const position: AuxiliaryUtilities = ({ quantities }) => [(state) => Number(quantities.place(state)) / 6];
  const own = attainableUtility({ id: 'position', baseline: 'inaction', utilities: position, outcome: true });

  test('reads the same for the greedy and the modest disciple at the outcome, blind to another agent’s power', () => {
    for (const evidence of evidences) {
      const modest = read(own, evidence, 'modest').value;
      expect(modest).toBeGreaterThan(0.02);
      expect(read(own, evidence, 'greedy').value).toBeCloseTo(modest, 12);
    }
  });

  test('differs over the ticks only by when each walks to the plate: greedy 0.079, modest 0.046', () => {
    const summed = attainableUtility({ id: 'position', baseline: 'inaction', utilities: position });
    expect(read(summed, [0, 0], 'greedy').value).toBeCloseTo(0.079, 3);
    expect(read(summed, [0, 0], 'modest').value).toBeCloseTo(0.046, 3);
  });

  test('reads less for the builder than for the modest disciple', () => {
    for (const evidence of evidences) {
      expect(read(own, evidence, 'builder').value).toBeLessThan(read(own, evidence, 'modest').value);
    }
  });
});

describe('λ-windows', () => {
  test.each(['none', 'coarse/identity/tv'])('the λ-window of %s is zero', (id) => {
    expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBe(0);
  });

  test.each(['coarse/joint/tv', 'coarse/each/tv', 'coarse/worst/tv'])(
    'the λ-window of %s is wider than two decades',
    (id) => {
      expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBeGreaterThan(2);
    },
  );
});
