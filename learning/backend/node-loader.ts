/** Loads tfjs in Node with one of its backends, lazily and silently. */

import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { BackendUnavailable, InvalidOption } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';
import { type Backend, type BackendName, backendNames, type TensorFlow } from './names.ts';

/** The command that builds the native backend: it differs where this package is installed inside another project. */
const nativeRemedy = fileURLToPath(import.meta.url).includes(`${sep}node_modules${sep}`)
  ? 'npx reduced-impact native'
  : 'npm run native';

/** The names by which tfjs knows the backends. */
const registered: Record<BackendName, string> = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' };

const remedies: Record<BackendName, string> = {
  native: `run ${nativeRemedy}, or choose --backend wasm`,
  wasm: 'run npm ci, or choose --backend cpu',
  cpu: 'run npm ci',
};

/** `loadBackend` of `backend.ts`. */
export function loadBackend(request?: BackendName): Promise<Backend> {
  const result = queue.then(() => load(request));
  queue = result.catch(() => undefined);
  return result;
}

/** The last load. Loads run one after another, so that no caller finds a backend half active. */
let queue: Promise<unknown> = Promise.resolve();

async function load(request: BackendName | undefined): Promise<Backend> {
  if (request !== undefined && !backendNames.includes(request))
    throw new InvalidOption(expected('backend', `one of ${backendNames.join(', ')}`, request));
  const failures: string[] = [];
  for (const name of request === undefined ? backendNames : [request]) {
    try {
      const tf = await activate(name);
      return { name, tf, notice: request === undefined ? noticeFor(name, failures) : null };
    } catch (error) {
      failures.push(firstLine(error));
    }
  }
  const name = request ?? 'cpu';
  throw new BackendUnavailable(`backend '${name}' does not load here (${failures.at(-1)}): ${remedies[name]}.`);
}

function noticeFor(name: BackendName, failures: readonly string[]): string | null {
  if (name === 'native') return null;
  const others = failures.length > 1 ? `, since wasm does not load (${failures[1]})` : '';
  return `Learning on ${name}${others}; \`${nativeRemedy}\` gets the faster native backend.`;
}

async function activate(name: BackendName): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  // Production mode silences tfjs' banner and warnings, so it must be set before anything else loads.
  tf.enableProdMode();
  // This import registers the gradients, which Node's bundle of tfjs-core lacks.
  await import('@tensorflow/tfjs-layers');
  if (!importing.has(name)) importing.set(name, importers[name](tf));
  await importing.get(name);
  if (tf.getBackend() !== registered[name]) {
    const started = await withoutListeners(() => tf.setBackend(registered[name]));
    if (!started) throw new Error('it failed to start');
    await tf.ready();
  }
  return tf;
}

/**
 * Starts the wasm module and removes the process listeners that it adds: they throw errors again, which would change
 * the exit code of every program.
 */
async function withoutListeners<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set<unknown>(listened.flatMap((event) => process.rawListeners(event)));
  const result = await start();
  for (const event of listened)
    for (const listener of process.rawListeners(event))
      if (!before.has(listener)) process.removeListener(event, listener as () => void);
  return result;
}

const listened = ['uncaughtException', 'unhandledRejection'];

/** The imports of the backends' packages. A failure is kept as well, since Node would not import the package again. */
const importing = new Map<BackendName, Promise<void>>();

const importers: Record<BackendName, (tf: TensorFlow) => Promise<void>> = {
  async native() {
    // tfjs-node 4.22 calls a function that Node 22 warns about and that Node 23 removed.
    const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
    legacy.isNullOrUndefined = (value) => value === null || value === undefined;
    // One thread is faster on small networks, and makes the results independent of the number of cores.
    process.env.TF_NUM_INTRAOP_THREADS ??= '1';
    process.env.TF_NUM_INTEROP_THREADS ??= '1';
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    await import('@tensorflow/tfjs-node');
  },
  async wasm(tf) {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // With several threads, the order of their sums would change the last digits.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(dirname(main), sep));
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};

function firstLine(error: unknown): string {
  const line = messageOf(error).split('\n', 1)[0].trim();
  if (line.includes("'@tensorflow/tfjs-node'")) return 'not installed';
  if (line.includes('tfjs_binding.node')) return 'its binary is missing or broken';
  return line.replace(/\.$/, '');
}
