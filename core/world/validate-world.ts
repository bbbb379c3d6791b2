/** Checks of a world that need no rollout: its names, numbers, evidence variables, questions and library. */
import { InvalidWorld } from '../base/errors.ts';
import { expected, refuseUnknownFields, show } from '../base/messages.ts';
import { isWord, validateLabels } from './evidence.ts';
import type { DiscipleSpec, Evidence, EvidenceVariable, Question, World } from './world.ts';

/** Ticks of an episode at most, aftermath included. */
export const MOST_TICKS = 10_000;
/** Values of one evidence variable at most: networks and derivatives take memory for each. */
export const MOST_VALUES = 10_000;
const MOST_ACTIONS = 256;

export const METHODS = ['begin', 'step', 'key', 'observe', 'utility', 'harm', 'draw'] as const;
export const OPTIONAL_METHODS = ['wire', 'text', 'scene'] as const;
/** Everything in a world that is no function, but for its library. */
export const DATA = [
  'id',
  'summary',
  'horizon',
  'aftermath',
  'actions',
  'evidence',
  'quantities',
  'questions',
] as const;
const WORLD_FIELDS: readonly string[] = [...DATA, 'disciples', ...METHODS, ...OPTIONAL_METHODS];
const EVIDENCE_FIELDS = ['variables', 'prior'];
const VARIABLE_FIELDS = ['name', 'arity', 'scale', 'values'];
const QUESTION_FIELDS = ['id', 'text', 'read', 'grain', 'origin'];
const DISCIPLE_FIELDS = ['id', 'source', 'summary'];

/**
 * Checks everything about a world that can be read without playing it; `checkWorld` checks the rest.
 * @throws InvalidWorld with one line that says what is wrong. An unknown field is refused too, with a hint, since a
 *   misspelt optional field would silently do nothing; only instances of a class may have further fields.
 */
export function validateWorld<State>(world: World<State>): void {
  if (!isRecord(world)) throw new InvalidWorld(expected('world', 'an object', world));
  const subject = typeof world.id === 'string' && isWorldId(world.id) ? world.id : 'world';
  const check = (holds: boolean, what: string, wanted: string, received: unknown) => {
    if (!holds) throw new InvalidWorld(expected(`${subject}: ${what}`, wanted, received));
  };
  check(typeof world.id === 'string' && isWorldId(world.id), 'id', `the form 'Name-v0'`, world.id);
  refuseTypos(world, WORLD_FIELDS, subject);
  check(typeof world.summary === 'string' && world.summary !== '', 'summary', 'a sentence', world.summary);
  check(isCount(world.horizon) && world.horizon > 0, 'horizon', 'a positive integer', world.horizon);
  check(world.aftermath === undefined || isCount(world.aftermath), 'aftermath', 'an integer ≥ 0', world.aftermath);
  const ticks = world.horizon + (world.aftermath ?? 0);
  check(ticks <= MOST_TICKS, 'horizon and aftermath', `at most ${MOST_TICKS} ticks together`, ticks);
  for (const name of METHODS) check(typeof world[name] === 'function', name, 'a function', world[name]);
  for (const name of OPTIONAL_METHODS) {
    check(world[name] === undefined || typeof world[name] === 'function', name, 'a function or nothing', world[name]);
  }

  check(Array.isArray(world.actions) && world.actions.every(isName), 'actions', 'an array of names', world.actions);
  check(world.actions[0] === 'wait', 'actions[0]', `'wait'`, world.actions[0]);
  check(world.actions.length <= MOST_ACTIONS, 'actions', `at most ${MOST_ACTIONS} actions`, world.actions.length);
  checkUnique(subject, 'action', world.actions);

  validateEvidence(subject, world.evidence);

  check(isRecord(world.quantities), 'quantities', 'an object of functions', world.quantities);
  for (const [name, quantity] of Object.entries(world.quantities)) {
    check(/^[A-Za-z_]\w*$/.test(name), 'quantity', 'a name of letters, digits and underscores', name);
    check(typeof quantity === 'function', `quantity '${name}'`, 'a function', quantity);
  }

  check(Array.isArray(world.questions), 'questions', 'an array', world.questions);
  for (const question of world.questions) validateQuestion(subject, question);
  checkUnique(
    subject,
    'question',
    Array.from(world.questions, ({ id }) => id),
  );

  validateLibrary(subject, world.disciples);
}

/** `Name-v0`, after which the id of a world made from options may carry them: `?houses=8`. */
const ID = /^[A-Za-z][\w./-]*-v\d+(\?[!-~]*)?$/;

/** Whether a text has the form of a world's id: `Name-v0`, and parameters after a `?`. */
export function isWorldId(text: string): boolean {
  return ID.test(text);
}

/**
 * Checks the shape of a library: the null program first, and each disciple an id of its own and a source.
 * @throws InvalidWorld
 */
export function validateLibrary(subject: string, disciples: readonly DiscipleSpec[]): void {
  const refuse = (what: string, wanted: string, received: unknown) =>
    new InvalidWorld(expected(`${subject}: ${what}`, wanted, received));
  if (!(Array.isArray(disciples) && disciples.length > 0)) throw refuse('disciples', 'an array', disciples);
  for (const disciple of disciples as readonly DiscipleSpec[]) {
    if (!(isRecord(disciple) && isName(disciple.id))) throw refuse('disciple', 'an object with an id', disciple);
    const { id, source } = disciple;
    if (typeof source !== 'string') throw refuse(`disciple ${show(id)}: source`, 'a string', source);
    refuseTypos(disciple, DISCIPLE_FIELDS, `${subject}: disciple ${show(id)}`);
  }
  const [{ source }] = disciples;
  if (source !== '') throw refuse('disciples[0]', `the null program, source ''`, source);
  checkUnique(
    subject,
    'disciple',
    Array.from(disciples, ({ id }: DiscipleSpec) => id),
  );
}

function validateQuestion<State>(subject: string, question: Question<State>): void {
  if (!(isRecord(question) && isName(question.id))) {
    throw new InvalidWorld(expected(`${subject}: question`, 'an object with an id', question));
  }
  const { id, text, read, grain = 1, origin = 0 } = question;
  const where = `${subject}: question ${show(id)}`;
  const check = (holds: boolean, what: string, wanted: string, received: unknown) => {
    if (!holds) throw new InvalidWorld(expected(`${where}: ${what}`, wanted, received));
  };
  refuseTypos(question, QUESTION_FIELDS, where);
  check(isName(text), 'text', 'a sentence', text);
  check(typeof read === 'function', 'read', 'a function', read);
  check(Number.isFinite(grain) && grain > 0, 'grain', 'a finite number > 0', grain);
  check(Number.isFinite(origin), 'origin', 'a finite number', origin);
}

function validateEvidence(subject: string, evidence: Evidence): void {
  const { variables } = isRecord(evidence) ? evidence : { variables: undefined };
  if (!Array.isArray(variables) || typeof evidence.prior !== 'function') {
    throw new InvalidWorld(expected(`${subject}: evidence`, 'an object of variables and prior', evidence));
  }
  refuseTypos(evidence, EVIDENCE_FIELDS, `${subject}: evidence`);
  for (const variable of variables as readonly EvidenceVariable[]) {
    const { name, arity, scale } = isRecord(variable) ? variable : ({} as Partial<EvidenceVariable>);
    if (!isName(name)) {
      throw new InvalidWorld(expected(`${subject}: evidence variable`, 'an object with a name', variable));
    }
    if (!isWord(name)) {
      throw new InvalidWorld(expected(`${subject}: evidence variable`, "a name without spaces, commas or '='", name));
    }
    const where = `${subject}: evidence ${show(name)}`;
    refuseTypos(variable, VARIABLE_FIELDS, where);
    if (!(isCount(arity) && arity > 0 && arity <= MOST_VALUES)) {
      throw new InvalidWorld(expected(`${where}: arity`, `a positive integer ≤ ${MOST_VALUES}`, arity));
    }
    if (scale !== 'ordinal' && scale !== 'nominal') {
      throw new InvalidWorld(expected(`${where}: scale`, `'ordinal' or 'nominal'`, scale));
    }
    validateLabels(subject, variable);
  }
  const names = evidence.variables.map(({ name }) => name);
  checkUnique(subject, 'evidence variable', names);
}

/** An instance of a class keeps what it likes in its fields; an object literal has no use for a field nobody reads. */
function refuseTypos(given: object, known: readonly string[], subject: string): void {
  const prototype = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) return;
  refuseUnknownFields(given, known, subject, InvalidWorld);
}

function checkUnique(subject: string, kind: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new InvalidWorld(expected(`${subject}: ${kind}s`, 'unique names', `${name} twice`));
    seen.add(name);
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
