import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Edit, edited, mutantNames, mutants } from '../../chaos/mutants/mutants.ts';

const root = join(import.meta.dirname, '../..');

describe('the mutants', () => {
  it.each(mutantNames)('%s still changes what it is to change', (name) => {
    for (const edit of mutants[name] as readonly Edit[]) {
      const source = readFileSync(join(root, edit.file), 'utf8');
      expect(edited(source, edit)).not.toBe(source);
    }
  });

  it.each([
    ['is not there', 'b();'],
    ['is there twice', 'a();\na();'],
  ])('refuse where the snippet %s', (_, source) => {
    const edit = { file: 'src/x.ts', snippet: 'a();', replacement: '' };
    expect(() => edited(source, edit)).toThrow('has to be in src/x.ts once');
  });
});
