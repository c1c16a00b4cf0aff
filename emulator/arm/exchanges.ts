import { channel } from 'node:diagnostics_channel';
import type { ArmRequest, ArmResponse } from './http.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  readonly request: ArmRequest;
  readonly response: ArmResponse;
}

const answered = channel('azure-rollout.emulator.answered');

/** Tells whoever has subscribed to the channel, in this thread: tests compare what is said with Azure's documents. */
export function publishAnswer(exchange: AnsweredRequest): void {
  answered.publish(exchange);
}
