/** Gets TensorFlow's C library and headers out of one pinned wheel of the Python package index. */

import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './commands.ts';

/** The release whose library @tensorflow/tfjs-node 4.22.0 compiles against and runs with. */
const requirement = 'tensorflow-cpu==2.15.1';
/** SHA-256 of tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl. */
const hash = '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26';
/** Names one of the release's builds. No Python code of it runs, so it need not be the version on this machine. */
const pythonVersion = '3.11';

/** The operating system and processor for which the wheel is pinned. */
export const wheelPlatform = 'linux x64';

export interface WheelOptions {
  /** The command that runs pip, with its first arguments. */
  readonly pip: readonly string[];
  /** Receives one line for each step. */
  log(line: string): void;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Downloads the wheel with pip, which refuses any file whose SHA-256 is not the pinned one, and unpacks its library and
 * headers into `lib` and `include` of the folder `target`.
 * @throws Error in one line, which names the step that failed.
 */
export async function unpackLibrary(target: string, options: WheelOptions): Promise<void> {
  const { pip, log, environment } = options;
  const download = await mkdtemp(join(tmpdir(), 'reduced-impact-'));
  try {
    log(`Downloading ${requirement} with pip (207 MB), checked against its pinned hash …`);
    const requirements = join(download, 'requirements.txt');
    await writeFile(requirements, `${requirement} --hash=sha256:${hash}\n`);
    const choice = ['--no-deps', '--only-binary=:all:', '--python-version', pythonVersion];
    const args = ['download', '--require-hashes', ...choice, '--dest', download, '--requirement', requirements];
    await mustRun('pip download', pip[0], [...pip.slice(1), ...args], { environment });
    const wheel = (await readdir(download)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip download brought no wheel of ${requirement}`);
    log('Unpacking the library …');
    const library = join(target, 'lib');
    await mkdir(library, { recursive: true });
    await mustRun('unpacking the wheel', 'python3', ['-c', unpackScript, join(download, wheel), target], {
      environment,
    });
    await symlink('libtensorflow_cc.so.2', join(library, 'libtensorflow.so.2'));
    await symlink('libtensorflow_cc.so.2', join(library, 'libtensorflow.so'));
    await symlink('libtensorflow_framework.so.2', join(library, 'libtensorflow_framework.so'));
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

/** Its arguments: the wheel, which is a zip archive, and the folder that gets `lib` and `include`. */
const unpackScript = `
import os, shutil, sys, zipfile
wheel, target = sys.argv[1:]
libraries = {'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'}
with zipfile.ZipFile(wheel) as archive:
    names = set(archive.namelist())
    if not libraries <= names:
        sys.exit('error: no TensorFlow library in ' + os.path.basename(wheel))
    for name in names:
        if name in libraries:
            path = os.path.join(target, 'lib', os.path.basename(name))
        elif name.startswith('tensorflow/include/') and name.endswith('.h'):
            path = os.path.join(target, 'include', name[len('tensorflow/include/'):])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
`;
