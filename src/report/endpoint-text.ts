import type { CanaryEndpoint } from '../strategies/scale-set/release-events.ts';

/** `20.1.2.3:50000` */
export function endpointText({ address, frontendPort }: CanaryEndpoint): string {
  return `${address.includes(':') ? `[${address}]` : address}:${frontendPort}`;
}
