import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { type Stream, type StreamState, stream } from '../../core/base/random.ts';
import { bootArrived, type Disciple, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { type Branches, branchesOf, drawEvidence, sampleMany } from '../../core/forecast/branches.ts';
import { type Compiled, unitValue } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { EvidenceValue } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { type Backend, type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { LearnedDivergence, type LearnedDivergenceState } from '../../learning/divergence/learned-divergence.ts';
import { learnedMeasurement } from '../../penalties/estimate/learned.ts';
import { exactObjective } from '../../penalties/objective.ts';
import { DEFAULT_ROLLOUTS, type Measurement, nothing, type Penalty } from '../../penalties/penalty.ts';
import type { Master, MasterContext, MasterSpec } from './master.ts';
import { exactOrNull, measureAll, type PenaltyTable } from './penalty-table.ts';

export interface TrainingOptions<State> {
  /** The tables, or a world whose every library source boots without them. */
  readonly target: World<State> | Compiled<State>;
  readonly penalty: Penalty;
  readonly agent: MasterSpec;
  /** λ ≥ 0. */
  readonly weight: number;
  readonly seed: number;
  /** Episodes of either master. */
  readonly episodes: number;
  /** Draws a branch wherever something is measured from fresh rollouts. */
  readonly rollouts: number;
  readonly erasure: number;
  readonly backend?: BackendName;
}

/** Means over one batch of episodes. */
export interface TrainingStep {
  readonly iteration: number;
  readonly reward: number;
  readonly utility: number;
  readonly penalty: number;
  /** Of the unpenalised twin. */
  readonly unpenalisedUtility: number;
}

/** Everything that training changed, as JSON: optimiser moments and stream positions too. */
export interface TrainingState {
  readonly iteration: number;
  readonly learned: LearnedDivergenceState | null;
  readonly players: readonly { readonly master: unknown; readonly stream: StreamState }[];
}

/** Episodes of either master by default. */
export const DEFAULT_EPISODES = 300_000;

/** Episodes between two updates. */
export const BATCH = 256;

interface Player {
  readonly master: Master;
  readonly weight: number;
  readonly uniform: Stream;
}

/**
 * Trains a master on utility − λ · penalty, beside an unpenalised twin (DESIGN §7). An iteration draws (e, S) uniformly,
 * rolls out both branches and updates the discriminator, where the penalty is learned; then either master plays a batch of
 * episodes, each with its own draw of the evidence and of the wire, and learns from them. Only utility is read here.
 */
export class Training<State> {
  iteration = 0;
  readonly iterations: number;
  readonly evidences: readonly EvidenceValue[];

  /** Fresh draws of P(e, S, 0), the same for every S. */
  private absent: { readonly evidence: number; readonly outcomes: readonly State[] } | null = null;

  private constructor(
    private readonly options: TrainingOptions<State>,
    private readonly disciples: readonly Disciple<State>[],
    private readonly branches: Branches<State>,
    private readonly learned: LearnedDivergence<State> | null,
    private readonly table: PenaltyTable | null,
    private readonly players: readonly [penalised: Player, unpenalised: Player],
  ) {
    this.evidences = branches.evidences;
    const useful = options.agent.learns || learned !== null;
    this.iterations = useful ? Math.ceil(options.episodes / BATCH) : 0;
  }

  /** `saved` continues a training exactly where it was saved. */
  static async create<State>(options: TrainingOptions<State>, saved?: TrainingState): Promise<Training<State>> {
    const { target, penalty, agent, weight, seed, rollouts, erasure } = options;
    const world = worldOf(target);
    const disciples = world.disciples.map(({ source }) => bootArrived(target, source));
    const branches = branchesOf(target, disciples);
    const { evidences } = branches;
    const arities = world.evidence.variables.map(({ arity }) => arity);
    let loaded: Promise<Backend> | null = null;
    const backend = () => {
      loaded ??= loadBackend(options.backend);
      return loaded;
    };
    const learned = penalty.learned
      ? new LearnedDivergence(
          {
            backend: await backend(),
            branches,
            arities,
            disciples: disciples.length,
            cells: questionCells(world, 1),
            divergence: penalty.learned,
            seed,
          },
          saved?.learned ?? undefined,
        )
      : null;
    const measured = { rollouts, seed, backend: options.backend };
    const table = learned ? null : await measureAll(target, evidences, disciples, penalty, measured);
    const utilities = () => objective(options, branches, erasure);
    /** What an exact master is told: the table, or the exact twin of a learned penalty, or measurements of its own. */
    const penaltyValues = async (): Promise<number[][]> => {
      if (!table && isCompiled(target)) {
        const exact = evidences.map(({ value }) => disciples.map((d) => exactOrNull(penalty, target, value, d)));
        if (exact.every((row) => row.every((value) => value !== null))) return exact as number[][];
      }
      const measurements = table ?? (await measureAll(target, evidences, disciples, penalty, measured));
      return measurements.map((row) => row.map(({ value }) => value));
    };
    const player = async (name: string, lambda: number, state: TrainingState['players'][number] | undefined) => {
      const context: MasterContext = {
        evidences,
        arities,
        disciples: disciples.length,
        weight: lambda,
        seed,
        name,
        backend,
        utilities,
        penalties: penaltyValues,
      };
      const master = complete(agent, await agent.create(context));
      const uniform = stream(seed, name, 'episodes');
      if (state) {
        master.restore(state.master);
        uniform.restore(state.stream);
      }
      return { master, weight: lambda, uniform };
    };
    const training = new Training(options, disciples, branches, learned, table, [
      await player('penalised', weight, saved?.players[0]),
      await player('unpenalised', 0, saved?.players[1]),
    ]);
    training.iteration = saved?.iteration ?? 0;
    return training;
  }

  get done(): boolean {
    return this.iteration >= this.iterations;
  }

  /** One iteration. */
  step(): TrainingStep {
    const progress = this.iteration / this.iterations;
    this.learned?.update(progress);
    const [penalised, unpenalised] = this.players.map((player) => this.play(player, progress));
    this.iteration++;
    return { iteration: this.iteration, ...penalised, unpenalisedUtility: unpenalised.utility };
  }

  /** The penalty as the master is charged it now. */
  charged(e: number, s: number): number {
    return this.learned ? this.learned.estimate(e, s) : this.table![e][s].value;
  }

  /** Indices of the disciples that the trained masters send. */
  choices(e: number): { readonly penalised: number; readonly unpenalised: number } {
    const [penalised, unpenalised] = this.players.map(({ master }) => this.legal(master.choose(e), 'choose'));
    return { penalised, unpenalised };
  }

  private legal(choice: number, name: string): number {
    const { length } = this.disciples;
    if (Number.isInteger(choice) && choice >= 0 && choice < length) return choice;
    throw new InvalidOption(
      expected(`agent ${this.options.agent.id}: ${name}`, `a disciple's index below ${length}`, choice),
    );
  }

  /** The penalty of (e, S) as the trained network reads it on fresh draws, or as it was measured before training. */
  measured(e: number, s: number): Measurement {
    if (!this.learned) return this.table![e][s];
    if (this.disciples[s].source === '') return nothing(true);
    const { seed, penalty } = this.options;
    const rollouts = Math.max(this.options.rollouts, DEFAULT_ROLLOUTS);
    const fresh = (x: 0 | 1) =>
      sampleMany(this.branches, e, s, x, rollouts, stream(seed, 'judge', e, x, x === 1 ? s : ''));
    if (this.absent?.evidence !== e) this.absent = { evidence: e, outcomes: fresh(0) };
    return learnedMeasurement(penalty.learned!, {
      present: this.learned.logits(e, s, fresh(1)),
      absent: this.learned.logits(e, s, this.absent.outcomes),
    });
  }

  save(): TrainingState {
    return {
      iteration: this.iteration,
      learned: this.learned?.save() ?? null,
      players: this.players.map(({ master, uniform }) => ({ master: master.save(), stream: uniform.save() })),
    };
  }

  dispose(): void {
    this.learned?.dispose();
    for (const { master } of this.players) master.dispose();
  }

  private play({ master, weight, uniform }: Player, progress: number) {
    const world = worldOf(this.options.target);
    const { erasure, agent } = this.options;
    const evidence = new Int32Array(BATCH);
    const action = new Int32Array(BATCH);
    const reward = new Float64Array(BATCH);
    let rewards = 0;
    let utilities = 0;
    let charged = 0;
    for (let i = 0; i < BATCH; i++) {
      const e = drawEvidence(this.evidences, uniform);
      const s = this.legal(master.act(e, uniform), 'act');
      const x = uniform() < erasure ? 0 : 1;
      const utility = unitValue(world, this.branches.sample(e, s, x, uniform), 'utility');
      const penalty = this.charged(e, s);
      evidence[i] = e;
      action[i] = s;
      reward[i] = utility - weight * penalty;
      rewards += reward[i];
      utilities += utility;
      charged += penalty;
    }
    if (agent.learns) master.learn({ evidence, action, reward }, progress);
    return { reward: rewards / BATCH, utility: utilities / BATCH, penalty: charged / BATCH };
  }
}

const METHODS = ['act', 'choose', 'learn', 'save', 'restore', 'dispose'] as const;

/** A master with all its methods. Throws `InvalidOption`, naming the one that is missing. */
function complete(agent: MasterSpec, master: Master): Master {
  const given = master as Partial<Master> | null;
  const missing = METHODS.find((method) => typeof given?.[method] !== 'function');
  if (missing === undefined) return master;
  throw new InvalidOption(
    expected(`agent ${agent.id}: ${missing}`, 'a function of the master it creates', given?.[missing]),
  );
}

/** (1−ε)·E[U|X=1] + ε·E[U|X=0] by evidence and disciple: exactly, or as a mean over fresh rollouts. */
function objective<State>(options: TrainingOptions<State>, branches: Branches<State>, erasure: number): number[][] {
  const { target, rollouts, seed } = options;
  const world = worldOf(target);
  return branches.evidences.map(({ value }, e) => {
    if (isCompiled(target)) return exactObjective(target as Compiled, value, erasure);
    const mean = (s: number, x: 0 | 1) => {
      const uniform = stream(seed, 'utilities', e, s, x);
      let sum = 0;
      for (let i = 0; i < rollouts; i++) sum += unitValue(world, branches.sample(e, s, x, uniform), 'utility');
      return sum / rollouts;
    };
    return world.disciples.map((_, s) => (1 - erasure) * mean(s, 1) + erasure * mean(s, 0));
  });
}
