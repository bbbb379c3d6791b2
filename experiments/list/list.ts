/** Prints what the flags of the commands take. */
import { masters } from '../../agents/masters/master.ts';
import type { Parameters } from '../../core/world/parameters.ts';
import { registry } from '../../core/world/registry.ts';
import { penalties } from '../../penalties/suite.ts';

/** `list`: every id that a flag takes, with a line about each and its parameters. */
export function list(): void {
  section(
    'worlds (--world)',
    registry.ids().map((id) => registry.describe(id)),
  );
  section(
    'penalties (--penalty)',
    penalties.ids().map((id) => ({ ...penalties.describe(id), trains: penalties.get(id).trains === true })),
  );
  section(
    'agents (--agent)',
    masters.ids().map((id) => ({ id, summary: masters.get(id).summary, parameters: {} })),
  );
  process.stdout.write(
    '\nParameters are written id?name=value&name=value. A path to a .ts file serves instead of an id.\n',
  );
}

/** What is said of a penalty that trains. */
const TRAINS = ' [trains: seconds for each evidence value and disciple]';

function section(
  title: string,
  entries: readonly {
    readonly id: string;
    readonly summary: string;
    readonly parameters: Parameters;
    readonly trains?: boolean;
  }[],
): void {
  const width = Math.max(...entries.map(({ id }) => id.length));
  process.stdout.write(`\n${title}\n`);
  for (const { id, summary, parameters, trains } of entries) {
    process.stdout.write(`  ${id.padEnd(width)}  ${summary}${trains ? TRAINS : ''}\n`);
    for (const [name, { default: fallback, minimum, maximum, summary: about }] of Object.entries(parameters)) {
      process.stdout.write(`  ${' '.repeat(width)}    ${name} (${fallback}): ${about}, ${minimum} to ${maximum}\n`);
    }
  }
}
