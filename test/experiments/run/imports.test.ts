/** What --resume refuses where a file changed that a user's file imports. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { start, temporaryFolder, WORLD } from '../command.ts';
import { refused } from './refusal.ts';

// @module-tag system

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A training that is stopped long before its end. */
const LONG = ['--world', WORLD, '--episodes', '200000', '--rollouts', '500', '--backend', 'wasm'];
const penalty = join(folder, 'penalty.ts');
const helper = join(folder, 'helper.mjs');

test('--resume is refused where the helper of a penalty changed, and carries on where it did not', async () => {
  writeFileSync(helper, 'export const factor = 0.5;\n');
  writeFileSync(
    penalty,
    `import { expectation, forecastPenalty } from 'reduced-impact';
import { factor } from './helper.mjs';
const value = (p1, p0, { questions }) =>
  factor * Math.min(1, Math.abs(expectation(p1, questions[0].read) - expectation(p0, questions[0].read)));
export default forecastPenalty({ id: 'test/scaled', summary: 'a scaled shift', value });
`,
  );
  const run = join(folder, 'run');
  const { child, finished } = start([...LONG, '--penalty', penalty, '--out', run]);
  while (child.exitCode === null && !existsSync(join(run, 'checkpoint.json'))) await wait(20);
  child.kill('SIGKILL');
  expect((await finished).code).toBe(null);

  writeFileSync(helper, 'export const factor = 0.25;\n');
  expect(await refused(['--resume', run])).toBe(
    `reduced-impact: ${run}: ${helper} has changed since the run began: run it anew`,
  );
  writeFileSync(helper, 'export const factor = 0.5;\n');
  const resumed = start(['--resume', run]);
  resumed.child.stderr!.on('data', (text: string) => /resuming/.test(text) && resumed.child.kill('SIGKILL'));
  expect((await resumed.finished).stderr).toContain(`resuming ${run}`);
}, 120_000);
