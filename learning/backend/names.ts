/** The names and the interface of tfjs' backends. */

/** The functions of tfjs-core. Chained methods are not registered: call `tf.sum(x)`, never `x.sum()`. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/** `native` is @tensorflow/tfjs-node (C++), `wasm` WebAssembly on one thread, `cpu` plain JavaScript. */
export type BackendName = 'native' | 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['native', 'wasm', 'cpu'];

/** A loaded and active tfjs backend. Results repeat bit for bit on the same backend only, so runs record its name. */
export interface Backend {
  readonly name: BackendName;
  readonly tf: TensorFlow;
  /** One line for the user where a slower backend had to do, with what gets the faster one; else null. */
  readonly notice: string | null;
}
