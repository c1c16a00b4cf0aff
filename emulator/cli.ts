import { once } from 'node:events';
import { type Emulator, startEmulator } from './index.ts';
import { parseOptions, usage } from './options.ts';

/** Starts, prints the start line, and runs until SIGTERM or SIGINT. With `--help` says how to, and ends. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await using emulator: Emulator = await startEmulator(await parseOptions(args));
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
