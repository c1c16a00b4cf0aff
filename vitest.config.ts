import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** It waits for processes of its own for minutes: begun last, it would be waited for when all else is done. */
const LONGEST = /\/chaos\/spawned\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [first, others] = [true, false].map((isLongest) =>
      sorted.filter(({ moduleId }) => LONGEST.test(moduleId) === isLongest),
    );
    return [...(first ?? []), ...(others ?? [])];
  }
}

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // Checks every exchange with the emulator against Azure's OpenAPI documents, where AZURE_REFERENCE says they lie.
    setupFiles: ['__tests__/emulator/conformance/record.ts'],
    pool: 'threads',
    // The long ones wait for processes of their own most of the time: more of them at once than there are cores.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Only what hangs is to be ended by it, and a busy machine is slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // @actions/workflow-parser imports JSON without an attribute, which Node refuses unless Vite transforms it.
    server: { deps: { inline: [/@actions\/(workflow-parser|languageservice)/] } },
  },
});
