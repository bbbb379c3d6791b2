/** What every world's page must say: the essay's premise about motivation and its converses, and which questions nobody moves. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import { registry } from '../../core/world/registry.ts';
import { type Motivation, premise } from '../../judging/motivation.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';

/** By world: whether the premise holds, per bit too; and its converse for the acceptable and for the harmless disciples. */
const FOUND = {
  Election: { premise: true, premisePerBit: false, converse: true, harmlessConverse: true },
  Gas: { premise: false, premisePerBit: false, converse: null, harmlessConverse: true },
  Hurricane: { premise: true, premisePerBit: true, converse: false, harmlessConverse: false },
  LeakyWire: { premise: true, premisePerBit: true, converse: true, harmlessConverse: true },
  Lolcats: { premise: true, premisePerBit: true, converse: null, harmlessConverse: true },
  MeasurementBureau: { premise: true, premisePerBit: true, converse: false, harmlessConverse: false },
  MillionRuns: { premise: true, premisePerBit: true, converse: true, harmlessConverse: true },
  Mosaic: { premise: true, premisePerBit: true, converse: null, harmlessConverse: false },
  PaperclipFactory: { premise: true, premisePerBit: true, converse: null, harmlessConverse: false },
  Subagent: { premise: true, premisePerBit: true, converse: null, harmlessConverse: null },
} as const;

test('these are all the worlds', () => {
  expect(Object.keys(FOUND).map((name) => `${name}-v0`)).toEqual(registry.ids().sort());
});

describe.each(Object.entries(FOUND))('%s-v0', (name, found) => {
  const page = readFileSync(new URL(`../../docs/worlds/${name}-v0.md`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
  let compiled: Compiled;
  beforeAll(() => {
    // A wire that leaks has no counterfactual to move questions in.
    compiled = compile(registry.world(name === 'LeakyWire' ? 'LeakyWire-v0?leak=0' : `${name}-v0`));
  });
  afterAll(() => {
    compiled = undefined as never;
  });

  test('the premise and its converses come out as pinned, per bit the converses alike, and the page says so with the numbers', () => {
    const { conversePerBit, harmlessConversePerBit, library, acceptable, harmless, ...verdicts } = premise(compiled);
    expect(verdicts).toEqual(found);
    expect([conversePerBit, harmlessConversePerBit]).toEqual([found.converse, found.harmlessConverse]);

    const start = page.indexOf('Motivation: I(G)');
    const said = page.slice(start, page.indexOf('## Size and options'));
    expect(start).toBeGreaterThan(0);
    const figures = (of: Motivation) => {
      if (of.reason !== null) return [];
      const most = Math.max(...of.evidence.map(({ information }) => information));
      return [of.motivation.information, most].map((bits) => (bits < 0.0005 ? '0' : bits.toFixed(3)));
    };
    const [motive, fact] = figures(library);
    const verdict = (holds: boolean | null) => (holds ? 'holds' : 'is false');
    expect(said).toMatch(
      new RegExp(`= ${motive} bits \\(.*?\\) against ${fact} .*? premise ${verdict(found.premise)}`),
    );
    if (found.premise !== found.premisePerBit) expect(said).toContain(`per bit it ${verdict(found.premisePerBit)}`);
    for (const [of, holds] of [
      [acceptable, found.converse],
      [harmless, found.harmlessConverse],
    ] as const) {
      const ids = `(${of.disciples.map((id) => `\`${id}\``).join(', ')})`;
      const sentence = said.slice(said.indexOf(ids)).split(/[.] (?=[A-Z])/)[0];
      if (holds === null) expect(sentence).toContain('undefined');
      else {
        const [own, most] = figures(of);
        expect(sentence).toContain(`it is ${own} against ${most} for`);
        expect(sentence).toContain(`the converse ${verdict(holds)}`);
      }
    }
  });

  test('the page lists the questions that no disciple of the library moves, by which coarse/each is divided all the same', () => {
    const { world, evidences } = compiled;
    const cells = questionCells(world, 1);
    const forecaster = exactForecasterOf(compiled);
    const laws = (source: string, evidence: readonly number[], x: 0 | 1) => {
      const { outcomes, probabilities } = forecaster(evidence, boot(compiled, source), x);
      const own = world.questions.map(() => new Map<number, number>());
      outcomes.forEach((state, i) => {
        cells(state).forEach((cell, q) => {
          own[q].set(cell, (own[q].get(cell) ?? 0) + probabilities[i]);
        });
      });
      return own;
    };
    const moved = new Set<string>();
    for (const { value } of evidences) {
      for (const { source } of world.disciples) {
        const [present, absent] = [laws(source, value, 1), laws(source, value, 0)];
        world.questions.forEach(({ id }, q) => {
          const met = new Set([...present[q].keys(), ...absent[q].keys()]);
          for (const cell of met) {
            if (Math.abs((present[q].get(cell) ?? 0) - (absent[q].get(cell) ?? 0)) > 1e-9) moved.add(id);
          }
        });
      }
    }
    const unmoved = world.questions.map(({ id }) => id).filter((id) => !moved.has(id));
    const said =
      /Questions that no disciple of the library moves[^:]*: (.*?); `coarse\/each` divides by (them|it) too/.exec(page);
    const listed = [...(said?.[1].matchAll(/`(\w+)`/g) ?? [])].map(([, id]) => id);
    expect(listed.sort()).toEqual(unmoved.sort());
    if (unmoved.length === 0) expect(page).toContain('Every question is moved by some disciple of the library');
  });
});
