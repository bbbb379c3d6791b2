import type { Command } from 'commander';
import { shares } from '../../agents/disciple/share.ts';
import { DISCIPLE_DEFAULTS } from '../../agents/disciple/train-disciple.ts';
import { describeSetting, numeric } from '../inputs/config.ts';
import { count, resumedFrom } from '../inputs/flags.ts';
import { discipleSettings } from './flags.ts';
import { resumeDisciple, runDisciple } from './run.ts';

/** The command `disciple`. */
export function addDisciple(program: Command): void {
  program
    .command('disciple')
    .description('train disciples from a world rather than from its library, and judge them')
    .option('--world <id or file>', describeSetting('world', 'where'))
    .option('--town', 'a town too large to compile, under all its evidence, with a careful disciple beside')
    .option('--goal <expression>', 'what it is trained for, over the world’s quantities and its utility', 'utility')
    .option('--also <id=goal...>', 'further unpenalised disciples, such as "careful=utility - housesLost"')
    .option('--weight <number>', describeSetting('weight', 'λ of its share of the learned divergence'), numeric)
    .option('--share <name>', `its share of an outcome: ${Object.keys(shares).join(', ')}`, DISCIPLE_DEFAULTS.share)
    .option(
      '--evidence <values>',
      'trained under: values such as 0,0,1, or all (default: the first, which is the scarcest)',
    )
    .option('--seeds <count>', 'how many seeds (default 5, in the town 3)', numeric)
    .option('--seed <number>', describeSetting('seed', 'the first seed'), numeric)
    .option('--episodes <count>', `training episodes of a disciple (default ${DISCIPLE_DEFAULTS.episodes})`, numeric)
    .option('--entropy <number>', 'entropy bonus at the beginning, falling to 0', numeric, DISCIPLE_DEFAULTS.entropy)
    .option(
      '--detours <number>',
      'share of the episodes with a stretch of chance in them',
      numeric,
      DISCIPLE_DEFAULTS.detours,
    )
    .option('--rollouts <count>', describeSetting('rollouts', 'draws a branch where something is sampled'), numeric)
    .option('--erasure <number>', describeSetting('erasure', 'probability that the wire erases'), numeric)
    .option('--backend <name>', describeSetting('backend', 'tfjs backend'))
    .option(
      '--jobs <count>',
      'disciples trained at a time (default: as many as there are processors, up to 4)',
      numeric,
    )
    .option('--allow-leak', 'accept a world whose wire leaks')
    .option('--json', 'print JSON')
    .option('--out <directory>', describeSetting('out', 'the run directory'))
    .option('--force', 'replace the run directory if it exists')
    .option('--resume <directory>', 'carry a killed run on; needs nothing else')
    .action(async (flags: Record<string, unknown>, command: Command) => {
      const { jobs, ...settings } = flags;
      const how = {
        json: flags.json === true,
        jobs: jobs === undefined ? undefined : count('jobs', jobs, 1),
      };
      const resumed = resumedFrom(command, ['jobs']);
      if (resumed !== null) return resumeDisciple(resumed, how);
      return runDisciple(discipleSettings(settings), {
        ...how,
        out: flags.out as string | undefined,
        force: flags.force === true,
      });
    });
}
