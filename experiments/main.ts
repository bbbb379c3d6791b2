import '../agents/suite.ts';
import { Command, CommanderError } from 'commander';
import { InvalidOption, ReducedImpactError } from '../core/base/errors.ts';
import { didYouMean, expected } from '../core/base/messages.ts';
import { addBenchmark } from './benchmark/command.ts';
import { addCalibrate } from './calibrate/command.ts';
import { curves } from './curves/index.ts';
import { runCurve } from './curves/run-curve.ts';
import { addDisciple } from './disciple/command.ts';
import { describeSetting, numeric, parseConfig, readConfigFile } from './inputs/config.ts';
import { resumedFrom } from './inputs/flags.ts';
import { isSourceFile, readSource } from './inputs/source-file.ts';
import { list } from './list.ts';
import { version } from './run/versions.ts';
import { evaluate } from './train/evaluate.ts';
import { resumeTraining, runTraining } from './train/train.ts';
import { tryDisciple } from './try/try.ts';

const program = new Command('reduced-impact')
  .description('Can a penalty on impact make a powerful optimiser harmless, and which penalty?')
  .version(version)
  .option('--verbose', 'print the stack of an error')
  .configureHelp({ showGlobalOptions: true });

program
  .command('train', { isDefault: true })
  .description('train a master against a penalty, beside an unpenalised twin (the default command)')
  .option('--world <id or file>', describeSetting('world', 'where'))
  .option('--penalty <id or file>', describeSetting('penalty', 'against what'))
  .option('--agent <id or file>', describeSetting('agent', 'who'))
  .option('--weight <number>', describeSetting('weight', 'λ in utility − λ · penalty'), numeric)
  .option('--seeds <count>', describeSetting('seeds', 'how many seeds, one after another'), numeric)
  .option('--seed <number>', describeSetting('seed', 'the first seed'), numeric)
  .option('--episodes <count>', describeSetting('episodes', 'episodes of either master'), numeric)
  .option('--rollouts <count>', describeSetting('rollouts', 'fresh draws a branch when measuring'), numeric)
  .option('--erasure <number>', describeSetting('erasure', 'probability that the wire erases'), numeric)
  .option('--join <file...>', 'learned disciples that join the library (see disciple)')
  .option('--backend <name>', describeSetting('backend', 'tfjs backend'))
  .option('--out <directory>', describeSetting('out', 'the run directory'))
  .option('--force', 'replace the run directory if it exists')
  .option('--allow-leak', 'accept a world whose wire leaks')
  .option('--config <file>', 'settings as JSON, with the names of these flags; flags come first')
  .option('--resume <directory>', 'carry a killed run on; needs nothing else')
  .allowExcessArguments()
  .action(async (flags: Record<string, unknown>, command: Command) => {
    if (command.args.length > 0) throw unknownArgument(command.args[0]);
    const { config, resume: _, force, ...settings } = flags;
    const resumed = resumedFrom(command);
    if (resumed !== null) return resumeTraining(resumed);
    const file = config === undefined ? {} : readConfigFile(String(config));
    return runTraining(parseConfig({ ...file, ...settings }), { force: force === true });
  });

program
  .command('try')
  .description('one source under every penalty: exactly where the world compiles, and from rollouts')
  .requiredOption(
    '--disciple <source>',
    'an expression over the world’s quantities, such as "min(clips, 3)", a disciple’s id, or a learned one’s file',
  )
  .option('--world <id or file>', describeSetting('world', 'where'))
  .option('--penalty <id or file...>', 'only these penalties (default: all)')
  .option('--evidence <values>', 'one evidence value, such as 1,0,1 (default: averaged over the prior)')
  .option('--rollouts <count>', 'draws a branch (default 4096)', numeric)
  .option('--seed <number>', describeSetting('seed', 'of the draws'), numeric)
  .option('--backend <name>', describeSetting('backend', 'tfjs backend of the learned penalties'))
  .option('--allow-leak', 'accept a world whose wire leaks')
  .option('--json', 'print JSON')
  .option('--out <directory>', 'also write a run directory')
  .option('--force', 'replace the run directory if it exists')
  .action(async (flags: Record<string, unknown>) => {
    const { disciple, penalty, evidence, json, force, ...settings } = flags;
    const { world, rollouts, seed, backend, allowLeak, out } = parseConfig({ rollouts: 4096, ...settings });
    return tryDisciple({
      world,
      disciple: isSourceFile(String(disciple)) ? readSource(String(disciple)) : String(disciple),
      penalties: (penalty as string[] | undefined) ?? [],
      rollouts,
      seed,
      evidence: evidence as string | undefined,
      backend,
      allowLeak,
      json: json === true,
      out,
      force: force === true,
    });
  });

program
  .command('evaluate <directory>')
  .description('load the trained masters of a run and judge them again')
  .option('--world <id or file>', 'in another world with the same evidence and disciples')
  .option('--rollouts <count>', describeSetting('rollouts', 'fresh draws a branch'), numeric)
  .option('--json', 'print JSON')
  .action(async (directory: string, { json, ...settings }: Record<string, unknown>) => {
    const { world, rollouts } = parseConfig(settings);
    return evaluate(directory, {
      world: settings.world === undefined ? undefined : world,
      rollouts: settings.rollouts === undefined ? undefined : rollouts,
      json: json === true,
    });
  });

for (const add of [addBenchmark, addCalibrate, addDisciple]) add(program);

for (const curve of curves) {
  const command = program
    .command(curve.id)
    .description(curve.summary)
    .option('--rollouts <count>', 'draws a branch where something is sampled (default 4096)', numeric)
    .option('--seed <number>', describeSetting('seed', 'of the draws'), numeric)
    .option('--json', 'print JSON')
    .option('--out <directory>', describeSetting('out', 'the run directory'))
    .option('--force', 'replace the run directory if it exists');
  if (curve.chooses) {
    command
      .option('--world <id or file>', describeSetting('world', 'where'))
      .option('--penalty <id or file...>', 'these penalties')
      .option('--allow-leak', 'accept a world whose wire leaks');
  }
  command.action(async (flags: Record<string, unknown>) => {
    const { penalty, json, force, ...settings } = flags;
    const { rollouts, seed, allowLeak, out } = parseConfig({ rollouts: 4096, ...settings });
    return runCurve(curve, {
      seed,
      rollouts,
      world: settings.world as string | undefined,
      penalties: (penalty as string[] | undefined) ?? [],
      allowLeak,
      json: json === true,
      out,
      force: force === true,
    });
  });
}

program.command('list').description('every world, penalty and agent').action(list);

program
  .command('native')
  .description('get or build the native tfjs backend')
  .action(async () => {
    const { findRoot, installNative } = await import('../learning/backend/native.ts');
    await installNative({ root: findRoot(), log: (line: string) => process.stderr.write(`${line}\n`) });
  });

/** `train` is the default command, so a misspelt command reaches it as an argument. */
function unknownArgument(argument: string): InvalidOption {
  const names = program.commands.map((command) => command.name());
  const hint = npmHint() || didYouMean(argument, names);
  return new InvalidOption(`${expected('command line', 'a command or flags', argument)}.${hint}`);
}

/** npm keeps flags that are written without `--` before them, and passes on only their values. */
function npmHint(): string {
  const swallowed = Object.keys(process.env).find((key) =>
    /^npm_config_(world|penalty|agent|weight|seeds|seed|episodes|rollouts|erasure|backend|resume|out)$/.test(key),
  );
  return swallowed ? ` (npm took --${swallowed.slice('npm_config_'.length)}: write npm run experiment -- --…)` : '';
}

function oneLine(message: string): string {
  return `reduced-impact: ${message.trim().replace(/\s*\n\s*/g, ' ')}`;
}

for (const command of [program, ...program.commands]) {
  command.exitOverride();
  command.configureOutput({ outputError: (text, write) => write(`${oneLine(text.replace(/^error: /, ''))}\n`) });
}

// A reader that has seen enough, such as head, is no error; files are written to the end all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof ReducedImpactError) {
    process.stderr.write(`${oneLine(error.message)}\n`);
    if (program.opts().verbose) {
      process.stderr.write(`${error.stack}\n`);
      if (error.cause instanceof Error) process.stderr.write(`caused by ${error.cause.stack}\n`);
    }
    process.exitCode = 2;
  } else {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    process.stderr.write(`reduced-impact: unexpected error: ${message}\n`);
    if (program.opts().verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    else process.stderr.write('reduced-impact: --verbose prints the stack\n');
    process.exitCode = 1;
  }
}
