import { closest, distance } from 'fastest-levenshtein';

/** Every error a user can mend. One line; the command line prints it and exits with code 2. */
export class ReducedImpactError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No world, penalty, agent or experiment has this id. */
export class UnknownId extends ReducedImpactError {}
/** An option, flag, configuration key or parameter is missing, malformed or out of range. */
export class InvalidOption extends ReducedImpactError {}
/** A penalty breaks its contract: no measurement, negative, not finite or not 0 for the null program; or its code throws. */
export class InvalidPenalty extends InvalidOption {}
/** A world breaks its contract: bad probabilities, utility out of range, an unfaithful key. */
export class InvalidWorld extends ReducedImpactError {}
/** An environment breaks the Gymnasium contract. */
export class InvalidEnvironment extends ReducedImpactError {}
/** A disciple's source cannot be parsed, names an unknown quantity or has no finite value. */
export class InvalidSource extends ReducedImpactError {}
/** More states or transitions than the compiler's limits. */
export class WorldTooLarge extends ReducedImpactError {}
/** The forecast of the erased branch depends on the source: something leaks around the wire. */
export class LeakyWire extends ReducedImpactError {}
/** The penalty has no exact value (`coarse/pathwise`, `coarse/learned`). */
export class NoExactValue extends ReducedImpactError {}
/** The penalty cannot be estimated from these draws: too few, or too noisy (`shape/*`, `importance/relative`). */
export class NoEstimate extends ReducedImpactError {}
/** `step` was called before `reset`, or after the episode ended. */
export class ResetNeeded extends ReducedImpactError {}
/** A tfjs backend was asked for that does not load here. */
export class BackendUnavailable extends ReducedImpactError {}
/** A run directory exists, is missing, is damaged or cannot be written. */
export class RunDirectoryError extends ReducedImpactError {}
/** A user's file cannot be read, or exports nothing that is needed. */
export class InvalidFile extends ReducedImpactError {}

/** Text for a received value: short, on one line. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  text ??= String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** The one builder of "expected X but received Y". `subject` says where: 'weight', 'disciple source'. */
export function expected(subject: string, wanted: string, received: unknown): string {
  return `${subject}: expected ${wanted} but received ${show(received)}`;
}

/** The nearest of `known` when it is near enough to have been meant, as ` Did you mean '…'?`; else ''. */
export function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(name, known);
  const far = distance(name.toLowerCase(), nearest.toLowerCase());
  return far <= Math.max(2, Math.ceil(nearest.length * 0.4)) ? ` Did you mean '${nearest}'?` : '';
}

/** An `UnknownId` that offers the nearest id, or all of them when none is near. */
export function unknownId(kind: string, id: string, known: readonly string[]): UnknownId {
  const hint = suggestion(id, known) || (known.length > 0 ? ` Known: ${known.join(', ')}.` : '');
  return new UnknownId(`unknown ${kind} '${id}'.${hint}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
