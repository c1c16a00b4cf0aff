/** What the emulator's start line says of how to reach it. */
export interface EmulatorStart {
  readonly resourceManagerEndpoint: string;
  readonly authorityHost: string;
  readonly caCertificatePath: string;
  readonly oidcRequestUrl: string;
  readonly oidcRequestToken: string;
  /** Where public addresses are ports of 127.0.0.1; empty where they really listen. */
  readonly portMap: readonly {
    readonly address: string;
    readonly port: number;
    readonly connectHost: string;
    readonly connectPort: number;
  }[];
  readonly dataPlane: string;
  readonly speed: number;
}

/** Inputs that lead the action to the emulator instead of Azure. */
export function emulatorInputs(start: EmulatorStart): Record<string, string> {
  return {
    'resource-manager-endpoint': start.resourceManagerEndpoint,
    'authority-host': start.authorityHost,
    'probe-connect-to': start.portMap
      .map(
        ({ address, port, connectHost, connectPort }) => `${address}:${port}:${connectHost}:${connectPort}`,
      )
      .join('\n'),
  };
}

/** What the runner's machine has to have, so that the emulator's certificate is believed and the report names it. */
export function emulatorVariables({
  caCertificatePath,
  dataPlane,
  speed,
}: EmulatorStart): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: caCertificatePath,
    AZURE_ROLLOUT_EMULATOR: `${dataPlane}@${speed}`,
  };
}

/** What GitHub gives a job with `id-token: write`: where it can ask for an OIDC token. */
export function idTokenVariables({
  oidcRequestUrl,
  oidcRequestToken,
}: EmulatorStart): Record<string, string> {
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: oidcRequestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidcRequestToken,
  };
}
