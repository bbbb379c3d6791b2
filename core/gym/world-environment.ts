import type { Dictionary } from 'ts-essentials';
import { InvalidOption, ResetNeeded } from '../base/errors.ts';
import { didYouMean, expected } from '../base/messages.ts';
import { type Stream, type StreamState, stream } from '../base/random.ts';
import { type Chance, sampledChance } from '../world/chance.ts';
import type { World } from '../world/world.ts';
import type {
  Environment,
  EnvironmentMetadata,
  EnvironmentSpec,
  RenderMode,
  ResetOptions,
  ResetResult,
  Role,
  StepResult,
} from './environment.ts';
import { parseEvidence } from './evidence-space.ts';
import type { Space } from './spaces/space.ts';
import { describeEnvironment } from './spec.ts';

export interface WorldEnvironmentOptions {
  /** Probability that the wire erases the source, in [0, 1]. */
  readonly erasure?: number;
  readonly renderMode?: RenderMode | null;
  /** Seed of the streams until `reset` is given one; default 0. */
  readonly seed?: number;
  /** How the environment was made; by default a description of the world without options. */
  readonly spec?: EnvironmentSpec;
}

/** A stream each, so that what a disciple does in one episode leaves the evidence and X of those after it as they were. */
const STREAMS = ['evidence', 'wire', 'world'] as const;
type StreamName = (typeof STREAMS)[number];
type StreamStates = Record<StreamName, StreamState>;

interface Saved {
  readonly streams: StreamStates;
  readonly episode: unknown;
}

/**
 * What the master's and the disciple's environments share: seeded streams, evidence, the wire's chance, saving and
 * restoring. `Episode` is everything about the episode under way, as plain data.
 */
export abstract class WorldEnvironment<
  State,
  Observation,
  Action,
  Info extends object,
  Episode extends { readonly over: boolean },
> implements Environment<Observation, Action, Info>
{
  readonly world: World<State>;
  readonly erasure: number;
  readonly metadata: EnvironmentMetadata = { renderModes: ['ansi'] };
  readonly renderMode: RenderMode | null;
  readonly spec: EnvironmentSpec;
  abstract readonly observationSpace: Space<Observation>;
  abstract readonly actionSpace: Space<Action>;

  protected episode: Episode | null = null;
  protected readonly chance: Chance;
  private streams: Record<StreamName, Stream>;
  private readonly evidenceChance: Chance;

  protected constructor(world: World<State>, role: Role, options: WorldEnvironmentOptions, usualErasure: number) {
    const { erasure = usualErasure } = options;
    if (!(erasure >= 0 && erasure <= 1))
      throw new InvalidOption(expected('erasure', 'a probability in [0, 1]', erasure));
    this.world = world;
    this.erasure = erasure;
    this.renderMode = parseRenderMode(options.renderMode);
    this.spec = options.spec ?? describeEnvironment(world.id, role);
    this.streams = seededStreams(parseSeed(options.seed ?? 0));
    this.chance = sampledChance(() => this.streams.world());
    this.evidenceChance = sampledChance(() => this.streams.evidence());
  }

  get unwrapped(): Environment {
    return this;
  }

  /**
   * `options.evidence` fixes the evidence, else it is drawn from the prior. Throws `InvalidOption` for evidence the
   * world does not have, a seed that is no integer, or another option.
   */
  reset({ seed, options = {} }: ResetOptions = {}): ResetResult<Observation, Info> {
    for (const name of Object.keys(options)) {
      if (name !== 'evidence') {
        throw new InvalidOption(`unknown reset option '${name}'.${didYouMean(name, ['evidence'])}`);
      }
    }
    const given = options.evidence === undefined ? null : parseEvidence(this.world, options.evidence);
    if (seed !== undefined) this.streams = seededStreams(parseSeed(seed));
    // Drawn even where it is given, so that fixing one episode's evidence does not shift those after it.
    const drawn = this.world.evidence.prior(this.evidenceChance);
    this.episode = this.beginEpisode(Object.freeze([...(given ?? drawn)]));
    return this.describeReset(this.episode);
  }

  abstract step(action: Action): StepResult<Observation, Info>;

  render(): string | null {
    if (this.renderMode === null) return null;
    if (this.episode === null) throw new ResetNeeded('render was called before reset');
    return this.draw(this.episode);
  }

  close(): void {
    this.episode = null;
  }

  getState(): unknown {
    const streams = Object.fromEntries(STREAMS.map((name) => [name, this.streams[name].save()])) as StreamStates;
    // The episode is shared, not copied: episodes and the world's states are replaced, never changed.
    const saved: Saved = { streams, episode: this.episode };
    return saved;
  }

  setState(state: unknown): void {
    if (!isSaved(state)) throw new InvalidOption(expected('setState', 'what getState returned', state));
    for (const name of STREAMS) this.streams[name].restore(state.streams[name]);
    this.episode = state.episode as Episode | null;
  }

  protected abstract beginEpisode(evidence: readonly number[]): Episode;
  protected abstract describeReset(episode: Episode): ResetResult<Observation, Info>;
  protected abstract draw(episode: Episode): string;

  /** The stochastic event X: 0, the source is erased, with probability `erasure`. */
  protected drawX(): 0 | 1 {
    return this.streams.wire() < this.erasure ? 0 : 1;
  }

  /** What the world, and disciples that act at random, draw from. */
  protected get worldStream(): Stream {
    return this.streams.world;
  }

  /** The episode under way. Throws `ResetNeeded` where there is none. */
  protected ongoing(): Episode {
    if (this.episode === null) throw new ResetNeeded('step was called before reset');
    if (this.episode.over) throw new ResetNeeded('step was called after the episode ended: call reset');
    return this.episode;
  }

  protected checkAction(action: Action): void {
    if (this.actionSpace.contains(action)) return;
    throw new InvalidOption(expected('action', JSON.stringify(this.actionSpace), action));
  }
}

function seededStreams(seed: number): Record<StreamName, Stream> {
  return Object.fromEntries(STREAMS.map((name) => [name, stream(seed, 'environment', name)])) as Record<
    StreamName,
    Stream
  >;
}

function parseSeed(seed: unknown): number {
  if (Number.isSafeInteger(seed)) return seed as number;
  throw new InvalidOption(expected('seed', 'an integer', seed));
}

function parseRenderMode(mode: unknown): RenderMode | null {
  if (mode === undefined || mode === null) return null;
  if (mode === 'ansi') return mode;
  throw new InvalidOption(expected('renderMode', `'ansi' or null`, mode));
}

function isSaved(state: unknown): state is Saved {
  if (typeof state !== 'object' || state === null) return false;
  const { streams, episode } = state as Dictionary<unknown>;
  if (typeof streams !== 'object' || streams === null || typeof episode !== 'object') return false;
  return STREAMS.every((name) => Object.hasOwn(streams, name));
}
