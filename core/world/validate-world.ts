import { InvalidWorld } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { validateLabels } from './evidence.ts';
import type { Evidence, EvidenceVariable, World } from './world.ts';

/**
 * The checks of a world that need no rollout: its names, horizon, actions, evidence variables, questions and library.
 * `checkWorld` makes the others. Throws `InvalidWorld`, one line that says what is wrong.
 */
export function validateWorld<State>(world: World<State>): void {
  if (typeof world !== 'object' || world === null) throw new InvalidWorld(expected('world', 'an object', world));
  const subject = typeof world.id === 'string' ? world.id : 'world';
  const check = (holds: boolean, what: string, wanted: string, received: unknown) => {
    if (!holds) throw new InvalidWorld(expected(`${subject}: ${what}`, wanted, received));
  };
  check(typeof world.id === 'string' && isWorldId(world.id), 'id', `the form 'Name-v0'`, world.id);
  check(typeof world.summary === 'string' && world.summary !== '', 'summary', 'a sentence', world.summary);
  check(isCount(world.horizon) && world.horizon > 0, 'horizon', 'a positive integer', world.horizon);
  check(world.aftermath === undefined || isCount(world.aftermath), 'aftermath', 'an integer ≥ 0', world.aftermath);
  for (const name of METHODS) check(typeof world[name] === 'function', name, 'a function', world[name]);
  for (const name of OPTIONAL_METHODS) {
    check(world[name] === undefined || typeof world[name] === 'function', name, 'a function or nothing', world[name]);
  }

  check(Array.isArray(world.actions) && world.actions.every(isName), 'actions', 'an array of names', world.actions);
  check(world.actions[0] === 'wait', 'actions[0]', `'wait'`, world.actions[0]);
  check(world.actions.length <= 256, 'actions', 'at most 256 actions', world.actions.length);
  checkUnique(subject, 'action', world.actions);

  validateEvidence(subject, world.evidence);

  check(isRecord(world.quantities), 'quantities', 'an object of functions', world.quantities);
  for (const [name, quantity] of Object.entries(world.quantities)) {
    check(/^[A-Za-z_]\w*$/.test(name), 'quantity', 'a name of letters, digits and underscores', name);
    check(typeof quantity === 'function', `quantity '${name}'`, 'a function', quantity);
  }

  check(Array.isArray(world.questions), 'questions', 'an array', world.questions);
  for (const question of world.questions) {
    check(isRecord(question) && isName(question.id), 'question', 'an object with an id', question);
    const { id, text, grain = 1, origin = 0 } = question;
    check(isName(text), `question '${id}': text`, 'a sentence', text);
    check(typeof question.read === 'function', `question '${id}': read`, 'a function', question.read);
    check(Number.isFinite(grain) && grain > 0, `question '${id}': grain`, 'a finite number > 0', grain);
    check(Number.isFinite(origin), `question '${id}': origin`, 'a finite number', origin);
  }
  checkUnique(
    subject,
    'question',
    Array.from(world.questions, ({ id }) => id),
  );

  check(Array.isArray(world.disciples) && world.disciples.length > 0, 'disciples', 'an array', world.disciples);
  for (const disciple of world.disciples) {
    check(isRecord(disciple) && isName(disciple.id), 'disciple', 'an object with an id', disciple);
    check(typeof disciple.source === 'string', `disciple '${disciple.id}': source`, 'a string', disciple.source);
  }
  check(world.disciples[0].source === '', 'disciples[0]', `the null program, source ''`, world.disciples[0].source);
  checkUnique(
    subject,
    'disciple',
    Array.from(world.disciples, ({ id }) => id),
  );
}

/** `Name-v0`, after which a made world's id may carry its options: `?houses=8`. */
const ID = /^[A-Za-z][\w./-]*-v\d+(\?\S*)?$/;

/** Whether a text has the form of a world's id: `Name-v0`, and parameters after a `?`. */
export function isWorldId(text: string): boolean {
  return ID.test(text);
}
const METHODS = ['begin', 'step', 'key', 'observe', 'utility', 'harm', 'draw'] as const;
const OPTIONAL_METHODS = ['wire', 'text'] as const;

function validateEvidence(subject: string, evidence: Evidence): void {
  const { variables } = isRecord(evidence) ? evidence : { variables: undefined };
  if (!Array.isArray(variables) || typeof evidence.prior !== 'function') {
    throw new InvalidWorld(expected(`${subject}: evidence`, 'an object of variables and prior', evidence));
  }
  for (const variable of variables as readonly unknown[]) {
    const { name, arity, scale } = isRecord(variable) ? variable : {};
    if (!isName(name)) {
      throw new InvalidWorld(expected(`${subject}: evidence variable`, 'an object with a name', variable));
    }
    if (!(isCount(arity) && arity > 0)) {
      throw new InvalidWorld(expected(`${subject}: evidence '${name}': arity`, 'a positive integer', arity));
    }
    if (scale !== 'ordinal' && scale !== 'nominal') {
      throw new InvalidWorld(expected(`${subject}: evidence '${name}': scale`, `'ordinal' or 'nominal'`, scale));
    }
    validateLabels(subject, variable as unknown as EvidenceVariable);
  }
  const names = evidence.variables.map(({ name }) => name);
  checkUnique(subject, 'evidence variable', names);
}

function checkUnique(subject: string, kind: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InvalidWorld(expected(`${subject}: ${kind}s`, 'unique names', `${twice} twice`));
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
