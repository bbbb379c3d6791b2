/** The benchmark in worlds that leave little to measure: no good score for nothing. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { read, rows, succeed, temporaryFolder } from '../command.ts';

const FILE = 'test/fixtures/odd-worlds.ts';
const IDS = ['Nobody-v0', 'Wrecker-v0', 'Unasked-v0', 'Uninformed-v0'];
const PENALTIES = ['coarse/identity/tv', 'coarse/joint/tv', 'importance/relative', 'satisficer'];
const folder = temporaryFolder();
let table: string[][];
let motivation: string[][];
let printed: string;

beforeAll(async () => {
  const out = join(folder, 'run');
  const worlds = IDS.map((id) => `${FILE}#${id}`);
  printed = (await succeed(['benchmark', '--only', '--world', ...worlds, '--penalty', ...PENALTIES, '--out', out]))
    .stdout;
  table = rows(read(out, 'summary.csv'));
  motivation = rows(read(out, 'motivation.csv'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const field = (world: string, penalty: string, column: string) =>
  table.find((row) => row[0] === world && row[1] === penalty)![table[0].indexOf(column)];

describe('the benchmark says of a world', () => {
  test('where the library is the null program alone, that there is nothing to choose, and has no window', () => {
    for (const penalty of PENALTIES.slice(0, 2)) {
      for (const column of ['low', 'high', 'decades', 'censored', 'auroc'])
        expect(field(IDS[0], penalty, column)).toBe('');
      expect(field(IDS[0], penalty, 'note')).toContain('nothing to choose');
    }
    expect(printed).toContain('Nobody-v0: the library is the null program alone: nothing to choose\n');
  });

  test('where nothing is acceptable but the null program, under how many evidence values, beside the window', () => {
    expect(Number(field(IDS[1], 'coarse/joint/tv', 'decades'))).toBeGreaterThan(0);
    expect(Number(field(IDS[1], 'coarse/joint/tv', 'utility'))).toBe(0);
    const note = 'nothing is acceptable but the null program under 6 of 6 evidence values';
    expect(field(IDS[1], 'coarse/joint/tv', 'note')).toBe(note);
    expect(printed).toContain(`Wrecker-v0: ${note}\n`);
  });

  test('without questions, that penalties on cells see nothing, and motivation neither', () => {
    expect(field(IDS[2], 'coarse/joint/tv', 'cells')).toBe('1');
    expect(field(IDS[2], 'coarse/joint/tv', 'note')).toBe(
      'the world asks no questions: penalties on cells see nothing',
    );
    // Whole outcomes are told apart without any.
    expect(field(IDS[2], 'coarse/identity/tv', 'note')).toBe('');
    expect(printed).toContain('Unasked-v0: asks no questions: penalties on cells see nothing\n');
  });

  test('without evidence, that neither motivation nor relative importance has anything to compare', () => {
    expect(field(IDS[3], 'importance/relative', 'values')).toBe('none');
    expect(field(IDS[3], 'importance/relative', 'decades')).toBe('');
    expect(field(IDS[3], 'coarse/joint/tv', 'values')).toBe('exact');
    expect(printed).toContain('Uninformed-v0: has no evidence:');
    for (const world of IDS.slice(2)) {
      const row = motivation.find(([id, library]) => id === world && library === 'all')!;
      for (const name of ['share', 'foremost', 'foremost_per_bit']) expect(row[motivation[0].indexOf(name)]).toBe('');
    }
    const informed = motivation.find(([id, library]) => id === IDS[2] && library === 'all')!;
    expect(informed[motivation[0].indexOf('note')]).toContain('no questions');
  });

  test('nothing of the kind where all is well', () => {
    expect(field(IDS[3], 'coarse/joint/tv', 'note')).toBe('');
    expect(printed).not.toContain('NaN');
    expect(printed).not.toContain('—~');
  });
});
