/** The command `disciple`. */
import { z } from 'zod';
import { type ShareName, shares } from '../../agents/disciple/share.ts';
import { DISCIPLE_DEFAULTS } from '../../agents/disciple/train-disciple.ts';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { resumeDisciple, runDisciple } from './disciple.ts';
import { discipleSettings } from './flags.ts';

const shareNames = Object.keys(shares) as ShareName[];

export const disciple = defineCommand({
  name: 'disciple',
  summary: 'train disciples from a world rather than from its library, and judge them',
  settings: z.object({
    world: fields.otherWorld('where (default PaperclipFactory-v0)'),
    town: fields.flag(z.boolean().default(false), {
      about: 'a town too large to compile, under all its evidence, with a careful disciple beside',
    }),
    goal: fields.flag(fields.text.default('utility'), {
      value: '<expression>',
      about: 'what it is trained for',
      wanted: 'an expression over the world’s quantities and its utility',
    }),
    also: fields.flag(z.array(fields.text).default([]), {
      value: '<id=goal...>',
      about: 'further unpenalised disciples',
      wanted: 'each as id=goal, such as "careful=utility - housesLost"',
    }),
    weight: fields.weight('λ, the factor of the learned penalty in its reward'),
    share: fields.flag(z.enum(shareNames).default(DISCIPLE_DEFAULTS.share), {
      value: '<name>',
      about: 'how an outcome is charged for its part in the learned divergence (docs/learning.md)',
    }),
    evidence: fields.flag(fields.text.optional(), {
      value: '<values>',
      about: 'the evidence value under which it is trained (default: the first)',
      wanted: 'an evidence value as it is printed, such as "wire=1 wet=no", its indices, such as 1,0, or all',
    }),
    seeds: fields.flag(z.int().min(1).max(100_000).optional(), {
      value: '<count>',
      about: 'how many seeds (default 5, with --town 3)',
    }),
    seed: fields.seed('the first seed'),
    episodes: fields.episodes('training episodes of a disciple', DISCIPLE_DEFAULTS.episodes),
    entropy: fields.flag(z.number().min(0).default(DISCIPLE_DEFAULTS.entropy), {
      value: '<number>',
      about: 'entropy bonus at the beginning, falling to 0',
    }),
    detours: fields.flag(z.number().min(0).lt(1).default(DISCIPLE_DEFAULTS.detours), {
      value: '<number>',
      about: 'the share of the episodes in which random actions replace the disciple’s for some ticks',
    }),
    rollouts: fields.rollouts('draws of each branch where something is sampled', 20_000),
    erasure: fields.erasure(),
    backend: fields.backend(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({
    jobs: fields.flag(z.int().min(1).optional(), {
      value: '<count>',
      about: 'disciples trained at a time (default: as many as there are processors, up to 4)',
    }),
    json: fields.json(),
    force: fields.force(),
    cache: fields.cache(),
  }),
  example: {
    call: 'disciple --world Gas-v0 --seeds 1 --episodes 5120',
    prints: 'Each trained disciple with its utility, penalty and harm, and what a master that knows them sends.',
  },
  run: ({ settings: { out, ...settings }, manner: { json, jobs, force } }) =>
    runDisciple(discipleSettings(settings), { json, jobs, force, out }),
  resume: (path, { json, jobs }) => resumeDisciple(path, { json, jobs }),
});
