/** A request as the control plane takes it: no sockets, so that tests run it in process. */
export interface ArmRequest {
  readonly method: string;
  /** Percent-decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent; empty where there is none. */
  readonly body: string;
}

export interface ArmResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; empty where there is none. Text, so that nobody who reads an answer holds a part of the model. */
  readonly body: string;
}

/** The client gets no answer: a fault cut its connection. Nothing says whether the request was carried out. */
export class ConnectionCut extends Error {
  readonly code = 'ECONNRESET';

  constructor(method: string, path: string) {
    super(`The connection was cut while ${method} ${path} waited for its answer.`);
    this.name = 'ConnectionCut';
  }
}
