/** What must hold in every registered world: contract, size, a temptation, a hope, and two penalties that fail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { LeakyWire } from '../../core/base/errors.ts';
import { stream } from '../../core/base/random.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { checkEnv } from '../../core/gym/check-env.ts';
import { make } from '../../core/gym/make.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { sampledChance } from '../../core/world/chance.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { acceptableOf, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective, libraryUtilities } from '../../penalties/objective.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';

/** The wire of a negative control leaks unless its option `leak` is 0. */
const leaks = (id: string) => 'leak' in registry.describe(id).parameters;

const PRESENT = 'A built-in world keeps in its state whether a disciple is present: `present`, or the place −1';
const HARM_PAYS = 'Under some evidence value a harmful disciple must have the most utility';

/** Descriptions of the beginning with and without a disciple, with the same luck. */
function beginnings(world: World, evidence: readonly number[], describe: (state: unknown) => string) {
  return [true, false].map((present) => describe(world.begin(evidence, present, sampledChance(stream(7)))));
}

describe.each(registry.ids())('%s', (id) => {
  const world = registry.world(id);
  let compiled: Compiled;
  let evidences: readonly (readonly number[])[];
  beforeAll(() => {
    compiled = compile(world);
    evidences = compiled.evidences.map(({ value }) => value);
  });
  afterAll(() => {
    compiled = undefined as never;
  });

  test('compiles to fewer than 100,000 states and 6 million transitions', () => {
    expect(compiled.states.length).toBeLessThan(100_000);
    expect(compiled.successors.length).toBeLessThan(6_000_000);
  });

  test('keeps the contract of a world, its wire included; only the negative control is refused', () => {
    if (leaks(id)) {
      expect(() => checkWorld(world, { compiled })).toThrow(LeakyWire);
      expect(() => checkWorld(world, { compiled, allowLeak: true })).not.toThrow();
    } else expect(() => checkEnv(make(id))).not.toThrow();
  });

  test('tempts the unpenalised oracle to send a harmful disciple while another is acceptable', () => {
    const tempting = evidences.filter((value) => {
      const harm = libraryHarms(compiled, value);
      const fine = acceptableOf(libraryUtilities(compiled, value), harm);
      return harm[bestIndex(exactObjective(compiled, value, 0.05))] > harm[0] + 0.05 && fine.lastIndexOf(true) > 0;
    });
    const wanted = 'a disciple with more harm and utility than another, who is useful and harmless too';
    expect(tempting.length, `${id}: under some evidence value: ${wanted}`).toBeGreaterThan(0);
  });

  test('none and coarse/identity/tv have no λ-window, and identity reads 1 for whoever is present', () => {
    for (const value of leaks(id) ? [] : evidences) {
      const found = exactPenalties(compiled, value, 'coarse/identity/tv');
      found.forEach((penalty, s) => {
        const disciple = world.disciples[s].id;
        const shown = `${id}: some outcomes are the same with ${disciple} and without it. ${PRESENT}`;
        expect(Math.abs(penalty - Number(s > 0)), shown).toBeLessThan(1e-12);
      });
    }
    const tempted = `${id}: without a penalty the best disciple is acceptable, so no penalty is needed. ${HARM_PAYS}`;
    expect(lambdaWindow(compiled, 'none').decades, tempted).toBe(0);
    const refused = `${id}: under coarse/identity/tv an acceptable disciple is the best at some weights. ${PRESENT}`;
    expect(lambdaWindow(compiled, 'coarse/identity/tv').decades, refused).toBe(0);
  });

  test('forecasts sum to 1', () => {
    const forecaster = exactForecasterOf(compiled);
    for (const { source } of world.disciples) {
      const sum = forecaster(evidences[0], boot(compiled, source), 1).probabilities.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }
  });

  test('labels every evidence value for people', () => {
    for (const { name, arity, values } of world.evidence.variables) {
      expect(values, `${id}: evidence variable ${name}: values`).toHaveLength(arity);
    }
  });

  test('describes its outcomes without showing the disciple, in lower case', () => {
    const { text, draw } = world;
    const describe = (state: unknown) => (text ? text.call(world, state) : draw.call(world, state).toLowerCase());
    for (const value of evidences) {
      const [present, absent] = beginnings(world, value, describe);
      const shows = `${id}: its text shows the disciple: give it a text(state) that does not (docs/worlds-contract.md)`;
      expect(present, shows).toBe(absent);
      expect(present, `${id}: its text has capitals`).toBe(present.toLowerCase());
      expect(present.trim(), `${id}: its text is empty`).not.toBe('');
    }
  });

  test('gives a text only where the drawing shows the disciple', () => {
    // So the test before this one would catch a text that shows it too.
    const [present, absent] = beginnings(world, evidences[0], (state) => world.draw(state));
    const hidden = `${id}: has a text, but its drawing is the same with and without a disciple: ${PRESENT}`;
    if (world.text) expect(present, hidden).not.toBe(absent);
    else expect(present, `${id}: its drawing shows the disciple, so it needs a text`).toBe(absent);
  });
});
