/** The first disciple of every library. */
import type { DiscipleSpec } from '../core/world/world.ts';

export const NULL_PROGRAM: DiscipleSpec = {
  id: 'null',
  source: '',
  summary: 'the null program: it does nothing at all',
};
