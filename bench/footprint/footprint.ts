import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runOnEmulator } from '../action-on-emulator.ts';
import { monotonicMs } from '../contenders/contender.ts';
import { startEmulatorProcess } from '../emulator-process.ts';

const root = join(import.meta.dirname, '../..');

export interface Footprint {
  /** The largest resident set, of main or of post, their worker threads included. */
  readonly peakMemoryBytes: number;
  /** Of the files in dist/ that the larger of main and post read. */
  readonly loadedBytes: number;
}

/** From starting the process to the arrival of its first request at Resource Manager: sign-in included. */
export async function measureStartupsMs(count: number): Promise<number[]> {
  await using emulator = await startEmulatorProcess({});
  const startupsMs: number[] = [];
  for (let run = 0; run < count; run++) {
    const startedMs = monotonicMs();
    await runOnEmulator(emulator.announcement, { command: 'plan', method: 'temporary-ip' });
    const first = (await emulator.requests()).find(({ receivedAtMs }) => receivedAtMs >= startedMs);
    if (first === undefined) throw new Error('The action sent no request.');
    startupsMs.push(first.receivedAtMs - startedMs);
  }
  return startupsMs;
}

/** One whole swap by the temporary address: the run that loads and keeps the most. */
export async function measureFootprint(): Promise<Footprint> {
  await using emulator = await startEmulatorProcess({ profile: 'instant' });
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-footprint-'));
  try {
    await runOnEmulator(
      emulator.announcement,
      { method: 'temporary-ip' },
      {
        NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'preload.js'))}`,
        BENCH_FOOTPRINT_DIRECTORY: directory,
      },
    );
    const processes = globSync('*.json', { cwd: directory }).map((name) =>
      readProcess(join(directory, name)),
    );
    if (processes.length === 0) throw new Error('No process of the action wrote its footprint.');
    return {
      peakMemoryBytes: Math.max(...processes.map(({ peakMemoryBytes }) => peakMemoryBytes)),
      loadedBytes: Math.max(...processes.map(({ loadedFiles }) => bytesOf(loadedFiles))),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readProcess(path: string): { peakMemoryBytes: number; loadedFiles: string[] } {
  return JSON.parse(readFileSync(path, 'utf8')) as { peakMemoryBytes: number; loadedFiles: string[] };
}

function bytesOf(paths: readonly string[]): number {
  const dist = join(root, 'dist');
  return paths
    .filter((path) => dirname(path) === dist)
    .map((path) => statSync(path).size)
    .reduce((sum, size) => sum + size, 0);
}
