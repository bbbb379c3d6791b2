/** Writes values into tfjs variables. */

import type { Variable } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';

/** Gives the variable these values. Leaves no tensor behind. */
export function assign(backend: Backend, variable: Variable, values: Float32Array): void {
  const tensor = backend.tf.tensor(values, variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}
