import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They wait for processes of their own for minutes: begun last, they would be waited for when all else is done. */
const LONGEST = [
  /\/chaos\/spawned/,
  /\/chaos\/scale-set-spawned/,
  /\/examples/,
  /\/end-to-end\//,
  /\/rehearse/,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((pattern) => pattern.test(moduleId));
  return place === -1 ? LONGEST.length : place;
}

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // Checks every exchange with the emulator against Azure's OpenAPI documents, where AZURE_REFERENCE says they lie.
    setupFiles: ['__tests__/emulator/conformance/record.ts'],
    pool: 'threads',
    // The long ones wait for processes of their own most of the time: more of them at once than there are cores.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // @actions/workflow-parser imports JSON without an attribute, which Node refuses unless Vite transforms it.
    server: { deps: { inline: [/@actions\/(workflow-parser|languageservice)/] } },
  },
});
