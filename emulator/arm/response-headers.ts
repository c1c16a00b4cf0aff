import type { ControlPlane } from './control-plane.ts';
import type { ArmRequest } from './http.ts';

/** The headers that every answer of ARM carries. A client's correlation id comes back, else ARM makes one. */
export function responseHeaders(plane: ControlPlane, request: ArmRequest): Record<string, string> {
  const requestId = plane.random.uuid();
  const clientRequestId = request.headers['x-ms-client-request-id'];
  const correlationId = request.headers['x-ms-correlation-request-id'] ?? plane.random.uuid();
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    date: new Date(plane.clock.epochMs()).toUTCString(),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `SOUTHCENTRALUS:${new Date(plane.clock.epochMs()).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}:${requestId}`,
    ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
  };
}
