/** Makes the runs behind docs/answer.md anew, about a quarter of an hour: `npm run docs:answer`. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANSWER_RUNS } from './generate/answer-tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = fileURLToPath(new URL('answer', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'answer-'));
try {
  for (const command of ANSWER_RUNS) {
    const out = join(scratch, command);
    const args = ['--conditions=source', '--import', 'tsx', 'experiments/main.ts', command, '--out', out];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${command} ended with exit code ${status}`);
    const folder = join(kept, command);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(out)) {
      if (/\.csv$|^config\.json$/.test(name)) copyFileSync(join(out, name), join(folder, name));
    }
    console.log(`docs/answer/${command} written`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
