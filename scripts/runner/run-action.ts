import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionDefinition, inputVariables, readActionDefinition } from './action-definition.ts';
import { parseFileCommands } from './file-commands.ts';
import { type RunningScript, runScript, type ScriptEnd } from './run-script.ts';
import { type Annotation, annotationsOf, masksOf } from './workflow-commands.ts';

export interface RunActionOptions {
  /** Where action.yml lies. */
  readonly actionDirectory: string;
  /** Values of `with:`. Those left out get the defaults of action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  /** An empty directory of the caller's, who deletes it: RUNNER_TEMP, the workspace and the command files lie in it. */
  readonly directory: string;
  /** Beside what every runner sets: NODE_EXTRA_CA_CERTS, ACTIONS_ID_TOKEN_REQUEST_URL, RUNNER_DEBUG. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Payload of the event that started the workflow. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly eventName?: string;
  /** `false`: the machine is lost together with main, and nobody is left to run post. */
  readonly runsPost?: boolean;
  /** Every line as soon as it is printed, of main and of post. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr', phase: ActionPhase) => void;
  /** Called when main has been started: from here it can be cancelled. */
  readonly onStart?: (main: RunningScript) => void;
}

export type ActionPhase = 'main' | 'post';

/** What one phase of an action left behind. */
export interface PhaseRun extends ScriptEnd {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Variables for later steps. */
  readonly variables: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly masks: readonly string[];
}

export interface ActionRun extends PhaseRun {
  readonly post?: PhaseRun;
}

/** Runs an action as GitHub's runner does: main, and then post with the state that main saved, however main ended. */
export async function runAction(options: RunActionOptions): Promise<ActionRun> {
  const definition = readActionDefinition(options.actionDirectory);
  refuseOtherNode(definition);
  refuseUnbuilt(options.actionDirectory, definition);
  const main = await runPhase(options, definition, 'main', {});
  if (definition.runs.post === undefined || options.runsPost === false) {
    return main;
  }
  const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value] as const);
  return { ...main, post: await runPhase(options, definition, 'post', Object.fromEntries(state)) };
}

function refuseOtherNode({ runs }: ActionDefinition): void {
  const [major] = process.versions.node.split('.');
  if (runs.using !== `node${major}`) {
    throw new Error(
      `The action runs on ${runs.using}, and this is Node ${process.version}: start it by \`npm run\`.`,
    );
  }
}

function refuseUnbuilt(actionDirectory: string, { runs }: ActionDefinition): void {
  const bundle = join(actionDirectory, runs.main);
  if (!existsSync(bundle)) {
    throw new Error(`${bundle} is not there. Build it with \`npm run build\`.`);
  }
}

async function runPhase(
  options: RunActionOptions,
  definition: ActionDefinition,
  phase: ActionPhase,
  state: Readonly<Record<string, string>>,
): Promise<PhaseRun> {
  const files = createFiles(options, phase);
  const { onLine, onStart } = options;
  const end = await runScript({
    script: join(options.actionDirectory, definition.runs[phase] ?? definition.runs.main),
    workingDirectory: files.workspace,
    environment: {
      ...machineVariables(),
      ...jobVariables(options, files),
      ...inputVariables(definition, options.inputs),
      ...state,
      ...options.environment,
    },
    onLine: onLine === undefined ? undefined : (line, stream) => onLine(line, stream, phase),
    onStart: phase === 'main' ? onStart : undefined,
  });
  return {
    ...end,
    outputs: parseFileCommands(readFileSync(files.output, 'utf8')),
    state: parseFileCommands(readFileSync(files.state, 'utf8')),
    variables: parseFileCommands(readFileSync(files.variables, 'utf8')),
    summary: readFileSync(files.summary, 'utf8'),
    annotations: annotationsOf(end.stdout),
    masks: masksOf(end.stdout),
  };
}

type StepFiles = ReturnType<typeof createFiles>;

/** Main and post have command files of their own, and share workspace and RUNNER_TEMP. */
function createFiles({ directory, event = {} }: RunActionOptions, phase: ActionPhase) {
  const commands = mkdtempSync(join(directory, `${phase}-`));
  const files = {
    workspace: join(directory, 'workspace'),
    temporary: join(directory, 'temp'),
    event: join(commands, 'event.json'),
    output: join(commands, 'output'),
    state: join(commands, 'state'),
    variables: join(commands, 'env'),
    summary: join(commands, 'summary.md'),
  };
  mkdirSync(files.workspace, { recursive: true });
  mkdirSync(files.temporary, { recursive: true });
  for (const path of [files.output, files.state, files.variables, files.summary]) {
    writeFileSync(path, '');
  }
  writeFileSync(files.event, JSON.stringify(event));
  return files;
}

/** Tools are found by these; everything else of this machine stays outside. */
function machineVariables(): Record<string, string> {
  const names = ['PATH', 'HOME', 'USER', 'LANG', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function jobVariables({ eventName = 'workflow_dispatch' }: RunActionOptions, files: StepFiles) {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: 'release-engineer',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_ENV: files.variables,
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_JOB: 'swap',
    GITHUB_OUTPUT: files.output,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'contoso/shop',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1000001',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_WORKFLOW: 'Swap',
    GITHUB_WORKSPACE: files.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'local',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: files.temporary,
  };
}
