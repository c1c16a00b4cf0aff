import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type InputDefinition, inputDefinitions, type Requirement } from '../src/inputs/definitions.ts';
import { OUTPUT_NAMES } from '../src/outputs.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Described {
  readonly description?: string;
}

interface ActionYml {
  readonly inputs: Readonly<
    Record<string, Described & { readonly default?: unknown; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: Readonly<Record<string, string>>;
}

interface ActionType {
  readonly type: string;
  readonly separator?: string;
  readonly 'allowed-values'?: readonly string[];
}

interface ActionTypesYml {
  readonly inputs: Readonly<Record<string, ActionType>>;
  readonly outputs: Readonly<Record<string, ActionType>>;
}

const actionYml: ActionYml = parse(read('action.yml'));
const actionTypesYml: ActionTypesYml = parse(read('action-types.yml'));
const readme = read('README.md');
const definitions = Object.entries<InputDefinition>(inputDefinitions);

/** The cells of the table under a heading, without its head. */
function tableUnder(heading: string): string[][] {
  const section = readme.split(`\n${heading}\n`)[1]?.split(/\n#{1,3} /)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const inCode = (text: string) => `\`${text}\``;

describe('action.yml', () => {
  test("is valid by GitHub's own parser", () => {
    const { context } = parseAction(
      { name: 'action.yml', content: read('action.yml') },
      new NoOperationTraceWriter(),
    );
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('has the inputs of the code, in their order, with their defaults', () => {
    const inputs = Object.entries(actionYml.inputs).map(([name, input]) => [
      name,
      input.default,
      input.required ?? false,
    ]);
    // GitHub's word knows of no commands and strategies, and no input is needed by all of them.
    expect(inputs).toEqual(definitions.map(([name, input]) => [name, input.default, false]));
  });

  test('has the outputs of the code, in their order', () => {
    expect(Object.keys(actionYml.outputs)).toEqual(OUTPUT_NAMES);
  });

  test('says in words which inputs are needed, and by what', () => {
    const WORDS: Readonly<Record<Requirement, string>> = {
      'to release': 'Required by `command: run` and `plan`;',
      'to release by vip-swap': 'Required by `command: run` and `plan` of `vip-swap`;',
      'by vip-swap': 'Required by `vip-swap`, for every command.',
      'by canary-percent and full-rollout':
        'Required by `canary-percent` and `full-rollout`, for every command.',
    };
    const told = Object.entries(actionYml.inputs).map(([name, { description = '' }]) => [
      name,
      /Required by `(?:command: run|vip-swap|canary-percent)[^.;]*[.;]/.exec(description)?.[0],
    ]);
    expect(told).toEqual(
      definitions.map(([name, { required }]) => [name, required === undefined ? undefined : WORDS[required]]),
    );
  });

  test('says of an input for one half of a release which half that is', () => {
    const strategyOfOne = definitions.flatMap(([name, { belongsTo = [] }]) =>
      belongsTo.length === 1 && belongsTo[0] !== 'vip-swap' ? [[name, belongsTo[0]] as const] : [],
    );
    expect(strategyOfOne.length).toBeGreaterThan(0);
    expect(
      strategyOfOne.filter(
        ([name, strategy]) =>
          !actionYml.inputs[name]?.description?.startsWith(`Of ${inCode(strategy ?? '')}`),
      ),
    ).toEqual([]);
  });

  test('describes every input and output, and every value that is allowed', () => {
    const described = [...Object.entries(actionYml.inputs), ...Object.entries(actionYml.outputs)];
    expect(described.filter(([, { description = '' }]) => description.length < 40)).toEqual([]);
    const unexplained = definitions.flatMap(([name, { allowedValues = [] }]) =>
      allowedValues.filter((value) => !actionYml.inputs[name]?.description?.includes(inCode(value))),
    );
    expect(unexplained).toEqual([]);
  });

  test('starts one bundle for main and post, and post always', () => {
    expect(actionYml.runs).toEqual({
      using: 'node24',
      main: 'dist/index.js',
      post: 'dist/post.js',
      'post-if': 'always()',
    });
  });
});

describe('action-types.yml', () => {
  test('has the types of the code', () => {
    const types = Object.entries(actionTypesYml.inputs).map(([name, input]) => [
      name,
      input.type,
      input['allowed-values'],
    ]);
    expect(types).toEqual(definitions.map(([name, input]) => [name, input.type, input.allowedValues]));
  });

  test('names a separator for every list', () => {
    const lists = Object.values(actionTypesYml.inputs).filter(({ type }) => type === 'list');
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.filter(({ separator }) => separator !== '\n')).toEqual([]);
  });

  test('has every output', () => {
    expect(Object.keys(actionTypesYml.outputs)).toEqual(OUTPUT_NAMES);
  });

  test('has the outcomes and states of the schema of the report, each described in action.yml', () => {
    const schema = JSON.parse(read('docs/report.schema.json'));
    const values = {
      outcome: schema.properties.outcome.enum,
      'recovered-to': schema.properties.recovered.enum.filter((value: string | null) => value !== null),
      state: schema.$defs.status.properties.state.enum,
    };
    for (const [name, expected] of Object.entries(values)) {
      const allowed = actionTypesYml.outputs[name]?.['allowed-values'] ?? [];
      expect(allowed.toSorted()).toEqual(expected.toSorted());
      const description = actionYml.outputs[name]?.description ?? '';
      expect(allowed.filter((value) => !description.includes(inCode(value)))).toEqual([]);
    }
  });
});

describe('README.md', () => {
  const REQUIREMENTS: Readonly<Record<Requirement, string>> = {
    'to release': 'required by `run` and `plan`',
    'to release by vip-swap': 'required by `run` and `plan` of `vip-swap`',
    'by vip-swap': 'required by `vip-swap`',
    'by canary-percent and full-rollout': 'required by `canary-percent` and `full-rollout`',
  };
  const requirement = ({ required, default: value }: InputDefinition) =>
    required !== undefined ? REQUIREMENTS[required] : value === undefined ? '' : inCode(value);

  test('has the inputs of the code, in their order, with their defaults', () => {
    const rows = tableUnder('## Inputs').map(([name, value]) => [name, value]);
    expect(rows).toEqual(definitions.map(([name, input]) => [inCode(name), requirement(input)]));
  });

  test('explains every value that is allowed', () => {
    const explained = new Map(tableUnder('## Inputs').map(([name, , text = '']) => [name, text]));
    const unexplained = definitions.flatMap(([name, { allowedValues = [] }]) =>
      allowedValues.filter((value) => !explained.get(inCode(name))?.includes(inCode(value))),
    );
    expect(unexplained).toEqual([]);
  });

  test('says which inputs belong to which strategy', () => {
    const [, first, last, from, to] =
      /Inputs from `([\w-]+)` to `([\w-]+)` belong to `vip-swap`, those from `([\w-]+)` to `([\w-]+)` to\s/.exec(
        readme,
      ) ?? [];
    const names = definitions.map(([name]) => name);
    const between = (start = '', end = '') => names.slice(names.indexOf(start), names.indexOf(end) + 1);
    const owned = (isOfSwap: boolean) =>
      definitions
        .filter(([, { belongsTo }]) => belongsTo !== undefined && belongsTo.includes('vip-swap') === isOfSwap)
        .map(([name]) => name);
    expect(between(first, last)).toEqual(owned(true));
    expect(between(from, to)).toEqual(owned(false));
  });

  test('has the outputs of the code, in their order', () => {
    expect(tableUnder('## Outputs').map(([name]) => name)).toEqual(OUTPUT_NAMES.map(inCode));
  });

  test.each([
    ['swap.yml', '# Moves production'],
    ['canary.yml', '# Puts a new image'],
    ['canary-reusable.yml', '# canary.yml for many'],
    ['packer-canary.yml', '# Bakes an image'],
    ['scale-set-operate.yml', '# Looks after the releases of a scale set'],
  ])('shows the workflow %s as the tests execute it', (name, beginning) => {
    const from = readme.indexOf(`\`\`\`yaml\n${beginning}`) + '```yaml\n'.length;
    expect(readme.slice(from, readme.indexOf('```', from))).toBe(read(`examples/${name}`));
  });

  test('shows the caller of the reusable workflow as that says it', () => {
    const [, caller = ''] = /Its callers are short:\n\n```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(caller).not.toBe('');
    const commented = caller.replaceAll(/^/gm, '#   ').replace(/# {3}$/, '');
    expect(read('examples/canary-reusable.yml')).toContain(commented);
  });

  test('names commands that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const named = [
      ...readme.matchAll(/npm (?:run )?(demo:canary|demo|test|bench|emulator|build|rehearse)\b/g),
    ].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['demo', 'test']));
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });
});

describe('what a command on an instance may hold', () => {
  const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

  test.each([
    ['action.yml', actionYml.inputs['check-command']?.description ?? ''],
    ['docs/scale-sets.md', read('docs/scale-sets.md')],
  ])('is no secret, by %s, though its text is told nowhere', (_, text) => {
    expect(inOneLine(text)).toMatch(/is in no plan, report or log[,;]/);
    expect(inOneLine(text)).toMatch(
      /can be read by whoever may read the instance, so it must hold no secret|must hold no secret all the same: it and what it prints can be read by/,
    );
    expect(inOneLine(text)).not.toContain('may hold secrets');
  });
});

describe('documents', () => {
  const paths = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

  test.each(paths)('%s links only to files and headings that exist', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    const broken = links.filter(([, file = '', heading]) => {
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return heading !== undefined && !anchorsOf(read(target)).includes(heading);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** As GitHub makes them: lower case, spaces to hyphens, punctuation away. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the identity of the README is looked up where it was made', () => {
  const placesOf = (verb: string) =>
    [...readme.matchAll(new RegExp(`az identity ${verb} --name rollout --resource-group (\\S+)`, 'g'))].map(
      ([, group]) => group,
    );
  expect(placesOf('create')).toEqual(['vipswap']);
  expect(new Set(placesOf('show'))).toEqual(new Set(['vipswap']));
});
