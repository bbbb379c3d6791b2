/** A calibration that was killed is carried on to the same bytes. */
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import '../../../envs/index.ts';
import { binsJson, binsOf } from '../../../experiments/calibrate/bins.ts';
import { calibrationTables, resumeCalibrate, runCalibrate } from '../../../experiments/calibrate/calibrate.ts';
import { read, temporaryFolder, WORLD } from '../command.ts';

// Part of `npm run test:all` alone: whole processes, some of them killed.
// @module-tag system

const folder = temporaryFolder();
const run = join(folder, 'run');
const FILES = ['events.jsonl', 'summary.csv', 'cases.csv', 'networks.csv', 'variance.csv', 'judged.csv', 'bins.csv'];
const settings = {
  worlds: [WORLD],
  only: true,
  allowLeak: false,
  tables: calibrationTables,
  rollouts: 500,
  updates: 100,
  repetitions: 2,
  seed: 1,
  backend: 'wasm',
} as const;

/** What a command writes to the standard output. */
async function printedBy(work: () => Promise<void>): Promise<string> {
  const texts: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => texts.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ];
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return texts.join('');
}

let printed: string;

beforeAll(async () => {
  printed = await printedBy(() => runCalibrate(settings, { out: run, force: false, json: false }));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The run as a kill leaves it: its beginning, `parts` results, and some of the next one. */
function killed(parts: number): string {
  const again = join(folder, `killed after ${parts}`);
  cpSync(run, again, { recursive: true });
  for (const name of FILES.slice(1)) rmSync(join(again, name));
  const events = join(again, 'events.jsonl');
  const lines = readFileSync(events, 'utf8').split('\n');
  writeFileSync(events, lines.slice(0, parts + 2).join('\n'));
  // A torn one, or nothing where no next one had begun.
  truncateSync(events, readFileSync(events).length - Math.min(5, lines[parts + 1].length));
  return again;
}

/** The tables that no wall clock is in. */
function closely(text: string): string {
  return text.slice(text.indexOf('variance of'), text.indexOf('run directory:'));
}

describe('calibrate --resume', () => {
  test('has five parts to be killed between: a world, networks, counterfactuals, bins and the end', () => {
    const events = readFileSync(join(run, 'events.jsonl'), 'utf8').trim().split('\n');
    expect(events.map((line) => JSON.parse(line)).map(({ type, key }) => key ?? type)).toEqual([
      'begin',
      'TinyUser-v0',
      'networks',
      'counterfactuals',
      'bins',
      'end',
    ]);
    expect(closely(printed)).toMatch(/^≤ -4 .*^> 4 /ms);
  });

  test.each([0, 1, 2, 3, 4, 5])('gives the same bytes and tables when killed after %i parts', async (parts) => {
    const again = killed(parts);
    const shown = await printedBy(() => resumeCalibrate(again, false));
    for (const name of FILES) expect(read(again, name), name).toBe(read(run, name));
    expect(closely(shown)).toBe(closely(printed));
  });

  test('gives the same bins as JSON whether they were made now or read from the events', async () => {
    const [made, known] = [3, 4].map(killed);
    const [one, other] = [
      await printedBy(() => resumeCalibrate(made, true)),
      await printedBy(() => resumeCalibrate(known, true)),
    ].map((text) => JSON.parse(text));
    expect(other.bins).toEqual(one.bins);
    expect([one.bins[0].bins[0].low, one.bins[0].bins.at(-1).high]).toEqual(['-Infinity', 'Infinity']);
  });
});

test('keeps bins through JSON, infinite ends and ratios too', () => {
  const [empty, none1, none0, both] = [
    { mass1: 0, mass0: 0, logit: null, logRatio: null },
    { mass1: 0, mass0: 0.5, logit: -2, logRatio: Number.NEGATIVE_INFINITY },
    { mass1: 0.5, mass0: 0, logit: 0.5, logRatio: Number.POSITIVE_INFINITY },
    { mass1: 0.5, mass0: 0.5, logit: 2, logRatio: 0 },
  ];
  const ends = [Number.NEGATIVE_INFINITY, -1, 0, 1, Number.POSITIVE_INFINITY];
  const bins = [empty, none1, none0, both].map((bin, i) => ({ ...bin, low: ends[i], high: ends[i + 1], answers: [] }));
  const learned = { world: 'W-v0', evidence: [0], disciple: 'd', rollouts: 10, bins };
  expect(binsOf(JSON.parse(JSON.stringify(binsJson(learned))))).toEqual(learned);
});
