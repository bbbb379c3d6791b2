/** Evidence values: their prior, their key, and how people read and write them. */
import { InvalidOption, InvalidWorld } from '../base/errors.ts';
import { didYouMean, expected, messageOf, show } from '../base/messages.ts';
import { Enumerator } from './chance.ts';
import type { Evidence, EvidenceVariable, World } from './world.ts';

/** One value of the evidence with its prior probability. */
export interface EvidenceValue {
  readonly value: readonly number[];
  readonly probability: number;
}

/** Evidence values at most: every one is begun from, planned under and forecast. */
export const MOST_EVIDENCES = 100_000;
/** How many values a message lists at most. */
const MOST_LISTED = 16;

/**
 * Every evidence value of positive prior probability, in lexicographic order.
 * @throws InvalidWorld where the prior throws, gives what is no value of the variables, or gives too many values.
 */
export function evidenceValues(world: World): EvidenceValue[] {
  const { variables } = world.evidence;
  const sums = new Map<string, { value: readonly number[]; probability: number }>();
  const visit = (result: readonly number[], probability: number) => {
    const fits =
      Array.isArray(result) &&
      result.length === variables.length &&
      variables.every(({ arity }, i) => Number.isInteger(result[i]) && result[i] >= 0 && result[i] < arity);
    if (!fits) {
      const shape = variables.map(({ name, arity }) => `${name} (${indicesOf(arity)})`).join(', ');
      const wanted = variables.length === 0 ? 'an empty array' : `an array with one index for each variable: ${shape}`;
      throw new InvalidWorld(`expected ${wanted} but received ${show(result)}`);
    }
    const key = evidenceKey(result);
    const entry = sums.get(key);
    if (entry) entry.probability += probability;
    else {
      if (sums.size >= MOST_EVIDENCES) {
        throw new InvalidWorld(`expected at most ${MOST_EVIDENCES} values of the evidence but received more`);
      }
      sums.set(key, { value: [...result], probability });
    }
  };
  try {
    new Enumerator().run((chance) => world.evidence.prior(chance), visit);
  } catch (error) {
    throw new InvalidWorld(`${world.id}: evidence.prior: ${messageOf(error)}`, { cause: error });
  }
  return [...sums.values()].sort((a, b) => {
    for (let i = 0; i < a.value.length; i++) if (a.value[i] !== b.value[i]) return a.value[i] - b.value[i];
    return 0;
  });
}

/** `0`, `0 or 1`, `0 to 2`. */
function indicesOf(arity: number): string {
  if (arity === 1) return '0';
  return arity === 2 ? '0 or 1' : `0 to ${arity - 1}`;
}

/** The text that stands for an evidence value in maps and streams: its indices with commas between, `1,0,1`. */
export function evidenceKey(value: readonly number[]): string {
  return value.join(',');
}

/**
 * Position of `evidence` among `values`.
 * @throws InvalidOption where it has no prior probability.
 */
export function evidenceIndex(values: readonly EvidenceValue[], evidence: readonly number[]): number {
  const index = values.findIndex(
    ({ value }) => value.length === evidence.length && value.every((v, i) => v === evidence[i]),
  );
  if (index >= 0) return index;
  const listed = values.slice(0, MOST_LISTED).map(({ value }) => evidenceKey(value));
  if (values.length > MOST_LISTED) listed.push('…');
  throw new InvalidOption(
    expected('evidence', `one of the world's values (${listed.join('  ')})`, evidenceKey(evidence)),
  );
}

/** An evidence value for people, `wire=4 wet=no`; '(none)' in a world without evidence variables. */
export function nameEvidence(world: { readonly evidence: Evidence }, value: readonly number[]): string {
  const { variables } = world.evidence;
  if (variables.length === 0) return '(none)';
  return variables.map((variable, i) => `${variable.name}=${labelOf(variable, value[i])}`).join(' ');
}

/** What people read for one index of a variable: its label, or the index itself. */
export function labelOf({ values }: EvidenceVariable, index: number): string {
  return values?.[index] ?? String(index);
}

/**
 * The evidence value that a person wrote: indices in the variables' order (`1,0,1` or `1 0 1`), or `name=label` for
 * each variable in any order, as `nameEvidence` prints it. Commas and spaces both separate.
 * @throws InvalidOption with one line that says what was expected. Whether the value has prior probability is for
 *   `evidenceIndex` to say.
 */
export function parseEvidence(world: { readonly evidence: Evidence }, text: string): readonly number[] {
  const { variables } = world.evidence;
  const words =
    text.trim() === '(none)'
      ? []
      : text
          .replace(/\s*=\s*/g, '=')
          .split(/[\s,]+/)
          .filter(Boolean);
  const value = words.some((word) => word.includes('=')) ? readNamed(variables, words, text) : words.map(readIndex);
  const fits = value.length === variables.length && value.every((v, i) => isIndex(v, variables[i].arity));
  if (!fits) throw new InvalidOption(expected('evidence', wantedOf(variables), text));
  return value;
}

function readNamed(variables: readonly EvidenceVariable[], words: readonly string[], text: string): number[] {
  const given = new Map<string, number>();
  for (const word of words) {
    const equals = word.lastIndexOf('=');
    if (equals < 1) throw new InvalidOption(expected('evidence', wantedOf(variables), text));
    const name = word.slice(0, equals);
    const variable = variables.find((candidate) => candidate.name === name);
    if (!variable) {
      const names = variables.map((candidate) => candidate.name);
      throw new InvalidOption(`evidence: unknown variable ${show(name)}.${didYouMean(name, names)}`);
    }
    if (given.has(name)) throw new InvalidOption(expected('evidence', `one value of ${name}`, text));
    given.set(name, readLabel(variable, word.slice(equals + 1)));
  }
  const missing = variables.find(({ name }) => !given.has(name));
  if (missing) throw new InvalidOption(expected('evidence', `a value of ${choicesOf(missing)} too`, text));
  return variables.map(({ name }) => given.get(name)!);
}

function readLabel(variable: EvidenceVariable, text: string): number {
  const { name, arity, values } = variable;
  if (!values) {
    const index = readIndex(text);
    if (isIndex(index, arity)) return index;
    throw new InvalidOption(expected(`evidence: ${name}`, `an integer from 0 to ${arity - 1}`, text));
  }
  const index = values.indexOf(text);
  if (index >= 0) return index;
  throw new InvalidOption(`evidence: unknown value ${show(text)} of ${name}.${didYouMean(text, values)}`);
}

/** The index that some digits say; NaN for other ways to write a number, such as `0x1`, `1e0` and `-0`. */
function readIndex(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isIndex(value: number, arity: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < arity;
}

/** A variable with what it may be: `wire (0, 4, 8)`. */
function choicesOf({ name, arity, values }: EvidenceVariable): string {
  if (!values) return `${name} (0 to ${arity - 1})`;
  return `${name} (${values.slice(0, MOST_LISTED).join(', ')}${values.length > MOST_LISTED ? ', …' : ''})`;
}

/** `a value for each of wire (0, 4, 8), wet (no, yes), as 'wire=0 wet=no' or '0,0'`. */
function wantedOf(variables: readonly EvidenceVariable[]): string {
  if (variables.length === 0) return 'nothing, since the world has no evidence variables,';
  const shapes = variables.map(choicesOf);
  const first = variables.map(() => 0);
  const example = nameEvidence({ evidence: { variables, prior: () => first } }, first);
  return `a value for each of ${shapes.join(', ')}, as '${example}' or '${evidenceKey(first)}',`;
}

/** Whether `parseEvidence` can read a name or a label: it has no spaces, commas or '='. */
export function isWord(text: unknown): text is string {
  return typeof text === 'string' && /^[^\s,=]+$/.test(text);
}

/**
 * Refuses labels that do not name each index of a variable apart, or that `parseEvidence` could not read.
 * @throws InvalidWorld
 */
export function validateLabels(subject: string, { name, arity, values }: EvidenceVariable): void {
  if (values === undefined) return;
  const where = `${subject}: evidence ${show(name)}: values`;
  if (!Array.isArray(values) || values.length !== arity) {
    throw new InvalidWorld(expected(where, `an array of ${arity} labels, one for each index,`, values));
  }
  for (const [i, label] of values.entries()) {
    if (!isWord(label)) {
      throw new InvalidWorld(expected(where, "labels without spaces, commas or '='", label));
    }
    if (values.indexOf(label) !== i) throw new InvalidWorld(expected(where, 'unique labels', `${label} twice`));
  }
}
