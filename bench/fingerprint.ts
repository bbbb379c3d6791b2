/** Shows whether training gives the same bits in two processes, or on two versions of Node. */

import { createHash } from 'node:crypto';
import type { Backend } from '../learning/backend/backend.ts';
import { ours } from './trainers.ts';

const ROWS = 256;

/**
 * A digest of all weights of a discriminator and of a policy after some updates. Two digests on the same backend are
 * equal exactly where the training was equal bit for bit.
 */
export function fingerprint(backend: Backend, updates = 30): string {
  const hash = createHash('sha256');
  for (const sizes of [
    [64, 64, 64, 1],
    [154, 64, 64, 8],
  ]) {
    const trainer = ours(backend, sizes, ROWS);
    for (let i = 0; i < updates; i++) trainer.update();
    for (const values of trainer.weights()) hash.update(new Uint8Array(values.slice().buffer));
    trainer.dispose();
  }
  return hash.digest('hex').slice(0, 16);
}
