/** What action.yml and action-types.yml say of an input, held here because code has to say it too. */
export interface InputDefinition {
  readonly type: 'string' | 'boolean' | 'enum' | 'list';
  /** Which commands are refused without it. GitHub itself does not enforce this. */
  readonly required?: 'always' | 'to release';
  /** Of a required input without fixed values: what it takes. */
  readonly takes?: string;
  /** Also taken where the input is given and empty: a `workflow_dispatch` input that nobody filled in arrives so. */
  readonly default?: string;
  readonly allowedValues?: readonly string[];
}

/** Every input, in the order of action.yml and of the README. A test compares the four. */
export const inputDefinitions = {
  strategy: { type: 'enum', required: 'to release', allowedValues: ['vip-swap'] },
  command: {
    type: 'enum',
    default: 'run',
    allowedValues: ['run', 'plan', 'status', 'rollback', 'recover', 'unlock'],
  },
  'subscription-id': { type: 'string' },
  'resource-group': { type: 'string' },
  'production-public-ip': {
    type: 'list',
    required: 'always',
    takes: 'name or resource ID of a public IP address',
  },
  'target-load-balancer': {
    type: 'string',
    required: 'to release',
    takes: 'name or resource ID of a load balancer',
  },
  'target-frontend': { type: 'list' },
  'swap-method': { type: 'enum', default: 'auto', allowedValues: ['auto', 'native', 'temporary-ip'] },
  'spare-public-ip': { type: 'list' },
  'temporary-ip-tags': { type: 'string' },
  'target-check': { type: 'string', default: 'on' },
  'allow-address-change': { type: 'boolean', default: 'false' },
  'allow-smaller-target': { type: 'boolean', default: 'false' },
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
  'client-secret': { type: 'string' },
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
