/** Masters that write: their programs join the library, and from there on the masters are as any other. */
import { InvalidAgent, ReducedImpactError } from '../../core/base/errors.ts';
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
}

/**
 * Lets a master write its programs, for its λ and, as the unpenalised twin, for λ = 0. A program that the library holds
 * already keeps its id there. Another one is called `AGENT-1` and so on. A master that does not write is returned as it
 * is.
 * @throws InvalidAgent where it throws, or does not give one source for each evidence value.
 * @throws InvalidSource where a source is no program.
 */
export async function written<State>(
  target: World<State> | Compiled<State>,
  agent: MasterSpec,
  { weight, backend, ...options }: WritingOptions,
): Promise<Written<World<State> | Compiled<State>>> {
  if (!agent.write) return { target, agent };
  const world = worldOf(target);
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(world);
  const disciples: DiscipleSpec[] = [...world.disciples];
  const indexOf = (source: string) => {
    const known = disciples.findIndex((disciple) => disciple.source === source);
    if (known >= 0) return known;
    const id = `${agent.id}-${disciples.length - world.disciples.length + 1}`;
    return disciples.push({ id, source, summary: `written by ${agent.id}` }) - 1;
  };
  const compiled = isCompiled(target) ? (target as Compiled) : null;
  const write = async (lambda: number): Promise<number[]> => {
    const load = () => loadBackend(backend);
    const context = { ...options, world: world as World, compiled, evidences, weight: lambda, backend: load };
    return (await sourcesOf(agent, context)).map(indexOf);
  };
  const penalised = await write(weight);
  const unpenalised = weight === 0 ? penalised : await write(0);
  const joined = isCompiled(target) ? withLibrary(target, disciples) : withLibrary(target, disciples);
  for (const { source } of disciples) bootArrived(joined, source);
  const create: MasterSpec['create'] = async ({ name }) => fixedMaster(name === 'penalised' ? penalised : unpenalised);
  return { target: joined, agent: { ...agent, create } };
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
