/** The settings that several commands share, each with what its flag says and what its values must be. */
import { z } from 'zod';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { backendNames } from '../../learning/backend/backend.ts';

/** What the command line knows of a setting besides its type. A setting without one stands in files only. */
export interface FlagText {
  /** What follows the flag in the help, such as `<id or file>`; absent for a flag without a value. */
  readonly value?: string;
  /** What the setting is for. */
  readonly about: string;
  /** What its value must be, where the schema alone does not say it. */
  readonly wanted?: string;
  /** The name of the flag where the setting has another one: the flag `--world` gives the setting `worlds`. */
  readonly flag?: string;
}

const texts = z.registry<FlagText>();

/** Gives a setting its flag. */
export function flag<Schema extends z.ZodType>(schema: Schema, text: FlagText): Schema {
  texts.add(schema, text as never);
  return schema;
}

/** The flag of a setting; undefined for one that stands in files only. */
export function flagTextOf(schema: z.ZodType): FlagText | undefined {
  return texts.get(schema as never) as FlagText | undefined;
}

/** A text that is not empty. */
export const text = z.string().min(1);

const WORLD = 'a world’s id or the path of a file';
const PENALTY = 'a penalty’s id or the path of a file';

export const otherWorld = (about: string) => flag(text.optional(), { value: '<id or file>', about, wanted: WORLD });

export const worlds = (about: string, fallback?: string) =>
  flag(list(fallback), { flag: 'world', value: '<id or file...>', about, wanted: each(WORLD, fallback) });

export const penaltyList = (about: string, fallback?: string) =>
  flag(list(fallback), { flag: 'penalty', value: '<id or file...>', about, wanted: each(PENALTY, fallback) });

/** A list that may be empty, or one with a default, which may not. */
function list(fallback?: string) {
  return fallback === undefined ? z.array(text).default([]) : z.array(text).min(1).default([fallback]);
}

function each(what: string, fallback?: string): string {
  return fallback === undefined ? `each ${what}` : `one or more, each ${what}`;
}

export const penalty = (about: string) =>
  flag(text.default('coarse/learned/tv'), { value: '<id or file>', about, wanted: PENALTY });

export const agent = (about: string) =>
  flag(text.default('reinforce'), { value: '<id or file>', about, wanted: 'an agent’s id or the path of a file' });

export const mainWorld = (about = 'where') =>
  flag(text.default('PaperclipFactory-v0'), { value: '<id or file>', about, wanted: WORLD });

/** Who acts: a flag whose schema says whether it must be given. */
export const disciple = <Schema extends z.ZodType>(schema: Schema, about: string) =>
  flag(schema, {
    value: '<source>',
    about,
    wanted:
      'an expression over the world’s quantities, such as "min(clips, 3)", a disciple’s id, or a ' +
      'learned disciple’s file',
  });

export const weight = (about: string) => flag(z.number().min(0).default(1), { value: '<number>', about });

export const seed = (about: string) => flag(z.int().min(0).max(2_147_483_647).default(0), { value: '<number>', about });

export const seeds = (about: string) => flag(z.int().min(1).max(100_000).default(1), { value: '<count>', about });

export const episodes = (about: string, fallback: number) =>
  flag(z.int().min(1).default(fallback), { value: '<count>', about });

export const rollouts = (about: string, fallback: number) =>
  flag(z.int().min(2).default(fallback), { value: '<count>', about });

export const otherRollouts = (about: string) => flag(z.int().min(2).optional(), { value: '<count>', about });

export const erasure = () =>
  flag(z.number().min(0).lt(1).default(DEFAULT_ERASURE), {
    value: '<number>',
    about: 'probability that the wire erases',
  });

export const backend = () =>
  flag(z.enum(backendNames).optional(), { value: '<name>', about: 'tfjs backend of the networks' });

export const evidence = (about: string) =>
  flag(text.optional(), {
    value: '<values>',
    about,
    wanted: 'an evidence value as it is printed, such as "wire=1 wet=no", or its indices, such as 1,0',
  });

export const allowLeak = () => flag(z.boolean().default(false), { about: 'accept a world whose wire leaks' });

export const out = () =>
  flag(text.optional(), { value: '<directory>', about: 'the run directory', wanted: 'the path of a new directory' });

/** Flags that say how a command runs rather than what it computes; no file holds them. */
export const force = () => flag(z.boolean().default(false), { about: 'replace the run directory if it exists' });

export const json = () => flag(z.boolean().default(false), { about: 'print JSON' });

export const cache = () =>
  flag(z.boolean().default(true), { about: 'compile worlds anew rather than read their tables from the disk' });
