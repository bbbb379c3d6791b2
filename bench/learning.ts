/** Runs one section of the benchmark on one backend, in a process of its own: `learning.ts updates wasm`. */
import { BackendUnavailable } from '../core/base/errors.ts';
import { type Backend, type BackendName, loadBackend } from '../learning/backend/backend.ts';
import { fingerprint } from './fingerprint.ts';
import { layersTable } from './layers.ts';
import { learners } from './learners.ts';
import { alignedTable } from './measure.ts';
import { memoryGrowth } from './memory.ts';
import { ours } from './trainers.ts';
import { updatesTable } from './updates.ts';

const WARM_UP = 1000;
const UPDATES = 10_000;
const ROWS = 128;
/** The package's learners get fewer rows, since each of their updates makes several steps. */
const LEARNER_ROWS = 32;

function memoryTable(backend: Backend): string {
  const lines = [[`${backend.name}: ${UPDATES} updates`, 'batch', 'tensors', 'resident, MB']];
  const measure = (name: string, rows: number, trainer: { update(): unknown; dispose(): void }) => {
    const { tensors, resident } = memoryGrowth(backend, trainer, WARM_UP, UPDATES);
    lines.push([name, String(rows), `${tensors >= 0 ? '+' : ''}${tensors}`, `+${resident.toFixed(1)}`]);
    trainer.dispose();
  };
  for (const sizes of [
    [64, 64, 64, 1],
    [154, 64, 64, 8],
  ])
    measure(sizes.join('→'), ROWS, ours(backend, sizes, ROWS));
  for (const [name, learner] of Object.entries(learners)) measure(name, LEARNER_ROWS, learner(backend, LEARNER_ROWS));
  return alignedTable(lines);
}

const parts: Record<string, (backend: Backend) => string | Promise<string>> = {
  updates: updatesTable,
  layers: layersTable,
  memory: memoryTable,
  fingerprint: (backend) => `${backend.name}, Node ${process.version}: ${fingerprint(backend)}`,
};

const [part, name] = process.argv.slice(2);
try {
  process.stdout.write(`${await parts[part](await loadBackend(name as BackendName))}\n`);
} catch (error) {
  if (!(error instanceof BackendUnavailable)) throw error;
  process.stdout.write(`${name}: left out, ${error.message}\n`);
}
