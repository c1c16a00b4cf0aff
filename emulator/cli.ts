import { once } from 'node:events';
import { type Emulator, startEmulator } from './index.ts';
import { parseOptions } from './options.ts';

/** Starts, prints the start line, and runs until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await using emulator: Emulator = await startEmulator(await parseOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify(emulator.announcement)}\n`);
  await stopped;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
