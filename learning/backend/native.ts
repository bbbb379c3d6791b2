import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendUnavailable } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';
import { runCommand } from './commands.ts';

export interface InstallOptions {
  /** The folder whose node_modules gets the native backend: see `findRoot`. */
  readonly root: string;
  /** Receives one line a step. */
  log(line: string): void;
  /** Environment of every command that is run, PATH among it; by default this process's own. */
  readonly environment?: NodeJS.ProcessEnv;
}

const packageSpec = '@tensorflow/tfjs-node@4.22.0';
/** A wheel that holds TensorFlow's C library and headers; the Python version only names which of its builds. */
const wheelSpec = 'tensorflow-cpu==2.15.1';
const wheelPython = '3.11';
/** The package's own installer waits for ever where its host's packets are dropped. */
const installerLimit = 180_000;

/** The nearest folder above this package whose node_modules holds tfjs-core: the one the native backend must join. */
export function findRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-core'))) return folder;
    if (folder === dirname(folder))
      throw new BackendUnavailable(`no node_modules with @tensorflow/tfjs-core above ${from}: run npm ci.`);
  }
}

/**
 * Gets or builds the native backend: @tensorflow/tfjs-node with its own installer,
 * and where that cannot reach its host, TensorFlow's library from the Python package index and a binding compiled
 * here. package.json and package-lock.json stay as they are. Where it already works, it says so and does nothing.
 * @throws BackendUnavailable in one line: which of npm, python3, pip, g++ and make is missing (nothing was changed),
 * or which step failed (tfjs-node was removed again, so the program runs as before).
 */
export async function installNative(options: InstallOptions): Promise<void> {
  const { root, log, environment = process.env } = options;
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  if (existsSync(folder) && (await verify(root, environment)) === null)
    return log('The native backend is installed and works: nothing to do.');
  const tools = await findTools(environment);
  try {
    log(`Getting ${packageSpec} …`);
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', packageSpec];
    await must('npm install', 'npm', args, { environment, folder: root });
    await provideBinding(folder, tools, { ...options, environment });
    const failure = await verify(root, environment);
    if (failure !== null) throw new Error(`it was built but does not work: ${failure}`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new BackendUnavailable(
      `the native backend was not installed, and the program runs as before: ${messageOf(error)}.`,
    );
  }
  log('The native backend works, and is now the default.');
}

type Tools = { readonly pip: readonly string[] };
type Step = { readonly environment: NodeJS.ProcessEnv; readonly folder?: string };

/** Asks each tool for its version, since a name on the PATH may be an empty shim. Changes nothing. */
async function findTools(environment: NodeJS.ProcessEnv): Promise<Tools> {
  const works = async (command: readonly string[]) =>
    (await runCommand(command[0], [...command.slice(1), '--version'], { environment })).succeeded;
  const missing: string[] = [];
  for (const tool of ['npm', 'python3']) if (!(await works([tool]))) missing.push(tool);
  let pip: readonly string[] | undefined;
  for (const candidate of [['pip'], ['pip3'], ['python3', '-m', 'pip']])
    if (pip === undefined && (await works(candidate))) pip = candidate;
  if (pip === undefined) missing.push('pip');
  for (const tool of ['g++', 'make']) if (!(await works([tool]))) missing.push(tool);
  if (pip === undefined || missing.length > 0)
    throw new BackendUnavailable(
      `the native backend needs ${missing.join(' and ')}, which ${missing.length > 1 ? 'are' : 'is'} not on the PATH; nothing was changed.`,
    );
  return { pip };
}

/** Brings lib/ and deps/ of tfjs-node's folder: by its own installer, else from the wheel. */
async function provideBinding(folder: string, tools: Tools, options: Required<InstallOptions>): Promise<void> {
  const { root, log, environment } = options;
  const manifest = join(folder, 'package.json');
  const original = await readFile(manifest, 'utf8');
  log('Trying its own installer …');
  const installer = await runCommand(process.execPath, [join('scripts', 'install.js')], {
    environment: withBinaries(root, environment),
    folder,
    timeLimit: installerLimit,
  });
  if (installer.succeeded && (await verify(root, environment)) === null) return;
  log(`It did not work here (${installer.reason}).`);
  // The installer edits its manifest while it runs, and may have been stopped half-way.
  await writeFile(manifest, original);
  await rm(join(folder, 'deps'), { recursive: true, force: true });
  await rm(join(folder, 'lib'), { recursive: true, force: true });
  await unpackLibrary(folder, tools, options);
  log('Compiling the binding …');
  const build = { folder, environment: { ...withBinaries(root, environment), ...headersEnvironment(environment) } };
  await must(
    'compiling the binding',
    'npm',
    ['exec', '--no', '--', 'node-pre-gyp', 'install', '--build-from-source'],
    build,
  );
}

/** Downloads the wheel and takes TensorFlow's library and headers out of it, into tfjs-node's `deps`. */
async function unpackLibrary(folder: string, tools: Tools, options: Required<InstallOptions>): Promise<void> {
  const { log, environment } = options;
  const download = await mkdtemp(join(tmpdir(), 'reduced-impact-'));
  try {
    log(`Downloading ${wheelSpec} with pip (about 200 MB) …`);
    const args = ['download', '--no-deps', '--only-binary=:all:', '--python-version', wheelPython, '--dest', download];
    await must('pip download', tools.pip[0], [...tools.pip.slice(1), ...args, wheelSpec], { environment });
    const wheel = (await readdir(download)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip download brought no wheel of ${wheelSpec}`);
    log('Unpacking the library …');
    const library = join(folder, 'deps', 'lib');
    await mkdir(library, { recursive: true });
    const target = join(folder, 'deps');
    await must('unpacking the wheel', 'python3', ['-c', unpackScript, join(download, wheel), target], { environment });
    await symlink('libtensorflow_cc.so.2', join(library, 'libtensorflow.so.2'));
    await symlink('libtensorflow_cc.so.2', join(library, 'libtensorflow.so'));
    await symlink('libtensorflow_framework.so.2', join(library, 'libtensorflow_framework.so'));
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

/** Arguments: the wheel, which is a zip archive, and the folder that gets `lib` and `include`. */
const unpackScript = `
import os, shutil, sys, zipfile
wheel, target = sys.argv[1:]
libraries = {'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'}
with zipfile.ZipFile(wheel) as archive:
    names = set(archive.namelist())
    if not libraries <= names:
        sys.exit('error: no TensorFlow library in ' + os.path.basename(wheel))
    for name in names:
        if name in libraries:
            path = os.path.join(target, 'lib', os.path.basename(name))
        elif name.startswith('tensorflow/include/') and name.endswith('.h'):
            path = os.path.join(target, 'include', name[len('tensorflow/include/'):])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
`;

/** Where Node's headers lie on this machine, as npm's `nodedir`; else node-gyp fetches them. */
function headersEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (environment.npm_config_nodedir) return {};
  const prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'];
  const prefix = prefixes.find((candidate) => existsSync(join(candidate, 'include', 'node', 'node_api.h')));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

/** tfjs-node's installer calls `node-pre-gyp` by its bare name, and that `node`, which may not be on the PATH. */
function withBinaries(root: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = [join(root, 'node_modules', '.bin'), environment.PATH ?? '', dirname(process.execPath)];
  return { ...environment, PATH: path.join(delimiter) };
}

/** Multiplies two matrices on the native backend, in a process of its own; null when right, else what went wrong. */
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

async function must(step: string, command: string, args: readonly string[], options: Step): Promise<void> {
  const result = await runCommand(command, args, options);
  if (!result.succeeded) throw new Error(`${step} failed (${result.reason.replace(/\.$/, '')})`);
}
