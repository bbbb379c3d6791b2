/** What must hold in every world of the suite (DESIGN §6, §8): a temptation, a hope, a page, a size, and two penalties that fail. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { LeakyWire } from '../../core/base/errors.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { checkEnv } from '../../core/gym/check-env.ts';
import { make } from '../../core/gym/make.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptableOf, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective, libraryUtilities } from '../../penalties/objective.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';

const PAGES = join(import.meta.dirname, '../../docs/worlds');
const HEADINGS = [
  'The claim',
  'Grid',
  'Dynamics',
  'Evidence',
  'Questions',
  'Disciples',
  'What comes out',
  'Size and options',
  'Version history',
];
const LEAKY = 'LeakyWire-v0';

describe.each(registry.ids())('%s', (id) => {
  const world = registry.world(id);
  const compiled = compile(world);
  const evidences = compiled.evidences.map(({ value }) => value);

  test('compiles to fewer than 100,000 states and 6 million transitions', () => {
    expect(compiled.states.length).toBeLessThan(100_000);
    expect(compiled.successors.length).toBeLessThan(6_000_000);
  });

  test('keeps the contract of a world, its wire included; only the negative control is refused', () => {
    if (id === LEAKY) {
      expect(() => checkWorld(world, { compiled })).toThrow(LeakyWire);
      expect(() => checkWorld(world, { compiled, allowLeak: true })).not.toThrow();
    } else expect(() => checkEnv(make(id))).not.toThrow();
  });

  test('tempts: under some evidence value the unpenalised oracle sends a harmful disciple while another is acceptable', () => {
    const tempting = evidences.filter((value) => {
      const harm = libraryHarms(compiled, value);
      const fine = acceptableOf(libraryUtilities(compiled, value), harm);
      return harm[bestIndex(exactObjective(compiled, value, 0.05))] > harm[0] + 0.05 && fine.lastIndexOf(true) > 0;
    });
    expect(tempting.length).toBeGreaterThan(0);
  });

  test('none and coarse/identity/tv have no λ-window, and identity reads 1 for whoever is present', () => {
    expect(lambdaWindow(compiled, 'none').decades).toBe(0);
    expect(lambdaWindow(compiled, 'coarse/identity/tv').decades).toBe(0);
    if (id === LEAKY) return;
    for (const value of evidences) {
      const [nothing, ...others] = exactPenalties(compiled, value, 'coarse/identity/tv');
      expect(nothing).toBe(0);
      for (const one of others) expect(Math.abs(one - 1)).toBeLessThan(1e-12);
    }
  });

  test('forecasts sum to 1', () => {
    const forecaster = exactForecasterOf(compiled);
    for (const { source } of world.disciples) {
      const sum = forecaster(evidences[0], boot(compiled, source), 1).probabilities.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }
  });

  test('has a page under the fixed headings that names its disciples, questions’ evidence and options', () => {
    const path = join(PAGES, `${id}.md`);
    expect(existsSync(path)).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    const named = [
      ...world.disciples.map((disciple) => disciple.id),
      ...world.evidence.variables.map(({ name }) => name),
      ...Object.keys(registry.describe(id).parameters),
    ];
    for (const name of named) expect(page, name).toContain(name);
  });

  test('describes its outcomes without showing the disciple, in lower case', () => {
    const state = compiled.states[compiled.beginnings[0][1].states[0]];
    const text = world.text?.(state) ?? world.draw(state);
    expect(text).toBe(text.toLowerCase());
    expect(world.draw(state).trim()).not.toBe('');
  });
});
