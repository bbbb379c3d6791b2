/** Learned disciples and optimal programs in files: reads them, joins them to a library, and names sources. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { InvalidFile, InvalidSource } from '../../core/base/errors.ts';
import { expected, messageOf, shorten, show } from '../../core/base/messages.ts';
import { boot, checkSource, NeedsTables } from '../../core/disciple/disciple.ts';
import { withLibrary } from '../../core/disciple/library.ts';
import type { World } from '../../core/world/world.ts';
import { describePolicySource, isPolicySource } from '../../learning/policy/policy-source.ts';
import { describeOptimum, isOptimumSource } from '../../penalties/optimum/source.ts';
import { readText } from './text-file.ts';

/**
 * The source of the disciple that a person names: by its id, as an expression, or by the path of a learned disciple or
 * of an optimal program. It is booted as far as that goes before anything is compiled.
 *
 * @throws InvalidFile, InvalidSource
 */
export function namedSource(world: World, text: string): string {
  if (/\.json$/.test(text)) return bootableFile(world, text);
  try {
    requireBootable(world, text);
    return text;
  } catch (error) {
    if (!(error instanceof InvalidSource) || !existsSync(text)) throw error;
    return bootableFile(world, text);
  }
}

function bootableFile(world: World, path: string): string {
  const source = readSource(path);
  try {
    requireBootable(world, source);
  } catch (error) {
    if (!(error instanceof InvalidSource)) throw error;
    throw new InvalidSource(`${path}: ${messageOf(error)}`, { cause: error });
  }
  return source;
}

function requireBootable(world: World, source: string): void {
  try {
    boot(world, source);
  } catch (error) {
    if (!(error instanceof NeedsTables)) throw error;
  }
}

/** A learned disciple's source from its file. Throws `InvalidFile`. */
function readSource(path: string): string {
  const source = readText(path, 'disciple').trim();
  const canonical = compact(source);
  if (isPolicySource(canonical) || isOptimumSource(canonical)) return canonical;
  const begins = shorten(source.slice(0, 200).replace(/\s+/g, ' '), 40);
  throw new InvalidFile(
    expected(`disciple ${path}`, 'a learned disciple or an optimal program, as a command writes it,', begins),
  );
}

/** A source that someone's editor has laid out anew, on one line again. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * The world with learned disciples added to its library. A disciple is named after its file.
 *
 * @throws InvalidFile, InvalidSource, InvalidWorld
 */
export function joinLibrary<State>(world: World<State>, paths: readonly string[]): World<State> {
  if (paths.length === 0) return world;
  const joined = paths.map((path) => {
    const source = readSource(path);
    try {
      checkSource(world, source);
    } catch (error) {
      throw new InvalidSource(`${path}: ${messageOf(error)}`, { cause: error });
    }
    return { id: basename(path, '.json'), source, summary: describe(source) };
  });
  const ids = [...world.disciples, ...joined].map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new InvalidFile(
      `--join: two disciples named '${twice}': a disciple is named after its file, so rename one file`,
    );
  return withLibrary(world, [...world.disciples, ...joined]);
}

function describe(source: string): string {
  return isOptimumSource(source) ? describeOptimum(source) : `learned: ${describePolicySource(source)}`;
}

/** A source as a person can read it: a network's weights would be tens of thousands of characters. */
export function nameSource(source: string): string {
  if (source === '') return 'the null program';
  if (isOptimumSource(source)) return `the ${describeOptimum(source)}`;
  return isPolicySource(source) ? `the ${describePolicySource(source)}` : show(source);
}
