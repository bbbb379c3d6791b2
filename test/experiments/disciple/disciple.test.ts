/** The command `disciple`: its figures, --jobs, --resume, and what it refuses. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { evidenceValues } from '../../../core/world/evidence.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { command, read, root, rows, start, succeed, temporaryFolder, WORLD } from '../command.ts';

const folder = temporaryFolder();
const QUICK = ['--world', WORLD, '--seeds', '2', '--episodes', '2560', '--backend', 'wasm'];
/** The same, long enough to be interrupted. */
const LONG = QUICK.map((word) => (word === '2560' ? '25600' : word));
const run = join(folder, 'run');
let printed: string;

beforeAll(async () => {
  printed = (await succeed(['disciple', ...QUICK, '--jobs', '2', '--out', run])).stdout;
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function childrenOf(pid: number): number[] {
  return read('/proc', String(pid), 'task', String(pid), 'children').trim().split(' ').filter(Boolean).map(Number);
}

describe('disciple', () => {
  test('trains each role from each seed and judges it under every evidence value', () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    expect(columns.slice(0, 3)).toEqual(['seed', 'disciple', 'evidence']);
    expect(lines).toHaveLength(2 * 2 * 6);
    for (const line of lines) {
      const [utility, optimal, harm, , joint, each] = line.slice(3).map(Number);
      expect(utility).toBeLessThanOrEqual(optimal + 1e-6);
      for (const value of [utility, harm, joint, each]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
      // A mean over questions is at most the divergence of all of them at once.
      expect(each).toBeLessThanOrEqual(joint + 1e-9);
    }
    expect(printed).toContain('of optimal');
    expect(printed.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  test('keeps each disciple as a source that try and train take', async () => {
    const file = join(run, 'disciples', 'seed-0-penalised.json');
    const tried = await succeed([
      'try',
      '--world',
      WORLD,
      '--disciple',
      file,
      '--penalty',
      'coarse/joint/tv',
      '--json',
    ]);
    const [{ exact }] = JSON.parse(tried.stdout).penalties;
    // Averaged over the prior, what the summary says of each evidence value.
    const prior = evidenceValues(tinyWorld);
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    const column = (name: string) => columns.indexOf(name);
    const its = lines.filter((line) => line[column('seed')] === '0' && line[column('disciple')] === 'penalised');
    expect(its).toHaveLength(prior.length);
    const mean = prior.reduce((sum, { value, probability }) => {
      const line = its.find((one) => one[column('evidence')] === value.join(' '))!;
      return sum + probability * Number(line[column('coarse/joint/tv')]);
    }, 0);
    expect(exact).toBeCloseTo(mean, 9);
    const out = join(folder, 'joined');
    const small = ['--episodes', '512', '--rollouts', '200', '--backend', 'wasm', '--penalty', 'coarse/joint/tv'];
    await succeed(['train', '--world', WORLD, '--join', file, ...small, '--out', out]);
    expect(read(out, 'learned.csv')).toContain('seed-0-penalised');
  });

  test('gives the same sources and figures again, and after a kill', { tags: ['system'] }, async () => {
    const killed = join(folder, 'killed');
    const { child, finished } = start(['disciple', ...QUICK, '--out', killed]);
    while (!existsSync(join(killed, 'disciples', 'seed-0-bounded.json')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await finished;
    expect(existsSync(join(killed, 'summary.csv'))).toBe(false);
    await succeed(['disciple', '--resume', killed]);
    for (const name of ['summary.csv', 'masters.csv', 'events.jsonl', 'disciples/seed-1-penalised.json'])
      expect(read(killed, name)).toBe(read(run, name));
  });

  test('tells of each disciple in events.jsonl, by seed and role', () => {
    const events = read(run, 'events.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = events.filter(({ type }) => type === 'done').map(({ key }) => key);
    expect(told).toEqual(
      [0, 1].flatMap((seed) => ['bounded', 'penalised'].map((role) => `disciple ${role} of seed ${seed}`)),
    );
  });

  test('trains them one after the other to the same sources', { tags: ['system'] }, async () => {
    const one = join(folder, 'one');
    await succeed(['disciple', ...QUICK, '--jobs', '1', '--out', one]);
    for (const name of ['summary.csv', 'events.jsonl', 'disciples/seed-0-penalised.json'])
      expect(read(one, name)).toBe(read(run, name));
  });

  test('says in one line what a training process refuses, with exit code 2', { tags: ['system'] }, async () => {
    const world = join(folder, 'refusing.ts');
    const user = JSON.stringify(join(root, WORLD));
    writeFileSync(
      world,
      `import world from ${user};\nif (process.send) throw new Error('not here');\nexport default world;\n`,
    );
    const out = join(folder, 'refused');
    const { code, stderr } = await command([
      'disciple',
      '--world',
      world,
      '--episodes',
      '256',
      '--seeds',
      '1',
      '--jobs',
      '2',
      '--out',
      out,
    ]);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^reduced-impact: .*refusing\.ts:2:\d+: not here$/);
    expect(code).toBe(2);
  });

  test.runIf(existsSync('/proc/self/task')).each([
    [
      'a lost training process ends the run with one line that says how to go on',
      'SIGKILL',
      2,
      '--resume, and with --jobs 1',
    ],
    ['an interrupted run ends with exit code 130', 'SIGINT', 130, 'stopped before the first result'],
  ] as const)('%s', { tags: ['system'] }, async (_, signal, wanted, says) => {
    const out = join(folder, signal);
    const { child, finished } = start(['disciple', ...LONG, '--jobs', '2', '--out', out]);
    let processes: number[] = [];
    while (child.exitCode === null && processes.length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      // esbuild, which tsx starts, is a child too.
      processes = childrenOf(child.pid!).filter((pid) =>
        read('/proc', String(pid), 'cmdline').includes('training-process'),
      );
    }
    process.kill(signal === 'SIGKILL' ? processes[0] : child.pid!, signal);
    const { code, stderr } = await finished;
    expect(stderr).toContain(says);
    expect(code).toBe(wanted);
    await vi.waitFor(() => expect(processes.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), 10_000);
  });

  test.each([
    ['no disciple at a time', ['--jobs', '0'], 'jobs: expected an integer ≥ 1 but received 0'],
    ['a goal that names no quantity', ['--goal', 'utilty'], 'utility'],
    ['a goal that is infinite somewhere', ['--goal', '1/clips', '--out', join(folder, 'never')], 'finite'],
    ['a share there is not', ['--share', 'half'], 'tv, soft, js'],
    ['a further disciple without a goal', ['--also', 'careful'], 'id=goal'],
    ['a further disciple of a taken name', ['--also', 'bounded=utility'], 'another name'],
    ['evidence that is none', ['--evidence', '9,9'], 'evidence'],
    ['detours that are no share', ['--detours', '1'], 'below 1'],
    ['a run that is complete', ['--resume', run], 'complete'],
    ['more than --resume needs', ['--resume', run, '--seeds', '1'], '--seeds'],
  ])('refuses %s in one line', { tags: ['system'] }, async (_, flags, named) => {
    const world = flags[0] === '--resume' ? [] : ['--world', WORLD];
    const { code, stderr } = await command(['disciple', ...world, ...flags]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toContain(named);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  test('refuses a file that is no learned disciple, and one of another world', { tags: ['system'] }, async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"policy-network":1,"code":');
    const damaged = await command(['train', '--world', WORLD, '--join', broken]);
    expect([damaged.code, damaged.stderr.trim().split('\n').length]).toEqual([2, 1]);
    const missing = await command(['train', '--world', WORLD, '--join', join(folder, 'none.json')]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no such file')]);
    const other = join(folder, 'other.json');
    cpSync(join(run, 'disciples', 'seed-0-bounded.json'), other);
    const foreign = await command(['train', '--world', 'Subagent-v0', '--join', other]);
    expect([foreign.code, foreign.stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(readFileSync(other, 'utf8')).toContain('policy-network');
  });
});
