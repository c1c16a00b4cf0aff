/** One port of one public IP address. */
export interface Endpoint {
  readonly key: string;
  readonly publicIpAddressId: string;
  readonly address: string;
  readonly port: number;
}

export function endpointKey(publicIpAddressId: string, port: number): string {
  return `${publicIpAddressId.toLowerCase()} ${port}`;
}
