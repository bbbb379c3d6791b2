/** A tfjs backend, as the networks use it. No module of Node is loaded before a backend is. */

import type { Backend, BackendName } from './names.ts';

export { type Backend, type BackendName, backendNames, type TensorFlow } from './names.ts';

/**
 * Loads tfjs and makes a backend the active one. The first call takes about 0.3 s for wasm and 1 s for native. A later
 * call with another name switches to that backend.
 * @param request the backend. Default: native where it loads, else wasm, else cpu.
 * @throws BackendUnavailable when that backend does not load, or when none does. The message says what to do.
 * @throws InvalidOption when `request` is not the name of a backend.
 */
export async function loadBackend(request?: BackendName): Promise<Backend> {
  // The loader needs Node: it is imported here, so that penalties and judges run without it where nothing learns.
  const loader = await import('./node-loader.ts');
  return loader.loadBackend(request);
}
