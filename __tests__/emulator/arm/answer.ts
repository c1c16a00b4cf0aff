import type { Arm } from '../../../emulator/arm/arm.ts';
import type { ArmRequest, ArmResponse } from '../../../emulator/arm/http.ts';

/** What ARM answers, with its body read: undefined where there is none. */
export interface Answer extends Omit<ArmResponse, 'body'> {
  readonly body: unknown;
}

export async function answerTo(arm: Arm, request: ArmRequest): Promise<Answer> {
  const { body, ...response } = await arm.handle(request);
  return { ...response, body: body === '' ? undefined : JSON.parse(body) };
}
