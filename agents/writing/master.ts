/** The master `writer`: a network that writes its programs token by token. */

import { grammar } from '../../core/grammar/grammar.ts';
import type { MasterSpec } from '../masters/master.ts';
import { neverCreated } from '../masters/writing.ts';
import { writeSources } from './writer.ts';

/** Policy gradient over programs: see docs/learning.md. */
export const writer: MasterSpec = {
  id: 'writer',
  summary: 'writes programs token by token, by policy gradient, conditioned on the evidence (tfjs)',
  learns: false,
  trains: true,
  async write({ world, compiled, weight, seed, backend, onProgress, ...rest }) {
    const name = weight === 0 ? 'unpenalised' : 'penalised';
    const { sources } = await writeSources({
      ...rest,
      target: compiled ?? world,
      weight,
      seed,
      name,
      backend,
      onUpdate: ({ reward, programs }, done, total) =>
        onProgress?.(done, total, `reward ${reward.toFixed(3)}  programs ${programs}`),
      grammar: () => grammar(compiled ?? world),
    });
    return sources;
  },
  create: neverCreated,
};
