/**
 * Draws the pictures in the README: the factory's town at the end of one episode, with a disciple and without it.
 * `npm run docs:tables` writes them; without `--write` they are printed.
 */
import { writeFileSync } from 'node:fs';
import { boot, compile, nameEvidence, playPair, registry } from 'reduced-impact';
import { legendOf, svgOf, viewsOf } from 'reduced-impact/pictures';

const compiled = compile(registry.world('PaperclipFactory-v0'));
const { world } = compiled;
const evidence = [0, 1, 0];
/** Both masters' disciples meet the same weather. */
const SEED = 0;

for (const id of ['maximiser', 'careful']) {
  const run = playPair(compiled, evidence, boot(compiled, id), SEED);
  const details = nameEvidence(world, evidence);
  const views = viewsOf(world, run, (tick) => `The town after ${tick} ticks of “${id}”`, details);
  const svg = svgOf(views[views.length - 1], undefined, legendOf(views));
  if (process.argv.includes('--write')) {
    writeFileSync(new URL(`town-${id}.svg`, import.meta.url), svg);
    console.log(`docs/town-${id}.svg written`);
  } else console.log(svg.trimEnd());
}
