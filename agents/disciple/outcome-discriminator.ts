import { stream } from '../../core/base/random.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { Discriminator } from '../../learning/divergence/discriminator.ts';
import { denseRows, OneHotEncoder } from '../../learning/policy/one-hot-encoder.ts';

/** Outcomes of one branch, and the index of the evidence value of each. */
export interface Drawn<State> {
  readonly outcomes: readonly State[];
  readonly evidence: Int32Array;
}

const FIRST_RATE = 3e-3;
const LAST_SHARE = 0.1;
/** Spare inputs for answers that only a trained disciple brings about. */
const SPARE = 96;

/** d(answers' cells, e) → logit of X, for one disciple that is itself still learning. */
export class OutcomeDiscriminator<State> {
  private readonly encoder: OneHotEncoder;
  private readonly discriminator: Discriminator;

  /** @param pilot outcomes of the world without a disciple, to see which answers there are. */
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

  /** The logits of X of some outcomes, as the network stands. */
  logits(drawn: Drawn<State>): Float32Array {
    return this.discriminator.logits(this.rows(drawn), drawn.outcomes.length);
  }

  /** One update on outcomes of both branches. @param progress share of the training done, in [0, 1]. */
  update(present: Drawn<State>, absent: Drawn<State>, progress: number): void {
    const ones = present.outcomes.length;
    const labels = new Float32Array(ones + absent.outcomes.length).fill(1, 0, ones);
    const both = new Float32Array(labels.length * this.encoder.capacity);
    both.set(this.rows(present));
    both.set(this.rows(absent), ones * this.encoder.capacity);
    this.discriminator.learningRate = FIRST_RATE * LAST_SHARE ** progress;
    this.discriminator.update(both, labels);
  }

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
