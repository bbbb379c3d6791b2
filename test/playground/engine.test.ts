/** What the page shows is what the package computes. */
import { describe, expect, test } from 'vitest';
import '../../agents/suite.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair } from '../../core/forecast/pairs.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { exactPenalties, exactValue } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';
import { optimalProgram } from '../../penalties/optimum/optimal-program.ts';
import { penalties } from '../../penalties/suite.ts';
import { answers, best, decide, episode, exactPenaltyIds, open, read } from '../../playground/engine.ts';

const WORLD = 'Hurricane-v0';
const compiled = compile(registry.world(WORLD)) as Compiled;
const [{ value: evidence }] = compiled.evidences;
const place = { world: WORLD, evidence };
const PENALTY = 'coarse/joint/tv';
const yours = (source: string) => [{ id: 'yours', source }];

describe('a decision', () => {
  const objective = exactObjective(compiled, evidence, 0.05);
  const charged = exactPenalties(compiled, evidence, PENALTY);

  test.each([0, 0.1, 0.3, 1, 3, 30])('at λ = %d offers what the library is worth, and sends the best', (weight) => {
    const { offers, sent } = decide(place, PENALTY, weight, []);
    expect(offers.map((offer) => offer.objective)).toEqual(objective);
    expect(offers.map((offer) => offer.penalty)).toEqual(charged);
    const left = objective.map((utility, s) => utility - weight * charged[s]);
    expect(offers.map((offer) => offer.left)).toEqual(left);
    expect(sent).toBe(bestIndex(left));
  });

  test('is made among one program more where the user has one', () => {
    const { offers } = decide(place, PENALTY, 1, yours('made - struck'));
    expect(offers).toHaveLength(compiled.world.disciples.length + 1);
    const disciple = boot(compiled, 'made - struck');
    const penalty = exactValue(penalties.get(PENALTY), { compiled, evidence, disciple });
    expect(offers.at(-1)).toMatchObject({ id: 'yours', source: 'made - struck', penalty, charge: penalty });
  });

  test('is refused in the parser’s own words where that program is none', () => {
    expect(() => decide(place, PENALTY, 1, yours('made -'))).toThrow("disciple source 'made -': ");
    expect(() => decide(place, PENALTY, 1, yours('clip'))).toThrow(
      /unknown quantity 'clip' at position 1\. Did you mean/,
    );
  });
});

describe('the best program of all', () => {
  test.each([0.1, 1, 0.3])('at λ = %d is the optimum, and on offer it keeps what it says', async (weight) => {
    const found = await best(place, PENALTY, weight);
    const optimum = await optimalProgram({ compiled, evidence, penalty: PENALTY, weight });
    // What was found for another λ serves this one, so the bounds need not be the same to the digit.
    expect(found.low).toBeLessThanOrEqual(optimum.high + 1e-9);
    expect(found.high).toBeGreaterThanOrEqual(optimum.low - 1e-9);
    expect(found.high - found.low).toBeLessThanOrEqual(1e-3);
    expect(found.isSearched).toBe(false);
    const { offers, sent } = decide(place, PENALTY, weight, [{ id: 'best', source: found.source }]);
    expect(offers.at(-1)!.left).toBeCloseTo(found.low, 9);
    // A program of the library may be as good, up to the gap.
    expect(offers[sent].left).toBeGreaterThanOrEqual(found.low - 1e-9);
    expect(offers[sent].left).toBeLessThanOrEqual(found.high + 1e-9);
  });

  test('is only searched for against shape/spectrum, and refused where a penalty has no exact value', async () => {
    expect(await best(place, 'shape/spectrum', 1)).toMatchObject({ isSearched: true });
    await expect(best(place, 'coarse/pathwise', 1)).rejects.toThrow(
      'optimum: penalty: expected one with an exact value',
    );
  });
});

test('a world opens with what may be chosen in it', () => {
  const opened = open(WORLD);
  expect(opened.states).toBe(compiled.states.length);
  expect(opened.evidences.map(({ value }) => value)).toEqual(compiled.evidences.map(({ value }) => value));
  expect(opened.quantities).toEqual(Object.keys(compiled.world.quantities));
});

test('a source is read by each penalty that has an exact value of its own', () => {
  const disciple = boot(compiled, 'made');
  const [outcome, ...readings] = read(place, 'made');
  expect(outcome).toMatchObject({ kind: 'outcome', utility: exactObjective(compiled, evidence, 0)[1] });
  expect(readings.length).toBeGreaterThan(40);
  for (const reading of readings) {
    if (reading.kind !== 'penalty') throw new Error('expected a penalty');
    expect(reading.value).toBe(exactValue(penalties.get(reading.id), { compiled, evidence, disciple }));
  }
  expect(exactPenaltyIds().map(({ id }) => id)).not.toContain('coarse/learned/tv');
});

test.each([0, 0.5, 1, 4])('the answers at %d times the grain are what the coarse penalties compare', (coarseness) => {
  const { histograms, joint, each } = answers(place, 'made', coarseness);
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  for (const { cells, divergence } of histograms) {
    expect(total(cells.map(({ present }) => present))).toBeCloseTo(1, 12);
    expect(total(cells.map(({ absent }) => absent))).toBeCloseTo(1, 12);
    expect(total(cells.map(({ share }) => share))).toBeCloseTo(divergence > 1e-12 ? 1 : 0, 12);
    expect(divergence).toBeLessThanOrEqual(joint + 1e-12);
  }
  expect(total(histograms.map(({ divergence }) => divergence)) / histograms.length).toBeCloseTo(each, 12);
});

test('an episode shows the states that both branches meet, in order', () => {
  const run = playPair(compiled, evidence, boot(compiled, 'made'), 3);
  const { views, legend } = episode(place, 'made', 3);
  expect(views).toHaveLength(run.present.length);
  run.present.forEach((state, tick) => {
    expect(views[tick].panels[0].scene).toEqual(compiled.world.scene!(state));
    expect(views[tick].panels[1].scene).toEqual(compiled.world.scene!(run.absent[tick]));
  });
  expect(legend.map(({ label }) => label)).toContain('the disciple');
});
