/** The command `calibrate`. */
import { z } from 'zod';
import { UPDATES_FOR_ALL } from '../../learning/divergence/pooled-divergence.ts';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { calibrationTables, resumeCalibrate, runCalibrate } from './calibrate.ts';

export const calibrate = defineCommand({
  name: 'calibrate',
  summary: 'compare the learned divergence with the exact one, for each evidence value and disciple of each world',
  settings: z.object({
    worlds: fields.worlds('only these worlds; a file is added to the others'),
    only: fields.flag(z.boolean().default(false), { about: 'nothing but what is named, files too' }),
    tables: fields.flag(z.array(z.enum(calibrationTables)).default([...calibrationTables]), {
      flag: 'table',
      value: '<name...>',
      about: 'only these tables',
    }),
    rollouts: fields.rollouts('fresh draws of each branch to judge by', 20_000),
    updates: fields.flag(z.int().min(1).default(UPDATES_FOR_ALL), {
      value: '<count>',
      about: 'updates of a world’s one network',
    }),
    repetitions: fields.flag(z.int().min(2).default(1000), {
      value: '<count>',
      about: 'repetitions of the measurement of variances',
    }),
    evidence: fields.evidence('the evidence value that is looked at closely (default: the first)'),
    disciple: fields.flag(fields.text.optional(), {
      value: '<id>',
      about: 'the disciple that is looked at closely (default: bounded and careful)',
      wanted: 'the id of a library disciple',
    }),
    seed: fields.seed('the seed of the random draws and of the networks'),
    backend: fields.backend(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'calibrate --world Hurricane-v0 --only --updates 100 --repetitions 5',
    prints: 'The error of the learned divergence for each world, how calibrated it is, and its variance.',
  },
  run: ({ settings: { out, ...settings }, manner: { json, force } }) => runCalibrate(settings, { out, force, json }),
  resume: (path, { json }) => resumeCalibrate(path, json),
});
