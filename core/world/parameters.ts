/** The numeric options that an id may carry: `Name-v0?houses=8`. */
import { InvalidOption } from '../base/errors.ts';
import { didYouMean, expected } from '../base/messages.ts';

/** A numeric parameter of a world or a penalty. */
export interface Parameter {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
  readonly summary: string;
}

export type Parameters<Name extends string = string> = Readonly<Record<Name, Parameter>>;

/** An integer parameter. */
export function integer(fallback: number, minimum: number, maximum: number, summary: string): Parameter {
  return { default: fallback, minimum, maximum, integer: true, summary };
}

/** A real parameter. */
export function real(fallback: number, minimum: number, maximum: number, summary: string): Parameter {
  return { default: fallback, minimum, maximum, integer: false, summary };
}

/**
 * Splits an id of the form `name?parameter=value&…`.
 * @throws InvalidOption where a part has another form, or a parameter comes twice.
 */
export function splitId(id: string): { name: string; given: Record<string, string> } {
  const mark = id.indexOf('?');
  if (mark < 0) return { name: id, given: {} };
  // The object has no prototype, so that `__proto__=1` is refused as unknown like any other name.
  const given: Record<string, string> = Object.create(null);
  for (const part of id.slice(mark + 1).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals < 1) throw new InvalidOption(expected(id, 'parameters as name=value', part));
    const name = part.slice(0, equals);
    if (Object.hasOwn(given, name)) throw new InvalidOption(expected(id, `one ${name}`, 'several'));
    given[name] = part.slice(equals + 1);
  }
  return { name: id.slice(0, mark), given };
}

/**
 * The values of all `parameters`, with defaults for those that are not given.
 * @throws InvalidOption for unknown names and for values out of range.
 */
export function readParameters<P extends Parameters>(
  subject: string,
  parameters: P,
  given: Readonly<Record<string, unknown>>,
): { [Name in keyof P]: number } {
  const values: Record<string, number> = {};
  for (const [name, parameter] of Object.entries(parameters)) values[name] = parameter.default;
  for (const [name, raw] of Object.entries(given)) {
    if (!Object.hasOwn(parameters, name)) {
      const known = Object.keys(parameters);
      throw new InvalidOption(`${subject}: unknown parameter '${name}'.${didYouMean(name, known) || ' It has none.'}`);
    }
    const { minimum, maximum, integer: whole } = parameters[name];
    const value =
      typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN;
    if (!(value >= minimum && value <= maximum && (!whole || Number.isInteger(value)))) {
      const wanted = `${whole ? 'an integer' : 'a number'} from ${minimum} to ${maximum}`;
      throw new InvalidOption(expected(`${subject}: ${name}`, wanted, raw));
    }
    values[name] = value;
  }
  return values as { [Name in keyof P]: number };
}

/** The canonical id: it names the parameters that differ from their defaults, in the order of their declaration. */
export function formatId(name: string, parameters: Parameters, values: Readonly<Record<string, number>>): string {
  const parts = Object.entries(parameters)
    .filter(([key, parameter]) => values[key] !== parameter.default)
    .map(([key]) => `${key}=${values[key]}`);
  return parts.length > 0 ? `${name}?${parts.join('&')}` : name;
}
