import type { Command } from 'commander';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** A flag's whole number. Throws `InvalidOption`. */
export function count(flag: string, value: unknown, least: number): number {
  if (Number.isInteger(value) && (value as number) >= least) return value as number;
  throw new InvalidOption(expected(flag, `an integer ≥ ${least}`, value));
}

/** The numbers of a list with commas or spaces between. */
export function numbersIn(text: string): number[] {
  return text.trim() === ''
    ? []
    : text
        .trim()
        .split(/[\s,]+/)
        .map(Number);
}

/**
 * The directory that --resume names, null without it. Throws `InvalidOption` for any flag beside it but --json and
 * those that say how a run is done rather than what it does.
 */
export function resumedFrom(command: Command, how: readonly string[] = []): string | null {
  const flags = command.opts();
  if (flags.resume === undefined) return null;
  const given = Object.keys(flags).filter((key) => command.getOptionValueSource(key) === 'cli');
  const other = given.find((key) => key !== 'resume' && key !== 'json' && !how.includes(key));
  if (other !== undefined) throw new InvalidOption(`--resume: expected nothing else but received --${dashed(other)}`);
  return String(flags.resume);
}

/** The flag of a setting: `allow-leak` of `allowLeak`. */
function dashed(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
