/**
 * Measures speed and memory: `npm run bench -- [section…]`, by default all sections. Alternatives run in turn, so that
 * their ratios can be trusted on a busy machine. No figure is a test.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../learning/backend/backend.ts';
import { simulation } from './simulation.ts';

/** A section that runs in a process of its own on each backend. The title says what its figures are. */
interface Section {
  readonly title: string;
  readonly backends: readonly BackendName[];
}

const sections: Record<string, Section> = {
  updates: {
    title: 'Training updates by batch, a second of processor time (one thread), fresh rows uploaded each time',
    backends: ['wasm', 'native', 'cpu'],
  },
  layers: {
    title:
      'An update of ours and the same network through tf.layers: processor milliseconds, medians of rounds in turn',
    backends: ['wasm', 'native'],
  },
  memory: {
    title: 'What updates leave behind: tensors alive, and resident memory after collecting garbage',
    backends: ['wasm', 'native'],
  },
  fingerprint: {
    title: 'Digests of trained weights: equal on one backend for every version of Node',
    backends: ['wasm', 'native'],
  },
};

const names = ['simulation', ...Object.keys(sections)];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !names.includes(name));
if (unknown === undefined) for (const name of wanted.length > 0 ? wanted : names) await show(name);
else {
  process.stderr.write(`expected sections among ${names.join(', ')} but received ${unknown}\n`);
  process.exitCode = 2;
}

async function show(name: string): Promise<void> {
  if (name === 'simulation') {
    process.stdout.write(`Simulation\n\n${(await simulation()).join('\n')}\n\n`);
    return;
  }
  const { title, backends } = sections[name];
  process.stdout.write(`${title}\n\n`);
  for (const backend of backends) {
    const script = fileURLToPath(new URL('learning.ts', import.meta.url));
    const { status } = spawnSync(process.execPath, [...process.execArgv, script, name, backend], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
    process.stdout.write('\n');
  }
}
