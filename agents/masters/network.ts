/** The network of a master that learns with tfjs: its inputs are one-hots of the evidence. */

import { stream } from '../../core/base/random.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { type Adam, type AdamState, createAdam } from '../../learning/network/adam.ts';
import { createNetwork, type Network, type NetworkState } from '../../learning/network/network.ts';
import { oneHotBlocks, writeEvidence } from '../../learning/network/one-hot.ts';
import { adamSchema, networkSchema } from '../../learning/network/read-state.ts';
import { geometric } from '../../learning/network/schedule.ts';
import type { MasterContext } from './master.ts';

const FIRST_RATE = 1e-2;
const rateAt = geometric(FIRST_RATE, 0.1);

/** A network, its optimiser, and the rows that the evidence values are as its inputs. */
export interface MasterNetwork {
  readonly backend: Backend;
  readonly network: Network;
  readonly optimiser: Adam;
  /** How many inputs a row has. */
  readonly width: number;
  /** For each evidence index, its inputs, followed by zeros for the further inputs. */
  readonly rows: readonly Float32Array[];
  /** Sets the optimiser's step size for the share of the training that is done, in [0, 1]. */
  setRate(progress: number): void;
  save(): MasterNetworkState;
  /** @throws InvalidOption when the state does not fit. */
  restore(state: MasterNetworkState): void;
}

export interface MasterNetworkState {
  readonly network: NetworkState;
  readonly optimiser: AdamState;
}

/** The parts of a saved state that `MasterNetwork` reads. */
export const networkStateShape = { network: networkSchema, optimiser: adamSchema };

/**
 * @param further how many inputs come after those of the evidence.
 * @param outputScale multiplies the last layer's initial weights.
 */
export async function masterNetwork(
  context: MasterContext,
  { hidden, outputs, further = 0, outputScale = 1 }: NetworkShape,
): Promise<MasterNetwork> {
  const { evidences, arities, seed, name } = context;
  const backend = await context.backend();
  const blocks = oneHotBlocks(arities);
  // A network needs an input, so there is a constant one where there is no evidence.
  const width = Math.max(1, blocks.width) + further;
  const rows = evidences.map(({ value }) => {
    const row = new Float32Array(width);
    if (blocks.width === 0) row[0] = 1;
    writeEvidence(row, 0, blocks.starts, value);
    return row;
  });
  const network = createNetwork(backend, {
    sizes: [width, hidden, outputs],
    stream: stream(seed, name, 'weights'),
    outputScale,
  });
  const optimiser = createAdam(backend, network.variables, { learningRate: FIRST_RATE });
  return {
    backend,
    network,
    optimiser,
    width,
    rows,
    setRate(progress) {
      optimiser.learningRate = rateAt(progress);
    },
    save: () => ({ network: network.save(), optimiser: optimiser.save() }),
    restore(state) {
      network.restore(state.network);
      optimiser.restore(state.optimiser);
    },
  };
}

interface NetworkShape {
  readonly hidden: number;
  readonly outputs: number;
  readonly further?: number;
  readonly outputScale?: number;
}

/** The index of the greatest entry; the lower index where several are greatest. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
