/**
 * The guard of the description lengths. The essay: "the shortest description of P(e,S,1) might just be the source code
 * of the master AI along with X=1. This is not at all what we want, so might require that all these descriptions be
 * considerably shorter than that, possibly allowing some destructive compression of the distributions to permit this."
 *
 * sourceBits = 8 · deflate(world + exact master + S) + Σ log₂ arity + 1, in bits: a program, the evidence, and X.
 *
 * A world object has no file. So its text is that of the functions which run it (`begin`, `step`, `wire`, `prior`, the
 * quantities, `utility`, `text` or `draw`) and its declared data (actions, horizon, aftermath, the evidence's
 * variables). The master's text is that of planning, propagation and the exact argmax. Only words, numbers and
 * operators count, so comments, layout, quotes and what a build adds do not.
 *
 * Known to fail: what the functions call in their closures is not seen. So the constant is a lower bound, and the guard
 * is stricter for it.
 */
import { memoise } from '../../core/base/memoise.ts';
import { plan } from '../../core/tables/plan.ts';
import { propagate } from '../../core/tables/propagate.ts';
import type { World } from '../../core/world/world.ts';
import { bestIndex, exactObjective, libraryUtilities } from '../objective.ts';
import { programBits } from './compress.ts';

type Code = (...given: never[]) => unknown;

/** `name = __name(code, "name")`, as one of the builds writes `name = code`. */
const NAMED = /([\w$]+)\s*=\s*(?:\/\*\s*@__PURE__\s*\*\/\s*)?__name\(/g;

/** The words, numbers and operators of a function. Builds rewrite imports and name functions: that is taken out. */
export function programWords(text: string): string {
  let bare = text;
  for (const [, name] of text.matchAll(NAMED)) bare = bare.replace(`, "${name}")`, ')').replace(`,"${name}")`, ')');
  bare = bare
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ')
    .replace(/\b__vi\w*\d+__\./g, '')
    .replace(/\b__name\(/g, '(')
    .replace(/\(0,\s*([\w$.]+)\)/g, '$1');
  return (bare.match(/[\p{L}_$][\p{L}\d_$]*|\d[\w.]*|[^\s\p{L}\d_$'"`();,]/gu) ?? []).join(' ');
}

const words = (code: Code | undefined): string => (code ? programWords(Function.prototype.toString.call(code)) : '');

/** Most sources whose programs' lengths are kept with a world. */
const MOST_SOURCES = 1024;

let master: string | undefined;

/** The text of the world, as above. */
function worldText<State>(world: World<State>): string {
  const { horizon, aftermath = 0, actions, evidence } = world;
  // Labels are for people: a world that names its evidence values is no longer a program.
  const variables = evidence.variables.map(({ name, arity, scale }) => ({ name, arity, scale }));
  const functions = [world.begin, world.step, world.wire, evidence.prior, world.utility, world.text ?? world.draw];
  return [
    JSON.stringify({ horizon, aftermath, actions, variables }),
    ...functions.map((code) => words(code as Code | undefined)),
    ...Object.entries(world.quantities).map(([name, read]) => `${name} ${words(read as Code)}`),
  ].join('\n');
}

/** Bits of "run the master with X=1" where it sends `source`. */
export function sourceBits<State>(world: World<State>, source: string): number {
  master ??= [plan, propagate, libraryUtilities, exactObjective, bestIndex].map((code) => words(code)).join('\n');
  const text = memoise(world, 'text of the program', () => worldText(world));
  const evidenceBits = world.evidence.variables.reduce((bits, { arity }) => bits + Math.log2(arity), 0);
  const program = [text, master, source].join('\n');
  return memoise(world, ['bits of the program', source], () => programBits(program), MOST_SOURCES) + evidenceBits + 1;
}
