import type { Command } from 'commander';
import { UPDATES_FOR_ALL } from '../../learning/divergence/pooled-divergence.ts';
import { describeSetting, numeric, parseConfig } from '../inputs/config.ts';
import { count, resumedFrom } from '../inputs/flags.ts';
import { type CalibrationTable, calibrationTables, resumeCalibrate, runCalibrate } from './run.ts';

/** The command `calibrate`. */
export function addCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description('the learned divergence against exact truth: every world, (e, S), and way to have the counterfactual')
    .option('--world <id or file...>', 'only these worlds; a file is added to the others')
    .option('--only', 'nothing but what is named, files too')
    .option('--table <name...>', `only these tables: ${calibrationTables.join(', ')}`)
    .option('--rollouts <count>', describeSetting('rollouts', 'fresh draws a branch to judge by'), numeric)
    .option('--updates <count>', `updates of a world’s one network (default ${UPDATES_FOR_ALL})`, numeric)
    .option('--repetitions <count>', 'of the measurement of variances (default 1000)', numeric)
    .option('--evidence <values>', 'looked at closely: an evidence value, such as 0,0,1 (default: the first)')
    .option('--disciple <id>', 'looked at closely: a library disciple (default: bounded and careful)')
    .option('--seed <number>', describeSetting('seed', 'of the draws and the networks'), numeric)
    .option('--backend <name>', describeSetting('backend', 'tfjs backend'))
    .option('--allow-leak', 'accept worlds whose wire leaks')
    .option('--json', 'print JSON')
    .option('--out <directory>', describeSetting('out', 'the run directory'))
    .option('--force', 'replace the run directory if it exists')
    .option('--resume <directory>', 'carry a killed calibration on; needs nothing else')
    .action(async (flags: Record<string, unknown>, command: Command) => {
      const {
        world,
        only,
        table,
        updates,
        repetitions,
        evidence,
        disciple,
        json,
        force,
        resume: _,
        ...settings
      } = flags;
      const resumed = resumedFrom(command);
      if (resumed !== null) return resumeCalibrate(resumed, json === true);
      const { rollouts, seed, backend, allowLeak, out } = parseConfig(settings);
      return runCalibrate(
        {
          worlds: (world as string[] | undefined) ?? [],
          only: only === true,
          allowLeak,
          tables: (table as CalibrationTable[] | undefined) ?? calibrationTables,
          rollouts,
          updates: count('updates', updates ?? UPDATES_FOR_ALL, 1),
          repetitions: count('repetitions', repetitions ?? 1000, 2),
          evidence: evidence as string | undefined,
          disciple: disciple as string | undefined,
          seed,
          backend,
        },
        { out, force: force === true, json: json === true },
      );
    });
}
