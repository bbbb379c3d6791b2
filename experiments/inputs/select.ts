/** Selects the worlds and penalties that a benchmark or a calibration measures. */
import { InvalidOption, LeakyWire, WorldTooLarge } from '../../core/base/errors.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { type UnpenalisedMaster, unpenalisedMasters } from '../../judging/unpenalised-masters.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { logLine, wrap } from '../terminal.ts';
import { checkAll } from './prepare.ts';
import { isFile, resolvePenalty, resolveWorld } from './resolve.ts';
import { compileOrRead, tellStates } from './tables-cache.ts';

/** What was asked for. Ids restrict a benchmark to themselves; files are added to it. */
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

/** The settings to resolve: either all known ids and the files that were named, or only what was named. */
function chosen(named: readonly string[], known: readonly string[], only: boolean): string[] {
  const restricts = named.some((setting) => !isFile(setting)) || (only && named.length > 0);
  return [...new Set(restricts ? named : [...known, ...named])];
}

/** What is judged in every world. */
export interface Judged {
  readonly penalties: readonly Penalty[];
  /** Those from files. */
  readonly own: readonly Penalty[];
  readonly masters: readonly UnpenalisedMaster[];
}

/**
 * The penalties of a benchmark, and its masters without a penalty. A penalty that trains a network is measured
 * only where it is named.
 */
export async function selectPenalties({ penalties: named, only, quick }: Selection): Promise<Judged> {
  const usual = penalties.ids().filter((id) => {
    const penalty = penalties.get(id);
    return penalty.trains !== true && !(quick && penalty.quick === false);
  });
  const selected = new Set<Penalty>();
  const own = new Set<Penalty>();
  const masters = new Set<UnpenalisedMaster>();
  const known = [...usual, ...unpenalisedMasters.map(({ id }) => id)];
  for (const setting of chosen(named, known, only)) {
    const master = unpenalisedMasters.find(({ id }) => id === setting);
    if (master) {
      masters.add(master);
      continue;
    }
    const penalty = await resolvePenalty(setting);
    selected.add(penalty);
    if (isFile(setting)) own.add(penalty);
  }
  return { penalties: [...selected], own: [...own], masters: [...masters] };
}

/**
 * The worlds of a benchmark, compiled and checked. A world whose wire leaks, or that is too large, is left out with a
 * line that says why, unless it was named: then it is refused.
 *
 * @throws LeakyWire, WorldTooLarge, InvalidWorld
 * @throws InvalidOption where no world is left
 */
export async function selectWorlds({ worlds: named, only, quick, allowLeak }: Selection): Promise<Compiled[]> {
  const selected = new Map<string, World>();
  const asked = new Set<string>();
  for (const setting of chosen(named, registry.ids(), only)) {
    const world = await resolveWorld(setting);
    selected.set(world.id, world);
    if (named.includes(setting)) asked.add(world.id);
  }
  const compiled: Compiled[] = [];
  const leaky: string[] = [];
  const large: string[] = [];
  for (const world of selected.values()) {
    const small = quick && !asked.has(world.id);
    try {
      const { compiled: tables } = compileOrRead(world, {
        ...(small ? { maxStates: QUICK_STATES } : {}),
        onProgress: tellStates(world),
      });
      checkAll(world, tables, allowLeak);
      compiled.push(tables);
    } catch (error) {
      if (!(error instanceof LeakyWire || error instanceof WorldTooLarge) || asked.has(world.id)) throw error;
      (error instanceof LeakyWire ? leaky : large).push(world.id);
    }
  }
  const limit = quick ? `more than ${QUICK_STATES} states` : 'too many states';
  const lines = [
    ...(leaky.length > 0 ? [`left out, for the wire leaks (--allow-leak accepts it): ${leaky.join(', ')}`] : []),
    ...(large.length > 0 ? [`left out, for ${limit}: ${large.join(', ')}`] : []),
  ];
  if (compiled.length === 0)
    throw new InvalidOption(`no world to measure: ${lines.join('; ') || 'none is registered'}`);
  for (const line of lines) logLine(wrap(line));
  return compiled;
}
