import { type Compiled, compile } from '../../core/compile.ts';
import { LeakyWire, WorldTooLarge } from '../../core/errors.ts';
import { registry } from '../../core/registry.ts';
import type { World } from '../../core/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/registry.ts';
import { checkAll } from '../prepare.ts';
import { isFile, resolvePenalty, resolveWorld } from '../resolve.ts';
import { say } from '../terminal.ts';
import { type UnpenalisedMaster, unpenalisedMasters } from './masters.ts';

/** What was asked for: ids restrict a benchmark to themselves, files are added to it. */
export interface Selection {
  readonly worlds: readonly string[];
  readonly penalties: readonly string[];
  /** Nothing but what is named. */
  readonly only: boolean;
  /** Small worlds and one divergence. */
  readonly quick: boolean;
  readonly allowLeak: boolean;
}

/** States of the largest world of a quick benchmark. */
const QUICK_STATES = 10_000;
/** Divergences that a quick benchmark leaves out. */
const FURTHER_DIVERGENCE = /\/(js|hellinger|kl)$/;

/** The settings to resolve: all known ids with the files that were named, or what was named alone. */
function chosen(named: readonly string[], known: readonly string[], only: boolean): string[] {
  const restricts = named.some((setting) => !isFile(setting)) || (only && named.length > 0);
  return [...new Set(restricts ? named : [...known, ...named])];
}

/** What is judged in every world. */
export interface Judged {
  readonly penalties: readonly Penalty[];
  readonly masters: readonly UnpenalisedMaster[];
}

/** The penalties of a benchmark, and the masters without one. Penalties that train a network are measured where they are named. */
export async function selectPenalties({ penalties: named, only, quick }: Selection): Promise<Judged> {
  const usual = penalties
    .ids()
    .filter((id) => penalties.get(id).trains !== true && !(quick && FURTHER_DIVERGENCE.test(id)));
  const selected = new Set<Penalty>();
  const masters = new Set<UnpenalisedMaster>();
  const known = [...usual, ...unpenalisedMasters.map(({ id }) => id)];
  for (const setting of chosen(named, known, only)) {
    const master = unpenalisedMasters.find(({ id }) => id === setting);
    if (master) masters.add(master);
    else selected.add(await resolvePenalty(setting));
  }
  return { penalties: [...selected], masters: [...masters] };
}

/**
 * The worlds of a benchmark, compiled and checked. One that nobody named is left out, with a line that says why, where
 * its wire leaks or it is too large; one that was named is refused. Throws `LeakyWire`, `WorldTooLarge`, `InvalidWorld`.
 */
export async function selectWorlds({ worlds: named, only, quick, allowLeak }: Selection): Promise<Compiled[]> {
  const selected = new Map<string, World>();
  for (const setting of chosen(named, registry.ids(), only)) {
    const world = await resolveWorld(setting);
    selected.set(world.id, world);
  }
  const ids = new Set(registry.ids());
  const asked = new Set(
    named.length > 0 ? [...selected.keys()].filter((id) => named.includes(id) || !ids.has(id)) : [],
  );
  const compiled: Compiled[] = [];
  for (const world of selected.values()) {
    try {
      const small = quick && !asked.has(world.id);
      const tables = compile(world, small ? { maxStates: QUICK_STATES } : {});
      checkAll(world, tables, allowLeak);
      compiled.push(tables);
    } catch (error) {
      if (!(error instanceof LeakyWire || error instanceof WorldTooLarge) || asked.has(world.id)) throw error;
      say(
        error instanceof LeakyWire
          ? `left out: ${error.message}`
          : `left out: ${world.id}: more than ${QUICK_STATES} states`,
      );
    }
  }
  return compiled;
}
