/** Properties draw the same cases every time, unless FC_SEED says otherwise: `FC_SEED=7 npm test`. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
