import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom inside src/, by folder. The files at its root are the edge, which wires everything together.
 * Types count: a type is knowledge.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  azure: ['engine'],
  probe: ['engine'],
  record: ['engine'],
  checks: ['engine', 'azure', 'probe'],
  strategies: ['engine', 'azure', 'probe', 'checks', 'record'],
  commands: ['engine', 'azure', 'probe', 'checks', 'record', 'strategies'],
  report: ['engine', 'azure', 'probe', 'checks', 'record', 'strategies'],
  github: ['engine', 'azure', 'probe', 'report'],
  inputs: ['engine', 'azure', 'probe', 'checks', 'strategies'],
  edge: [
    'engine',
    'azure',
    'probe',
    'checks',
    'record',
    'strategies',
    'commands',
    'report',
    'github',
    'inputs',
  ],
};

/** Packages that only some folders of src/ may touch. */
const guardedScopes: Readonly<Record<string, readonly string[]>> = {
  '@azure/': ['azure'],
  '@actions/': ['edge', 'inputs', 'report', 'github'],
};

type Sources = ReadonlyMap<string, string>;
type Graph = ReadonlyMap<string, readonly string[]>;

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Specifiers of every static, dynamic and type import of a module; `undefined` for one that cannot be read. */
function readImports(source: string): readonly (string | undefined)[] {
  const statements = /^\s*(?:import|export)\b(?:[^;'"`()]*?\bfrom)?\s*(['"])(?<specifier>[^'"\n]+)\1/gm;
  const calls =
    /(?<!['"`\w.])(?:import|require|createRequire)\s*\(\s*(?:(['"])(?<specifier>[^'"\n]+)\1\s*[,)])?/g;
  return [statements, calls].flatMap((pattern) =>
    [...source.matchAll(pattern)].map((match) => match.groups?.specifier),
  );
}

/** `src/main.ts` -> `edge`; a file at the root of another house is a folder of its own. */
function folderOf(path: string): string {
  const [house, first = '', ...rest] = path.split('/');
  if (rest.length > 0) return first;
  return house === 'src' ? 'edge' : first.replace(/\.ts$/, '');
}

function judgePackage(path: string, specifier: string): readonly string[] {
  const isBuiltin = specifier.startsWith('node:');
  if (!isBuiltin && builtinModules.includes(specifier)) return [`${path}: ${specifier} without node:`];
  if (!path.startsWith('src/') || isBuiltin) return [];
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const undeclared = name in dependencies ? [] : [`${path}: ${name} is not among the dependencies`];
  const trespasses = Object.entries(guardedScopes)
    .filter(([scope, folders]) => specifier.startsWith(scope) && !folders.includes(folderOf(path)))
    .map(([scope]) => `${path}: touches ${scope}*`);
  return [...undeclared, ...trespasses];
}

function judgeModule(path: string, target: string): readonly string[] {
  const [house = ''] = path.split('/');
  if (!target.startsWith(`${house}/`)) return [`${path}: imports ${target}, outside of ${house}/`];
  if (house !== 'src' || folderOf(path) === folderOf(target)) return [];
  const allowed = arrows[folderOf(path)];
  if (allowed === undefined) return [`${path}: ${folderOf(path)} has no place in the house`];
  return allowed.includes(folderOf(target)) ? [] : [`${path}: ${folderOf(path)} -> ${folderOf(target)}`];
}

function judge(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, source]) =>
    readImports(source).flatMap((specifier) => {
      if (specifier === undefined) return [`${path}: an import that cannot be read`];
      if (!specifier.startsWith('.')) return judgePackage(path, specifier);
      return judgeModule(path, posix.join(posix.dirname(path), specifier));
    }),
  );
}

/** Each module with the modules of ours that it imports. */
function readGraph(sources: Sources): Graph {
  return new Map(
    [...sources].map(([path, source]) => {
      const own = readImports(source).filter((specifier) => specifier?.startsWith('.'));
      return [path, own.map((specifier) => posix.join(posix.dirname(path), specifier ?? ''))];
    }),
  );
}

/** Types vanish before anything runs: two modules that name each other's types still load alone. */
function withoutTypeImports(sources: Sources): Sources {
  return new Map(
    [...sources].map(([path, source]) => [path, source.replaceAll(/^(import|export) type\b[^;]*;/gm, '')]),
  );
}

/** The same graph seen from farther away, where a folder is one thing. */
function foldersOf(graph: Graph): Graph {
  const name = (path: string) => `${path.split('/')[0]}/${folderOf(path)}`;
  const folders = new Map<string, string[]>();
  for (const [path, targets] of graph) {
    const others = targets.map(name).filter((target) => target !== name(path));
    folders.set(name(path), [...(folders.get(name(path)) ?? []), ...others]);
  }
  return folders;
}

/** What reaches itself can only be understood, loaded and tested with all of the others. */
function findCycles(graph: Graph): readonly string[] {
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
    (graph.get(from) ?? []).some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return [...graph.keys()].filter((path) => reaches(path, path));
}

function readTree(): Sources {
  const paths = globSync(['src/**/*.ts', 'emulator/**/*.ts'], { cwd: root }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

describe('the house', () => {
  const tree = readTree();

  test('has sources to look at', () => {
    expect([...tree.keys()]).toEqual(
      expect.arrayContaining(['src/engine/plan.ts', 'emulator/data-plane/contract.ts']),
    );
  });

  test('keeps its import arrows', () => {
    expect(judge(tree)).toEqual([]);
  });

  test('has no cycle between modules at run time', () => {
    expect(findCycles(readGraph(withoutTypeImports(tree)))).toEqual([]);
  });

  test('has no cycle between the folders of src/, types included', () => {
    const sources = new Map([...tree].filter(([path]) => path.startsWith('src/')));
    expect(findCycles(foldersOf(readGraph(sources)))).toEqual([]);
  });

  test('is drawn without a cycle', () => {
    expect(findCycles(new Map(Object.entries(arrows)))).toEqual([]);
  });
});

describe('the checker', () => {
  test.each([
    ["import { a } from './a.ts';", './a.ts'],
    ["import type { A } from './a.ts';", './a.ts'],
    ["import {\n  a,\n  type B,\n} from './a.ts';", './a.ts'],
    ["import a, * as b from './a.ts';", './a.ts'],
    ["import './a.ts';", './a.ts'],
    ["export * from './a.ts';", './a.ts'],
    ["export { a } from './a.ts';", './a.ts'],
    ["export type { A } from './a.ts';", './a.ts'],
    ["const a = await import('./a.ts');", './a.ts'],
    ["type A = import('./a.ts').A;", './a.ts'],
    ["const a = require('./a.ts');", './a.ts'],
    ['const a = await import(name);', undefined],
    ['const a = await import(`./a.ts`);', undefined],
    ['const load = createRequire(import.meta.url);', undefined],
  ])('reads %j', (source, specifier) => {
    expect(readImports(`const before = 'x';\n${source}\nconst after = 'y';\n`)).toEqual([specifier]);
  });

  test.each([
    'export const from = "a";',
    "export function load(): string {\n  return 'from';\n}",
    "const url = import.meta.url + './a.ts';",
    "export const importer = reimport('./a.ts');",
  ])('sees no import in %j', (source) => {
    expect(readImports(source)).toEqual([]);
  });

  test.each([
    ['src/engine/run.ts', "import type { A } from '../azure/arm.ts';", 'engine -> azure'],
    ['src/engine/run.ts', "import { a } from '../strategies/swap/plan.ts';", 'engine -> strategies'],
    ['src/azure/arm.ts', "import { a } from '../probe/prober.ts';", 'azure -> probe'],
    ['src/probe/prober.ts', "import { a } from '../azure/arm.ts';", 'probe -> azure'],
    ['src/checks/health.ts', "import { a } from '../strategies/swap.ts';", 'checks -> strategies'],
    ['src/strategies/swap/plan.ts', "import { a } from '../../state.ts';", 'strategies -> edge'],
    ['src/report/log.ts', "import type { A } from '../inputs/read.ts';", 'report -> inputs'],
    ['src/strategies/swap/plan.ts', "const a = await import('../../report/log.ts');", 'strategies -> report'],
    ['src/strategies/swap/plan.ts', "import { a } from '@azure/arm-network';", 'touches @azure/*'],
    ['src/main.ts', "import { a } from '@azure/identity';", 'touches @azure/*'],
    ['src/azure/arm.ts', "import { a } from '@actions/core';", 'touches @actions/*'],
    ['src/engine/run.ts', "import * as core from '@actions/core';", 'touches @actions/*'],
    ['src/main.ts', "import { a } from './helpers/text.ts';", 'edge -> helpers'],
    ['src/helpers/text.ts', "import { a } from '../main.ts';", 'helpers has no place in the house'],
    ['src/probe/prober.ts', "import { a } from '../../emulator/clock.ts';", 'outside of src/'],
    ['emulator/server.ts', "import { a } from '../src/engine/clock.ts';", 'outside of emulator/'],
    ['src/probe/prober.ts', "import { a } from 'vitest';", 'vitest is not among the dependencies'],
    ['src/probe/prober.ts', "import { a } from 'fs';", 'fs without node:'],
    ['src/probe/prober.ts', 'await import(name);', 'cannot be read'],
  ])('refuses in %s: %s', (path, source, reason) => {
    expect(judge(new Map([[path, source]]))).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    ['src/strategies/swap/plan.ts', "import { a } from '../../azure/arm.ts';"],
    ['src/strategies/swap/plan.ts', "import { a } from './moves.ts';"],
    ['src/azure/sign-in.ts', "import { a } from '@azure/identity';"],
    ['src/report/log.ts', "import * as core from '@actions/core';"],
    ['src/index.ts', "const { run } = await import('./main.ts');"],
    ['src/probe/prober.ts', "import { Worker } from 'node:worker_threads';"],
    ['emulator/server.ts', "import { a } from './data-plane/contract.ts';"],
  ])('accepts in %s: %s', (path, source) => {
    expect(judge(new Map([[path, source]]))).toEqual([]);
  });

  const ring = new Map([
    ['emulator/a.ts', "import { b } from './deep/b.ts';"],
    ['emulator/deep/b.ts', "export { c } from '../c.ts';"],
    ['emulator/c.ts', "const a = await import('./a.ts');"],
    ['emulator/outside.ts', "import { a } from './a.ts';"],
  ]);

  test('finds a cycle of modules, and only those in it', () => {
    expect(findCycles(readGraph(ring))).toEqual(['emulator/a.ts', 'emulator/deep/b.ts', 'emulator/c.ts']);
  });

  test('does not take types for a cycle at run time', () => {
    const typed = new Map(ring).set('emulator/deep/b.ts', "export type { C } from '../c.ts';");
    expect(findCycles(readGraph(withoutTypeImports(typed)))).toEqual([]);
  });

  test('finds a cycle of folders where no module reaches itself', () => {
    const sources = new Map([
      ['emulator/one/a.ts', "import type { B } from '../two/b.ts';"],
      ['emulator/two/c.ts', "import type { D } from '../one/d.ts';"],
    ]);
    expect(findCycles(readGraph(sources))).toEqual([]);
    expect(findCycles(foldersOf(readGraph(sources)))).toEqual(['emulator/one', 'emulator/two']);
  });
});
