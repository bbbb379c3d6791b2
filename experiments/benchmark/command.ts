import type { Command } from 'commander';
import { describeSetting, numeric, parseConfig } from '../inputs/config.ts';
import { resumedFrom } from '../inputs/flags.ts';
import { resumeBenchmark, runBenchmark } from './run.ts';

/** The command `benchmark`. */
export function addBenchmark(program: Command): void {
  program
    .command('benchmark')
    .description('worlds × penalties: λ-windows, AUROC, utility and harm, grouping errors, motivation')
    .option('--world <id or file...>', 'only these worlds; a file is added to the others')
    .option(
      '--penalty <id or file...>',
      'only these penalties; a file is added to the others; those that `list` marks as training cost seconds for each evidence value and disciple, and are measured only where they are named',
    )
    .option('--only', 'nothing but what is named, files too; needs --world or --penalty')
    .option('--quick', 'small worlds and one divergence: under a minute (all: about five on two quiet cores)')
    .option('--erasure <number>', describeSetting('erasure', 'probability that the wire erases'), numeric)
    .option(
      '--rollouts <count>',
      'draws a branch where a penalty has no exact value (default 4096, quick 512)',
      numeric,
    )
    .option('--seed <number>', describeSetting('seed', 'of the draws'), numeric)
    .option('--backend <name>', describeSetting('backend', 'tfjs backend of the learned penalties'))
    .option('--allow-leak', 'accept worlds whose wire leaks')
    .option('--json', 'print JSON')
    .option('--out <directory>', describeSetting('out', 'the run directory'))
    .option('--force', 'replace the run directory if it exists')
    .option('--resume <directory>', 'carry a killed benchmark on; needs nothing else')
    .action(async (flags: Record<string, unknown>, command: Command) => {
      const { world, penalty, only, quick, json, force, resume: _, ...settings } = flags;
      const resumed = resumedFrom(command);
      if (resumed !== null) return resumeBenchmark(resumed, json === true);
      const { erasure, rollouts, seed, backend, allowLeak, out } = parseConfig({
        rollouts: quick === true ? 512 : 4096,
        ...settings,
      });
      return runBenchmark(
        {
          worlds: (world as string[] | undefined) ?? [],
          penalties: (penalty as string[] | undefined) ?? [],
          only: only === true,
          quick: quick === true,
          erasure,
          rollouts,
          seed,
          backend,
          allowLeak,
        },
        { out, force: force === true, json: json === true },
      );
    });
}
