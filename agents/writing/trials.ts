/** What a writer has seen of the programs that it wrote: it plans each once, and plays episodes with it. */

import { bootArrived, type Disciple } from '../../core/disciple/disciple.ts';
import { type Branches, branchesOf } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { Uniform } from '../../core/world/chance.ts';
import { unitValue } from '../../core/world/state-values.ts';
import { goalKey, planKey } from './same-plan.ts';

/** What was seen of one program under one evidence value. */
export interface Trial {
  /** How many episodes were played. */
  readonly episodes: number;
  /** The sum of their utilities. */
  readonly utility: number;
}

/** The plans of so many bytes are kept at hand; others are planned again when they are needed. */
const KEPT_BYTES = 256e6;

/**
 * The programs of one writer, numbered as they are written; number 0 is the null program. Sources with one plan are one
 * program, unless the wire is the world's own, which may treat two texts differently.
 */
export class Trials<State> {
  /** For each program, the shortest of its sources. */
  readonly sources: string[] = [];
  /** Plays any program's branches. */
  readonly branches: Branches<State>;
  /** How many sources were planned so far. */
  planned = 0;
  /** By source. */
  private readonly numbers = new Map<string, number>();
  /** By what its source is worth at each outcome, and by its plan. */
  private readonly goals = new Map<string, number>();
  private readonly plans = new Map<string, number>();
  /** For each program, by evidence index. */
  private readonly trials: { episodes: number; utility: number }[][] = [];
  /** The programs at hand, in the order in which they came to hand. */
  private readonly ready = new Map<number, Ready<State>>();
  private readyBytes = 0;

  /** @param erasure the probability that the wire erases the source. */
  constructor(
    private readonly target: Compiled<State>,
    private readonly erasure: number,
  ) {
    this.branches = {
      evidences: target.evidences,
      sample: (e, s, x, uniform) => this.at(s).sample(e, 0, x, uniform),
    };
    this.program('');
  }

  /** The number of a source's program. A source whose goal was not met before is planned. */
  program(source: string): number {
    let s = this.numbers.get(source);
    if (s === undefined) {
      s = this.newProgram(source);
      this.numbers.set(source, s);
      if (source.length < this.sources[s].length) this.sources[s] = source;
    }
    return s;
  }

  trial(e: number, s: number): Trial {
    return this.trials[s][e];
  }

  /** Plays episodes in which a program is sent: the wire erases it or not, and the world is rolled out. */
  play(e: number, s: number, episodes: number, uniform: Uniform): void {
    const world = this.target.world;
    const trial = this.trials[s][e];
    for (let i = 0; i < episodes; i++) {
      const x = uniform() < this.erasure ? 0 : 1;
      trial.utility += unitValue(world, this.branches.sample(e, s, x, uniform), 'utility');
    }
    trial.episodes += episodes;
  }

  private newProgram(source: string): number {
    const { target } = this;
    const own = `source ${source}`;
    const goal = (this.textMatters(source) ? null : goalKey(target, source)) ?? own;
    let s = this.goals.get(goal);
    if (s === undefined) {
      const disciple = bootArrived(target, source);
      if (source !== '') this.planned++;
      const plan = (this.textMatters(source) ? null : planKey(target, disciple)) ?? own;
      s = this.plans.get(plan) ?? this.sources.length;
      this.goals.set(goal, s);
      this.plans.set(plan, s);
      if (s === this.sources.length) {
        this.sources.push(source);
        this.trials.push(this.branches.evidences.map(() => ({ episodes: 0, utility: 0 })));
        this.keep(s, disciple);
      }
    }
    return s;
  }

  /** Whether more than the plan can matter: the null program is absent, and a world's own wire may read the text. */
  private textMatters(source: string): boolean {
    return source === '' || this.target.world.wire !== undefined;
  }

  private at(s: number): Branches<State> {
    const ready = this.ready.get(s) ?? this.keep(s, bootArrived(this.target, this.sources[s]));
    return ready.branches;
  }

  private keep(s: number, disciple: Disciple<State>): Ready<State> {
    const ready = { branches: branchesOf(this.target, [disciple]), bytes: bytesOf(disciple) };
    this.ready.set(s, ready);
    this.readyBytes += ready.bytes;
    for (const [other, { bytes }] of this.ready) {
      if (this.readyBytes <= KEPT_BYTES || other === s) break;
      this.ready.delete(other);
      this.readyBytes -= bytes;
    }
    return ready;
  }
}

interface Ready<State> {
  readonly branches: Branches<State>;
  readonly bytes: number;
}

function bytesOf({ table }: Disciple<unknown>): number {
  if (table?.kind !== 'sure') return 0;
  return table.actions.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
