/** The command `try`. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { penalties } from '../../../penalties/suite.ts';
import { command, read, root, rows, succeed, temporaryFolder, WORLD } from '../command.ts';

const TRY = ['try', '--world', WORLD, '--backend', 'wasm', '--rollouts', '512'];
const CLIPS = [...TRY, '--disciple', 'min(clips, 2)'];
const folder = temporaryFolder();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly penalty: string;
  readonly exact: number | null;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly nullMean: number | null;
  readonly nullP95: number | null;
  readonly note: string;
}

interface Tried {
  readonly evidence: string;
  readonly penalties: readonly Row[];
}

async function json(args: readonly string[]): Promise<Tried> {
  return JSON.parse((await succeed([...args, '--json'])).stdout);
}

function row(result: Tried, id: string): Row {
  const found = result.penalties.find(({ penalty }) => penalty === id);
  if (!found) throw new Error(`no row of ${id}`);
  return found;
}

describe('try', () => {
  test('prints every penalty with its estimate, interval and null, and names source and evidence', async () => {
    const { stdout } = await succeed([...CLIPS, '--evidence', '1,0']);
    expect(stdout).toContain("TinyUser-v0 · 'min(clips, 2)' · reliability=1 draught=0 · 512 rollouts a branch\n");
    const number = '\\d+\\.\\d{4}';
    const interval = `\\[${number}, ${number}\\]`;
    const figures = new RegExp(
      `^(\\S+) +(?:${number}|—) +(${number}|—) +(${interval}|—) +(?:${number}|—) +(?:${number}|—)$`,
      'gm',
    );
    const lines = [...stdout.matchAll(figures)];
    expect(lines.map(([, id]) => id)).toEqual(penalties.ids());
    // Where there is no estimate from so few draws, a line below the table says why.
    for (const [, id, estimate] of lines) expect(stdout.includes(`no estimate of ${id}: `), id).toBe(estimate === '—');
    expect(lines.filter(([, , , ends]) => ends !== '—').length).toBeGreaterThan(30);
  });

  test('puts the exact value beside the estimate, and none where a penalty has none', async () => {
    const result = await json([...CLIPS, '--penalty', 'coarse/identity/tv', 'coarse/joint/tv', 'coarse/pathwise']);
    expect(result.evidence).toBe('averaged over the prior');
    expect(row(result, 'coarse/identity/tv').exact).toBeCloseTo(1, 12);
    expect(row(result, 'coarse/pathwise').exact).toBe(null);
    const { exact, low, high } = row(result, 'coarse/joint/tv');
    expect(low!).toBeLessThanOrEqual(exact!);
    expect(high!).toBeGreaterThanOrEqual(exact!);
  });

  test('gives a library disciple by its id what its source gives', { tags: ['system'] }, async () => {
    const only = ['--penalty', 'coarse/joint/tv', 'coarse/each/js'];
    const byId = await json([...TRY, '--disciple', 'bounded', ...only]);
    const bySource = await json([...CLIPS, ...only]);
    expect(byId).toEqual(bySource);
    expect(byId.penalties.map(({ penalty }) => penalty)).toEqual(['coarse/joint/tv', 'coarse/each/js']);
  });

  test('reads zero everywhere for the null program', { tags: ['system'] }, async () => {
    const result = await json([...TRY, '--disciple', '']);
    for (const { exact, ...estimated } of result.penalties) {
      expect(exact ?? 0).toBe(0);
      expect(estimated).toMatchObject({ estimate: 0, low: 0, high: 0, nullMean: 0, nullP95: 0, note: '' });
    }
  });

  test('averages over the prior what --evidence gives one by one', { tags: ['system'] }, async () => {
    const args = [...CLIPS, '--penalty', 'coarse/joint/tv'];
    // The prior of the tiny world.
    const prior = { '0,0': 0.3, '0,1': 0.18, '0,2': 0.12, '1,0': 0.08, '1,1': 0.12, '1,2': 0.2 };
    let mean = 0;
    for (const [evidence, probability] of Object.entries(prior)) {
      const result = await json([...args, '--evidence', evidence]);
      const [reliability, draught] = evidence.split(',');
      expect(result.evidence).toBe(`reliability=${reliability} draught=${draught}`);
      mean += probability * row(result, 'coarse/joint/tv').exact!;
    }
    expect(row(await json(args), 'coarse/joint/tv').exact).toBeCloseTo(mean, 12);
  });

  test('with --out leaves config.json and summary.csv with the same figures, and refuses to overwrite them', {
    tags: ['system'],
  }, async () => {
    const out = join(folder, 'try');
    const args = [...CLIPS, '--evidence', '1,0', '--out', out];
    const result = await json(args);
    expect(result).toMatchObject({ world: 'TinyUser-v0', disciple: 'min(clips, 2)', rollouts: 512, backend: 'wasm' });
    expect(result.penalties.map(({ penalty }) => penalty)).toEqual(penalties.ids());
    for (const { penalty, exact, estimate, low, high, nullMean, nullP95, note } of result.penalties) {
      expect(exact === null || exact >= 0).toBe(true);
      if (estimate === null) {
        // 512 draws do not suffice: it says so, and why.
        expect(note, penalty).not.toBe('');
        expect([low, high, nullMean, nullP95]).toEqual([null, null, null, null]);
        continue;
      }
      for (const value of [estimate, nullMean, nullP95]) expect(Number.isFinite(value)).toBe(true);
      // Read off the tables, an estimate is the exact value and has no interval.
      if (low === null || high === null) expect(note !== '' || estimate === exact, penalty).toBe(true);
      else expect(low).toBeLessThanOrEqual(high);
    }
    expect(result.penalties.filter(({ low }) => low !== null).length).toBeGreaterThan(30);
    expect(JSON.parse(read(out, 'config.json'))).toMatchObject({
      world: join(root, WORLD),
      disciple: 'min(clips, 2)',
      evidence: '1,0',
      rollouts: 512,
      seed: 0,
      backend: 'wasm',
      versions: { node: process.versions.node },
    });
    const [columns, ...body] = rows(read(out, 'summary.csv'));
    expect(columns).toEqual(['penalty', 'exact', 'estimate', 'low', 'high', 'null_mean', 'null_p95', 'note']);
    // The last column is a sentence, which may hold commas.
    const figures = result.penalties.map((entry) => Object.values(entry).map((value) => String(value ?? '')));
    expect(body.map((line) => line.slice(0, 7))).toEqual(figures.map((line) => line.slice(0, 7)));
    const events = read(out, 'events.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type, key }) => [type, key])).toEqual([
      ['begin', undefined],
      ['done', 'result'],
      ['end', undefined],
    ]);

    const { code, stderr } = await command(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reduced-impact: run directory .*try exists: .*--force\n$/);
    await succeed([...args, '--force', '--seed', '1', '--penalty', 'none']);
    expect(JSON.parse(read(out, 'config.json')).seed).toBe(1);
  });

  test('gives the same figures for the same seed, and others for another', { tags: ['system'] }, async () => {
    const args = [...CLIPS, '--penalty', 'coarse/joint/tv'];
    const { stdout } = await succeed([...args, '--seed', '5']);
    expect((await succeed([...args, '--seed', '5'])).stdout).toBe(stdout);
    expect((await succeed([...args, '--seed', '6'])).stdout).not.toBe(stdout);
  });

  test('writes nothing without --out', { tags: ['system'] }, async () => {
    const before = readdirSync(folder);
    await succeed([...CLIPS, '--world', join(root, WORLD), '--penalty', 'none'], folder);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("reads a user's world, not the built-in one, where its id has a built-in one's parameters", async () => {
    const file = join(folder, 'gas.mjs');
    const changed = "{ ...registry.world('Gas-v0?horizon=2'), harm: () => 0.123 }";
    writeFileSync(file, `import { registry } from 'reduced-impact';\nexport default ${changed};\n`);
    const args = ['try', '--disciple', '0', '--penalty', 'none', '--rollouts', '500', '--backend', 'wasm', '--world'];
    expect((await succeed([...args, file])).stdout).toContain('harm 0.123 (null program 0.123)');
    const { code, stderr } = await command([...args, `${file}?horizon=3`]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/horizon/)]);
  });
});
