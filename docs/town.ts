/** Prints the picture in the README: the factory's town at the end of one episode, without a disciple and with two. */
import { boot, compile, exactForecaster, registry } from 'reduced-impact';

const compiled = compile(registry.world('PaperclipFactory-v0'));
const forecaster = exactForecaster(compiled);
const evidence = [0, 1, 0];

/** Both branches of the same episode: they share every draw of chance that has the same name. */
const razed = forecaster.pairs(evidence, boot(compiled, 'maximiser'), 1);
const spared = forecaster.pairs(evidence, boot(compiled, 'careful'), 1);

const columns = [
  ['without a disciple', razed.absent[0]],
  ['with "maximiser"', razed.present[0]],
  ['with "careful"', spared.present[0]],
] as const;

const pictures = columns.map(([title, outcome]) => [title, ...compiled.world.draw(outcome).split('\n')]);
pictures[0].forEach((_, row) => {
  console.log(
    pictures
      .map((lines) => lines[row].padEnd(38))
      .join('')
      .trimEnd(),
  );
});
