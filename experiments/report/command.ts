/** The command `report`. */
import { z } from 'zod';
import { defineCommand, nothing } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { report } from './report.ts';

export const reportCommand = defineCommand({
  name: 'report',
  summary: 'write the report of a run again, or one report of several runs side by side',
  args: [['<run...>', 'run directories']],
  settings: nothing,
  manner: z.object({
    out: fields.flag(fields.text.optional(), {
      value: '<file>',
      about: 'where the report is written (default: report.html, of one run in its directory, of several here)',
      wanted: 'the path of an HTML file',
    }),
    force: fields.flag(z.boolean().default(false), { about: 'replace a file that is no report of ours' }),
  }),
  example: {
    call: 'report runs/gas',
    prints: 'The path of the report, a page that opens from the disk.',
  },
  run: ({ manner, args }) => report(args, manner),
});
