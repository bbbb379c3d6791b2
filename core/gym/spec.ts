/** Descriptions of environments: the parts of a world's id, and the spec made of them. */
import type { Dictionary } from 'ts-essentials';
import { InvalidOption } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import type { EnvironmentSpec, Role } from './environment.ts';

/**
 * The name and the version in an id such as 'PaperclipFactory-v0?houses=4'; options after the '?' are ignored.
 * @throws InvalidOption for an id of another form.
 */
export function parseId(id: string): { name: string; version: number } {
  const match = /^([A-Za-z][\w./-]*)-v(\d+)(\?.*)?$/.exec(id);
  if (match === null) throw new InvalidOption(expected('world id', `the form 'Name-v0'`, id));
  return { name: match[1], version: Number(match[2]) };
}

/** The spec of an environment of the world `id`. */
export function describeEnvironment(
  id: string,
  role: Role,
  { maxEpisodeSteps = null, options = {} }: { maxEpisodeSteps?: number | null; options?: Dictionary<unknown> } = {},
): EnvironmentSpec {
  return { id, version: parseId(id).version, role, maxEpisodeSteps, options };
}
