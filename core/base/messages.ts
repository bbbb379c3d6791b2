/** Builds the text of messages: values shown on one line, what was expected, and hints at the name that was meant. */
import { closest, distance } from 'fastest-levenshtein';
import { InvalidOption, UnknownId } from './errors.ts';

const LONGEST_SHOWN = 120;
const MOST_LISTED = 40;

/** A received value as short text on one line, without control characters. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${shorten(printable(value), LONGEST_SHOWN - 2)}'`;
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  if (value instanceof Promise) {
    // Whoever shows a promise refuses it: what it rejects with must not end the process as well.
    value.catch(() => {});
    return 'a Promise (write the function without async)';
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value, marked)?.replace(MARKED, '$1');
  } catch {
    text = undefined;
  }
  return shorten(printable(text ?? String(value)), LONGEST_SHOWN);
}

/** JSON has no infinities and no NaN, and would write them as null. */
const marked = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? `\x01${value}` : value;
const MARKED = /"\\u0001(NaN|-?Infinity)"/g;

/** The text cut to `longest` characters, with `...` in place of what is cut. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/**
 * The text with each terminal escape sequence left out and every other control character replaced by a dot, since
 * users' files, keys and sources reach a terminal through messages.
 */
export function printable(text: string): string {
  return text.replace(ESCAPE_SEQUENCES, '').replace(CONTROL_CHARACTERS, '·');
}

/** Control sequences (`ESC [ … letter`), operating system commands (`ESC ] … BEL`) and two-character escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const ESCAPE_SEQUENCES = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]/g;
/** C0 and C1 control characters, and the marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const CONTROL_CHARACTERS = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The one builder of "expected X but received Y". `subject` says where: 'weight', 'disciple source'. */
export function expected(subject: string, wanted: string, received: unknown): string {
  return `${subject}: expected ${wanted} but received ${show(received)}`;
}

/**
 * A hint at what may have been meant: ` Did you mean '…'?` where a known name is near, else ` Known: ….` with all of
 * them; '' where none is known.
 */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = nearest(name, known);
  if (near !== null) return ` Did you mean '${near}'?`;
  const rest = known.length > MOST_LISTED ? ', …' : '';
  return ` Known: ${known.slice(0, MOST_LISTED).join(', ')}${rest}.`;
}

/** The known name that is like a misspelt one; null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  // The distance of long texts takes long, and nobody misspells a name by a page.
  const typed = name.slice(0, LONGEST_SHOWN);
  const found = closest(typed, known);
  const steps = distance(typed.toLowerCase(), found.toLowerCase());
  return steps <= Math.max(2, Math.ceil(found.length * 0.4)) ? found : null;
}

/**
 * Refuses an object with a field that nobody reads, which is most likely a misspelt optional one.
 * @param subject says whose fields they are: `question 'clips'`.
 * @throws an error of class `Fault`, by default `InvalidOption`, with a hint at the field that was meant.
 */
export function refuseUnknownFields(
  given: object,
  known: readonly string[],
  subject: string,
  Fault: new (message: string) => Error = InvalidOption,
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    throw new Fault(`${subject}: unknown field ${show(name)}.${didYouMean(name, known)}`);
  }
}

/** An `UnknownId` that offers the nearest id, or all of them where none is near. */
export function unknownId(kind: string, id: string, known: readonly string[]): UnknownId {
  return new UnknownId(`unknown ${kind} ${show(id)}.${didYouMean(id, known)}`);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
