/** What a writer of programs is told of a world: all that it may read, and nothing that only a judge reads. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected, refuseUnknownFields } from '../../core/base/messages.ts';
import { worldOf } from '../../core/disciple/disciple.ts';
import { grammar } from '../../core/grammar/grammar.ts';
import { reachedValues } from '../../core/grammar/reached.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** A world in plain JSON, for a writer of programs in any language. */
export interface Card {
  /** The world's id. */
  readonly id: string;
  readonly summary: string;
  readonly actions: readonly string[];
  /** Ticks in which the disciple acts. */
  readonly horizon: number;
  /** What a program may name, with the least and the greatest value at the end of an episode. */
  readonly quantities: Readonly<Record<string, { readonly least: number; readonly greatest: number }>>;
  /** What a penalty on answers compares. Two readings in one cell of width `grain` count as the same answer. */
  readonly questions: readonly { readonly id: string; readonly text: string; readonly grain: number }[];
  /** What the master knows: each variable with its values. */
  readonly evidence: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
  readonly program: {
    /** The language in words. */
    readonly language: string;
    /** Quantities, thresholds and numbers of which short programs are made. */
    readonly terminals: readonly string[];
    readonly examples: readonly string[];
  };
  /** How the writer is rewarded, in words. */
  readonly reward: string;
  /** λ ≥ 0, where it is known. */
  readonly weight?: number;
  /** The probability that the wire erases the program, where it is known. */
  readonly erasure?: number;
  readonly penalty?: { readonly id: string; readonly summary: string };
}

export interface CardOptions {
  /** λ ≥ 0. */
  readonly weight?: number;
  /** In [0, 1). */
  readonly erasure?: number;
  readonly penalty?: Penalty;
}

const OPTIONS: readonly (keyof CardOptions)[] = ['weight', 'erasure', 'penalty'];

const LANGUAGE =
  'A program is one expression over the quantities: the number that it has at the end of an episode. The disciple ' +
  'plans its actions so that the expected value is as great as can be. Known are numbers, + - * / % **, < <= > >= ' +
  '== != (1 or 0), && || !, a ? b : c, and min, max, abs, floor, ceil, round, sqrt, exp, log. The empty text is the ' +
  'null program: no disciple is there.';

const REWARD =
  'The utility of the world at the end, a number from 0 to 1 that the program need not name, less weight times the ' +
  'penalty. With probability erasure the wire erases the program, and the world goes on without a disciple. The ' +
  'penalty says how far the two worlds differ, with the program and without it.';

/**
 * The card of a world. The world is compiled for it where it can be; else the ranges are those of seeded episodes.
 * @throws InvalidWorld where the world breaks its contract.
 * @throws InvalidOption for a weight below 0, an erasure outside [0, 1), what is no penalty, or an unknown field.
 * @example
 * ```ts
 * import { card, registry } from 'reduced-impact';
 *
 * const { quantities, program } = card(registry.world('Hurricane-v0'));
 * console.log(quantities.clips, program.examples[1]); // { least: 0, greatest: 6 } made - clips
 * ```
 */
export function card<State>(target: World<State> | Compiled<State>, options: CardOptions = {}): Card {
  const { tokens, arity } = grammar(target);
  checkOptions(options);
  const world = worldOf(target);
  const reached = reachedValues(target);
  const names = [...reached.keys()];
  const { weight, erasure, penalty } = options;
  return {
    id: world.id,
    summary: world.summary,
    actions: world.actions,
    horizon: world.horizon,
    quantities: Object.fromEntries(
      [...reached].map(([name, values]) => [name, { least: values[0], greatest: values[values.length - 1] }]),
    ),
    questions: world.questions.map(({ id, text, grain = 1 }) => ({ id, text, grain })),
    evidence: world.evidence.variables.map(({ name, arity: count, values }) => ({
      name,
      values: values ?? Array.from({ length: count }, (_, i) => i),
    })),
    program: {
      language: LANGUAGE,
      terminals: tokens.slice(0, -1).filter((_, token) => arity(token) === 0),
      examples: examplesOf(names),
    },
    reward: REWARD,
    ...(weight !== undefined && { weight }),
    ...(erasure !== undefined && { erasure }),
    ...(penalty && { penalty: { id: penalty.id, summary: penalty.summary } }),
  };
}

function checkOptions(options: CardOptions): void {
  refuseUnknownFields(options, OPTIONS, 'card');
  const { weight = 0, erasure = 0, penalty } = options;
  if (!(Number.isFinite(weight) && weight >= 0)) refuse('weight', 'a finite number ≥ 0', weight);
  if (!(Number.isFinite(erasure) && erasure >= 0 && erasure < 1))
    refuse('erasure', 'a number from 0 to below 1', erasure);
  if (penalty !== undefined && typeof penalty?.measure !== 'function') refuse('penalty', 'a penalty', penalty);
}

function refuse(name: string, wanted: string, received: unknown): never {
  throw new InvalidOption(expected(`card: ${name}`, wanted, received));
}

function examplesOf(names: readonly string[]): string[] {
  if (names.length === 0) return ['0'];
  const [first, second = first] = names;
  return [first, `${first} - ${second}`, `min(${first}, 2) - 10 * (${second} >= 1)`];
}
