/** Tells the outcomes of one disciple, which is still learning, from those of the world without it. */

import { stream } from '../../core/base/random.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { Discriminator } from '../../learning/divergence/discriminator.ts';
import { denseRows } from '../../learning/network/one-hot.ts';
import { geometric } from '../../learning/network/schedule.ts';
import { OneHotEncoder } from '../../learning/policy/one-hot-encoder.ts';

/** Outcomes of one branch, each with the index of its evidence value. */
export interface Drawn<State> {
  readonly outcomes: readonly State[];
  readonly evidence: Int32Array;
}

const FIRST_RATE = 3e-3;
const rateAt = geometric(FIRST_RATE, 0.1);
/** So many inputs are spare, for answers that only a trained disciple brings about. */
const SPARE = 96;

/** A discriminator that maps (answers' cells, e) to the logit of X. */
export class OutcomeDiscriminator<State> {
  private readonly encoder: OneHotEncoder;
  private readonly discriminator: Discriminator;

  /**
   * @param evidences how many evidence values there are.
   * @param cells the coarse cells of an outcome's answers.
   * @param pilot outcomes of the world without the disciple, which show what answers there are.
   */
  constructor(
    backend: Backend,
    evidences: number,
    private readonly cells: (state: State) => readonly number[],
    pilot: readonly State[],
    seed: number,
  ) {
    const components = cells(pilot[0]).length;
    const seen = new OneHotEncoder(evidences, components, Number.POSITIVE_INFINITY);
    const scratch = new Int32Array(seen.active);
    for (const state of pilot) seen.write(cells(state), scratch, 0);
    this.encoder = OneHotEncoder.restore(seen.save(), seen.used + SPARE);
    this.discriminator = new Discriminator(backend, this.encoder.capacity, {
      stream: stream(seed, 'disciple', 'discriminator', 'weights'),
      learningRate: FIRST_RATE,
    });
  }

  /** The logits of X that the network gives some outcomes now; one for each. */
  logits(drawn: Drawn<State>): Float32Array {
    return this.discriminator.logits(this.rows(drawn), drawn.outcomes.length);
  }

  /**
   * Trains once on outcomes of both branches.
   * @param progress the share of the training that is done, in [0, 1].
   */
  update(present: Drawn<State>, absent: Drawn<State>, progress: number): void {
    const ones = present.outcomes.length;
    const labels = new Float32Array(ones + absent.outcomes.length).fill(1, 0, ones);
    const both = new Float32Array(labels.length * this.encoder.capacity);
    both.set(this.rows(present));
    both.set(this.rows(absent), ones * this.encoder.capacity);
    this.discriminator.learningRate = rateAt(progress);
    this.discriminator.update(both, labels);
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.discriminator.dispose();
  }

  private rows({ outcomes, evidence }: Drawn<State>): Float32Array {
    const { active, capacity } = this.encoder;
    const inputs = new Int32Array(outcomes.length * active);
    outcomes.forEach((state, i) => {
      this.encoder.write(this.cells(state), inputs, i * active);
      inputs[i * active + active - 1] = evidence[i];
    });
    return denseRows(inputs, active, capacity);
  }
}
