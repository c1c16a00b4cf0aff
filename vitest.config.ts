import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // Checks every exchange with the emulator against Azure's OpenAPI documents, where AZURE_REFERENCE says they lie.
    setupFiles: ['__tests__/emulator/conformance/record.ts'],
    pool: 'threads',
    // The long ones wait for processes of their own most of the time: more of them at once than there are cores.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // @actions/workflow-parser imports JSON without an attribute, which Node refuses unless Vite transforms it.
    server: { deps: { inline: [/@actions\/(workflow-parser|languageservice)/] } },
  },
});
