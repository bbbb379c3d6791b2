import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { BackendUnavailable, InvalidOption } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';

/** The functions of tfjs-core. It registers no chained methods: call `tf.sum(x)`, never `x.sum()`. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/** `native` is @tensorflow/tfjs-node (C++), `wasm` WebAssembly on one thread, `cpu` plain JavaScript. */
export type BackendName = 'native' | 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['native', 'wasm', 'cpu'];

/** A loaded and active tfjs backend. Results are bit-identical on one backend only, so runs record `name`. */
export interface Backend {
  readonly name: BackendName;
  readonly tf: TensorFlow;
  /** One line for the user when a slower backend than the best one had to do, naming the remedy; else null. */
  readonly notice: string | null;
}

/** The command that gets or builds the native backend, as it is typed from where this package lies. */
export const nativeRemedy = fileURLToPath(import.meta.url).includes(`${sep}node_modules${sep}`)
  ? 'npx reduced-impact native'
  : 'npm run native';

/** What tfjs itself calls the backends. */
const registered: Record<BackendName, string> = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' };

const remedies: Record<BackendName, string> = {
  native: `run ${nativeRemedy}, or choose --backend wasm`,
  wasm: 'run npm ci, or choose --backend cpu',
  cpu: 'run npm ci',
};

/**
 * Loads tfjs and makes a backend the active one: the one asked for, else native where it loads, else wasm, else cpu.
 * Loading is lazy (about 0.3 s for wasm, 1 s for native) and silent; asking for another backend later switches to it.
 * @throws BackendUnavailable when the backend asked for does not load, or none does; the message names the remedy.
 * @throws InvalidOption when `request` is no backend's name.
 */
export function loadBackend(request?: BackendName): Promise<Backend> {
  const result = queue.then(() => load(request));
  queue = result.catch(() => undefined);
  return result;
}

/** Loads run one after another, so that two callers never find a backend half active. */
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
  const others = failures.length > 1 ? `, nor wasm (${failures[1]})` : '';
  return `Learning on ${name}: the native backend does not load (${failures[0]})${others}. To get it: ${nativeRemedy}.`;
}

async function activate(name: BackendName): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  // Before anything else loads: production mode also silences tfjs' banner and its warnings.
  tf.enableProdMode();
  // For its side effect: it registers the gradients in the same tfjs-core, which Node's bundle of tfjs-core lacks.
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

/** The wasm module's start adds process listeners that rethrow, which would spoil every exit code: takes them off. */
async function withoutListeners<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set<unknown>(listened.flatMap((event) => process.rawListeners(event)));
  const result = await start();
  for (const event of listened)
    for (const listener of process.rawListeners(event))
      if (!before.has(listener)) process.removeListener(event, listener as () => void);
  return result;
}

const listened = ['uncaughtException', 'unhandledRejection'];

/** Each backend's package is imported once; a failure is remembered, since Node would not import it again. */
const importing = new Map<BackendName, Promise<void>>();

const importers: Record<BackendName, (tf: TensorFlow) => Promise<void>> = {
  async native() {
    // tfjs-node 4.22 calls a function that Node 22 warns of and Node 23 removed.
    const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
    legacy.isNullOrUndefined = (value) => value === null || value === undefined;
    // One thread is the faster on small networks, and makes the bits independent of the number of cores.
    process.env.TF_NUM_INTRAOP_THREADS ??= '1';
    process.env.TF_NUM_INTEROP_THREADS ??= '1';
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    await import('@tensorflow/tfjs-node');
  },
  async wasm(tf) {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // The order of sums across threads would otherwise decide the last digits.
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
