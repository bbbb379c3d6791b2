/**
 * Conducts a command that writes a run directory: from its settings to its results, at once or in several processes.
 */

import { writeRunReport } from './report/write.ts';
import { faultOf } from './run/files.ts';
import { refuseOccupied } from './run/place.ts';
import { Run, type Said } from './run/run.ts';
import { onInterrupt } from './run/signals.ts';
import { softwareVersions } from './run/versions.ts';
import { counted, logLine } from './terminal.ts';

/** What is ready to run: everything that can be refused was refused before. */
export interface Prepared<Settings extends object, Ready> {
  readonly ready: Ready;
  /** The settings as the run keeps them: complete, and with absolute paths. */
  readonly settings: Settings;
  /** Hashes of worlds, by id, and of users' files, by absolute path. */
  readonly fingerprints: Readonly<Record<string, string>>;
  /** Lines for the person. */
  readonly notes: readonly string[];
}

/** What a run found. */
export interface Findings extends Said {
  /** Tables by the names of their files; `summary.csv` is one of them. */
  readonly csv: Readonly<Record<'summary.csv', string>> & Readonly<Record<string, string>>;
  /** What --json prints. */
  readonly json: unknown;
  /** What is printed otherwise. */
  readonly text: string;
  /** Thrown after everything was written and printed. */
  readonly refusal?: Error;
}

/** A command that writes a run directory. */
export interface Experiment<Settings extends object, Ready> {
  readonly command: string;
  /** The flags that carry a run on, such as `benchmark --resume`; absent where a run cannot be carried on. */
  readonly resume?: string;
  /** What a person may do with a complete run, for the message that refuses to resume it. */
  readonly afterwards?: (path: string) => string;
  /** Finds, compiles and checks everything. Writes nothing. `resumed`: that was done before with the same settings. */
  prepare(settings: Settings, resumed: boolean): Promise<Prepared<Settings, Ready>>;
  work(run: Run<Settings>, ready: Ready): Promise<Findings>;
}

/** Where results go. */
export interface Output {
  /** The run directory; by default `runs/COMMAND-DATE-TIME`. */
  readonly out?: string;
  /** Replace a run directory that exists. */
  readonly force?: boolean;
  readonly json?: boolean;
}

/** The default run directory: `runs/NAME-20261121-193000`, in universal time. */
export function datedPath(name: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `runs/${name}-${stamp}`;
}

/**
 * Conducts a new run.
 *
 * @param defaultPath the run directory where none is named
 * @throws RunDirectoryError where the directory exists or cannot be made, and whatever the experiment refuses
 */
export async function conduct<Settings extends object, Ready>(
  experiment: Experiment<Settings, Ready>,
  settings: Settings,
  output: Output,
  defaultPath: (settings: Settings) => string = () => datedPath(experiment.command),
): Promise<void> {
  const force = output.force ?? false;
  if (output.out !== undefined) refuseOccupied(output.out, force);
  const prepared = await experiment.prepare(settings, false);
  const path = output.out ?? defaultPath(prepared.settings);
  const versions = { ...softwareVersions(), ...prepared.fingerprints };
  const run = Run.begin(path, { command: experiment.command, settings: prepared.settings, versions }, force);
  await carryOn(experiment, run, prepared.ready, output, [...prepared.notes, `run directory: ${path}`]);
}

/**
 * Carries a killed run on to the result that it would have had.
 *
 * @throws RunDirectoryError where there is no such run, another process works on it, or something has changed
 */
export async function resume<Settings extends object, Ready>(
  experiment: Experiment<Settings, Ready>,
  path: string,
  output: Pick<Output, 'json'>,
): Promise<void> {
  const { command, afterwards } = experiment;
  const run = Run.resume<Settings>(path, command, afterwards && `: ${afterwards(path)}`);
  let prepared: Prepared<Settings, Ready>;
  try {
    prepared = await experiment.prepare(run.settings, true);
    run.refuseChanged({ ...softwareVersions(), ...prepared.fingerprints });
  } catch (error) {
    run.release();
    throw error;
  }
  const done = counted(run.results, 'result');
  await carryOn(experiment, run, prepared.ready, output, [`resuming ${path} after ${done}`, ...prepared.notes]);
}

async function carryOn<Settings extends object, Ready>(
  experiment: Experiment<Settings, Ready>,
  run: Run<Settings>,
  ready: Ready,
  { json }: Pick<Output, 'json'>,
  notes: readonly string[],
): Promise<void> {
  let isComplete = false;
  const settled = await onInterrupt(() => {
    if (isComplete) return `stopped: ${run.path} is complete, and the command report writes its report`;
    if (!run.release(true)) return 'stopped before the first result, so no new run directory is left';
    return experiment.resume ? `stopped: carry on with ${experiment.resume} ${run.path}` : 'stopped';
  });
  let findings: Findings | null = null;
  try {
    for (const note of notes) logLine(note);
    findings = await experiment.work(run, ready);
    run.finish(findings.csv, findings);
    isComplete = true;
    await report(run);
  } finally {
    settled();
    if (!run.release(findings === null)) logLine('no new run directory is left, since there is no result yet');
  }
  printFindings(findings, json, run.path);
  if (findings.refusal) throw findings.refusal;
}

/** Writes the run's figures and its report. A run does not fail where its report does. */
async function report<Settings extends object>(run: Run<Settings>): Promise<void> {
  try {
    await writeRunReport(run.path);
  } catch (error) {
    logLine(`no report of ${run.path}: ${faultOf(error)}`);
  }
}

/** Prints what was found, as JSON or for a person. */
export function printFindings(findings: Findings, json = false, path?: string): void {
  const where = path === undefined ? '' : `\nrun directory: ${path}\n`;
  process.stdout.write(json ? `${JSON.stringify(findings.json, null, 2)}\n` : `\n${findings.text}\n${where}`);
}
