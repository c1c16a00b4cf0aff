import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Edit, edited } from '../../chaos/mutants/mutants.ts';
import { releaseMutantNames, releaseMutants } from '../../chaos/scale-set/mutants/mutants.ts';

const root = join(import.meta.dirname, '../..');

it.each(releaseMutantNames)('the mutant %s of scale sets still changes what it is to change', (name) => {
  for (const edit of releaseMutants[name] as readonly Edit[]) {
    const source = readFileSync(join(root, edit.file), 'utf8');
    expect(edited(source, edit)).not.toBe(source);
  }
});
