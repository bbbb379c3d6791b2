/** Masters that write: their programs join the library, and from there on the masters are as any other. */
import { InvalidAgent, InvalidOption, ReducedImpactError } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';
import { bootArrived, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { withLibrary } from '../../core/disciple/library.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import type { DiscipleSpec, World } from '../../core/world/world.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { fixedMaster, type MasterSpec, type WritingContext } from './master.ts';

/** What a master that writes is trained on. */
export interface Written<Target> {
  /** The world or its tables, with the written programs in the library. */
  readonly target: Target;
  /** The master, which sends what it wrote. */
  readonly agent: MasterSpec;
}

export interface WritingOptions {
  readonly penalty: Penalty;
  readonly weight: number;
  readonly erasure: number;
  readonly seed: number;
  readonly episodes: number;
  readonly rollouts: number;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
  /** Called now and then while it writes: for λ, or as the twin; with how many steps of how many are done. */
  readonly onProgress?: (name: 'penalised' | 'unpenalised', done: number, total: number, note: string) => void;
  /** Given what is worth keeping of how it wrote. */
  readonly record?: WritingContext['record'];
}

/** What a master wrote with one seed: for each evidence index, one source. */
export interface Writing {
  readonly seed: number;
  readonly penalised: readonly string[];
  /** What it wrote as the unpenalised twin, for λ = 0. */
  readonly unpenalised: readonly string[];
}

/**
 * Lets a master write its programs, for its λ and, as the unpenalised twin, for λ = 0.
 * @returns null where the master does not write.
 * @throws InvalidAgent where it throws, or does not give one source for each evidence value.
 */
export async function write<State>(
  target: World<State> | Compiled<State>,
  agent: MasterSpec,
  { onProgress, ...options }: WritingOptions,
): Promise<Writing | null> {
  if (!agent.write) return null;
  const sources = async (name: 'penalised' | 'unpenalised', weight: number) =>
    writeFor(target, agent, { ...options, weight, onProgress: (...how) => onProgress?.(name, ...how) });
  const penalised = await sources('penalised', options.weight);
  const unpenalised = options.weight === 0 ? penalised : await sources('unpenalised', 0);
  return { seed: options.seed, penalised, unpenalised };
}

/** What a master is given that writes for one λ. */
export interface WritingForOne extends Omit<WritingOptions, 'onProgress'> {
  readonly onProgress?: WritingContext['onProgress'];
}

/**
 * Lets a master that writes do so for one λ.
 * @returns one source for each evidence index.
 * @throws InvalidAgent where it throws, or does not give one source for each evidence value.
 */
export async function writeFor<State>(
  target: World<State> | Compiled<State>,
  agent: MasterSpec,
  { backend, ...options }: WritingForOne,
): Promise<readonly string[]> {
  const world = worldOf(target);
  const compiled = isCompiled(target) ? (target as Compiled) : null;
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(world);
  return sourcesOf(agent, {
    ...options,
    ...{ world: world as World, compiled, evidences },
    backend: () => loadBackend(backend),
  });
}

/**
 * The world or its tables with the programs that a master wrote in the library, and the master that sends them: with
 * each seed those that it wrote with that seed. A program that the library holds already keeps its id there. Another
 * one is called `AGENT-1` and so on. What is sent in an episode is then an index, as any master's.
 * @throws InvalidSource where a source is no program.
 */
export function withWritten<State>(
  target: World<State> | Compiled<State>,
  agent: MasterSpec,
  writings: readonly Writing[],
): Written<World<State> | Compiled<State>> {
  const world = worldOf(target);
  const disciples: DiscipleSpec[] = [...world.disciples];
  const indexOf = (source: string) => {
    const known = disciples.findIndex((disciple) => disciple.source === source);
    if (known >= 0) return known;
    const id = `${agent.id}-${disciples.length - world.disciples.length + 1}`;
    return disciples.push({ id, source, summary: `written by ${agent.id}` }) - 1;
  };
  const sent = new Map(
    writings.map(({ seed, penalised, unpenalised }) => [
      seed,
      { penalised: penalised.map(indexOf), unpenalised: unpenalised.map(indexOf) },
    ]),
  );
  const joined = isCompiled(target) ? withLibrary(target, disciples) : withLibrary(target, disciples);
  for (const { source } of disciples) bootArrived(joined, source);
  const create: MasterSpec['create'] = async ({ name, seed }) =>
    fixedMaster(sent.get(seed)![name === 'penalised' ? 'penalised' : 'unpenalised']);
  return { target: joined, agent: { ...agent, create } };
}

/**
 * A master with what it writes with one seed: `write`, then `withWritten`. One that does not write stays as it is, and
 * has no `writing`.
 */
export async function written<State>(
  target: World<State> | Compiled<State>,
  agent: MasterSpec,
  options: WritingOptions,
): Promise<Written<World<State> | Compiled<State>> & { readonly writing?: Writing }> {
  const writing = await write(target, agent, options);
  return writing ? { ...withWritten(target, agent, [writing]), writing } : { target, agent };
}

/** The tables of a writing. @throws InvalidOption where the world does not compile; `subject` is who needs them. */
export function tablesFor(subject: string, { world, compiled }: Pick<WritingContext, 'world' | 'compiled'>): Compiled {
  if (compiled) return compiled;
  throw new InvalidOption(expected(subject, 'a world that compiles', world.id));
}

/** `create` of a master that writes: what is trained in its place sends what it wrote. */
export const neverCreated: MasterSpec['create'] = async () => {
  throw new InvalidAgent('a master that writes is created only once it has written');
};

async function sourcesOf(agent: MasterSpec, context: WritingContext): Promise<readonly string[]> {
  let sources: unknown;
  try {
    sources = await agent.write!(context);
  } catch (error) {
    if (error instanceof ReducedImpactError) throw error;
    const [line] = messageOf(error).split('\n');
    throw new InvalidAgent(`agent ${agent.id}: write threw: ${line}`, { cause: error });
  }
  const wanted = `one source for each of ${context.evidences.length} evidence values`;
  const isFine =
    Array.isArray(sources) &&
    sources.length === context.evidences.length &&
    sources.every((source) => typeof source === 'string');
  if (!isFine) throw new InvalidAgent(expected(`agent ${agent.id}: write`, wanted, sources));
  return sources as readonly string[];
}
