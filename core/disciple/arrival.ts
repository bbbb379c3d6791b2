/** What runs at the far end of the wire once a disciple has been sent. */
import { expected } from '../base/messages.ts';
import type { Compiled } from '../tables/compile.ts';
import { arrive, type World } from '../world/world.ts';
import { bootArrived, type Disciple, NeedsTables, type PolicyTable, worldOf } from './disciple.ts';

export interface Arrival<State = unknown> {
  /** The source that arrived; '' where nothing did. */
  readonly arrived: string;
  /** Whether anything arrived: an absent disciple only ever waits. */
  readonly present: boolean;
  /** The policy that runs. */
  readonly running: Disciple<State>;
}

/**
 * What arrives when `disciple` is sent and the stochastic event comes out as `x`, and which policy then runs: the
 * disciple itself where its own source arrives, else what boots from the source that the wire delivers.
 * @throws NeedsTables where what arrives must be planned and the world is not compiled.
 */
export function whatRuns<State>(
  target: World<State> | Compiled<State>,
  disciple: Disciple<State>,
  x: 0 | 1,
): Arrival<State> {
  const arrived = arrive(worldOf(target), disciple.source, x);
  const running = arrived === disciple.source ? disciple : bootArrived(target, arrived);
  return { arrived, present: arrived !== '', running };
}

/**
 * `whatRuns` on tables, with the policy's table: a disciple that was booted without tables is booted again on them.
 * @throws NeedsTables where the policy has no table.
 */
export function whatRunsOnTables<State>(
  compiled: Compiled<State>,
  disciple: Disciple<State>,
  x: 0 | 1,
  subject: string,
): Arrival<State> & { readonly table: PolicyTable } {
  const arrival = whatRuns(compiled, disciple, x);
  const running = arrival.running.table ? arrival.running : bootArrived(compiled, arrival.arrived);
  if (!running.table) throw new NeedsTables(expected(subject, 'a disciple with a policy table', arrival.arrived));
  return { ...arrival, running, table: running.table };
}
