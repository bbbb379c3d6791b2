/** Processes that train end with the command that started them, also where a user's code never returns. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { sweep } from '../../../experiments/run/place.ts';
import { Run } from '../../../experiments/run/run.ts';
import { read, root, start, temporaryFolder, WORLD } from '../command.ts';

// @module-tag system

const folder = temporaryFolder();
const world = join(folder, 'looping.ts');
// The command itself loads it, and its training processes do not come back from it.
const user = JSON.stringify(join(root, WORLD));
writeFileSync(world, `import world from ${user};\nif (process.send) for (;;);\nexport default world;\n`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The training processes that a command has started. */
function trainersOf(pid: number): number[] {
  const children = read('/proc', String(pid), 'task', String(pid), 'children').trim().split(' ').filter(Boolean);
  return children.map(Number).filter((child) => read('/proc', String(child), 'cmdline').includes('training-process'));
}

/** Seconds of processor time that a process has taken. */
function processorSeconds(pid: number): number {
  const fields = read('/proc', String(pid), 'stat').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function isGone(pid: number): boolean {
  return !existsSync(`/proc/${pid}`) || / [ZX] /.test(read('/proc', String(pid), 'stat'));
}

test.runIf(existsSync('/proc/self/task')).each([
  ['1', 'SIGINT', 130],
  ['1', 'SIGTERM', 143],
  ['2', 'SIGINT', 130],
  ['2', 'SIGKILL', null],
] as const)(
  'disciple --jobs %s and its processes end at %s',
  async (jobs, signal, wanted) => {
    const out = join(folder, `${jobs}${signal}`);
    const old = Run.begin(out, { command: 'train', settings: {}, versions: { 'reduced-impact': '0.0.0' } }, false);
    old.finish({ 'summary.csv': 'old\n' });
    old.release();
    const args = ['--seeds', '1', '--episodes', '256', '--jobs', jobs, '--out', out, '--force'];
    const { child, finished } = start(['disciple', '--world', world, ...args]);
    let trainers: number[] = [];
    await vi.waitFor(
      () => {
        trainers = trainersOf(child.pid!);
        expect(trainers).toHaveLength(Number(jobs));
        // Loading alone takes less: they are in the loop by then.
        for (const trainer of trainers) expect(processorSeconds(trainer)).toBeGreaterThan(3);
      },
      { timeout: 100_000, interval: 100 },
    );
    child.kill(signal);
    const { code, stderr } = await finished;
    expect(code).toBe(wanted);
    if (signal !== 'SIGKILL') expect(stderr).toContain('stopped before the first result');
    // The run that --force would have replaced is put back, at the latest by the next command.
    sweep(folder);
    expect(read(out, 'summary.csv')).toBe('old\n');
    await vi.waitFor(() => expect(trainers.filter((trainer) => !isGone(trainer))).toEqual([]), { timeout: 20_000 });
  },
  150_000,
);
