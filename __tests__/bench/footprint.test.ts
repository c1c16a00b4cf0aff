import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const preload = pathToFileURL(join(import.meta.dirname, '../../bench/footprint/preload.js')).href;

test('a process tells at its end which modules it and its workers loaded, and what memory it took', () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'azure-rollout-footprint-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const write = (name: string, code: string) => writeFileSync(join(directory, name), code);
  write('imported.mjs', 'export const held = Buffer.alloc(80_000_000, 1);');
  write('never.mjs', '');
  write('worker.mjs', '');
  write(
    'main.mjs',
    "import { Worker } from 'node:worker_threads';\nawait import('./imported.mjs');\nnew Worker(new URL('worker.mjs', import.meta.url));",
  );
  const { status, stderr } = spawnSync(process.execPath, [join(directory, 'main.mjs')], {
    env: { NODE_OPTIONS: `--import=${preload}`, BENCH_FOOTPRINT_DIRECTORY: directory },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.json'));
  const { peakMemoryBytes, loadedFiles } = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  expect(loadedFiles).toEqual(
    ['main.mjs', 'imported.mjs', 'worker.mjs'].map((name) => join(directory, name)),
  );
  expect(peakMemoryBytes).toBeGreaterThan(80_000_000);
});
