import { createHash } from 'node:crypto';
import type { Backend } from '../learning/backend/backend.ts';
import { ours } from './trainers.ts';

const ROWS = 256;

/**
 * A digest of every weight of a discriminator and of a policy after some updates: equal exactly where training is equal bit
 * for bit. To be compared between processes and versions of Node, on one backend.
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
