/** What can be asked for, in the order of action.yml. */
export const strategies = ['vip-swap', 'canary-percent', 'full-rollout'] as const;

export type Strategy = (typeof strategies)[number];

/** What action.yml and action-types.yml say of an input, held here because code has to say it too. */
export interface InputDefinition {
  readonly type: 'string' | 'boolean' | 'enum' | 'list';
  /** What is refused without it. GitHub itself does not enforce this. */
  readonly required?: Requirement;
  /** Of a required input without fixed values: what it takes. */
  readonly takes?: string;
  /** Also taken where the input is given and empty: a `workflow_dispatch` input that nobody filled in arrives so. */
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  /** The only strategies that it says anything to: with the others it is a mistake. Absent: all of them. */
  readonly belongsTo?: readonly Strategy[];
  /** What of it must be in no error, log or report: all of it, each string of a JSON object, or the query of a URI. */
  readonly secret?: 'text' | 'json' | 'query';
}

/** `to release`: by `command: run` and `plan` of every strategy; the others need it for every command. */
export type Requirement =
  | 'to release'
  | 'to release by vip-swap'
  | 'by vip-swap'
  | 'by canary-percent and full-rollout';

const swap = ['vip-swap'] as const;
const scaleSet = ['canary-percent', 'full-rollout'] as const;
const canary = ['canary-percent'] as const;
const rollout = ['full-rollout'] as const;

/** Every input, in the order of action.yml and of the README. A test compares the four. */
export const inputDefinitions = {
  strategy: { type: 'enum', required: 'to release', allowedValues: strategies },
  command: {
    type: 'enum',
    default: 'run',
    allowedValues: ['run', 'plan', 'status', 'rollback', 'recover', 'unlock'],
  },
  'subscription-id': { type: 'string' },
  'resource-group': { type: 'string' },
  'production-public-ip': {
    type: 'list',
    required: 'by vip-swap',
    takes: 'name or resource ID of a public IP address',
    belongsTo: swap,
  },
  'target-load-balancer': {
    type: 'string',
    required: 'to release by vip-swap',
    takes: 'name or resource ID of a load balancer',
    belongsTo: swap,
  },
  'target-frontend': { type: 'list', belongsTo: swap },
  'swap-method': {
    type: 'enum',
    default: 'auto',
    allowedValues: ['auto', 'native', 'temporary-ip'],
    belongsTo: swap,
  },
  'spare-public-ip': { type: 'list', belongsTo: swap },
  'temporary-ip-tags': { type: 'string', belongsTo: swap },
  'target-check': { type: 'string', default: 'on', belongsTo: swap },
  'allow-address-change': { type: 'boolean', default: 'false', belongsTo: swap },
  'allow-smaller-target': { type: 'boolean', default: 'false', belongsTo: swap },
  'scale-set': {
    type: 'string',
    required: 'by canary-percent and full-rollout',
    takes: 'name or resource ID of a virtual machine scale set',
    belongsTo: scaleSet,
  },
  'release-id': { type: 'string', belongsTo: rollout },
  image: { type: 'string', belongsTo: scaleSet },
  'packer-manifest': { type: 'string', belongsTo: scaleSet },
  extension: { type: 'string', belongsTo: scaleSet },
  'extension-settings': { type: 'string', belongsTo: scaleSet },
  'extension-protected-settings': { type: 'string', belongsTo: scaleSet, secret: 'json' },
  'extension-script': { type: 'string', belongsTo: scaleSet, secret: 'query' },
  'previous-extension-settings': { type: 'string', belongsTo: scaleSet },
  'previous-extension-protected-settings': { type: 'string', belongsTo: scaleSet, secret: 'json' },
  'allow-no-rollback': { type: 'boolean', default: 'false', belongsTo: scaleSet },
  percent: { type: 'string', belongsTo: canary },
  'instance-ids': { type: 'list', belongsTo: canary },
  'batch-size': { type: 'string', default: '20%', belongsTo: rollout },
  'pause-between-batches': { type: 'string', default: '0s', belongsTo: rollout },
  'min-healthy-time': { type: 'string', default: '30s', belongsTo: scaleSet },
  'healthy-deadline': { type: 'string', default: '10m', belongsTo: scaleSet },
  'check-http': { type: 'string', belongsTo: scaleSet },
  'check-tcp': { type: 'string', belongsTo: scaleSet },
  'check-expect': { type: 'string', belongsTo: scaleSet },
  'check-command': { type: 'string', belongsTo: scaleSet },
  'max-unhealthy': { type: 'string', default: '0', belongsTo: scaleSet },
  'on-unhealthy': {
    type: 'enum',
    default: 'rollback',
    allowedValues: ['rollback', 'stop', 'quarantine'],
    belongsTo: scaleSet,
  },
  'suspend-repairs': { type: 'boolean', default: 'false', belongsTo: scaleSet },
  probe: { type: 'enum', default: 'on', allowedValues: ['on', 'off'] },
  'probe-url': { type: 'string' },
  'probe-connect-to': { type: 'string' },
  'probe-interval': { type: 'string', default: '250ms' },
  'probe-timeout': { type: 'string', default: '2s' },
  'probe-expect': { type: 'string' },
  'probe-version': { type: 'string' },
  'max-downtime': { type: 'string' },
  timeout: { type: 'string', default: '60m' },
  'verify-timeout': { type: 'string', default: '2m' },
  'on-failure': { type: 'enum', default: 'rollback', allowedValues: ['rollback', 'stop'] },
  'on-interrupted': { type: 'enum', default: 'fail', allowedValues: ['fail', 'recover'] },
  'recover-to': { type: 'enum', default: 'auto', allowedValues: ['auto', 'finish', 'undo'] },
  'lock-timeout': { type: 'string', default: '0s' },
  'unlock-reason': { type: 'string' },
  record: { type: 'enum', default: 'last', allowedValues: ['last', 'none'] },
  auth: {
    type: 'enum',
    default: 'oidc',
    allowedValues: ['oidc', 'service-principal', 'managed-identity', 'azure-cli'],
  },
  'client-id': { type: 'string' },
  'tenant-id': { type: 'string' },
  'client-secret': { type: 'string', secret: 'text' },
  'resource-manager-endpoint': { type: 'string', default: 'https://management.azure.com' },
  'authority-host': { type: 'string' },
  'report-path': { type: 'string' },
} as const satisfies Readonly<Record<string, InputDefinition>>;

export type InputName = keyof typeof inputDefinitions;

/** Inputs with a fixed set of values. */
export type ChoiceName = {
  [Name in InputName]: (typeof inputDefinitions)[Name] extends { allowedValues: readonly string[] }
    ? Name
    : never;
}[InputName];

export type Choice<Name extends ChoiceName> = (typeof inputDefinitions)[Name]['allowedValues'][number];
