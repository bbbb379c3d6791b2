/** The commands of the curves, one each. */
import { z } from 'zod';
import { type Command, defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import type { Curve } from './curve.ts';
import { curves } from './index.ts';
import { runCurve } from './run-curve.ts';

const sampling = {
  rollouts: fields.rollouts('draws of each branch where something is sampled', 4096),
  seed: fields.seed('the seed of the random draws'),
  out: fields.out(),
};

const choosing = {
  world: fields.otherWorld('where'),
  penalties: fields.penaltyList('these penalties'),
  allowLeak: fields.allowLeak(),
};

const manner = z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() });

function curveCommand(curve: Curve): Command {
  const common = { name: curve.id, summary: curve.summary, manner, example: curve.example };
  if (curve.chooses)
    return defineCommand({
      ...common,
      settings: z.object({ ...choosing, ...sampling }),
      run: ({ settings, manner: { json, force } }) => runCurve(curve, { ...settings, json, force }),
    });
  return defineCommand({
    ...common,
    settings: z.object(sampling),
    run: ({ settings, manner: { json, force } }) =>
      runCurve(curve, { ...settings, penalties: [], allowLeak: false, json, force }),
  });
}

export const curveCommands: readonly Command[] = curves.map(curveCommand);
