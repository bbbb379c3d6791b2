import { InvalidOption, InvalidSource } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { bootArrived, type Disciple } from '../disciple/disciple.ts';
import { rollOut } from '../forecast/rollout.ts';
import { DEFAULT_ERASURE } from '../forecast/sampled-forecaster.ts';
import { type Compiled, compileCached, unitValue } from '../tables/compile.ts';
import { evidenceIndex, nameEvidence } from '../world/evidence.ts';
import { arrive, type DiscipleSpec, type World } from '../world/world.ts';
import type { ResetResult, StepResult } from './environment.ts';
import { evidenceSpace } from './evidence-space.ts';
import { Discrete } from './spaces/discrete.ts';
import type { MultiDiscrete } from './spaces/multi-discrete.ts';
import { WorldEnvironment, type WorldEnvironmentOptions } from './world-environment.ts';

export interface MasterInfo<State = unknown> {
  readonly evidence: readonly number[];
  /** What was sent. */
  readonly source: string;
  /** Id of the library disciple whose source it is. */
  readonly disciple: string;
  /** The stochastic event: 0 when the wire erased the source. */
  readonly x: 0 | 1;
  /** What arrived at the far end; '' when nothing did. */
  readonly arrived: string;
  /** Of the outcome, in [0, 1]. */
  readonly utility: number;
  /** 0 here; `ImpactPenalty` writes it. */
  readonly penalty: number;
  /** The world's state after the last tick. */
  readonly outcome: State;
}

export interface MasterEnvironmentOptions<State> extends WorldEnvironmentOptions {
  /** The sources that actions choose from; default the world's disciples. */
  readonly library?: readonly DiscipleSpec[];
  /** The world's tables, for planned disciples; by default they are compiled when first needed. */
  readonly compiled?: Compiled<State>;
}

interface MasterEpisode<State> {
  readonly evidence: readonly number[];
  readonly over: boolean;
  readonly info: MasterInfo<State> | null;
}

/**
 * The master's environment (DESIGN §4), one step an episode: it observes the evidence and chooses which source to send,
 * by index into the library; the wire erases it with probability `erasure` (default 0.05); what arrives acts until the
 * outcome, whose utility is the reward. It never reads the world's harm.
 */
export class MasterEnvironment<State = unknown> extends WorldEnvironment<
  State,
  readonly number[],
  number,
  MasterInfo<State>,
  MasterEpisode<State>
> {
  readonly library: readonly DiscipleSpec[];
  override readonly observationSpace: MultiDiscrete;
  override readonly actionSpace: Discrete;
  private compiled: Compiled<State> | null;

  /** Throws `InvalidOption`. */
  constructor(world: World<State>, options: MasterEnvironmentOptions<State> = {}) {
    super(world, 'master', options, DEFAULT_ERASURE);
    this.library = parseLibrary(options.library ?? world.disciples);
    this.compiled = options.compiled ?? null;
    this.observationSpace = evidenceSpace(world);
    this.actionSpace = new Discrete(this.library.length);
  }

  /** Throws `WorldTooLarge` when a planned disciple needs tables that cannot be had. */
  override step(action: number): StepResult<readonly number[], MasterInfo<State>> {
    const { evidence } = this.ongoing();
    this.checkAction(action);
    const { world, library } = this;
    const { id, source } = library[action];
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

  /** The evidence; after the choice, what was sent, whether it arrived, and the outcome. */
  protected override draw({ evidence, info }: MasterEpisode<State>): string {
    const lines = [`evidence ${nameEvidence(this.world, evidence)}`];
    if (info !== null) lines.push(`sent ${info.disciple}, X=${info.x}`, this.world.draw(info.outcome));
    return lines.join('\n');
  }

  private bootFor(arrived: string, evidence: readonly number[]): Disciple<State> {
    if (this.compiled === null) {
      try {
        return bootArrived(this.world, arrived);
      } catch (error) {
        // Only a planned source needs the tables, and only then are they made.
        if (!(error instanceof InvalidSource)) throw error;
        this.compiled = compileCached(this.world);
      }
    }
    if (arrived !== '') evidenceIndex(this.compiled.evidences, evidence);
    return bootArrived(this.compiled, arrived);
  }
}

function parseLibrary(library: readonly DiscipleSpec[]): readonly DiscipleSpec[] {
  if (Array.isArray(library) && library.length > 0 && library.every(({ source }) => typeof source === 'string')) {
    return library;
  }
  throw new InvalidOption(expected('library', 'a non-empty array of disciples', library));
}
