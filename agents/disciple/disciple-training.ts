/** The loop in which a disciple learns a policy, which becomes its source. */

import { pickWeighted, type Stream, stream } from '../../core/base/random.ts';
import { boot, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { branchesOf } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { World } from '../../core/world/world.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import type { OneHotForward } from '../../learning/network/one-hot-forward.ts';
import { geometric, linear } from '../../learning/network/schedule.ts';
import { softmax } from '../../learning/network/softmax.ts';
import { ActorCritic } from '../../learning/policy/actor-critic.ts';
import { OneHotEncoder } from '../../learning/policy/one-hot-encoder.ts';
import { writePolicySource } from '../../learning/policy/policy-source.ts';
import { Detours } from './detours.ts';
import { type Player, playerOf } from './episodes.ts';
import { type Drawn, OutcomeDiscriminator } from './outcome-discriminator.ts';
import { type ShareName, shares } from './share.ts';

export interface DiscipleTrainingOptions<State> {
  readonly target: World<State> | Compiled<State>;
  readonly backend: Backend;
  /** What the disciple is to increase: a value for each state, finite in every state that is met. */
  readonly goal: (state: State) => number;
  /** λ ≥ 0, the weight of its share of the learned divergence. At 0 no divergence is learned. */
  readonly weight: number;
  readonly share: ShareName;
  /** Indices of the evidence values of its episodes, drawn evenly. Default: all, drawn from the prior. */
  readonly evidence?: readonly number[];
  readonly seed: number;
  readonly iterations: number;
  /** How many episodes an iteration plays. */
  readonly episodes: number;
  /** The weight of the entropy bonus at the beginning and at the end, in units of the advantages' deviation. */
  readonly entropy: readonly [first: number, last: number];
  /** The share of the episodes that have a stretch of chance, in [0, 1). */
  readonly detours: number;
}

/** Means over those episodes of an iteration in which the disciple chose all actions; NaN where there is none. */
export interface DiscipleStep {
  readonly iteration: number;
  /** By how much the goal grows in an episode. */
  readonly goal: number;
  /** The disciple's share of the learned divergence. */
  readonly share: number;
  /** The policy's entropy in nats per tick, over all episodes of the iteration. */
  readonly entropy: number;
}

const FIRST_RATE = 3e-3;
const rateAt = geometric(FIRST_RATE, 0.1);
/** λ of generalised advantage estimation (Schulman et al. 2016). Episodes are not discounted. */
const TRACE = 0.95;
/** With every batch, all earlier ones weigh less in the deviation of the advantages by this factor. */
const DECAY = 0.9;
/** So many episodes of random actions show which observations there are. */
const PILOT = 256;
/** So many inputs are spare, for what only a trained policy observes. */
const SPARE = 64;
/** How often an iteration trains the discriminator. */
const DISCRIMINATOR_UPDATES = 2;

/**
 * Trains a policy network by policy gradient, with a value baseline, on the goal − λ · the disciple's share of the
 * learned divergence between the worlds with it and without it. The goal's growth is paid tick by tick, which sums to
 * the goal, and the share is charged at the outcome. See docs/learning.md. Only utility and answers are read here;
 * docs/architecture.md says why.
 */
export class DiscipleTraining<State> {
  /** How many iterations were made. */
  iteration = 0;
  private readonly player: Player<State>;
  private readonly encoder: OneHotEncoder;
  private readonly actorCritic: ActorCritic;
  private readonly discriminator: OutcomeDiscriminator<State> | null;
  private readonly uniform: Stream;
  private readonly wander: Stream;
  private readonly absent: (count: number) => Drawn<State>;
  private readonly drawEvidence: () => number;
  private readonly actions: number;
  private readonly horizon: number;
  private deviation = 0;

  constructor(private readonly options: DiscipleTrainingOptions<State>) {
    const { target, backend, goal, weight, seed } = options;
    const world = worldOf(target);
    const branches = branchesOf(target, [boot(target, '')]);
    this.actions = world.actions.length;
    this.horizon = world.horizon;
    this.uniform = stream(seed, 'disciple', 'episodes');
    this.wander = stream(seed, 'disciple', 'detours');
    const evidences = stream(seed, 'disciple', 'evidence');
    const allowed = options.evidence ?? branches.evidences.map((_, e) => e);
    const chances = Float32Array.from(allowed, (e) =>
      options.evidence ? 1 / allowed.length : branches.evidences[e].probability,
    );
    this.drawEvidence = () => allowed[pickWeighted(chances, evidences())];
    const null0 = stream(seed, 'disciple', 'null');
    this.absent = (count) => {
      const evidence = Int32Array.from({ length: count }, this.drawEvidence);
      return { evidence, outcomes: Array.from(evidence, (e) => branches.sample(e, 0, 0, null0)) };
    };
    this.player = playerOf(target, (state) => Number(goal(state)));
    this.encoder = this.lookAround();
    // Whatever a user's world may throw, it throws before any tensor is made.
    const pilot = weight === 0 ? [] : this.absent(4 * PILOT).outcomes;
    const cells = questionCells(world, 1);
    this.discriminator =
      weight === 0 ? null : new OutcomeDiscriminator(backend, branches.evidences.length, cells, pilot, seed);
    this.actorCritic = new ActorCritic(backend, this.encoder.capacity, this.encoder.active, this.actions, {
      stream: stream(seed, 'disciple', 'weights'),
      learningRate: FIRST_RATE,
    });
  }

  get done(): boolean {
    return this.iteration >= this.options.iterations;
  }

  /** Makes one iteration: plays episodes of both branches, then trains the discriminator and the policy. */
  step(): DiscipleStep {
    const { episodes: count, weight, share, entropy, iterations } = this.options;
    const detours = new Detours(count, this.horizon, this.actions, this.options.detours, this.wander);
    const progress = this.iteration / iterations;
    const outputs = new Float32Array(count * this.horizon * (this.actions + 1));
    const episodes = this.player(
      count,
      this.drawEvidence,
      this.chooser(this.actorCritic.forward(), outputs, detours),
      this.encoder,
      this.uniform,
    );
    const { rewards } = episodes;
    const own = Array.from(episodes.outcomes.keys()).filter((episode) => detours.own(episode));
    let goal = 0;
    for (const episode of own)
      for (let tick = 0; tick < this.horizon; tick++) goal += rewards[episode * this.horizon + tick];
    let shared = 0;
    if (this.discriminator) {
      const logits = this.discriminator.logits(episodes);
      for (let episode = 0; episode < count; episode++) {
        const part = shares[share](logits[episode]);
        if (detours.own(episode)) shared += part;
        rewards[(episode + 1) * this.horizon - 1] -= weight * part;
      }
      const present = {
        outcomes: own.map((episode) => episodes.outcomes[episode]),
        evidence: Int32Array.from(own, (episode) => episodes.evidence[episode]),
      };
      for (let i = 0; i < DISCRIMINATOR_UPDATES && own.length > 0; i++) {
        this.discriminator.update(present, this.absent(own.length), progress);
      }
    }
    const { advantages, returns, learnt } = this.advantagesOf(rewards, outputs, detours);
    this.actorCritic.learningRate = rateAt(progress);
    const bonus = linear(entropy[0], entropy[1])(progress);
    this.actorCritic.update(
      { inputs: episodes.inputs, outputs, actions: episodes.actions, advantages, returns, learnt },
      bonus,
      this.wander,
    );
    this.iteration++;
    return {
      iteration: this.iteration,
      goal: goal / own.length,
      share: shared / own.length,
      entropy: this.entropyOf(outputs),
    };
  }

  /** The disciple's source now: its policy's weights, as text. */
  source(): string {
    const world = worldOf(this.options.target).id;
    return writePolicySource({ world, code: this.encoder.save(), network: this.actorCritic.policy(this.encoder.used) });
  }

  /** Frees the tensors. The training must not be used afterwards. */
  dispose(): void {
    this.actorCritic.dispose();
    this.discriminator?.dispose();
  }

  /** The encoder of the observations: episodes of random actions show which there are, and some inputs stay spare. */
  private lookAround(): OneHotEncoder {
    const { target, seed } = this.options;
    const world = worldOf(target);
    const uniform = stream(seed, 'disciple', 'pilot');
    const example = isCompiled(target)
      ? target.states[0]
      : branchesOf(target, [boot(target, '')]).sample(0, 0, 0, uniform);
    const seen = new OneHotEncoder(world.horizon, world.observe(example).length, Number.POSITIVE_INFINITY);
    this.player(PILOT, this.drawEvidence, () => Math.floor(uniform() * this.actions), seen, uniform);
    return OneHotEncoder.restore(seen.save(), seen.used + SPARE);
  }

  /** Draws the actions of episodes, and writes the network's outputs for row r from outputs[r · (actions + 1)] on. */
  private chooser(forward: OneHotForward, outputs: Float32Array, detours: Detours) {
    const { actions, horizon, uniform } = this;
    const { active } = this.encoder;
    const logits = new Float32Array(actions);
    return (inputs: Int32Array, start: number) => {
      const given = forward(inputs, start);
      const row = start / active;
      outputs.set(given, row * (actions + 1));
      const episode = Math.floor(row / horizon);
      if (detours.at(episode, row % horizon)) return detours.action(episode, row % horizon);
      for (let a = 0; a < actions; a++) logits[a] = given[a];
      return pickWeighted(softmax(logits), uniform());
    };
  }

  /** Generalised advantages in units of their running deviation, and the returns that the baseline is to learn. */
  private advantagesOf(rewards: Float32Array, outputs: Float32Array, detours: Detours) {
    const { horizon, actions } = this;
    const advantages = new Float32Array(rewards.length);
    const returns = new Float32Array(rewards.length);
    const learnt = new Uint8Array(rewards.length);
    const value = (row: number) => outputs[row * (actions + 1) + actions];
    let squares = 0;
    let rows = 0;
    for (let first = 0; first < rewards.length; first += horizon) {
      let advantage = 0;
      for (let tick = horizon - 1; tick >= 0; tick--) {
        const row = first + tick;
        const next = tick === horizon - 1 ? 0 : value(row + 1);
        if (detours.at(first / horizon, tick)) {
          // Where chance led the disciple says nothing about what it did before.
          advantage = 0;
          continue;
        }
        learnt[row] = 1;
        rows++;
        advantage = rewards[row] + next - value(row) + TRACE * advantage;
        advantages[row] = advantage;
        returns[row] = advantage + value(row);
        squares += advantage ** 2;
      }
    }
    const variance = squares / Math.max(1, rows);
    this.deviation =
      this.deviation === 0 ? Math.sqrt(variance) : Math.sqrt(DECAY * this.deviation ** 2 + (1 - DECAY) * variance);
    const scale = 1 / Math.max(this.deviation, 1e-6);
    for (let row = 0; row < advantages.length; row++) advantages[row] *= scale;
    return { advantages, returns, learnt };
  }

  private entropyOf(outputs: Float32Array): number {
    const { actions } = this;
    let sum = 0;
    for (let start = 0; start < outputs.length; start += actions + 1) {
      const chances = softmax(outputs.slice(start, start + actions));
      for (const p of chances) if (p > 0) sum -= p * Math.log(p);
    }
    return (sum * (actions + 1)) / outputs.length;
  }
}
