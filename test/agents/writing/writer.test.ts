/** A writer writes one source for each evidence value, where programs can be planned. */
import { describe, expect, test } from 'vitest';
import '../../../index.ts';
import { train } from '../../../agents/masters/train.ts';
import { trainWriter } from '../../../agents/writing/train-writer.ts';
import { programLimit, type WritingContext, writeSources } from '../../../agents/writing/writer.ts';
import { InvalidOption, LeakyWire } from '../../../core/base/errors.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';
import { tinyWords } from '../../fixtures/words.ts';

const compiled = compile(tinyWorld);

function context(given: Partial<WritingContext<TinyState>> = {}): WritingContext<TinyState> {
  return {
    target: compiled,
    penalty: penalties.get('coarse/learned/tv'),
    weight: 1,
    erasure: 0.05,
    seed: 0,
    name: 'penalised',
    episodes: 1600,
    rollouts: 200,
    backend: () => loadBackend(testBackend),
    grammar: () => tinyWords,
    ...given,
  };
}

describe('a writer', () => {
  test('writes a source that boots for each evidence value, and says how far it is', async () => {
    const heard: (readonly [number, number])[] = [];
    const onUpdate = (_: unknown, done: number, total: number) => heard.push([done, total]);
    const { sources, notes } = await writeSources(context({ onUpdate }));
    expect(sources.length).toBe(compiled.evidences.length);
    for (const source of sources) expect(() => checkSource(compiled, source)).not.toThrow();
    // 32 programs that are written and 8 that are repeated, in 4 episodes each.
    expect(heard).toEqual(Array.from({ length: 10 }, (_, i) => [i + 1, 10]));
    expect(notes).toEqual([
      expect.stringMatching(/^It planned \d+ of the programs that it wrote, and met \d+ plans\.$/),
    ]);
  });

  test('charges a penalty that is measured from draws where it has no exact value', async () => {
    const penalty = penalties.get('coarse/pathwise');
    const { sources } = await writeSources(context({ penalty, episodes: 160 }));
    expect(sources.length).toBe(compiled.evidences.length);
  });

  test('refuses a world that is not compiled, in one line', async () => {
    const writing = writeSources(context({ target: tinyWorld }));
    await expect(writing).rejects.toThrow(InvalidOption);
    await expect(writing).rejects.toThrow(
      "agent writer: expected a compiled world to plan on but received 'TinyVase-v0 uncompiled'",
    );
  });

  test('is trained by one call, which refuses what it does not know and what is out of range', async () => {
    const options = { world: compiled, penalty: 'coarse/joint/tv', episodes: 1600, rollouts: 200 } as never;
    const sent = await trainWriter(options);
    expect(sent.map(({ evidence }) => evidence)).toEqual(compiled.evidences.map(({ value }) => value));
    for (const { source } of sent) expect(() => checkSource(compiled, source)).not.toThrow();
    expect(await trainWriter(options)).toEqual(sent);
    await expect(trainWriter({ word: 'Subagent-v0' } as never)).rejects.toThrow("trainWriter: unknown field 'word'");
    await expect(trainWriter({ weight: -1 })).rejects.toThrow('weight: expected a number ≥ 0 but received -1');
    await expect(trainWriter({ world: 'Hurricane-v1' })).rejects.toThrow('Hurricane-v0');
    await expect(trainWriter({ world: 'LeakyWire-v0' })).rejects.toThrow(LeakyWire);
  });

  test('is an agent of `train`: what it wrote joins the library, and is sent', async () => {
    const options = { world: tinyWorld, penalty: 'coarse/joint/tv', episodes: 1600, rollouts: 200 };
    const master = await train({ ...options, agent: 'writer', backend: testBackend });
    const { value } = compiled.evidences[0];
    const ids = tinyWorld.disciples.map(({ id }) => id);
    const isKnown = (id: string) => ids.includes(id) || /^writer-\d+$/.test(id);
    expect(isKnown(master.choose(value)) && isKnown(master.chooseUnpenalised(value))).toBe(true);
    expect(master.charged(value, master.choose(value))).toBeLessThanOrEqual(
      master.charged(value, master.chooseUnpenalised(value)),
    );
    master.dispose();
  });

  test('plans fewer programs in a large world', () => {
    expect(programLimit(compile(registry.world('Subagent-v0')))).toBe(1500);
    expect(programLimit({ ...compiled, successors: new Int32Array(2e7) } as never)).toBe(320);
    expect(programLimit({ ...compiled, successors: { length: 1e9 } } as never)).toBe(100);
  });
});
