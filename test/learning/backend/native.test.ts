/** The installation of the native backend checks what it needs, and undoes what fails. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackendUnavailable } from '../../../core/base/errors.ts';
import { runCommand } from '../../../learning/backend/commands.ts';
import { findRoot, type InstallOptions, installNative } from '../../../learning/backend/native.ts';

let folder: string;
let root: string;
let bin: string;

/** A root with tfjs-core alone, and a PATH whose tools are scripts that succeed and do nothing. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reduced-impact-native-'));
  root = join(folder, 'root');
  bin = join(folder, 'bin');
  mkdirSync(join(root, 'node_modules', '@tensorflow', 'tfjs-core'), { recursive: true });
  mkdirSync(bin);
  for (const name of ['npm', 'python3', 'pip', 'g++', 'make']) tool(name, 'exit 0');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function tool(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

async function install(change: Partial<InstallOptions> = {}): Promise<{ lines: string[]; error: unknown }> {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const options = { root, log, environment: { PATH: bin }, platform: 'linux x64', user: 1000, ...change };
  const error = await installNative(options).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { lines, error };
}

const tree = () => readdirSync(root, { recursive: true }).sort();

for (const missing of ['npm', 'python3', 'g++', 'make'])
  test(`without ${missing} the installation is refused and nothing changes`, async () => {
    rmSync(join(bin, missing));
    const before = tree();
    const { error, lines } = await install();
    expect(error).toBeInstanceOf(BackendUnavailable);
    expect((error as Error).message).toBe(
      `the native backend needs ${missing}, which is not on the PATH; nothing was changed.`,
    );
    expect(lines).toEqual([]);
    expect(tree()).toEqual(before);
  });

test('without pip the installation is refused and nothing changes', async () => {
  rmSync(join(bin, 'pip'));
  tool('python3', '[ "$1" != -m ]');
  const before = tree();
  const { error } = await install();
  expect((error as Error).message).toMatch(/^the native backend needs pip, which is not on the PATH; nothing/);
  expect(tree()).toEqual(before);
});

test('all missing tools are named, and a tool that fails counts as missing', async () => {
  rmSync(join(bin, 'g++'));
  tool('make', 'exit 127');
  expect(((await install()).error as Error).message).toContain('needs g++ and make, which are not');
});

test('pip may also be pip3, or a module of python3', async () => {
  tool('npm', 'case "$1" in --version) exit 0;; esac; echo "npm error network away"; exit 1');
  rmSync(join(bin, 'pip'));
  expect(((await install()).error as Error).message).toContain('npm install failed');
  tool('pip3', 'exit 0');
  tool('python3', '[ "$1" != -m ]');
  expect(((await install()).error as Error).message).toContain('npm install failed');
});

/** Makes an npm that brings a tfjs-node whose own installer fails; every other call of this npm fails. */
function bringPackage(): void {
  const target = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  const installer = 'console.error("Error: no such host"); process.exit(1);';
  tool(
    'npm',
    `case "$1" in
      --version) exit 0;;
      install)
        /bin/mkdir -p ${target}/scripts
        echo '{}' > ${target}/package.json
        echo '${installer}' > ${target}/scripts/install.js
        exit 0;;
    esac; exit 1`,
  );
}

test('when the download fails, one line says so and everything is as before', async () => {
  bringPackage();
  tool('pip', 'case "$1" in --version) exit 0;; esac; echo "ERROR: No matching distribution" >&2; exit 1');
  const before = tree();
  for (const unverified of [false, true]) {
    const { error, lines } = await install({ unverified });
    expect(error).toBeInstanceOf(BackendUnavailable);
    expect((error as Error).message).toBe(
      'the native backend was not installed, and the program runs as before: ' +
        'pip download failed (ERROR: No matching distribution).',
    );
    // Only the flag makes tfjs-node's own installer run.
    expect(lines.includes('The installer did not work here (Error: no such host).')).toBe(unverified);
    expect(tree()).toEqual(before);
  }
});

test('pip is given the hash that the wheel must have', async () => {
  bringPackage();
  const record = join(folder, 'pip-arguments');
  tool(
    'pip',
    `case "$1" in --version) exit 0;; esac
    echo "$@" > ${record}; while [ $# -gt 1 ]; do shift; done; /bin/cat "$1" >> ${record}; exit 1`,
  );
  await install();
  const [args, requirement] = readFileSync(record, 'utf8').trim().split('\n');
  expect(args).toMatch(/^download --require-hashes .*--requirement/);
  expect(requirement).toMatch(/^tensorflow-cpu==2\.15\.1 --hash=sha256:[0-9a-f]{64}$/);
});

test('where no library is pinned, only the flag for the unverified installer goes on', async () => {
  bringPackage();
  for (const name of ['python3', 'pip', 'g++', 'make']) rmSync(join(bin, name));
  const before = tree();
  const refused = await install({ platform: 'darwin arm64' });
  expect((refused.error as Error).message).toContain('pinned for linux x64 alone, and this machine is darwin arm64');
  expect((refused.error as Error).message).toContain('With --unverified');
  expect(refused.lines).toEqual([]);
  const tried = await install({ platform: 'darwin arm64', unverified: true });
  expect((tried.error as Error).message).toContain('there is no pinned library for darwin arm64');
  expect(tried.lines).toContain('The installer did not work here (Error: no such host).');
  expect(tree()).toEqual(before);
});

test('a user who is root is told that whatever runs has all rights', async () => {
  const word = /^You are root/;
  expect((await install({ user: 0 })).lines[0]).toMatch(word);
  expect((await install({ user: 1000 })).lines.some((line) => word.test(line))).toBe(false);
});

test('when pip brings no wheel, or the wheel cannot be unpacked, everything is as before', async () => {
  bringPackage();
  const before = tree();
  expect(((await install()).error as Error).message).toContain('brought no wheel');
  tool('pip', 'while [ $# -gt 1 ]; do [ "$1" = --dest ] && echo > "$2/a.whl"; shift; done');
  tool('python3', '[ "$1" != -c ]');
  expect(((await install()).error as Error).message).toContain('unpacking the wheel failed');
  expect(tree()).toEqual(before);
});

test('when the binding does not compile, everything is as before', async () => {
  bringPackage();
  tool('pip', 'while [ $# -gt 1 ]; do [ "$1" = --dest ] && echo > "$2/a.whl"; shift; done');
  const before = tree();
  expect(((await install()).error as Error).message).toContain('compiling the binding failed');
  expect(tree()).toEqual(before);
});

test('the root is the folder whose node_modules holds tfjs-core', () => {
  const inner = join(root, 'node_modules', 'reduced-impact', 'dist', 'learning');
  mkdirSync(inner, { recursive: true });
  expect(findRoot(inner)).toBe(root);
  expect(existsSync(join(findRoot(), 'node_modules', '@tensorflow', 'tfjs-core'))).toBe(true);
  expect(() => findRoot(tmpdir())).toThrow(BackendUnavailable);
});

test('a command that outlasts its time limit is ended together with what it started', async () => {
  const started = performance.now();
  const result = await runCommand('/bin/sh', ['-c', 'sleep 30 & sleep 30'], { environment: {}, timeLimit: 200 });
  expect(result).toEqual({ succeeded: false, reason: 'it did not end within 0.2 s' });
  expect(performance.now() - started).toBeLessThan(5000);
});
