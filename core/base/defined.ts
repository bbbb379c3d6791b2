/** The entries of an object that are not undefined, so that defaults can take the place of the others. */
export function defined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
