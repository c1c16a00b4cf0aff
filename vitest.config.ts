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

/** Whose files leave nothing behind in their thread, and share it with what it has imported and compiled. */
const SHARING =
  '{azure,chaos,checks,commands,emulator/arm,emulator/conformance,engine,inputs,record,report,strategies}';
/** But those about what a process prints, or that wait for processes, or until their thread has no connection. */
const ALONE = '*spawned|printed-inputs|scale-set-endpoints|scale-set-quotas';
const TOGETHER = `__tests__/${SHARING}/**/!(${ALONE}).test.ts`;

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: [TOGETHER], isolate: false } },
      { extends: true, test: { name: 'alone', include: ['__tests__/**/*.test.ts'], exclude: [TOGETHER] } },
    ],
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
