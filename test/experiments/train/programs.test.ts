/** Runs whose master writes its programs: they are written once for each seed, and kept in the run. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { command, read, rows, SMALL, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const log = join(folder, 'log');
const run = join(folder, 'run');
const environment = { SCRIBE_LOG: log };
const TRAIN = [...SMALL, '--agent', 'test/fixtures/scribe.ts', '--penalty', 'coarse/joint/tv', '--seeds', '2'];

test('each seed writes its own programs once, also where the run is killed, resumed and judged again', {
  tags: ['system'],
}, async () => {
  const first = await command([...TRAIN, '--out', run], undefined, { ...environment, SCRIBE_FAILS: '1' });
  expect(first.code).toBe(2);
  expect(first.stderr).toContain('agent scribe: write threw: out of ink');
  expect(read(log)).toBe('seed 0 weight 1\nseed 0 weight 0\nseed 1 weight 1\n');

  const resumed = await command(['--resume', run], undefined, environment);
  expect(resumed.stderr).toContain('resuming');
  expect(resumed.code).toBe(0);
  const written = read(log);
  expect(written).toBe('seed 0 weight 1\nseed 0 weight 0\nseed 1 weight 1\nseed 1 weight 1\nseed 1 weight 0\n');
  const [head, ...body] = rows(read(run, 'summary.csv'));
  const sent = new Set(body.map((row) => `${row[head.indexOf('seed')]} ${row[head.indexOf('penalised')]}`));
  expect([...sent]).toEqual(['0 scribe-1', '1 scribe-3']);
  expect(read(run, 'programs', 'scribe-1.txt')).toBe('min(clips, 3)\n');
  expect(read(run, 'programs', 'scribe-2.txt')).toBe('clips\n');
  expect(read(run, 'programs', 'scribe-3.txt')).toBe('min(clips, 4)\n');

  const judged = await command(['evaluate', run], undefined, environment);
  expect(judged.code).toBe(0);
  expect(resumed.stdout.startsWith(judged.stdout)).toBe(true);
  expect(read(log)).toBe(written);
});

test('a master that cannot write leaves no run directory', { tags: ['system'] }, async () => {
  const out = join(folder, 'none');
  const { code, stderr } = await command([...TRAIN, '--out', out], undefined, { ...environment, SCRIBE_FAILS: '0' });
  expect(code).toBe(2);
  expect(stderr).toContain('out of ink');
  expect(existsSync(out)).toBe(false);
});
