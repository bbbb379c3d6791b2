/** What the two environments of a master share: what it sends goes through the wire and acts. */
import { InvalidSource } from '../base/errors.ts';
import { bootArrived, type Disciple } from '../disciple/disciple.ts';
import { rollOut } from '../forecast/rollout.ts';
import { DEFAULT_ERASURE } from '../forecast/sampled-forecaster.ts';
import { type Compiled, compileCached } from '../tables/compile.ts';
import { evidenceIndex, nameEvidence } from '../world/evidence.ts';
import { unitValue } from '../world/state-values.ts';
import { arrive, type World } from '../world/world.ts';
import type { ResetResult, StepResult } from './environment.ts';
import { evidenceSpace } from './evidence-space.ts';
import type { MultiDiscrete } from './spaces/multi-discrete.ts';
import type { Space } from './spaces/space.ts';
import { WorldEnvironment, type WorldEnvironmentOptions } from './world-environment.ts';

export interface MasterInfo<State = unknown> {
  /** One index for each evidence variable. After `reset` this is the only field. */
  readonly evidence: readonly number[];
  /** The source that was sent. */
  readonly source: string;
  /** The id of the disciple in the library whose source it is; '' where none has this source. */
  readonly disciple: string;
  /** The stochastic event X: 1 when the source arrived, 0 when the wire erased it. */
  readonly x: 0 | 1;
  /** What arrived at the far end of the wire; '' when nothing did. */
  readonly arrived: string;
  /** The utility of the outcome, in [0, 1]. */
  readonly utility: number;
  /** 0 in this environment. The wrapper `ImpactPenalty` writes the penalty here. */
  readonly penalty: number;
  /** The world's state after the last tick. */
  readonly outcome: State;
}

export interface SendingOptions<State> extends WorldEnvironmentOptions {
  /** The world's tables, which planned disciples need; by default they are compiled when one is first sent. */
  readonly compiled?: Compiled<State>;
}

interface MasterEpisode<State> {
  readonly evidence: readonly number[];
  readonly over: boolean;
  readonly info: MasterInfo<State> | null;
}

/**
 * A master's environment, whatever its actions are. The master observes the evidence and sends a source. The wire
 * erases the source with probability `erasure` (default 0.05). What arrives acts until the outcome, whose utility is
 * the reward. Nothing here reads the ground truth about side effects: that is for the judges.
 */
export abstract class SendingEnvironment<State, ActionSpace extends Space<unknown>> extends WorldEnvironment<
  State,
  MultiDiscrete,
  ActionSpace,
  MasterInfo<State>,
  MasterEpisode<State>
> {
  override readonly observationSpace: MultiDiscrete;
  private compiled: Compiled<State> | null;

  /** @throws InvalidOption for an option out of range. */
  protected constructor(world: World<State>, options: SendingOptions<State>) {
    super(world, 'master', options, DEFAULT_ERASURE);
    this.compiled = options.compiled ?? null;
    this.observationSpace = evidenceSpace(world);
  }

  /**
   * The episode in which this source is sent.
   * @param id the id of the library's disciple that has the source, or ''.
   * @throws WorldTooLarge where the source must be planned and the world is too large to compile.
   */
  protected send(source: string, id: string): StepResult<readonly number[], MasterInfo<State>> {
    const { evidence } = this.ongoing();
    const { world } = this;
    const x = this.drawX();
    const arrived = arrive(world, source, x);
    const outcome = rollOut(world, evidence, this.bootFor(arrived, evidence), arrived !== '', this.worldStream);
    const utility = unitValue(world, outcome, 'utility');
    const info = { evidence, source, disciple: id, x, arrived, utility, penalty: 0, outcome };
    this.episode = { evidence, over: true, info };
    return [evidence, utility, true, false, info];
  }

  protected override beginEpisode(evidence: readonly number[]): MasterEpisode<State> {
    return { evidence, over: false, info: null };
  }

  protected override describeReset({
    evidence,
  }: MasterEpisode<State>): ResetResult<readonly number[], MasterInfo<State>> {
    return [evidence, { evidence }];
  }

  /** The evidence; after the choice also what was sent, whether it arrived, and the outcome. */
  protected override draw({ evidence, info }: MasterEpisode<State>): string {
    const lines = [`evidence ${nameEvidence(this.world, evidence)}`];
    if (info !== null) lines.push(`sent ${info.disciple || info.source}, X=${info.x}`, this.world.draw(info.outcome));
    return lines.join('\n');
  }

  private bootFor(arrived: string, evidence: readonly number[]): Disciple<State> {
    if (this.compiled === null) {
      try {
        return bootArrived(this.world, arrived);
      } catch (error) {
        // A planned source is refused without tables. They are compiled here, and only for such a source.
        if (!(error instanceof InvalidSource)) throw error;
        this.compiled = compileCached(this.world);
      }
    }
    if (arrived !== '') evidenceIndex(this.compiled.evidences, evidence);
    return bootArrived(this.compiled, arrived);
  }
}
