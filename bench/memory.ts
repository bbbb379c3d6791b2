/** Measures what training leaves in memory. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Backend } from '../learning/backend/backend.ts';

export interface MemoryGrowth {
  readonly updates: number;
  /** Tensors alive after the updates, minus those alive before them. */
  readonly tensors: number;
  /** How far the resident memory has grown since it was least, in MB of 2²⁰ bytes, ≥ 0. It is read ten times. */
  readonly resident: number;
}

const TENTHS = 10;
const READINGS = 3;

/**
 * What `updates` updates leave behind, after `warmUp` updates that fill the caches and compile the code. Garbage is
 * collected before each reading, so that only what is kept counts.
 */
export function memoryGrowth(
  { tf }: Backend,
  trainer: { update(): unknown },
  warmUp: number,
  updates: number,
): MemoryGrowth {
  for (let i = 0; i < warmUp; i++) trainer.update();
  const tensors = tf.memory().numTensors;
  const resident = [residentMegabytes()];
  for (let tenth = 0; tenth < TENTHS; tenth++) {
    for (let i = 0; i < Math.ceil(updates / TENTHS); i++) trainer.update();
    resident.push(residentMegabytes());
  }
  const grown = resident[TENTHS] - Math.min(...resident);
  return { updates, tensors: tf.memory().numTensors - tensors, resident: grown };
}

let collect: (() => void) | null = null;

/** The least of several readings, each after garbage was collected. */
function residentMegabytes(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  const readings: number[] = [];
  for (let i = 0; i < READINGS; i++) {
    collect();
    readings.push(process.memoryUsage.rss() / 2 ** 20);
  }
  return Math.min(...readings);
}
