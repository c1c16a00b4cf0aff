import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AdminAnswer, adminListener } from './admin/admin-server.ts';
import { type Arm, createArm } from './arm/arm.ts';
import type { ControlPlane } from './arm/control-plane.ts';
import { textOf } from './arm/json.ts';
import type { RequestLatency } from './arm/latency.ts';
import { publicIpType } from './arm/network/public-ip-model.ts';
import type { Scenario } from './arm/scenario.ts';
import { ResourceStore } from './arm/store.ts';
import { type Clock, systemClock } from './clock.ts';
import type { DataPlanePreset, DataPlaneTiming, ExistingConnections } from './data-plane/contract.ts';
import { createDataPlane } from './data-plane/data-plane.ts';
import type { DurationProfile } from './durations/profile.ts';
import { durationProfiles } from './durations/profiles.ts';
import { bearerOf } from './entra/access-tokens.ts';
import { entraListener } from './entra/entra-server.ts';
import { answerIdTokenRequest } from './entra/github-oidc.ts';
import { answerIdentityRequest } from './entra/managed-identity.ts';
import { answerUnderFaults } from './entra/sign-in-faults.ts';
import { createTokenAuthority, type TokenAuthority } from './entra/tokens.ts';
import { readScenario } from './scenarios.ts';
import { armListener } from './server/arm-server.ts';
import { createServerIdentity } from './server/certificate.ts';
import { listenOnLoopback } from './server/listening.ts';

export interface EmulatorOptions {
  /** A name, the path of a JSON file, or the scenario itself. Default `vipswap`. */
  readonly scenario?: string | Scenario;
  /** Default `recorded`. */
  readonly profile?: string | DurationProfile;
  /** Default `pessimistic`. */
  readonly dataPlane?: DataPlanePreset | DataPlaneTiming;
  /** Divides durations, health probe intervals and lags. Default 1. */
  readonly speed?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Of the resource manager endpoint. Default 0: any free one. */
  readonly port?: number;
  readonly existingConnections?: ExistingConnections;
  readonly requestLatency?: RequestLatency;
  /** `port-map`: as on a machine that has 127.0.0.1 only. Default: real addresses where the machine has them. */
  readonly publicAddresses?: 'port-map';
}

/** What the start line says. */
export interface Announcement {
  readonly resourceManagerEndpoint: string;
  readonly authorityHost: string;
  /** For `NODE_EXTRA_CA_CERTS` and `REQUESTS_CA_BUNDLE`. */
  readonly caCertificatePath: string;
  readonly msiEndpoint: string;
  readonly msiSecret: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly oidcRequestUrl: string;
  readonly oidcRequestToken: string;
  readonly adminEndpoint: string;
  /** Name of the public IP → its address. */
  readonly publicAddresses: Readonly<Record<string, string>>;
  /** Empty where public addresses really listen. */
  readonly portMap: ReturnType<Arm['plane']['dataPlane']['portMap']>;
  /** The preset, or `measured` where a profile gave the timing. */
  readonly dataPlane: string;
  readonly profile: string;
  readonly scenario: string;
  readonly speed: number;
  readonly seed: number;
}

export interface Emulator extends AsyncDisposable {
  readonly announcement: Announcement;
  /** PEM, for clients that take it directly. */
  readonly caCertificate: string;
  readonly arm: Arm;
}

/** Starts a whole emulator. Its servers listen on loopback when the promise resolves. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  await using stack = new AsyncDisposableStack();
  const scenario = await resolveScenario(options.scenario ?? 'vipswap');
  const clock = systemClock;
  const tokens = createTokenAuthority(clock);
  const identity = stack.use(await createServerIdentity());
  const tls = { key: identity.key, cert: identity.certificate };
  const entra = stack.use(
    await listenOnLoopback(
      createHttpsServer(
        tls,
        entraListener(tokens, scenario, clock, () => arm.plane.faults),
      ),
      0,
    ),
  );
  const authorityHost = `https://127.0.0.1:${entra.port}`;
  const arm = await startControlPlane(options, scenario, clock, tokens, authorityHost, stack);
  const resourceManager = stack.use(
    await listenOnLoopback(createHttpsServer(tls, armListener(arm)), options.port ?? 0),
  );
  const secrets = { msiSecret: secret(), oidcRequestToken: secret() };
  const local = stack.use(
    await listenOnLoopback(
      createHttpServer(adminListener(arm, identityRoutes(arm.plane, tokens, secrets))),
      0,
    ),
  );
  const announcement = announce(options, scenario, arm, {
    resourceManagerEndpoint: `https://127.0.0.1:${resourceManager.port}`,
    authorityHost,
    caCertificatePath: identity.authorityPath,
    adminEndpoint: `http://127.0.0.1:${local.port}`,
    ...secrets,
  });
  const resources = stack.move();
  return {
    announcement,
    caCertificate: identity.authority,
    arm,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Endpoints = Pick<
  Announcement,
  | 'resourceManagerEndpoint'
  | 'authorityHost'
  | 'caCertificatePath'
  | 'adminEndpoint'
  | 'msiSecret'
  | 'oidcRequestToken'
>;

function announce(
  options: EmulatorOptions,
  scenario: Scenario,
  arm: Arm,
  endpoints: Endpoints,
): Announcement {
  return {
    resourceManagerEndpoint: endpoints.resourceManagerEndpoint,
    authorityHost: endpoints.authorityHost,
    caCertificatePath: endpoints.caCertificatePath,
    msiEndpoint: `${endpoints.adminEndpoint}/msi/token`,
    msiSecret: endpoints.msiSecret,
    tenantId: scenario.tenantId,
    subscriptionId: scenario.subscriptionId,
    adminEndpoint: endpoints.adminEndpoint,
    publicAddresses: publicAddresses(arm),
    dataPlane: typeof options.dataPlane === 'object' ? 'measured' : (options.dataPlane ?? 'pessimistic'),
    seed: options.seed ?? 1,
    clientId: scenario.application.appId,
    clientSecret: scenario.application.clientSecret,
    oidcRequestUrl: `${endpoints.adminEndpoint}/oidc/token?api-version=2.0`,
    oidcRequestToken: endpoints.oidcRequestToken,
    portMap: arm.plane.dataPlane.portMap(),
    profile: resolveProfile(options.profile).name,
    scenario: scenario.name,
    speed: options.speed ?? 1,
  };
}

async function startControlPlane(
  options: EmulatorOptions,
  scenario: Scenario,
  clock: Clock,
  tokens: TokenAuthority,
  authorityHost: string,
  stack: AsyncDisposableStack,
): Promise<Arm> {
  const { speed = 1, seed = 1, existingConnections = 'hung', requestLatency = 'none' } = options;
  const store = new ResourceStore();
  const dataPlane = stack.use(
    await createDataPlane({
      resources: store,
      clock,
      timing: options.dataPlane ?? 'pessimistic',
      speed,
      seed,
      existingConnections,
      ...(options.publicAddresses === undefined ? {} : { publicAddresses: options.publicAddresses }),
    }),
  );
  for (const workload of scenario.workloads) dataPlane.placeWorkload(workload);
  const arm = createArm({
    scenario,
    dataPlane,
    clock,
    seed,
    profile: resolveProfile(options.profile),
    speed,
    requestLatency,
    store,
    authenticate: bearerOf(tokens, clock, `Bearer authorization_uri="${authorityHost}/${scenario.tenantId}"`),
  });
  // Instances that the control plane has composed from a scale set are there only now.
  for (const [instance, condition] of Object.entries(scenario.conditions ?? {})) {
    dataPlane.setInstanceCondition(instance, condition);
  }
  await dataPlane.start();
  return arm;
}

async function resolveScenario(scenario: string | Scenario): Promise<Scenario> {
  return typeof scenario === 'string' ? await readScenario(scenario) : scenario;
}

function resolveProfile(profile: string | DurationProfile = 'recorded'): DurationProfile {
  if (typeof profile === 'object') return profile;
  const known = durationProfiles[profile];
  if (known === undefined) {
    throw new Error(`There is no profile '${profile}', only ${Object.keys(durationProfiles).join(', ')}.`);
  }
  return known;
}

function identityRoutes(
  { scenario, clock, faults }: ControlPlane,
  tokens: TokenAuthority,
  { msiSecret, oidcRequestToken }: { readonly msiSecret: string; readonly oidcRequestToken: string },
): Parameters<typeof adminListener>[1] {
  const underFaults = (path: string, answer: () => AdminAnswer) =>
    answerUnderFaults(faults, clock, { method: 'GET', path }, answer);
  return {
    'GET /msi/token': (request) =>
      underFaults('/msi/token', () => answerIdentityRequest(tokens, scenario, clock, msiSecret, request)),
    'GET /oidc/token': ({ query, headers }) =>
      underFaults('/oidc/token', () =>
        answerIdTokenRequest(tokens, oidcRequestToken, query.get('audience'), headers.authorization),
      ),
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function publicAddresses(arm: Arm): Readonly<Record<string, string>> {
  return Object.fromEntries(
    arm.plane.store
      .list(publicIpType)
      .map((publicIp) => [publicIp.name, textOf(publicIp.properties, 'ipAddress') ?? '']),
  );
}
