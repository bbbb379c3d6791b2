/** Builds the optional native backend for `npm run native`, with what it downloads checked against pinned hashes. */

import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendUnavailable } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';
import { mustRun, runCommand } from './commands.ts';
import { unpackLibrary, wheelPlatform } from './wheel.ts';

export interface InstallOptions {
  /** The folder whose node_modules gets the native backend: see `findRoot`. */
  readonly root: string;
  /** Receives one line for each step. */
  log(line: string): void;
  /**
   * Whether tfjs-node's own installer may run first. It downloads a binary that nothing verifies. Default false: then
   * only the wheel whose hash is pinned is downloaded.
   */
  readonly unverified?: boolean;
  /** Environment of every command that is run, with its PATH. Default: this process's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The operating system and processor, as in 'linux x64'. Default: this machine's. */
  readonly platform?: string;
  /** The user's number, 0 for root. Default: that of the user who runs this process. */
  readonly user?: number;
}

const packageSpec = '@tensorflow/tfjs-node@4.22.0';
/** The package's own installer waits for ever where a firewall drops the packets to its host. */
const installerLimit = 180_000;

/**
 * The nearest folder above this package whose node_modules holds tfjs-core: the native backend must be installed there.
 * @throws BackendUnavailable where there is no such folder.
 */
export function findRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-core'))) return folder;
    if (folder === dirname(folder))
      throw new BackendUnavailable(`no node_modules with @tensorflow/tfjs-core above ${from}: run npm ci.`);
  }
}

/**
 * Builds the native backend, @tensorflow/tfjs-node: npm brings the package, pip brings TensorFlow's library, whose hash
 * is pinned, and the binding between them is compiled here. Where the backend already works, this does nothing.
 * package.json and package-lock.json stay as they are.
 * @throws BackendUnavailable in one line. Either a tool (npm, python3, pip, g++, make) is missing, or the platform has
 * no pinned library: then nothing was changed. Or a step failed: then tfjs-node was removed again.
 */
export async function installNative(options: InstallOptions): Promise<void> {
  const { root, log, environment = process.env, unverified = false } = options;
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  if (existsSync(folder) && (await verify(root, environment)) === null)
    return log('The native backend is installed and works: there is nothing to do.');
  const platform = options.platform ?? `${process.platform} ${process.arch}`;
  if (platform !== wheelPlatform && !unverified)
    throw new BackendUnavailable(
      `the native backend's library is pinned for ${wheelPlatform} alone, and this machine is ${platform}; ` +
        "nothing was changed. With --unverified, tfjs-node's own installer downloads a binary that nothing verifies.",
    );
  const tools = await findTools(environment, platform === wheelPlatform);
  if ((options.user ?? process.getuid?.()) === 0)
    log('You are root, so whatever npm and the compiler run has all rights. A user who owns this folder is enough.');
  try {
    log(`Getting ${packageSpec} with npm …`);
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', packageSpec];
    await mustRun('npm install', 'npm', args, { environment, folder: root });
    if (!unverified || !(await runOwnInstaller(folder, root, log, environment))) {
      if (tools.pip === null) throw new Error(`there is no pinned library for ${platform}`);
      await unpackLibrary(join(folder, 'deps'), { pip: tools.pip, log, environment });
      await compileBinding(folder, root, log, environment);
    }
    const failure = await verify(root, environment);
    if (failure !== null) throw new Error(`it was built but does not work: ${failure}`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new BackendUnavailable(
      `the native backend was not installed, and the program runs as before: ${messageOf(error)}.`,
    );
  }
  log('The native backend works, and learning uses it from now on.');
}

/** `pip` is the command with its first arguments, null where it is not needed. */
type Tools = { readonly pip: readonly string[] | null };

/**
 * Asks each tool for its version, since a name on the PATH may be an empty shim. Changes nothing.
 * @param toBuild whether the library can be fetched and the binding compiled here; else npm is enough.
 */
async function findTools(environment: NodeJS.ProcessEnv, toBuild: boolean): Promise<Tools> {
  const works = async (command: readonly string[]) =>
    (await runCommand(command[0], [...command.slice(1), '--version'], { environment })).succeeded;
  const missing: string[] = [];
  for (const tool of toBuild ? ['npm', 'python3'] : ['npm']) if (!(await works([tool]))) missing.push(tool);
  let pip: readonly string[] | null = null;
  if (toBuild) {
    for (const candidate of [['pip'], ['pip3'], ['python3', '-m', 'pip']])
      if (pip === null && (await works(candidate))) pip = candidate;
    if (pip === null) missing.push('pip');
    for (const tool of ['g++', 'make']) if (!(await works([tool]))) missing.push(tool);
  }
  if (missing.length === 0) return { pip };
  const are = missing.length > 1 ? 'are' : 'is';
  throw new BackendUnavailable(
    `the native backend needs ${missing.join(' and ')}, which ${are} not on the PATH; nothing was changed.`,
  );
}

/** Whether tfjs-node's own installer brought a backend that works. Where not, the folder is as npm left it. */
async function runOwnInstaller(
  folder: string,
  root: string,
  log: InstallOptions['log'],
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const manifest = join(folder, 'package.json');
  const original = await readFile(manifest, 'utf8');
  log("Running tfjs-node's own installer, whose download nothing verifies …");
  const installer = await runCommand(process.execPath, [join('scripts', 'install.js')], {
    environment: withBinaries(root, environment),
    folder,
    timeLimit: installerLimit,
  });
  if (installer.succeeded && (await verify(root, environment)) === null) return true;
  log(`The installer did not work here (${installer.reason}).`);
  // The installer edits its manifest while it runs, and may have been stopped half-way.
  await writeFile(manifest, original);
  for (const part of ['deps', 'lib']) await rm(join(folder, part), { recursive: true, force: true });
  return false;
}

async function compileBinding(
  folder: string,
  root: string,
  log: InstallOptions['log'],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  log('Compiling the binding …');
  await mustRun(
    'compiling the binding',
    'npm',
    ['exec', '--no', '--', 'node-pre-gyp', 'install', '--build-from-source'],
    { folder, environment: { ...withBinaries(root, environment), ...headersEnvironment(environment) } },
  );
}

/**
 * Says where Node's headers lie on this machine, as npm's `nodedir`. Where there are none, node-gyp downloads them and
 * checks their hash.
 */
function headersEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (environment.npm_config_nodedir) return {};
  const prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'];
  const prefix = prefixes.find((candidate) => existsSync(join(candidate, 'include', 'node', 'node_api.h')));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

/** Puts npm's binaries and Node on the PATH: tfjs-node's scripts call `node-pre-gyp` and `node` by their bare names. */
function withBinaries(root: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = [join(root, 'node_modules', '.bin'), environment.PATH ?? '', dirname(process.execPath)];
  return { ...environment, PATH: path.join(delimiter) };
}

/**
 * Multiplies two matrices on the native backend, in a separate process. Null when that is right, else what went wrong.
 */
async function verify(root: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const result = await runCommand(process.execPath, ['-e', verifyScript], { environment, folder: root });
  return result.succeeded ? null : result.reason;
}

const verifyScript = `
const util = require('node:util');
util.isNullOrUndefined = (value) => value === null || value === undefined;
const tf = require('@tensorflow/tfjs-node');
const square = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const product = Array.from(tf.matMul(square, square).dataSync()).join();
if (tf.getBackend() !== 'tensorflow' || product !== '7,10,15,22')
  throw new Error('wrong product ' + product + ' on ' + tf.getBackend());
`;
