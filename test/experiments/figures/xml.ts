/** Reads XML strictly, so that a figure which only a browser would forgive is noticed. */
import { SaxesParser } from 'saxes';

export interface Xml {
  /** The names of all elements. */
  readonly elements: readonly string[];
  /** All values of attributes. */
  readonly values: readonly string[];
  readonly text: string;
}

/** @throws Error for text that is not well-formed XML. */
export function parseXml(text: string): Xml {
  const elements: string[] = [];
  const values: string[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements.push(name);
    values.push(...Object.values(attributes).map(String));
  });
  parser.on('text', (part) => texts.push(part));
  parser.write(text).close();
  return { elements, values, text: texts.join('') };
}
