/** Runs the real command line in a process of its own, and reads what it wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root, where the commands run. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The arguments of Node that start the command line. */
export const commandLine: readonly string[] = [
  '--conditions=source',
  '--import',
  import.meta.resolve('tsx'),
  join(root, 'experiments/main.ts'),
];

/** A user's world that compiles at once, as a path from the root. */
export const WORLD = 'test/fixtures/user-world.ts';

/** Settings under which a training takes about a second. */
export const SMALL = ['--world', WORLD, '--episodes', '5120', '--rollouts', '500', '--backend', 'wasm'] as const;

/** The arguments without those of `SMALL` that later ones replace: a flag with one value may stand there only once. */
function replaced(args: readonly string[]): string[] {
  const kept = [...args];
  for (let i = 0; i < SMALL.length; i += 2) {
    const at = kept.findIndex((flag, k) => flag === SMALL[i] && kept[k + 1] === SMALL[i + 1]);
    if (at >= 0 && kept.includes(SMALL[i], at + 1)) kept.splice(at, 2);
  }
  return kept;
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Result>;
}

/** Starts the real command line in a process of its own. */
export function start(args: readonly string[], cwd = root, env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [...commandLine, ...replaced(args)], {
    cwd,
    // Vitest's own flags are not for the process under test.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      read[name] += text;
    });
  }
  const finished = new Promise<Result>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...read }));
  });
  return { child, finished };
}

/** Runs the real command line to its end. */
export function command(args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv): Promise<Result> {
  return start(args, cwd, env).finished;
}

/** Runs the command line, and fails where it does not succeed. */
export async function succeed(args: readonly string[], cwd?: string): Promise<Result> {
  const result = await command(args, cwd);
  if (result.code !== 0) throw new Error(`exit code ${result.code}: ${result.stderr}`);
  return result;
}

/** A new empty folder; the caller removes it. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'experiments-test-')));
}

export function read(...path: readonly string[]): string {
  return readFileSync(join(...path), 'utf8');
}

/** Rows of a CSV file whose fields hold no commas. */
export function rows(csv: string): string[][] {
  const lines = csv.split('\n');
  if (lines.pop() !== '') throw new Error('expected a newline at the end');
  return lines.map((line) => line.split(','));
}
