/** Hashes of worlds and of users' files, by which a run that is carried on knows that nothing has changed. */
import { createHash, type Hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidFile } from '../../core/base/errors.ts';
import { type Stream, stream } from '../../core/base/random.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { type Chance, sampledChance } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { arrive, textOf, totalTicks, type World } from '../../core/world/world.ts';
import { hashOf, onDisk } from './files.ts';

/** Hashes of worlds, by their ids. */
export function worldFingerprints(targets: readonly (World | Compiled)[]): Record<string, string> {
  return Object.fromEntries(
    targets.map((target) => [isCompiled(target) ? target.world.id : target.id, worldFingerprint(target)]),
  );
}

/**
 * Hashes of users' files and of every file that they import by a relative path, by absolute paths.
 *
 * @throws InvalidFile
 */
export function fileFingerprints(paths: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const path of paths) {
    try {
      addFile(path, found);
    } catch (error) {
      throw new InvalidFile(`no such file: '${path}'`, { cause: error });
    }
  }
  return found;
}

/** The module that `import … from './x'`, `export … from './x'`, `import './x'` or `import('./x')` names. */
const IMPORT = /\b(?:from|import)\s*\(?\s*(['"`])(\.{1,2}\/[^'"`\n]+)\1/g;
/** What may stand behind the name of a module that is imported without its extension. */
const EXTENSIONS = ['', '.ts', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.mts', '/index.js', '/index.mjs'];

function addFile(path: string, found: Record<string, string>): void {
  if (path in found) return;
  const content = onDisk(path, () => readFileSync(path));
  found[path] = hashOf(content);
  for (const [, , name] of content.toString('utf8').matchAll(IMPORT)) {
    const imported = importedFile(join(dirname(path), name));
    if (imported !== null) addFile(imported, found);
  }
}

/** The file that a module's path names, null where there is none. TypeScript may name `x.ts` as `x.js`. */
function importedFile(path: string): string | null {
  const stems = [path, path.replace(/js$/, 'ts')];
  const candidates = stems.flatMap((stem) => EXTENSIONS.map((extension) => `${stem}${extension}`));
  return candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile()) ?? null;
}

/**
 * A hash of everything in a world on which a result may depend. A compiled world is hashed whole: its tables and,
 * over all its states, every reading. Of another world, states are hashed that are met in a fixed sample of episodes.
 *
 */
export function worldFingerprint(target: World | Compiled): string {
  const hash = createHash('sha256');
  if (isCompiled(target)) {
    declarations(hash, target.world);
    tables(hash, target);
    readings(hash, target.world, target.states);
  } else {
    declarations(hash, target);
    readings(hash, target, sampledStates(target));
  }
  return hash.digest('hex').slice(0, 16);
}

/** What a world declares, and what its wire lets through. */
function declarations(hash: Hash, world: World): void {
  const { id, horizon, aftermath = 0, actions, evidence, questions, quantities, disciples } = world;
  const declared = {
    id,
    horizon,
    aftermath,
    actions,
    variables: evidence.variables.map(({ name, arity, scale }) => [name, arity, scale]),
    prior: evidenceValues(world).map(({ value, probability }) => [value, probability]),
    questions: questions.map((question) => [question.id, question.text, question.grain ?? 1, question.origin ?? 0]),
    quantities: Object.keys(quantities),
    disciples: disciples.map((disciple) => [disciple.id, disciple.source]),
    arrives: disciples.map(({ source }) => [arrive(world, source, 0), arrive(world, source, 1)]),
  };
  hash.update(JSON.stringify(declared));
}

function tables(hash: Hash, compiled: Compiled): void {
  const { rowStart, rowEnd, successors, probabilities, layerEnd } = compiled;
  for (const table of [rowStart, rowEnd, successors, probabilities, layerEnd]) hash.update(bytesOf(table));
  for (const beginning of compiled.beginnings.flat()) {
    hash.update(bytesOf(beginning.states));
    hash.update(bytesOf(beginning.probabilities));
  }
}

/** Everything that is read from states: utility, harm, questions, quantities, observations, keys and texts. */
function readings(hash: Hash, world: World, states: readonly unknown[]): void {
  const reads = [
    (state: unknown) => world.utility(state),
    (state: unknown) => world.harm(state),
    ...world.questions.map((question) => (state: unknown) => Number(question.read(state))),
    ...Object.values(world.quantities).map((read) => (state: unknown) => Number(read(state))),
  ];
  const values = new Float64Array(states.length);
  for (const read of reads) {
    for (let s = 0; s < states.length; s++) values[s] = read(states[s]);
    hash.update(bytesOf(values));
  }
  for (const state of states) {
    hash.update(`${world.key(state)}\0${world.observe(state).join()}\0${textOf(world, state)}\0`);
  }
}

/** Episodes of a fixed sample, for each evidence value and branch. */
const EPISODES = 4;
/** Evidence values in a fixed sample. */
const EVIDENCES = 32;

/** The states of episodes in which chance picks every action, from fixed seeds. */
function sampledStates(world: World): unknown[] {
  const states: unknown[] = [];
  for (const { value } of evidenceValues(world).slice(0, EVIDENCES)) {
    for (const present of [false, true]) {
      for (let episode = 0; episode < EPISODES; episode++) {
        const uniform: Stream = stream(0, 'fingerprint', ...value, Number(present), episode);
        const chance: Chance = sampledChance(uniform);
        let state = world.begin(value, present, chance);
        states.push(state);
        for (let tick = 0; tick < totalTicks(world); tick++) {
          const acts = present && tick < world.horizon;
          state = world.step(state, acts ? Math.floor(uniform() * world.actions.length) : 0, chance);
          states.push(state);
        }
      }
    }
  }
  return states;
}

function bytesOf(table: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
}
