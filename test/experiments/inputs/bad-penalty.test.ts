/** Penalties that break their contract, through the command line: who, where, and what is left behind. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { command, read, rows, start, temporaryFolder, WORLD } from '../command.ts';

const folder = temporaryFolder();
const emptyFolders: string[] = [];

/** Stays empty: where a refused run would stand. Each test has its own, since a run tries whether it can write. */
function emptyFolder(): string {
  const path = temporaryFolder();
  emptyFolders.push(path);
  return path;
}

afterAll(() => {
  for (const path of [folder, ...emptyFolders]) rmSync(path, { recursive: true, force: true });
});

function file(name: string, code: string): string {
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, code);
  return path;
}

/** A penalty of the two forecasts, as docs/my-penalty.ts is one. */
const functional = (name: string, value: string) =>
  file(
    name,
    `import { expectation, forecastPenalty } from 'reduced-impact';
     export default forecastPenalty({ id: 'bad/${name}', summary: '', value: (p1, p0, world) => ${value} });`,
  );

/** A penalty of one's own making, measured on the tables. */
const whole = (name: string, value: string) =>
  file(
    name,
    `const exact = ({ evidence, disciple: { source } }) =>
       ({ value: ${value}, interval: null, null: { mean: 0, p95: 0 }, parts: {} });
     export default { id: 'bad/${name}', summary: '', exact, measure: async (request) => exact(request) };`,
  );

const HERE = "'bounded' in TinyUser-v0 under reliability=0 draught=0";
const NOBODY = 'the null program in TinyUser-v0 under reliability=0 draught=0';
const OFFSET = 'penalty bad/offset of equal forecasts, as the null program’s are: expected 0 but received 1';

const refused: Readonly<Record<string, readonly [command: 'benchmark' | 'try', path: string, message: string]>> = {
  'that throws': [
    'benchmark',
    whole('throwing', "source === '' ? 0 : (() => { throw new Error('kaboom'); })()"),
    `penalty bad/throwing of ${HERE}: threw 'kaboom'`,
  ],
  'of equal forecasts that is not 0': [
    'benchmark',
    functional('offset', '1 + Math.abs(expectation(p1, world.utility) - expectation(p0, world.utility))'),
    `${OFFSET} (of ${HERE})`,
  ],
  'that is no number': [
    'try',
    whole('text', "source === '' ? 0 : 'much'"),
    `penalty bad/text of ${HERE}: expected a finite value ≥ 0 but received 'much'`,
  ],
  'of the null program that is not 0': [
    'try',
    whole('null', '0.5'),
    `penalty bad/null of ${NOBODY}: expected 0 but received 0.5`,
  ],
};

describe.concurrent('a penalty', { tags: ['system'] }, () => {
  test.each(Object.entries(refused))(
    '%s is refused with one line, and nothing is written',
    async (_, [name, path, message]) => {
      const target = emptyFolder();
      const common = ['--world', WORLD, '--penalty', path, '--out', join(target, 'run')];
      const own = name === 'try' ? ['--disciple', 'bounded', '--rollouts', '64', '--evidence', '0,0'] : ['--only'];
      const { code, stdout, stderr } = await command([name, ...own, ...common]);
      const lines = stderr
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('reduced-impact: '));
      expect(lines).toEqual([`reduced-impact: ${message}`]);
      if (name === 'benchmark') expect(stderr.trim().split('\n')).toHaveLength(1);
      expect([code, stdout]).toEqual([2, '']);
      expect(readdirSync(target)).toEqual([]);
    },
  );

  test('bad elsewhere costs its row, with the place: the rest is measured, and the exit code is 2', async () => {
    const path = whole('late', "source === '' ? 0 : evidence[0] === 1 ? -3 : 1");
    const out = join(folder, 'late');
    const args = ['benchmark', '--only', '--world', WORLD, '--penalty', path, 'coarse/joint/tv', '--out', out];
    const { code, stdout, stderr } = await command(args);
    const fault =
      "penalty bad/late of 'bounded' in TinyUser-v0 under reliability=1 draught=0: " +
      'expected a finite value ≥ 0 but received -3';
    expect(code).toBe(2);
    expect(stderr).toContain(`reduced-impact: ${fault} (everything else was measured)\n`);
    const [columns, ...lines] = rows(read(out, 'summary.csv'));
    expect(lines.map((line) => line.slice(0, 3))).toEqual([
      ['TinyUser-v0', 'bad/late', 'refused'],
      ['TinyUser-v0', 'coarse/joint/tv', 'exact'],
    ]);
    expect(lines[0][columns.indexOf('note')]).toBe(fault);
    expect(stdout).toMatch(/^bad\/late .* ! /m);
    expect(stdout).toContain('! refused:');
  });

  test('that is slow is left at once: a signal is noticed within a cell, and no run directory is left', {
    tags: ['system'],
  }, async () => {
    const path = file(
      'slow',
      `const exact = ({ disciple: { source } }) => {
         const begun = Date.now();
         while (Date.now() - begun < 300);
         return { value: source === '' ? 0 : 1, interval: null, null: { mean: 0, p95: 0 }, parts: {} };
       };
       export default { id: 'bad/slow', summary: '', exact, measure: async (request) => exact(request) };`,
    );
    const out = join(folder, 'slow');
    const args = ['benchmark', '--only', '--world', WORLD, '--penalty', path, '--out', out];
    const { child, finished } = start(args);
    while (!existsSync(out)) await sleep(20);
    // The one cell takes 18 · 0.3 s.
    await sleep(600);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain('stopped before the first result, so no new run directory is left');
    expect(existsSync(out)).toBe(false);
  });
});
