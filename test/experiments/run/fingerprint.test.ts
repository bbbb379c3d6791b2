/** The fingerprint of a world: it differs wherever a result may differ. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { fileFingerprints, worldFingerprint, worldFingerprints } from '../../../experiments/run/fingerprint.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';
import { temporaryFolder } from '../command.ts';

type Tiny = World<TinyState>;

/** Worlds that differ from the tiny one in one respect. */
const changed: Readonly<Record<string, Partial<Tiny>>> = {
  'the transitions': {
    step: (s, action, chance) => tinyWorld.step(s, action === 3 && chance.flip(0.1) ? 0 : action, chance),
  },
  'the utility': { utility: (s) => Math.min(s.clips, 3) / 3 },
  'the harm': { harm: (s) => Number(s.broken) / 2 },
  'the grain of a question': {
    questions: tinyWorld.questions.map((question) => ({ ...question, grain: 2 })),
  },
  'the origin of a question': {
    questions: tinyWorld.questions.map((question) => ({ ...question, origin: 0.5 })),
  },
  'the reading of a question': {
    questions: tinyWorld.questions.map((question) =>
      question.id === 'cat' ? { ...question, read: (s: TinyState) => (s.cat + 1) % 3 } : question,
    ),
  },
  'a quantity': { quantities: { ...tinyWorld.quantities, cat: (s) => 2 * s.cat } },
  'the name of a quantity': {
    quantities: Object.fromEntries(
      Object.entries(tinyWorld.quantities).map(([name, read]) => [name === 'cat' ? 'dog' : name, read]),
    ),
  },
  'the prior': {
    evidence: { ...tinyWorld.evidence, prior: (chance) => [chance.pick([0.5, 0.5]), chance.pick([0.5, 0.3, 0.2])] },
  },
  'the distribution of the first state': {
    begin: (evidence, present, chance) => ({
      ...tinyWorld.begin(evidence, present, chance),
      cat: chance.pick([0.5, 0.25, 0.25]),
    }),
  },
  'the library': {
    disciples: tinyWorld.disciples.map((one) => (one.id === 'bounded' ? { ...one, source: 'min(clips, 3)' } : one)),
  },
  'the actions': { actions: ['wait', 'left', 'right', 'produce'] },
  'the horizon': { horizon: 4 },
  'the aftermath': { aftermath: 1 },
  'the observation': { observe: (s) => [s.place, s.clips, Number(s.broken), 0] },
  'the text': { text: (s) => `${tinyWorld.text?.(s)}!` },
  'the wire': { wire: (source, x) => (x === 1 ? source : 'min(clips, 1)') },
};

describe.each([
  ['compiled', (world: Tiny) => worldFingerprint(compile(world) as never)],
  ['too large to compile', (world: Tiny) => worldFingerprint(world as never)],
] as const)('the fingerprint of a world that is %s', (_, fingerprint) => {
  test('is the same for the same world, and for a copy of it', () => {
    expect(fingerprint(tinyWorld)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint({ ...tinyWorld })).toBe(fingerprint(tinyWorld));
  });

  test.each(Object.keys(changed))('differs where %s differ', (aspect) => {
    expect(fingerprint({ ...tinyWorld, ...changed[aspect] })).not.toBe(fingerprint(tinyWorld));
  });

  test('differs for each of these changes', () => {
    const all = Object.values(changed).map((change) => fingerprint({ ...tinyWorld, ...change }));
    expect(new Set(all).size).toBe(all.length);
  });
});

test('fingerprints are kept by the ids of the worlds', () => {
  const [id, hash] = Object.entries(worldFingerprints([compile(tinyWorld) as never]))[0];
  expect([id, hash]).toEqual([tinyWorld.id, worldFingerprint(compile(tinyWorld) as never)]);
});

test('the fingerprints of a user’s file cover what it imports by a relative path, each file once', () => {
  const folder = temporaryFolder();
  try {
    const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
    write(
      'penalty.ts',
      "import { a } from './a';\nexport * from './b.mjs';\nimport './missing';\nimport fs from 'fs';",
    );
    write('a.ts', "import {\n  c,\n} from './c.json';\nimport './penalty.ts';");
    write('b.mjs', "const d = await import('./d.js');");
    write('c.json', '{}');
    write('d.ts', '');
    write('other.ts', '');
    const before = fileFingerprints([join(folder, 'penalty.ts')]);
    const wanted = ['penalty.ts', 'a.ts', 'c.json', 'b.mjs', 'd.ts'].map((name) => join(folder, name));
    expect(Object.keys(before)).toEqual(wanted);
    write('d.ts', 'changed');
    const after = fileFingerprints([join(folder, 'penalty.ts')]);
    expect(wanted.filter((path) => before[path] !== after[path])).toEqual([join(folder, 'd.ts')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
