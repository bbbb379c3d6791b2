/** The loop in which a master learns, beside its unpenalised twin and, where the penalty is learned, the penalty. */

import { z } from 'zod';
import { InvalidOption } from '../../core/base/errors.ts';
import { type Stream, type StreamState, stream } from '../../core/base/random.ts';
import { bootArrived, type Disciple, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { type Branches, branchesOf, drawEvidence, sampleMany } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { EvidenceValue } from '../../core/world/evidence.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import { type Backend, type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { OnlineDivergence, type OnlineDivergenceState } from '../../learning/divergence/online-divergence.ts';
import { readState, streamSchema } from '../../learning/network/read-state.ts';
import { learnedMeasurement } from '../../penalties/estimate/learned.ts';
import { exactOrNull } from '../../penalties/exact-penalties.ts';
import { DEFAULT_ROLLOUTS, type Measurement, nothing, type Penalty } from '../../penalties/penalty.ts';
import { createMaster } from './contract.ts';
import { expectedUtilities } from './expected-utilities.ts';
import { checkSpec, type Master, type MasterContext, type MasterSpec } from './master.ts';
import { measureAll, type PenaltyTable } from './penalty-table.ts';

export interface TrainingOptions<State> {
  /** The tables, or a world in which every library source boots without them. */
  readonly target: World<State> | Compiled<State>;
  readonly penalty: Penalty;
  readonly agent: MasterSpec;
  /** λ ≥ 0. */
  readonly weight: number;
  readonly seed: number;
  /** How many episodes the master plays, and as many its unpenalised twin. */
  readonly episodes: number;
  /** How many fresh draws of each branch are made wherever something is measured. */
  readonly rollouts: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
}

/** What one update saw: means over a batch of episodes. */
export interface TrainingStep {
  /** How many updates were made. */
  readonly iteration: number;
  /** Utility − λ · penalty. */
  readonly reward: number;
  /** In [0, 1]. */
  readonly utility: number;
  /** The penalty ≥ 0 that was charged. */
  readonly penalty: number;
  /** The utility of the unpenalised twin, in [0, 1]. */
  readonly unpenalisedUtility: number;
}

/** Everything that training changed, as JSON, with the optimisers' moments and the positions of the streams. */
export interface TrainingState {
  readonly iteration: number;
  /** The penalty that is learned beside the master; null where it is not. */
  readonly learned: OnlineDivergenceState | null;
  /** The penalised master, then the unpenalised one. */
  readonly players: readonly { readonly master: unknown; readonly stream: StreamState }[];
}

/** How many episodes a master plays by default. */
export const DEFAULT_EPISODES = 300_000;

/** How many episodes are played between two updates. */
export const BATCH = 256;

interface Player {
  readonly master: Master;
  readonly weight: number;
  readonly uniform: Stream;
}

/**
 * Trains a master on utility − λ · penalty, beside an unpenalised twin. In each iteration the divergence is trained
 * first, where the penalty is learned: on both branches of pairs (e, S) that are drawn uniformly. Then either master
 * plays a batch of episodes, each with its own draw of the evidence and of the wire, and learns from them. See
 * docs/learning.md. Only utility is read here; docs/architecture.md says why.
 */
export class Training<State> {
  /** How many updates were made. */
  iteration = 0;
  /** How many updates there are in all. */
  readonly iterations: number;
  readonly evidences: readonly EvidenceValue[];

  /** Fresh draws of P(e, S, 0), which is the same for every S. */
  private absent: { readonly evidence: number; readonly outcomes: readonly State[] } | null = null;

  private constructor(
    readonly options: TrainingOptions<State>,
    private readonly disciples: readonly Disciple<State>[],
    private readonly branches: Branches<State>,
    private readonly learned: OnlineDivergence<State> | null,
    private readonly table: PenaltyTable | null,
    private readonly players: readonly [penalised: Player, unpenalised: Player],
    /** The tfjs backend on which this training's networks are; null where it trains none. */
    readonly backend: Backend | null,
  ) {
    this.evidences = branches.evidences;
    const useful = options.agent.learns || learned !== null;
    this.iterations = useful ? Math.ceil(options.episodes / BATCH) : 0;
  }

  /**
   * Prepares a training: boots the disciples, measures the penalty where it is not learned, and creates the masters.
   * @param saved a state from which to continue.
   * @throws InvalidAgent where the agent breaks its contract, InvalidOption where `saved` does not fit.
   */
  static async create<State>(options: TrainingOptions<State>, saved?: TrainingState): Promise<Training<State>> {
    const { target, penalty, agent, weight, seed, rollouts } = options;
    checkSpec(agent);
    const state = saved && readState('training', stateSchema, saved);
    if (state && (state.learned === null) !== (penalty.learned === undefined))
      throw new InvalidOption(`training: the saved state does not fit: it is not one with the penalty ${penalty.id}`);
    const world = worldOf(target);
    const disciples = world.disciples.map(({ source }) => bootArrived(target, source));
    const branches = branchesOf(target, disciples);
    const { evidences } = branches;
    const arities = world.evidence.variables.map(({ arity }) => arity);
    let loaded: Backend | null = null;
    const backend = async () => {
      loaded ??= await loadBackend(options.backend);
      return loaded;
    };
    const made: { dispose(): void }[] = [];
    const keep = <Item extends { dispose(): void }>(item: Item): Item => {
      made.push(item);
      return item;
    };
    try {
      const learned = penalty.learned
        ? keep(
            new OnlineDivergence(
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
            ),
          )
        : null;
      const measured = { rollouts, seed, backend: options.backend };
      const table = learned ? null : await measureAll(target, evidences, disciples, penalty, measured);
      const utilities = () => expectedUtilities(target, branches, options);
      /**
       * What an exact master is told: the table, or the exact values that a learned penalty estimates, or measurements.
       */
      const penaltyValues = async (): Promise<number[][]> => {
        if (!table && isCompiled(target)) {
          const exact = evidences.map(({ value: evidence }) =>
            disciples.map((disciple) => exactOrNull(penalty, { compiled: target, evidence, disciple })),
          );
          if (exact.every((row) => row.every((value) => value !== null))) return exact as number[][];
        }
        const measurements = table ?? (await measureAll(target, evidences, disciples, penalty, measured));
        return measurements.map((row) => row.map(({ value }) => value));
      };
      const player = async (index: 0 | 1): Promise<Player> => {
        const name = index === 0 ? 'penalised' : 'unpenalised';
        const lambda = index === 0 ? weight : 0;
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
        const master = keep(await createMaster(agent, disciples.length, () => agent.create(context)));
        const uniform = stream(seed, name, 'episodes');
        if (state) {
          master.restore(state.players[index].master);
          uniform.restore(state.players[index].stream);
        }
        return { master, weight: lambda, uniform };
      };
      const players = [await player(0), await player(1)] as const;
      const training = new Training(options, disciples, branches, learned, table, players, loaded);
      training.iteration = state?.iteration ?? 0;
      return training;
    } catch (error) {
      for (const item of made) item.dispose();
      throw error;
    }
  }

  get done(): boolean {
    return this.iteration >= this.iterations;
  }

  /** Makes one update. */
  step(): TrainingStep {
    const progress = this.iteration / this.iterations;
    this.learned?.update(progress);
    const [penalised, unpenalised] = this.players.map((player) => this.play(player, progress));
    this.iteration++;
    return { iteration: this.iteration, ...penalised, unpenalisedUtility: unpenalised.utility };
  }

  /** The penalty ≥ 0 that the master is charged now for (e, S). */
  charged(e: number, s: number): number {
    return this.learned ? this.learned.estimate(e, s) : this.table![e][s].value;
  }

  /** The indices of the disciples that the masters send under evidence number `e`. */
  choices(e: number): { readonly penalised: number; readonly unpenalised: number } {
    const [penalised, unpenalised] = this.players.map(({ master }) => master.choose(e));
    return { penalised, unpenalised };
  }

  /**
   * The penalty of (e, S) with its interval: read off the trained network on fresh draws where the penalty is learned,
   * and else as it was measured before training.
   */
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

  /** @throws InvalidAgent where a master saves what JSON cannot hold. */
  save(): TrainingState {
    return {
      iteration: this.iteration,
      learned: this.learned?.save() ?? null,
      players: this.players.map(({ master, uniform }) => ({ master: master.save(), stream: uniform.save() })),
    };
  }

  /** Frees the tensors. The training must not be used afterwards. */
  dispose(): void {
    this.learned?.dispose();
    for (const { master } of this.players) master.dispose();
  }

  /** Plays a batch of episodes, and lets the master learn from it. */
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
      const s = master.act(e, uniform);
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

const playerSchema = z.object({ master: z.unknown(), stream: streamSchema });

const stateSchema = z.object({
  iteration: z.int().min(0),
  learned: z.looseObject({}).nullable(),
  players: z.tuple([playerSchema, playerSchema]),
});
